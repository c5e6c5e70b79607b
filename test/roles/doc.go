// Package roles runs the program as one process per role, with a message bus and a database between them.
package roles
