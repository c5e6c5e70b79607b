// Package notify tells people of what concerns them: a mention, an assignment, a reply in their conversation, a
// customer who waits too long, a queue that passes a threshold.
//
// Owns: notices and what was read of them.
//
// Promises: nobody is told of what they did themselves; many happenings of one sort in one conversation are one unread
// notice with a count; the same event never counts twice; everybody sees only their own notices.
//
// Refuses to know: texts (a notice names the conversation and the entry, the customer, or the queue with its figures), how a browser shows or sounds it.
//
// Emits: notice.added, notice.read.
//
// Consumes: conversation.message_added, conversation.note_added, conversation.entry_edited, conversation.assigned, conversation.joined, conversation.waited, conversation.planned, conversation.erased, customer.noted, customer.erased.
package notify
