// Package supervise is what supervisors see of a whole floor at once, and the way to sign somebody out whose work has to go on:
// conversations with what is urgent about them, people with their presence and load, teams with who waits.
//
// It has no tables. What a workspace looks like is read at most every two seconds, however many supervisors look; each sees of it
// what their right to monitor reaches. Signing somebody out and the promise that their open conversations go back are one unit of
// work; the promise is kept in parts, and finds nothing to do where somebody else was faster.
package supervise
