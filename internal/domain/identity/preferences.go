package identity

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"

	"frontdesk/internal/base/fault"
)

// Limits of preferences.
const (
	MaxSignature = 500 // characters
	MaxOwnKeys   = 200 // commands with keys of one's own
	maxKey       = 40
)

// Preferences are how a person likes the desk. They are kept with the person and follow to every browser.
type Preferences struct {
	Theme         string            `json:"theme" enum:"system,light,dark"`
	Density       string            `json:"density" enum:"comfortable,compact"`
	Shortcuts     bool              `json:"shortcuts" doc:"Single-key shortcuts."`
	UndoSend      string            `json:"undoSend,omitempty" enum:"off,5,10" doc:"Seconds in which a message can be taken back before it leaves; absent for 5."`
	EnterSends    string            `json:"enterSends,omitempty" enum:"on,off" doc:"Enter sends, and Shift+Enter begins a line; off: the other way round with Ctrl or Command. Absent: on."`
	Suggestions   string            `json:"suggestions,omitempty" enum:"on,off" doc:"Answers that fit stand above the composer. Absent: on."`
	Translate     string            `json:"translate,omitempty" enum:"on,off" doc:"Messages in other languages are translated without asking. Absent: off."`
	Signature     string            `json:"signature,omitempty" doc:"What quick replies put in the place of {agent.signature}."`
	Keys          map[string]string `json:"keys,omitempty" doc:"Shortcuts of one's own by the id of the command, such as mod+k or g i; empty for none."`
	Notifications Notifications     `json:"notifications"`
	Quiet         *Quiet            `json:"quiet,omitempty" doc:"Hours in which nothing calls; what happened meanwhile is told at their end, as one."`
}

// Ways are how the desk calls for attention.
type Ways struct {
	Sound   bool `json:"sound"`
	Desktop bool `json:"desktop"`
	Title   bool `json:"title"`
}

// Notifications are the ways in general, and those of single events that differ.
type Notifications struct {
	Ways
	Unassigned bool            `json:"unassigned,omitempty" doc:"New conversations that nobody has taken call as well."`
	Events     map[string]Ways `json:"events,omitempty" doc:"Ways by event: mention, assigned, reply, waiting, overdue, unassigned, invited, followed, held, queue; an absent one takes the general ways."`
}

// Quiet are hours in which nothing calls: from one time of the day to another, over midnight if it is earlier.
type Quiet struct {
	On       bool   `json:"on"`
	From     string `json:"from" example:"22:00"`
	To       string `json:"to" example:"08:00"`
	Timezone string `json:"timezone,omitempty" doc:"Absent: the person's own zone, or that of the workspace."`
}

// events are the events that can call.
var events = []string{"mention", "assigned", "reply", "waiting", "overdue", "unassigned", "invited", "followed", "held", "queue"}

var (
	timeOfDay = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)
	commandID = regexp.MustCompile(`^[a-z][A-Za-z0-9]*(\.[A-Za-z0-9]+)+$`)
	keyStep   = regexp.MustCompile(`^(shift\+)?(alt\+)?(mod\+)?([^\s+]{1,12}|\+)$`)
)

// DefaultPreferences are those of a new person.
func DefaultPreferences() Preferences {
	return Preferences{
		Theme: "system", Density: "comfortable", Shortcuts: true,
		Notifications: Notifications{Ways: Ways{Sound: true, Desktop: true, Title: true}},
	}
}

func (p Preferences) equal(o Preferences) bool { return reflect.DeepEqual(p, o) }

func (p Preferences) check(c *fault.Checker) {
	c.Choice("preferences.theme", p.Theme, "system", "light", "dark")
	c.Choice("preferences.undoSend", p.UndoSend, "", "off", "5", "10")
	c.Choice("preferences.enterSends", p.EnterSends, "", "on", "off")
	c.Choice("preferences.suggestions", p.Suggestions, "", "on", "off")
	c.Choice("preferences.translate", p.Translate, "", "on", "off")
	c.Choice("preferences.density", p.Density, "comfortable", "compact")
	c.Text("preferences.signature", p.Signature, 0, MaxSignature)
	c.Count("preferences.keys", len(p.Keys), MaxOwnKeys)
	for command, keys := range p.Keys {
		c.If(!commandID.MatchString(command) || len(command) > 60 || !validKeys(keys), "preferences.keys", fault.ErrFormat)
	}
	for event := range p.Notifications.Events {
		c.If(!slices.Contains(events, event), "preferences.notifications.events", fault.ErrChoice)
	}
	if q := p.Quiet; q != nil {
		c.If(!timeOfDay.MatchString(q.From), "preferences.quiet.from", fault.ErrFormat)
		c.If(!timeOfDay.MatchString(q.To) || q.To == q.From, "preferences.quiet.to", fault.ErrFormat)
		if q.Timezone != "" {
			_, err := time.LoadLocation(q.Timezone)
			c.If(err != nil || q.Timezone == "Local" || len(q.Timezone) > 64, "preferences.quiet.timezone", fault.ErrChoice)
		}
	}
}

// validKeys knows a key with modifiers, or two of them one after the other. Empty takes the shortcut away.
func validKeys(keys string) bool {
	if keys == "" {
		return true
	}
	steps := strings.Split(keys, " ")
	if len(keys) > maxKey || len(steps) > 2 || !fault.Storable(keys) {
		return false
	}
	return !slices.ContainsFunc(steps, func(s string) bool { return !keyStep.MatchString(s) })
}
