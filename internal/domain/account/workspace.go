package account

import (
	"slices"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // calendars must work on machines without zone files

	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
)

// Limits of a workspace's fields, in characters and entries.
const (
	MaxName         = 80
	MinSlug         = 2
	MaxSlug         = 40
	MaxBreakReasons = 20
	MaxReasonKey    = 40
	MaxReasonName   = 40
)

// Languages are the languages the product speaks.
func Languages() []string { return []string{"zh-CN", "en"} }

// Workspace is one company's (or one brand's) part of the system: the tenant of everything else.
type Workspace struct {
	ID        string
	Slug      string // its part of the address
	Name      string
	Locale    string // language of new people and of messages without a reader's own
	Timezone  string // IANA name
	Settings  Settings
	Demo      bool   // holds sample data that can be removed
	Simulated bool   // simulated visitors write; only with sample data
	Guide     bool   // the guide to the first answered chat is open
	Template  string // that it was begun with; NoTemplate for none on purpose, "" while nobody has chosen
	CreatedAt time.Time
	Version   int64
}

// Settings are the choices of a workspace that other parts read.
type Settings struct {
	DefaultLanguage string        `json:"defaultLanguage" doc:"Language for customers whose own is unknown." enum:"zh-CN,en"`
	RatingEnabled   bool          `json:"ratingEnabled" doc:"Ask customers for a rating when a conversation is resolved."`
	BreakReasons    []BreakReason `json:"breakReasons" doc:"What people may say when they take a break."`
	AutoAwayMinutes int           `json:"autoAwayMinutes,omitempty" minimum:"0" maximum:"240" doc:"Whoever is online and uses neither keyboard nor pointer for so long is on a break; 0 for never."`
	PublicName      PublicName    `json:"publicName,omitempty" enum:"alias,name" doc:"What customers call who answers: the alias, or the name where there is none; or always the name."`
	RevealReason    bool          `json:"revealReason,omitempty" doc:"Whoever reveals hidden personal data must say why."`
	RevealMinutes   int           `json:"revealMinutes,omitempty" minimum:"0" maximum:"60" doc:"How long it is shown then; 0 for 5 minutes."`
}

// PublicName says what customers call who answers.
type PublicName string

// The names.
const (
	ByAlias PublicName = "alias"
	ByName  PublicName = "name"
)

// RevealFor is how long revealed personal data is shown.
func (s Settings) RevealFor() time.Duration {
	if s.RevealMinutes == 0 {
		return defaultReveal
	}
	return time.Duration(s.RevealMinutes) * time.Minute
}

const (
	defaultReveal    = 5 * time.Minute
	maxRevealMinutes = 60
	maxAwayMinutes   = 240
)

// BreakReason is one reason for a break. The key is stable and stands in events; names are for people.
type BreakReason struct {
	Key string `json:"key" doc:"Lower-case letters, digits and hyphens."`
	En  string `json:"en"`
	Zh  string `json:"zh"`
}

// DefaultSettings are those of a new workspace.
func DefaultSettings(locale string) Settings {
	return Settings{
		DefaultLanguage: locale,
		RatingEnabled:   true,
		BreakReasons: []BreakReason{
			{Key: "lunch", En: "Lunch", Zh: "用餐"},
			{Key: "rest", En: "Short rest", Zh: "小休"},
			{Key: "meeting", En: "Meeting", Zh: "会议"},
			{Key: "training", En: "Training", Zh: "培训"},
		},
	}
}

// NewWorkspace is what a workspace is founded from.
type NewWorkspace struct {
	Name, Slug, Locale, Timezone string
	Demo                         bool
	Guide                        bool
}

// ChangeWorkspace is a change; nil leaves a field as it is. Version is the one the change was made on.
type ChangeWorkspace struct {
	Name, Slug, Locale, Timezone *string
	Settings                     *Settings
	Version                      int64
}

// found makes a workspace that obeys the rules.
func found(in NewWorkspace, now time.Time) (Workspace, error) {
	w := Workspace{
		ID: id.New("wsp"), Slug: in.Slug, Name: strings.TrimSpace(in.Name), Locale: in.Locale, Timezone: in.Timezone,
		Settings: DefaultSettings(in.Locale), Demo: in.Demo, Guide: in.Guide, CreatedAt: now, Version: 1,
	}
	return w, w.check()
}

