// Package api tests the whole program from outside: the binary as a process, real HTTP and sockets, on both databases.
package api
