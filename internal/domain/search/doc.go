// Package search finds messages, conversations and customers by their words.
//
// Owns: the index, one document for each message or note, conversation and customer.
//
// Promises: newest first; the permission of who asks is part of the query itself, so a page is never thinned out
// afterwards; everything is found again after a loss of the index by building it anew.
//
// Refuses to know: where texts live (a port reads them), how words are cut (platform), what the events' writers meant.
//
// Emits: nothing.
//
// Consumes: conversation.opened, conversation.message_added, conversation.note_added, conversation.assigned,
// conversation.customer_identified, conversation.erased, customer.created, customer.updated, customer.merged,
// customer.erased.
package search
