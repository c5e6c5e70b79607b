package visitor

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
)

// Orders of the list.
const (
	ByNewest = "newest" // who came last first
	ByTime   = "time"   // who is there longest first
	ByPages  = "pages"  // who has seen most pages first
	ByVisits = "visits" // who has come most often first
)

// Query asks for a part of the list of visitors.
type Query struct {
	Search    string // in names, pages, sources and regions
	State     string
	ChannelID string
	Device    string
	Source    string
	Known     string // known: customers with a name; new: on their first visit; back: on a later one
	Sort      string
	Page      page.Request
}

func (q Query) check() error {
	var c fault.Checker
	c.Text("q", q.Search, 0, 100)
	c.Choice("state", q.State, "", StateIdle, StateInvited, StateTalking)
	c.Choice("known", q.Known, "", "known", "new", "back")
	c.Choice("sort", q.Sort, "", ByNewest, ByTime, ByPages, ByVisits)
	return c.Err()
}

// Listed is a part of the list, with counts over all of it.
type Listed struct {
	Items   []Visit `json:"items"`
	Next    string  `json:"next,omitempty" doc:"Cursor of the next page; absent on the last."`
	Matches int     `json:"matches" doc:"How many the filters leave."`
	Online  int     `json:"online" doc:"How many are on the site."`
	Talking int     `json:"talking"`
	Invited int     `json:"invited"`
	Tag     string  `json:"tag,omitempty" doc:"Names this answer: sent back as If-None-Match it is not sent again."`
	On      bool    `json:"on" doc:"Whether visitors are watched at all."`
}

// List is who is on the site now. It is answered from memory.
func (s *Service) List(ctx context.Context, q Query) (Listed, error) {
	a, err := actor.Require(ctx, PermRead)
	if err != nil {
		return Listed{}, err
	}
	if err := q.check(); err != nil {
		return Listed{}, err
	}
	set, err := s.d.Store.Settings(ctx)
	if err != nil {
		return Listed{}, err
	}
	out, err := s.d.Board.list(a.Tenant, q)
	out.On = set.Watch
	return out, err
}

// Get is one visitor with the track of the present visit.
func (s *Service) Get(ctx context.Context, visitorID string) (Visit, error) {
	a, err := actor.Require(ctx, PermRead)
	if err != nil {
		return Visit{}, err
	}
	v, ok := s.d.Board.get(a.Tenant, visitorID)
	if !ok {
		return Visit{}, ErrNotFound.New()
	}
	return v, nil
}

func (b *Board) list(tenant string, q Query) (Listed, error) {
	var key int64
	var last string
	more, err := page.Decode(q.Page.Cursor, &key, &last)
	if err != nil {
		return Listed{}, err
	}
	now := b.clock.Now()
	words := strings.Fields(strings.ToLower(q.Search))
	var out Listed
	var rows []*present
	b.mu.RLock()
	defer b.mu.RUnlock()
	for _, p := range b.tenants[tenant] {
		if !p.until.After(now) {
			continue
		}
		out.Online++
		state := p.state(now)
		switch state {
		case StateTalking:
			out.Talking++
		case StateInvited:
			out.Invited++
		}
		if q.matches(p.Visit, state, words) {
			rows = append(rows, p)
		}
	}
	out.Matches = len(rows)
	slices.SortFunc(rows, func(x, y *present) int {
		return cmp.Or(cmp.Compare(q.key(y.Visit), q.key(x.Visit)), cmp.Compare(y.ID, x.ID))
	})
	if more {
		from, _ := slices.BinarySearchFunc(rows, last, func(p *present, last string) int {
			return cmp.Or(cmp.Compare(key, q.key(p.Visit)), cmp.Compare(last, p.ID))
		})
		for from < len(rows) && rows[from].ID == last {
			from++
		}
		rows = rows[from:]
	}
	size := q.Page.Size()
	out.Items = make([]Visit, 0, min(size, len(rows)))
	for _, p := range rows[:min(size, len(rows))] {
		v := p.Visit
		v.Track = nil
		out.Items = append(out.Items, v)
	}
	if len(rows) > size {
		out.Next = page.Encode(q.key(rows[size-1].Visit), rows[size-1].ID)
	}
	return out, nil
}

// key sorts: larger ones come first.
func (q Query) key(v Visit) int64 {
	switch q.Sort {
	case ByTime:
		return -v.StartedAt.UnixMicro()
	case ByPages:
		return int64(v.Pages)
	case ByVisits:
		return int64(v.Visits)
	default:
		return v.StartedAt.UnixMicro()
	}
}

func (q Query) matches(v Visit, state string, words []string) bool {
	switch {
	case q.State != "" && q.State != state,
		q.ChannelID != "" && q.ChannelID != v.ChannelID,
		q.Device != "" && q.Device != v.Device,
		q.Source != "" && q.Source != v.Source.Kind,
		q.Known == "known" && v.Name == "",
		q.Known == "new" && v.Visits > 1,
		q.Known == "back" && v.Visits < 2:
		return false
	}
	if len(words) == 0 {
		return true
	}
	text := strings.ToLower(strings.Join([]string{
		v.Name, v.Page.Title, v.Page.URL, v.First.Title, v.First.URL, v.Source.Name, v.Source.Word, v.Source.Campaign,
		v.Region.En, v.Region.Zh, v.Browser, v.System,
	}, "\n"))
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
}

// onSite is how long a visit lasts already.
func (v Visit) onSite(now time.Time) time.Duration { return now.Sub(v.StartedAt) }
