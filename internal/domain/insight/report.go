package insight

import (
	"time"

	"frontdesk/internal/base/fault"
)

// MaxDays is the longest period of a report.
const MaxDays = 366

// MaxLines is how many lines of a report are shown at once: those with the most conversations. Files hold all of them.
const MaxLines = 1000

// Query asks for the figures of a period. Empty fields do not matter.
type Query struct {
	From, To  Day
	TeamID    string // or None
	AgentID   string // or None
	ChannelID string
	By        By
}

func (q Query) check() error {
	from, okFrom := q.From.time()
	to, okTo := q.To.time()
	var c fault.Checker
	c.If(!okFrom, "from", fault.ErrFormat)
	c.If(!okTo, "to", fault.ErrFormat)
	c.Text("teamId", q.TeamID, 0, 30)
	c.Text("agentId", q.AgentID, 0, 30)
	c.Text("channelId", q.ChannelID, 0, 30)
	c.Choice("by", string(q.By), string(ByAgent), string(ByTeam), string(ByChannel), string(ByDay))
	if err := c.Err(); err != nil {
		return err
	}
	if to.Before(from) || to.Sub(from) >= MaxDays*24*time.Hour {
		return ErrPeriod.On("to").With("max", MaxDays)
	}
	return nil
}

// days is how many days the period has.
func (q Query) days() int {
	from, _ := q.From.time()
	to, _ := q.To.time()
	return int(to.Sub(from)/(24*time.Hour)) + 1
}

// Took is how long something took, in seconds.
type Took struct {
	Count   int64    `json:"count"`
	Average float64  `json:"average"`
	P50     *float64 `json:"p50,omitempty" doc:"Half of them took at most this long; within 2.5 %."`
	P90     *float64 `json:"p90,omitempty"`
}

// BreakTime is how long somebody was on a break for a reason.
type BreakTime struct {
	Reason  string `json:"reason"`
	Name    string `json:"name,omitempty" doc:"In the language of the reader; absent when the reason is gone."`
	Seconds int64  `json:"seconds"`
}

// Attendance is how long people were there, in seconds.
type Attendance struct {
	Online int64       `json:"online" doc:"Online or busy."`
	Busy   int64       `json:"busy" doc:"Of it, busy."`
	Break  int64       `json:"break"`
	Breaks []BreakTime `json:"breaks"`
}

// DayFigures is one line of a report.
type DayFigures struct {
	Key            string      `json:"key" doc:"Id of the person, the team or the channel, or the day; empty for none."`
	Name           string      `json:"name,omitempty" doc:"Absent when it is gone."`
	Received       int64       `json:"received"`
	Answered       int64       `json:"answered"`
	Missed         int64       `json:"missed"`
	FirstResponse  Took        `json:"firstResponse"`
	Response       Took        `json:"response"`
	Handling       Took        `json:"handling"`
	Inbound        int64       `json:"inbound"`
	Outbound       int64       `json:"outbound"`
	Resolved       int64       `json:"resolved"`
	Summarised     int64       `json:"summarised"`
	Solved         int64       `json:"solved"`
	Rated          int64       `json:"rated"`
	Satisfied      int64       `json:"satisfied"`
	Score          *float64    `json:"score,omitempty" doc:"Average of 1 to 5."`
	TransferredIn  int64       `json:"transferredIn"`
	TransferredOut int64       `json:"transferredOut"`
	Presence       *Attendance `json:"presence,omitempty" doc:"Of people and days; absent where conversations are counted by team or channel."`
}

// figuresOf makes a line of what a key has.
func figuresOf(s Sum, sketch []Bucket) DayFigures {
	m := s.Measures
	out := DayFigures{
		Key: s.Key, Received: m[Received], Answered: m[Answered], Missed: m[Missed],
		FirstResponse: took(m[FirstCount], m[FirstTime]), Response: took(m[Replies], m[ReplyTime]), Handling: took(m[Handled], m[HandleTime]),
		Inbound: m[Inbound], Outbound: m[Outbound], Resolved: m[Resolved], Summarised: m[Summarised], Solved: m[Solved],
		Rated: m[Rated], Satisfied: m[Satisfied], TransferredIn: m[TransferIn], TransferredOut: m[TransferOut],
	}
	if m[Rated] > 0 {
		average := tenths(float64(m[Score]) / float64(m[Rated]) * 10)
		average /= 10
		out.Score = &average
	}
	out.FirstResponse.P50, out.FirstResponse.P90 = share(sketch, .5), share(sketch, .9)
	return out
}

func took(n, ms int64) Took {
	if n <= 0 {
		return Took{}
	}
	return Took{Count: n, Average: tenths(float64(ms) / float64(n) / 1000)}
}

func share(sketch []Bucket, of float64) *float64 {
	seconds, ok := quantile(sketch, of)
	if !ok {
		return nil
	}
	seconds = tenths(seconds)
	return &seconds
}

func tenths(v float64) float64 { return float64(int64(v*10+.5)) / 10 }

// Report are the figures of a period.
type Report struct {
	From, To, Today Day
	Zone            string
	Total           DayFigures
	Before          DayFigures // of the period of the same length before
	Lines           []DayFigures
	More            int // lines that are not shown
}

// OwnDay is what a person did on a day, and on the day before.
type OwnDay struct {
	Day    Day        `json:"day"`
	Today  Day        `json:"today"`
	Zone   string     `json:"zone"`
	Own    DayFigures `json:"own"`
	Before DayFigures `json:"before" doc:"The day before."`
}

// Behind is one conversation behind a figure.
type Behind struct {
	Day            Day                 `json:"day"`
	ConversationID string              `json:"conversationId"`
	Conversation   *BehindConversation `json:"conversation,omitempty" doc:"Absent when it was deleted, or is not for the reader."`
	AgentID        string              `json:"agentId,omitempty"`
	AgentName      string              `json:"agentName,omitempty"`
	TeamID         string              `json:"teamId,omitempty"`
	TeamName       string              `json:"teamName,omitempty"`
	ChannelID      string              `json:"channelId"`
	Count          int64               `json:"count" doc:"How much it adds to the figure."`
	Seconds        *float64            `json:"seconds,omitempty" doc:"Of times: how long it took, on average."`
	Score          int64               `json:"score,omitempty" doc:"Of ratings."`
}
