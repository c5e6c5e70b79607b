package wallboard

import "time"

// WallView is what a screen shows now. It holds no time at which it was made, so that the same figures are the same bytes.
type WallView struct {
	Name         string            `json:"name"`
	Workspace    string            `json:"workspace"`
	Shows        WallShows         `json:"shows"`
	Waiting      int               `json:"waiting" doc:"In all queues that are shown."`
	OldestAt     *time.Time        `json:"oldestAt,omitempty" doc:"Since when the one waits who has waited longest; absent when nobody waits."`
	Served       int               `json:"served"`
	Level        WallLevel         `json:"level"`
	Queues       []WallQueue       `json:"queues"`
	Agents       WallStates        `json:"agents"`
	Teams        []WallTeam        `json:"teams"`
	Satisfaction *WallSatisfaction `json:"satisfaction,omitempty" doc:"Of today."`
	People       []WallPerson      `json:"people,omitempty" doc:"Only where the board shows names."`
}

// WallQueue is a tile.
type WallQueue struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Waiting  int        `json:"waiting"`
	OldestAt *time.Time `json:"oldestAt,omitempty"`
	Served   int        `json:"served"`
	Level    WallLevel  `json:"level"`
	Estimate *WallWait  `json:"estimate,omitempty" doc:"For who comes now; absent when too little was served lately to say."`
	Agents   WallStates `json:"agents" doc:"Who serves it."`
	Alarm    WallAlarm  `json:"alarm"`
}

// WallLevel is a service level.
type WallLevel struct {
	Answered int     `json:"answered"`
	Share    float64 `json:"share" doc:"Of them in time, 0 to 1; 0 when nothing was answered."`
	Target   float64 `json:"target" doc:"0 for none."`
}

// WallWait is between which times half of all who come now are served.
type WallWait struct {
	LowSeconds  int `json:"lowSeconds"`
	HighSeconds int `json:"highSeconds"`
}

// WallStates is how many people are in which state.
type WallStates struct {
	Online  int `json:"online"`
	Busy    int `json:"busy"`
	Break   int `json:"break"`
	Offline int `json:"offline"`
}

// WallTeam is a team.
type WallTeam struct {
	Name   string     `json:"name"`
	Agents WallStates `json:"agents"`
}

// WallPerson is somebody, where the board shows names.
type WallPerson struct {
	Name  string `json:"name"`
	State string `json:"state" enum:"online,busy,break,offline"`
}

// WallAlarm is how a queue stands against the thresholds of the plan, judged by what is shown of it.
type WallAlarm struct {
	State string     `json:"state" enum:"none,ok,near,over"`
	Signs []WallSign `json:"signs" doc:"The thresholds that are near or passed."`
}

// WallSign is a threshold.
type WallSign struct {
	Of    string  `json:"of" enum:"waiting,longest,share"`
	State string  `json:"state" enum:"near,over"`
	Limit float64 `json:"limit" doc:"How many, seconds, or a share from 0 to 1."`
}

// WallSatisfaction is what customers say today.
type WallSatisfaction struct {
	Average       *float64 `json:"average,omitempty" doc:"1 to 5; absent without ratings."`
	Rated         int      `json:"rated"`
	Resolved      int      `json:"resolved"`
	Participation *float64 `json:"participation,omitempty" doc:"Ratings by resolved conversations, 0 to 1; absent when none was resolved."`
}
