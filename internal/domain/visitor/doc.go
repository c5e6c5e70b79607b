// Package visitor knows who is on the company's sites now, before they write, and invites them to talk.
//
// Owns: the present visit of each browser, the rules that invite, their limits, invitations and what became of them.
//
// Promises: the list of who is there is answered from memory; losing it costs a moment, never data; nobody is invited more
// often than the limits say, in a running conversation, or soon after a refusal, however many people and rules try at once;
// an accepted invitation becomes one conversation, however often it is accepted.
//
// Refuses to know: what a customer or a conversation is beyond its id, how a browser is reached, where an address comes from.
//
// Emits: visitor.invited, visitor.invite_answered, visitor.settings_changed.
//
// Consumes: conversation events that open, move or end one; customer.merged and customer.erased.
package visitor
