// Package kit runs the whole program for tests: the real binary as a process of its own, with a throw-away data folder or
// a fresh schema of PostgreSQL, and small clients for its HTTP operations and its sockets. Nothing here waits a fixed time:
// every wait is for something that is seen, with a limit that only a broken program reaches.
package kit
