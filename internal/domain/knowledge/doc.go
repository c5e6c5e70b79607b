// Package knowledge holds what a company says again and again: quick replies in personal, team and company trees.
//
// Owns: folders, replies with their review, favourites and how often each one was used, by whom.
//
// Promises: a reply that agents are offered can be filled in: unknown variables are named when it is saved; a reply of the
// company is offered only after somebody other than its last editor approved it, and what was approved stays in use
// while a change waits; a folder has at most four levels and no loops; an import is written whole, or not at all.
//
// Refuses to know: customers and conversations (the desk fills the variables in), how a table is read from a file.
//
// Emits: reply.created, reply.updated, reply.deleted, reply.submitted, reply.approved, reply.rejected, reply.imported,
// reply_folder.created, reply_folder.updated, reply_folder.deleted.
//
// Consumes: nothing.
package knowledge
