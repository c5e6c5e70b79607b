package wrapup

import (
	"time"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
)

// Day is a day of the calendar, such as "2026-11-21".
type Day string

// MaxDays is the longest period of a report.
const MaxDays = 366

// DayOf is the day of a moment in a zone.
func DayOf(t time.Time, zone *time.Location) Day { return Day(t.In(zone).Format(time.DateOnly)) }

// time is the day's beginning; ok is false when it is no day.
func (d Day) time() (time.Time, bool) {
	t, err := time.Parse(time.DateOnly, string(d))
	return t, err == nil
}

// NoTeam asks for summaries of conversations without a team.
const NoTeam = "none"

// Query asks for summaries of a period. Empty fields do not matter.
type Query struct {
	From, To   Day
	TeamID     string // or NoTeam
	AgentID    string
	CategoryID string // with everything below
	Outcome    Outcome
}

func (q Query) check() error {
	from, okFrom := q.From.time()
	to, okTo := q.To.time()
	var c fault.Checker
	c.If(!okFrom, "from", fault.ErrFormat)
	c.If(!okTo, "to", fault.ErrFormat)
	c.Text("teamId", q.TeamID, 0, 30)
	c.Text("agentId", q.AgentID, 0, 30)
	c.Text("categoryId", q.CategoryID, 0, 30)
	if q.Outcome != "" {
		c.Choice("outcome", string(q.Outcome), string(Resolved), string(Unresolved), string(FollowUp))
	}
	if err := c.Err(); err != nil {
		return err
	}
	if to.Before(from) || to.Sub(from) > MaxDays*24*time.Hour {
		return ErrPeriod.On("to").With("max", MaxDays)
	}
	return nil
}

// Rows asks the store: a query with its category resolved to all ids below it.
type Rows struct {
	Query
	Categories []string // empty: all
	Page       page.Request
}

// Dimension is what a report counts by.
type Dimension string

// The dimensions.
const (
	ByCategory Dimension = "category"
	ByTeam     Dimension = "team"
	ByAgent    Dimension = "agent"
	ByDay      Dimension = "day"
)

// Count is how many summaries of one outcome a key has.
type Count struct {
	Key     string
	Outcome Outcome
	N       int64
}

// Line is one line of a report. Key is an id, or a day.
type Line struct {
	Key        string `json:"key"`
	Resolved   int64  `json:"resolved"`
	Unresolved int64  `json:"unresolved"`
	FollowUp   int64  `json:"followUp"`
	Total      int64  `json:"total"`
}

func (l *Line) add(o Outcome, n int64) {
	l.Total += n
	switch o {
	case Resolved:
		l.Resolved += n
	case Unresolved:
		l.Unresolved += n
	case FollowUp:
		l.FollowUp += n
	}
}

// Report counts the summaries of a period. Categories hold what is below them as well.
type Report struct {
	Total      Line   `json:"total"`
	Categories []Line `json:"categories" doc:"By category, each with everything below it; the empty key has none."`
	Teams      []Line `json:"teams"`
	Agents     []Line `json:"agents"`
	Days       []Line `json:"days" doc:"Only days on which there was something."`
}

// lines sums counts by key, in the order of their first appearance.
func lines(counts []Count, keys func(string) []string) []Line {
	out := []Line{}
	at := map[string]int{}
	for _, c := range counts {
		for _, k := range keys(c.Key) {
			i, ok := at[k]
			if !ok {
				i = len(out)
				at[k] = i
				out = append(out, Line{Key: k})
			}
			out[i].add(c.Outcome, c.N)
		}
	}
	return out
}

func itself(key string) []string { return []string{key} }

// Tally changes one count of the report.
type Tally struct {
	Day                         Day
	TeamID, AgentID, CategoryID string
	Outcome                     Outcome
	N                           int64
}

// counts is what a summary adds to the report.
func (s Summary) counts(n int64) Tally {
	return Tally{Day: s.Day, TeamID: s.TeamID, AgentID: s.AgentID, CategoryID: s.CategoryID, Outcome: s.Outcome, N: n}
}
