// Package queue tells customers whom nobody has taken yet how many wait before them: in the words of the channel, and live in
// the widget. The line is that of a channel and team, in the order in which the customers began to wait.
//
// It has no tables. A whole workspace is read in one query, at most once in two seconds and only when something in it moved;
// all visitors of a core share what was read, and hear of it only when their own place is another one.
package queue
