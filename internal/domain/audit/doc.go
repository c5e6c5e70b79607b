// Package audit keeps the history of settings: who changed what and when, what it was before, and the way back.
//
// Owns: the versions of settings, and the notes of who looked at hidden personal data.
//
// Promises: a change of settings and its version are written in one unit, so that there is never one without the other; the
// last versions of everything stay; going back takes the way of every other change of these settings, with the same
// permission and the same checks, and is a version itself.
//
// Refuses to know: what the settings mean (each domain declares what is kept of its own, and never a secret).
//
// Emits: nothing; the change itself is an event of the domain it belongs to.
//
// Consumes: customer.erased.
package audit
