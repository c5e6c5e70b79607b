// Package waiting is what customers can do who wait: be called instead, now or at a time within the hours of their queue, and end
// the waiting because they have found the answer themselves. What the queue does not offer is refused.
//
// It has no tables: the wish stands with the conversation, and what was chosen is counted by queue (routing). The conversation
// keeps its place; before the time of a call it sleeps.
package waiting
