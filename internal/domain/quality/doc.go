// Package quality is where the work of agents is looked at.
//
// Owns: marks on conversations that somebody wants to have inspected, with the reason, a comment and what came of it.
//
// Promises: whoever may read a conversation and may mark can mark it; a mark is open until an inspector says what he found,
// and only an inspector can close or reopen it; nothing of a mark is left when its conversation is erased.
//
// Refuses to know: what was said in a conversation (conversation), who somebody is (identity).
//
// Emits: see events.go; every type has a golden file in testdata/events.
//
// Consumes: conversation.erased.
package quality
