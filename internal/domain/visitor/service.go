package visitor

import (
	"context"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
)

// Deps are what the service needs.
type Deps struct {
	Run    unit.Runner
	Clock  clock.Clock
	Store  Store
	Board  *Board
	News   Teller
	People People
	Talks  Talks
	Duty   Duty
}

// Service holds the use cases.
type Service struct{ d Deps }

// New makes the service.
func New(d Deps) *Service { return &Service{d: d} }

// Arrival is a browser's word about the page it shows.
type Arrival struct {
	URL, Title, Referrer string
	Noted                bool   // the page stands in the track already
	Address              string // of the browser; it is not kept
	Region               string // what a trusted proxy says of the address
}

// Seen is the answer to an arrival.
type Seen struct {
	Watch  bool    `json:"watch" doc:"Whether to stay connected."`
	Invite *Bubble `json:"invite,omitempty" doc:"An invitation that waits for an answer."`
}

// Look notes the page that the visitor of the context looks at.
func (s *Service) Look(ctx context.Context, in Arrival) (Seen, error) {
	a, err := visiting(ctx)
	if err != nil {
		return Seen{}, err
	}
	var c fault.Checker
	c.Text("url", in.URL, 0, 4000)
	c.Text("title", in.Title, 0, 500)
	c.Text("referrer", in.Referrer, 0, 4000)
	if err := c.Err(); err != nil {
		return Seen{}, err
	}
	set, err := s.d.Store.Settings(ctx)
	if err != nil || !set.Watch || !webPage(in.URL) {
		return Seen{}, err
	}
	ctx = actor.With(ctx, actor.SystemFor(a.Tenant))
	v, known, seenAt, err := s.known(ctx, a.Tenant, a.ID)
	if err != nil {
		return Seen{}, err
	}
	now := s.d.Clock.Now()
	p := Page{URL: cleaned(in.URL), Title: in.Title, At: now}
	v = v.look(p, in.Referrer, known, seenAt)
	v.ID, v.Region = a.ID, s.region(in)
	if err := s.describe(ctx, &v); err != nil {
		return Seen{}, err
	}
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		if !in.Noted {
			if err := s.d.People.AddPage(ctx, a.ID, p); err != nil {
				return err
			}
		}
		return s.d.Store.Save(ctx, Kept{Visit: v.nameless(), SeenAt: now})
	})
	if err != nil {
		return Seen{}, err
	}
	s.d.News.Tell(News{Tenant: a.Tenant, Visit: &v})
	return s.waiting(ctx, v)
}

// waiting is the invitation that was not answered on the page before.
func (s *Service) waiting(ctx context.Context, v Visit) (Seen, error) {
	out := Seen{Watch: true}
	if !v.Invite.pending(s.d.Clock.Now()) {
		return out, nil
	}
	i, err := s.d.Store.Invite(ctx, v.Invite.ID)
	if err != nil {
		return out, err
	}
	b, err := s.bubble(ctx, i)
	out.Invite = &b
	return out, err
}

// known is the visit so far: from the board, else from the database.
func (s *Service) known(ctx context.Context, tenant, visitorID string) (v Visit, known bool, seenAt time.Time, err error) {
	if v, ok := s.d.Board.get(tenant, visitorID); ok {
		return v, true, s.d.Clock.Now(), nil
	}
	list, err := s.d.Store.Kept(ctx, []string{visitorID})
	if err != nil || len(list) == 0 {
		return Visit{}, false, time.Time{}, err
	}
	return list[0].Visit, true, list[0].SeenAt, nil
}

// describe fills in what others know. Somebody whom the board shows as this customer needs one look less.
func (s *Service) describe(ctx context.Context, v *Visit) error {
	who, err := s.d.People.Who(ctx, v.ID)
	if err != nil {
		return err
	}
	v.ChannelID, v.CustomerID, v.Name, v.Level, v.Verified = who.ChannelID, who.CustomerID, who.Name, who.Level, who.Verified
	v.Device, v.Browser, v.System, v.Locale = who.Device, who.Browser, who.System, who.Locale
	v.Talk = nil
	if v.CustomerID != "" {
		v.Talk, err = s.d.Talks.Current(ctx, v.CustomerID, v.ChannelID)
	}
	return err
}

func (s *Service) region(in Arrival) Region {
	said := strings.TrimSpace(in.Region)
	switch {
	case said == "" || !fault.Storable(said):
		return s.d.People.Region(in.Address)
	case len(said) == 2:
		return Region{Code: strings.ToUpper(said)}
	default:
		said = cut(said, 80)
		return Region{En: said, Zh: said}
	}
}

