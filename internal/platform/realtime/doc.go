// Package realtime holds the sockets of one process: connections, topics and frames. What the frames say is not its
// business; the gateway speaks the protocol through Handler.
//
// A Hub knows which connection listens to which topic and tells its Upstream (the bus) about the first listener and the
// last. Each connection costs one goroutine that waits on the smallest stack, and nothing else while it is idle: another
// one reads and handles a message, and a writer exists only while frames wait. Frames are encoded once, however many
// connections get them. A connection that reads too slowly is told "slow" and closed, and resumes by its position in the
// log; so is every one of them when the process drains.
package realtime
