package wallboard

import (
	"slices"
	"strings"
	"time"

	"frontdesk/internal/base/fault"
)

// Part is something that a board can show besides who waits, and for how long.
type Part string

// The parts.
const (
	PartLevel        Part = "level"        // service level against its target
	PartEstimate     Part = "estimate"     // how long who comes now will wait
	PartServed       Part = "served"       // how many were served
	PartAgents       Part = "agents"       // people by state
	PartTeams        Part = "teams"        // the same by team
	PartSatisfaction Part = "satisfaction" // ratings of today
)

// Parts are all of them.
var Parts = []Part{PartLevel, PartEstimate, PartServed, PartAgents, PartTeams, PartSatisfaction}

// Period is the time over which what was served counts.
type Period string

// The periods.
const (
	Today    Period = "today"
	LastHour Period = "hour"
)

// Limits of boards.
const (
	MaxBoards = 50
	maxName   = 60
	maxChosen = 100
	maxID     = 30
	minRotate = 5
	maxRotate = 300
)

// WallShows is what a board shows, and how.
type WallShows struct {
	Queues   []string `json:"queues" doc:"Ids of the queues in their order; none for all."`
	Channels []string `json:"channels" doc:"Ids of the channels that count; none for all."`
	Parts    []Part   `json:"parts" doc:"What is shown besides who waits and for how long: level, estimate, served, agents, teams, satisfaction."`
	Period   Period   `json:"period" enum:"today,hour" doc:"Over which time the service level and the served ones count."`
	Names    bool     `json:"names" doc:"Also the names of people with their states, on a link, too."`
	Theme    string   `json:"theme" enum:"dark,light"`
	Language string   `json:"language" enum:",en,zh-CN" doc:"Empty for that of whoever looks."`
	Rotate   int      `json:"rotate" minimum:"5" maximum:"300" doc:"Seconds until the next page, where there are more queues than fit."`
}

// Usual is what a new board shows.
func Usual() WallShows {
	return WallShows{Queues: []string{}, Channels: []string{}, Parts: slices.Clone(Parts), Period: Today, Theme: "dark", Rotate: 15}
}

// Has reports whether a part is shown.
func (s WallShows) Has(p Part) bool { return slices.Contains(s.Parts, p) }

func (s WallShows) check(c *fault.Checker) {
	ids := func(name string, list []string) {
		c.Count(name, len(list), maxChosen)
		for _, id := range list {
			c.Text(name, id, 1, maxID)
		}
		c.If(len(slices.Compact(slices.Sorted(slices.Values(list)))) < len(list), name, ErrTwice)
	}
	ids("queues", s.Queues)
	ids("channels", s.Channels)
	c.Count("parts", len(s.Parts), len(Parts))
	for _, p := range s.Parts {
		c.If(!slices.Contains(Parts, p), "parts", fault.ErrChoice)
	}
	c.Choice("period", string(s.Period), string(Today), string(LastHour))
	c.Choice("theme", s.Theme, "dark", "light")
	c.Choice("language", s.Language, "", "en", "zh-CN")
	c.Range("rotate", s.Rotate, minRotate, maxRotate)
}

// WallBoard is a screen on the wall.
type WallBoard struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	Shows     WallShows `json:"shows"`
	Link      *WallLink `json:"link,omitempty" doc:"Absent when there is none."`
	CreatedAt time.Time `json:"createdAt"`
	Version   int64     `json:"version"`
}

// WallLink opens a board without signing in. Its secret is not kept.
type WallLink struct {
	MadeAt time.Time  `json:"madeAt"`
	Until  *time.Time `json:"until,omitempty" doc:"Absent when it does not end by itself."`
}

func (b WallBoard) check() error {
	var c fault.Checker
	c.Text("name", b.Name, 1, maxName)
	b.Shows.check(&c)
	return c.Err()
}

func (b *WallBoard) tidy() {
	b.Name = strings.TrimSpace(b.Name)
	if b.Shows.Queues == nil {
		b.Shows.Queues = []string{}
	}
	if b.Shows.Channels == nil {
		b.Shows.Channels = []string{}
	}
	if b.Shows.Parts == nil {
		b.Shows.Parts = []Part{}
	}
}