// nameless is what may be kept: names are the customer's, and conversations have rows of their own.
func (v Visit) nameless() Visit {
	v.Name, v.Level, v.Talk = "", "", nil
	return v
}

// webPage reports whether an address is one of the web; others, such as files, are nobody's visit.
func webPage(address string) bool {
	return strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://")
}

// cleaned drops what must not be shown of an address: what stands behind # is the page's own.
func cleaned(address string) string {
	address, _, _ = strings.Cut(address, "#")
	return address
}

// Recall brings to the board those whom a gateway holds and the board does not know: this process was just started.
func (s *Service) Recall(ctx context.Context, ids []string) error {
	a, err := machine(ctx)
	if err != nil {
		return err
	}
	list, err := s.d.Store.Kept(ctx, ids)
	if err != nil {
		return err
	}
	for _, k := range list {
		v := k.Visit
		if err := s.describe(ctx, &v); err != nil {
			if fault.KindOf(err) == fault.NotFound {
				continue
			}
			return err
		}
		s.d.Board.Hear(News{Tenant: a.Tenant, Visit: &v})
	}
	return nil
}

// Watched reports whether widgets of the workspace tell who is there.
func (s *Service) Watched(ctx context.Context) (bool, error) {
	set, err := s.d.Store.Settings(ctx)
	return set.Watch, err
}

// Forget removes browsers that did not come back for long.
func (s *Service) Forget(ctx context.Context) error {
	if _, err := machine(ctx); err != nil {
		return err
	}
	return s.d.Run.Do(ctx, func(ctx context.Context) error {
		return s.d.Store.Forget(ctx, s.d.Clock.Now().Add(-keepVisits))
	})
}

// Own gives a customer the browser that just wrote, so that it is erased with them; without one, all of their browsers.
// From, when set, is a customer who was found to be the same person.
func (s *Service) Own(ctx context.Context, customerID, from, browser string) error {
	if _, err := machine(ctx); err != nil {
		return err
	}
	browsers := []string{browser}
	if browser == "" {
		var err error
		if browsers, _, err = s.d.People.Browsers(ctx, customerID); err != nil {
			return err
		}
	}
	return s.d.Run.Do(ctx, func(ctx context.Context) error { return s.d.Store.Own(ctx, customerID, from, browsers) })
}

// Erase removes everything of a customer's browsers.
func (s *Service) Erase(ctx context.Context, customerID string) error {
	a, err := machine(ctx)
	if err != nil {
		return err
	}
	return s.d.Run.Do(ctx, func(ctx context.Context) error {
		gone, err := s.d.Store.EraseCustomers(ctx, []string{customerID})
		if err != nil || len(gone) == 0 {
			return err
		}
		unit.After(ctx, func(err error) {
			if err == nil {
				s.d.News.Tell(News{Tenant: a.Tenant, Erased: gone})
			}
		})
		return nil
	})
}

// Talking tells the boards that a conversation of a customer goes on, or ended. Of customers who are not there it asks
// nobody; browser is the one that just wrote, if one did.
func (s *Service) Talking(ctx context.Context, customerID, browser string, t Talk, ended bool) error {
	a, err := machine(ctx)
	if err != nil {
		return err
	}
	if browser != "" && !s.d.Board.has(a.Tenant, customerID, browser) {
		return nil
	}
	browsers, who, err := s.d.People.Browsers(ctx, customerID)
	if err != nil || !s.d.Board.has(a.Tenant, customerID, browsers...) {
		return err
	}
	s.d.News.Tell(News{Tenant: a.Tenant, Talk: &TalkNews{
		CustomerID: customerID, Name: who.Name, Level: who.Level, Visitors: browsers, Talk: t, Ended: ended,
	}})
	return nil
}

// visiting is the visitor who acts.
func visiting(ctx context.Context) (actor.Actor, error) {
	a, err := actor.Of(ctx)
	if err == nil && a.Kind != actor.Visitor {
		err = fault.ErrDenied.New()
	}
	return a, err
}

// machine is the program itself.
func machine(ctx context.Context) (actor.Actor, error) {
	a, err := actor.Of(ctx)
	if err == nil && a.Kind != actor.System && a.Kind != actor.Job {
		err = fault.ErrDenied.New()
	}
	return a, err
}
