package routing

import "time"

// Overview is what screens on the wall are made of: what waits and what was served by queue and channel, and who serves what.
type Overview struct {
	At       time.Time
	Queues   []QueuePlan // as the plan has them
	Crowds   []Crowd     // by channel
	Today    []Tally     // by channel
	LastHour []Tally     // by channel
	Expected map[string]Expectation
	Serves   map[string][]string // the queues of everybody who serves one, by person
}
