// Package assist helps who answers: it suggests answers to what a customer waits for, and translates what was written.
//
// Owns: the settings of the translation server with its sealed key, and translations, kept for a while beside their conversation.
//
// Promises: nothing is suggested that does not fit well or that the person may not use; nothing leaves the house before an
// administrator has named a server and it has answered; a translation never takes the place of what was written; nothing of a
// translation is left when its conversation is erased, or what it says was taken back.
//
// Refuses to know: where suggestions come from (sources), how a translation server is spoken to, what a conversation is.
//
// Emits: translation.configured.
//
// Consumes: conversation.erased, conversation.entry_recalled, conversation.entry_edited.
package assist
