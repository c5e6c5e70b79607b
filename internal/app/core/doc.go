// Package core is the role that owns the truth: it opens the database, runs the domains, answers the API, reads the event
// log and keeps the promises in the jobs table. Gateways ask it over the bus.
package core
