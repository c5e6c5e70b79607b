// Package queue tells customers whom nobody has taken yet how many wait before them: in the words of the channel, and live in
// the widget, with how long that takes. The line is the queue of routing in the order in which it is served.
//
// It has no tables. A whole workspace is read in three queries, at most once in two seconds and only when something in it moved;
// all visitors of a core share what was read, and hear of it only when their own place is another one.
package queue
