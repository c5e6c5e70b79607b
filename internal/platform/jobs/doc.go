// Package jobs keeps promises for later. Units of work write them with unit.Schedule; here they are claimed by lease when
// they are due, run, tried again after failures with growing pauses, and set aside as dead when that does not help.
//
// A job runs at least once and, unless a node stalls for longer than its lease, never twice at a time. Its handler runs
// outside a unit of work: it may use the network and opens units of its own, and what it does must bear repeating. A
// promise that is replaced while it runs stays and runs again.
package jobs
