// Package routing decides who gets what, and says why.
//
// Owns: plans with their versions, people's skills and points, work with its decisions; the order of waiting work, who is a candidate, the strategies, expected waits, and the simulator over all of it.
//
// Promises: work is never given to somebody absent, beyond their points or limits, twice, or after it has left; work does not wait
// while somebody eligible has room; who arrives later than the largest head start overtakes nobody; the same calls give the same
// decisions; every decision says which candidates there were and why the others were none.
//
// Refuses to know: what a conversation is (conversation), who is there (identity), how anything is stored or offered.
//
// Emits: see events.go; every type has a golden file in testdata/events.
//
// Consumes: nothing yet.
package routing
