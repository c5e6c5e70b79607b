package routing

import "time"

// Limits of a plan.
const (
	MaxSkills   = 500
	MaxQueues   = 200
	MaxRules    = 500
	MaxNeeds    = 10
	MaxSteps    = 10
	MaxMembers  = 5000
	MaxText     = 500 // characters of a message
	MaxName     = 80
	MaxExpr     = 2000
	MaxHead     = 24 * time.Hour // head starts of one piece of work, in all
	MaxWaiting  = 100_000        // before a queue may be called full
	MaxCapacity = 1000           // points of a person
	MaxOfAgent  = 1000           // pieces of work that somebody has at a time, as far as they are listed
)

// Seconds are a time in a plan, as people edit it.
type Seconds int

// Duration of the seconds.
func (s Seconds) Duration() time.Duration { return time.Duration(s) * time.Second }

// Plan is the whole configuration of routing of a workspace: one document, checked and published as a whole.
type Plan struct {
	Skills     []Skill            `json:"skills"`
	Queues     []QueuePlan        `json:"queues"`
	Rules      []Rule             `json:"rules"`
	Fallback   string             `json:"fallback" doc:"The queue for what no rule names and what lost its queue."`
	Points     map[string]int     `json:"points" doc:"What work of a kind takes of a person: chat, call, email."`
	Capacity   int                `json:"capacity" doc:"Points of a person unless stated."`
	Priorities map[string]Seconds `json:"priorities" doc:"Head starts by priority: urgent, high, normal, low."`
	Levels     map[string]Seconds `json:"levels" doc:"Head starts by customer level."`
	Learning   Learning           `json:"learning"`
}

// Skill is a language, a product or a matter.
type Skill struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Colour string `json:"colour,omitempty"`
}

// QueuePlan is a queue: who serves it, in which way, and what happens when nobody comes.
type QueuePlan struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Team     string     `json:"team,omitempty" doc:"The team that a conversation gets when it enters."`
	Teams    []string   `json:"teams,omitempty" doc:"Everybody in these serves the queue. With neither teams nor people everybody of the workspace does."`
	People   []string   `json:"people,omitempty" doc:"These serve it, too."`
	Strategy Strategy   `json:"strategy"`
	Score    string     `json:"score,omitempty" doc:"Of strategy custom: an expression; the highest gets it."`
	Needs    []NeedPlan `json:"needs,omitempty"`
	Calendar string     `json:"calendar,omitempty" doc:"Business hours; none is always open."`
	Closed   Action     `json:"closed" doc:"Outside the hours: wait, message, callback or widen."`
	Spare    string     `json:"spare,omitempty" doc:"Of closed widen: the queue that takes over."`
	Offer    Offer      `json:"offer"`
	WrapUp   Seconds    `json:"wrapUp" doc:"How long points stay taken after the end; 0 gives them back at once."`
	Sticky   Sticky     `json:"sticky"`
	Target   Target     `json:"target"`
	Urgent   bool       `json:"urgent,omitempty" doc:"Most urgent first: who is nearest to missing the target of their queue is served first, among the queues that say so."`
	Full     int        `json:"full" doc:"Above so many waiting, newcomers get what full says; 0 is no limit."`
	Keep     Seconds    `json:"keep" doc:"How long an abandoned conversation keeps its place."`
	Steps    []Step     `json:"steps,omitempty"`
	Alert    Alert      `json:"alert"`
}

// NeedPlan is a need as people edit it.
type NeedPlan struct {
	Skill      string  `json:"skill"`
	Level      int     `json:"level"`
	Weight     float64 `json:"weight,omitempty"`
	RelaxAfter Seconds `json:"relaxAfter,omitempty"`
}

// Mode is how work reaches a person.
type Mode string

// The modes.
const (
	Push Mode = "push" // offered; they accept or decline
	Auto Mode = "auto" // theirs at once
	Pull Mode = "pull" // they take the next
)

// Offer is how work reaches people, and what happens when they do not answer.
type Offer struct {
	Mode      Mode    `json:"mode"`
	Seconds   Seconds `json:"seconds"`
	OnTimeout string  `json:"onTimeout" enum:"next,away" doc:"next offers it to another; away also takes the silent one offline."`
}

// Sticky is whether the agent who had the customer before gets them again.
type Sticky struct {
	On   bool    `json:"on"`
	Wait Seconds `json:"wait"`
}

// Target is the service level: this share is answered within the seconds.
type Target struct {
	Seconds Seconds `json:"seconds"`
	Share   float64 `json:"share"`
}

// Alert turns a tile of the wallboard and tells supervisors.
type Alert struct {
	Waiting int     `json:"waiting,omitempty"`
	Longest Seconds `json:"longest,omitempty"`
	Share   float64 `json:"share,omitempty"`
}

// Action is what is done for who waits.
type Action string

// The actions.
const (
	ActWait     Action = "wait"     // nothing
	ActTell     Action = "tell"     // position and expected wait
	ActWiden    Action = "widen"    // another queue serves it, too
	ActFAQ      Action = "faq"      // answers to read meanwhile
	ActMessage  Action = "message"  // leave a message
	ActCallBack Action = "callback" // be called back
	ActHandOver Action = "handover" // another system takes it
)

// Step is an action after some waiting.
type Step struct {
	After  Seconds           `json:"after"`
	Do     Action            `json:"do"`
	Queue  string            `json:"queue,omitempty"`
	Centre string            `json:"centre,omitempty" doc:"Of handover: the webhook that takes it."`
	Text   map[string]string `json:"text,omitempty" doc:"By language."`
}

// Rule leads work to a queue, or gives it a head start or needs. The first that holds and names a queue decides the queue.
type Rule struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	On        bool       `json:"on"`
	When      string     `json:"when" doc:"A condition; empty always holds."`
	Queue     string     `json:"queue,omitempty"`
	HeadStart Seconds    `json:"headStart,omitempty"`
	Needs     []NeedPlan `json:"needs,omitempty"`
	Stop      bool       `json:"stop,omitempty" doc:"Later rules are not asked."`
}

// Learning lets the weights of skills move with results, within bounds.
type Learning struct {
	On    bool    `json:"on"`
	Least float64 `json:"least"`
	Most  float64 `json:"most"`
}

// NewPlan is the plan of a workspace that has none: one queue from which people take their work themselves.
func NewPlan(queue, name string) Plan {
	return Plan{
		Skills: []Skill{}, Rules: []Rule{}, Fallback: queue, Points: UsualPoints(), Capacity: UsualCapacity,
		Priorities: map[string]Seconds{"urgent": 600, "high": 180, "normal": 60, "low": 0},
		Levels:     map[string]Seconds{"vip": 300},
		Learning:   Learning{Least: 0.7, Most: 1.3},
		Queues: []QueuePlan{{
			ID: queue, Name: name, Strategy: LeastLoaded, Closed: ActWait, Offer: Offer{Mode: Pull, Seconds: 20, OnTimeout: "next"},
			Target: Target{Seconds: 30, Share: 0.8}, Keep: 300,
		}},
	}
}
