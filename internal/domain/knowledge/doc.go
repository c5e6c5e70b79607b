// Package knowledge holds what a company says again and again: quick replies in personal, team and company trees, and the
// FAQ, questions with answers in two languages.
//
// Owns: folders, replies with their files and their review, favourites and how often each one was used, by whom; the categories and questions
// of the FAQ, what is published of them, in memory, and how often it was used and helped.
//
// Promises: a reply that agents are offered can be filled in: unknown variables are named when it is saved; a reply of the
// company is offered only after somebody other than its last editor approved it, and what was approved stays in use
// while a change waits; visitors see of the FAQ what is published, valid at the moment and not internal; a folder or category has at most four levels and no loops; an import is written whole, or not at all; a message
// carries copies of a reply's files and keeps them when the reply is gone.
//
// Refuses to know: customers and conversations (the desk fills the variables in), how a table is read from a file.
//
// Emits: reply.created, reply.updated, reply.deleted, reply.submitted, reply.approved, reply.rejected, reply.imported,
// reply_folder.created, reply_folder.updated, reply_folder.deleted, faq.created, faq.updated, faq.deleted, faq.imported,
// faq_category.created, faq_category.updated, faq_category.deleted.
//
// Consumes: nothing.
package knowledge
