// Package rehearse is the time machine of routing: it plays a past period under the plan in force and under the draft, and shows
// who would have got what, waiting and load, before anything is published. A consumer of the log writes down when people came and
// went. A rehearsal runs as a job; it reads, computes in memory, and writes its result.
package rehearse
