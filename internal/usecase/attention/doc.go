// Package attention sees to it that nobody is forgotten: it tells agents and supervisors of customers who wait too long, and
// asks, then lets go, customers who do not answer any more.
//
// A consumer of the event log makes one promise (job) for each conversation in which somebody is waited for, and takes it back
// when that is over; a visitor's message pays nothing for it. Each promise names the moment it is about. When it is due the
// conversation and the channel's limits are read again, so that a promise which has become wrong does nothing.
package attention
