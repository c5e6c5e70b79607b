// Package moderation keeps a workspace free of what must not be said and of people who must not write: sensitive words and
// the block list.
//
// Owns: sensitive words, the list of hits, the block list.
//
// Promises: a text is looked at in one pass over it, from memory, however many words there are; a refused text is never
// stored; a replaced text holds no word that is to be replaced; a change is felt on this node when it is answered, and on
// every other a moment later; a hit names the word and the place, never what was said.
//
// Refuses to know: what a conversation or a customer is beyond its id, and how a text is delivered.
//
// Emits: moderation.words_changed, moderation.block_changed.
//
// Consumes: its own events, so that other nodes learn of changes, and customer.merged.
package moderation
