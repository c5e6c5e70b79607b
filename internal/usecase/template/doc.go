// Package template gives a workspace what a trade begins with: teams, business hours with holidays, tags, custom fields, summary
// categories, quick replies, a FAQ and sensitive words, and leads whoever founded it to the first answered chat.
//
// A template is a plain file. Those of the program are embedded; an operator's folder adds others or replaces them. Everything is
// made through the services of the domains, so that every rule, right, event and version is theirs: each part in one unit, what has
// the same name already is kept, and the same template once more brings nothing. It has no tables.
package template
