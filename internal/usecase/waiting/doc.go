// Package waiting is what customers can do who wait: be called instead, now or at a time within the hours of their queue, end
// the waiting because they have found the answer themselves, or leave the queue. What the queue does not offer is refused; leaving is
// always theirs, until somebody has taken the conversation.
//
// It has no tables: the wish stands with the conversation, and what was chosen is counted by queue (routing). The conversation
// keeps its place; before the time of a call it sleeps.
package waiting
