// Package gateway is the role that holds the sockets. It speaks the protocol of docs/subsystems/resume.md, asks core for a
// grant and for what was missed, and forwards live frames by audience without looking into them. It opens no database and
// may restart at any time.
package gateway
