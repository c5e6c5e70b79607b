// Package outbox reads the event log: for consumers, which turn events into effects exactly as often as they happened, and
// for everybody who resumes from a cursor (sockets, integrators).
//
// A consumer's effects and its position move in one unit of work. A lease says which node runs it. What wakes it (the
// commit on this node, the bell of another) may get lost: it looks again by itself.
package outbox
