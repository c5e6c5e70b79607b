package visitor

import (
	"slices"
	"strings"
	"time"

	"frontdesk/internal/base/fault"
)

// Limits of rules and settings.
const (
	MaxRules      = 50
	MaxMessage    = 300
	maxPatterns   = 20
	maxPattern    = 200
	maxChannels   = 50
	maxSeconds    = 24 * 60 * 60
	maxPagesAsked = 100
	maxPerDay     = 20
	maxQuietDays  = 365
)

// Localised is a text in the languages of the widget.
type Localised struct {
	En string `json:"en"`
	Zh string `json:"zh"`
}

// in is the text for a visitor of this locale; the other one where there is none.
func (l Localised) in(locale string) string {
	if strings.HasPrefix(locale, "zh") && l.Zh != "" || l.En == "" {
		return l.Zh
	}
	return l.En
}

// Rule invites by itself.
type Rule struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	Enabled   bool       `json:"enabled"`
	Position  int        `json:"position" doc:"The first rule that fits invites."`
	When      Conditions `json:"when"`
	Message   Localised  `json:"message"`
	CreatedAt time.Time  `json:"createdAt"`
	Version   int64      `json:"version"`
}

// Conditions must all hold; an empty one always does.
type Conditions struct {
	ChannelIDs []string `json:"channelIds"`
	Pages      []string `json:"pages" doc:"Addresses of the present page: a part of it, or a pattern with * for anything."`
	Seconds    int      `json:"seconds" doc:"At least so long on the site."`
	Seen       int      `json:"seen" doc:"At least so many pages."`
	Sources    []string `json:"sources"`
	Languages  []string `json:"languages" doc:"Begin of the browser's language: zh, en."`
	Visitors   string   `json:"visitors" enum:"all,new,back" doc:"Everybody, people on their first visit, or those who come back."`
}

// Holds reports whether everything is true of a visit.
func (c Conditions) Holds(v Visit, now time.Time) bool {
	switch {
	case v.onSite(now) < time.Duration(c.Seconds)*time.Second,
		v.Pages < c.Seen,
		c.Visitors == "new" && v.Visits > 1,
		c.Visitors == "back" && v.Visits < 2,
		len(c.ChannelIDs) > 0 && !slices.Contains(c.ChannelIDs, v.ChannelID),
		len(c.Sources) > 0 && !slices.Contains(c.Sources, v.Source.Kind),
		len(c.Languages) > 0 && !slices.ContainsFunc(c.Languages, func(l string) bool { return strings.HasPrefix(strings.ToLower(v.Locale), l) }):
		return false
	}
	return len(c.Pages) == 0 || slices.ContainsFunc(c.Pages, func(p string) bool { return fits(p, v.Page.URL) })
}

// fits reports whether an address holds the pattern; * stands for anything. It takes one pass: the first place of each
// part is good enough.
func fits(pattern, address string) bool {
	rest := strings.ToLower(address)
	for part := range strings.SplitSeq(strings.ToLower(pattern), "*") {
		at := strings.Index(rest, part)
		if at < 0 {
			return false
		}
		rest = rest[at+len(part):]
	}
	return true
}

func (r *Rule) check() error {
	var c fault.Checker
	r.Name = strings.TrimSpace(r.Name)
	w := &r.When
	w.ChannelIDs, w.Pages, w.Sources, w.Languages = tidy(w.ChannelIDs), tidy(w.Pages), tidy(w.Sources), tidy(w.Languages)
	if w.Visitors == "" {
		w.Visitors = "all"
	}
	r.Message.En, r.Message.Zh = strings.TrimSpace(r.Message.En), strings.TrimSpace(r.Message.Zh)
	c.Text("name", r.Name, 1, 80)
	c.Text("message.en", r.Message.En, 0, MaxMessage)
	c.Text("message.zh", r.Message.Zh, 0, MaxMessage)
	c.If(r.Message.En == "" && r.Message.Zh == "", "message.zh", fault.ErrRequired)
	c.Count("when.channelIds", len(w.ChannelIDs), maxChannels)
	c.Count("when.pages", len(w.Pages), maxPatterns)
	for _, p := range w.Pages {
		c.Text("when.pages", p, 1, maxPattern)
	}
	c.Range("when.seconds", w.Seconds, 0, maxSeconds)
	c.Range("when.seen", w.Seen, 0, maxPagesAsked)
	c.If(w.Seconds == 0 && w.Seen == 0, "when.seconds", ErrNoCondition)
	for _, s := range w.Sources {
		c.Choice("when.sources", s, SourceDirect, SourceSearch, SourceAd, SourceSocial, SourceReferral)
	}
	for i, l := range w.Languages {
		w.Languages[i] = strings.ToLower(l)
		c.Text("when.languages", l, 2, 10)
	}
	c.Count("when.languages", len(w.Languages), 20)
	c.Choice("when.visitors", w.Visitors, "all", "new", "back")
	c.Range("position", r.Position, 0, 10_000)
	return c.Err()
}

// tidy drops empty lines and doubles; never nil.
func tidy(list []string) []string {
	out := []string{}
	for _, s := range list {
		if s = strings.TrimSpace(s); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// Settings of a workspace.
type Settings struct {
	Watch     bool  `json:"watch" doc:"Whether widgets tell who is on the site."`
	PerDay    int   `json:"perDay" doc:"How often one visitor is invited in a day at most; 0 for never."`
	QuietDays int   `json:"quietDays" doc:"Who declined is left alone for so many days."`
	Version   int64 `json:"version"`
}

// DefaultSettings are those of a workspace that never changed them.
func DefaultSettings() Settings { return Settings{Watch: true, PerDay: 2, QuietDays: 3} }

func (s Settings) check() error {
	var c fault.Checker
	c.Range("perDay", s.PerDay, 0, maxPerDay)
	c.Range("quietDays", s.QuietDays, 0, maxQuietDays)
	return c.Err()
}
