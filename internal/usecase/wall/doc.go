// Package wall makes what the screens on the wall show: who waits in which queue and for how long, the service level, people by
// state, and what customers say today.
//
// It has no tables. The figures of a workspace are read at most every three seconds, however many screens ask, and what a screen
// shows is worked out from them; a link is looked up as seldom. So fifty screens cost what one costs. Memory is bound: the
// workspaces that nobody has looked at for longest are forgotten first.
package wall
