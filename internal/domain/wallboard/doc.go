// Package wallboard keeps the screens on the wall: what each shows, and the link that opens it without signing in.
//
// Owns: boards with their settings, the fingerprints of their links, and the form in which figures reach a screen.
//
// Promises: a link is shown once and kept as a fingerprint only; it opens one board and nothing else, until it ends or is taken
// back; a screen shows figures and names of queues and teams, those of people only where the board says so, and nothing of
// customers.
//
// Refuses to know: where figures come from, and what queues, channels and teams are beyond their ids.
//
// Emits: see events.go; every type has a golden file in testdata/events.
//
// Consumes: nothing.
package wallboard
