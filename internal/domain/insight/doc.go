// Package insight is what happened on a day, in figures: by person, team, channel and day.
//
// Owns: the roll-up of each day, what each conversation added to it, the times of presence, and the zones that decided
// where days ended.
//
// Promises: every figure of the roll-up is the sum of what conversations added, so that it can be opened to them; the
// figures follow from the log alone, whatever the parts in which it is read; a change of the zone moves no past day.
//
// Refuses to know: what is said in a conversation, how people and teams are called, who the customer is.
//
// Emits: nothing.
//
// Consumes: the events of conversations, summaries and presence, changes of the workspace's zone, and the end of the sample data.
package insight
