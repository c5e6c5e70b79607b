// Package live turns the event log into frames for sockets, once per audience: people who have a conversation open, its
// customer, and the desks that may list it. Nothing is kept here. A lost frame is repaired by the client, which knows its
// position and asks again; see docs/subsystems/resume.md.
package live