// apply makes the changed workspace and names the fields that differ.
func (w Workspace) apply(in ChangeWorkspace) (Workspace, []string, error) {
	if in.Version != w.Version {
		return w, nil, ErrStale.New()
	}
	next := w
	var fields []string
	text := func(field string, to *string, from *string) {
		if to != nil && *to != *from {
			*from = strings.TrimSpace(*to)
			fields = append(fields, field)
		}
	}
	text("name", in.Name, &next.Name)
	text("slug", in.Slug, &next.Slug)
	text("locale", in.Locale, &next.Locale)
	text("timezone", in.Timezone, &next.Timezone)
	if in.Settings != nil && !w.Settings.equal(*in.Settings) {
		next.Settings = *in.Settings
		fields = append(fields, "settings")
	}
	return next, fields, next.check()
}

func (s Settings) equal(o Settings) bool {
	return s.DefaultLanguage == o.DefaultLanguage && s.RatingEnabled == o.RatingEnabled &&
		slices.Equal(s.BreakReasons, o.BreakReasons) && s.PublicName == o.PublicName && s.RevealReason == o.RevealReason &&
		s.RevealMinutes == o.RevealMinutes && s.AutoAwayMinutes == o.AutoAwayMinutes
}

func (w Workspace) check() error {
	var c fault.Checker
	c.Text("name", w.Name, 1, MaxName)
	checkSlug(&c, w.Slug)
	c.Choice("locale", w.Locale, Languages()...)
	c.If(!ValidZone(w.Timezone), "timezone", ErrZone)
	c.Choice("settings.defaultLanguage", w.Settings.DefaultLanguage, Languages()...)
	c.Choice("settings.publicName", string(w.Settings.PublicName), "", string(ByAlias), string(ByName))
	c.Range("settings.revealMinutes", w.Settings.RevealMinutes, 0, maxRevealMinutes)
	c.Range("settings.autoAwayMinutes", w.Settings.AutoAwayMinutes, 0, maxAwayMinutes)
	c.Count("settings.breakReasons", len(w.Settings.BreakReasons), MaxBreakReasons)
	seen := map[string]bool{}
	for i, r := range w.Settings.BreakReasons {
		at := "settings.breakReasons[" + itoa(i) + "]"
		c.If(len(r.Key) > MaxReasonKey || !plainKey(r.Key), at+".key", fault.ErrFormat)
		c.If(seen[r.Key], at+".key", fault.ErrTaken)
		seen[r.Key] = true
		c.Text(at+".en", r.En, 1, MaxReasonName)
		c.Text(at+".zh", r.Zh, 1, MaxReasonName)
	}
	return c.Err()
}

func checkSlug(c *fault.Checker, slug string) {
	switch {
	case slug == "":
		c.Add("slug", fault.ErrRequired, nil)
	case len(slug) < MinSlug:
		c.Add("slug", fault.ErrTooShort, map[string]any{"min": MinSlug})
	case len(slug) > MaxSlug:
		c.Add("slug", fault.ErrTooLong, map[string]any{"max": MaxSlug})
	case !plainKey(slug):
		c.Add("slug", ErrSlug, nil)
	}
}

// plainKey reports whether s is lower-case letters, digits and inner hyphens: safe in host names, addresses and events.
func plainKey(s string) bool {
	if s == "" || s[0] == '-' || s[len(s)-1] == '-' {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}

// ValidZone reports whether name is an IANA time zone; the machine's own zone ("Local") is not one.
func ValidZone(name string) bool {
	if name == "" || name == "Local" || len(name) > 64 || !fault.Storable(name) {
		return false
	}
	_, err := zone(name)
	return err == nil
}

// zones keeps time zones that were read from their files; there are some hundred at most, for only good names get in.
var zones sync.Map

func zone(name string) (*time.Location, error) {
	if loc, ok := zones.Load(name); ok {
		return loc.(*time.Location), nil //nolint:errcheck // nothing else is stored
	}
	loc, err := time.LoadLocation(name)
	if err == nil {
		zones.Store(name, loc)
	}
	return loc, err
}
