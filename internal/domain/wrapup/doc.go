// Package wrapup is what an agent says of a conversation when it ends: what it was about, how it went, what is left to do.
//
// Owns: the tree of categories, the form of each team, summaries with their history, and the counts of reports.
//
// Promises: a conversation of a team that asks for a summary is not resolved by a person without one; a summary and its
// resolution are written in one unit of work; every earlier text of a summary can be read until the conversation is erased;
// a category that was used is archived and never deleted; the counts of a report are those of the summaries.
//
// Refuses to know: how a conversation is resolved (conversation), who is in a team (identity), how a file looks (the HTTP side).
//
// Emits: see events.go; every type has a golden file in testdata/events.
//
// Consumes: conversation.erased.
package wrapup
