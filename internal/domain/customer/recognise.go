package customer

import (
	"context"
	"slices"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
)

// Resolve finds the customer with this identity or makes one from the profile. Two callers at the same moment get the
// same customer. It is for channels and use cases, never for people.
func (s *Service) Resolve(ctx context.Context, i Identity, p Profile) (Customer, error) {
	a, err := machine(ctx, "")
	if err != nil {
		return Customer{}, err
	}
	if err := p.Check(); err != nil {
		return Customer{}, err
	}
	var out Customer
	err = s.run.Do(ctx, func(ctx context.Context) error {
		var err error
		out, err = s.resolve(ctx, a, i, p, i.Verified)
		return err
	})
	return out, err
}

// resolve works inside a unit. trust lets the profile replace what is known already; without it, it fills gaps only.
func (s *Service) resolve(ctx context.Context, a actor.Actor, i Identity, p Profile, trust bool) (Customer, error) {
	var owner string
	var err error
	if i.Kind != KindVisitor { // a browser comes here once, with its first message: claiming is enough to find out
		if owner, err = s.identities.Owner(ctx, i.Kind, i.Key); err != nil {
			return Customer{}, err
		}
	}
	now := s.clock.Now()
	if owner == "" {
		i.CustomerID, i.CreatedAt = id.New("cus"), now
		if owner, err = s.identities.Claim(ctx, i); err != nil {
			return Customer{}, err
		}
		if owner == i.CustomerID {
			return s.create(ctx, a, i, p)
		}
	}
	c, err := s.current(ctx, owner)
	if err != nil {
		return Customer{}, err
	}
	if err := s.store.TouchCustomer(ctx, c.ID, now); err != nil {
		return Customer{}, err
	}
	c.LastSeenAt = now
	changed := c.adopt(p, trust)
	return s.save(ctx, a, c, changed)
}

func (s *Service) create(ctx context.Context, a actor.Actor, i Identity, p Profile) (Customer, error) {
	c := Customer{
		ID: i.CustomerID, Level: LevelNormal, Anonymous: true, TagIDs: []string{},
		CreatedAt: i.CreatedAt, LastSeenAt: i.CreatedAt, Version: 1,
	}
	c.adopt(p, true)
	if c.Name == "" {
		c.Name, c.Anonymous = nameOf(i, p), i.Kind == KindVisitor || i.Kind == KindExternal
	}
	if err := s.store.InsertCustomer(ctx, c); err != nil {
		return c, err
	}
	return c, s.emit(ctx, a, Stream, c.ID, EventCreated, Created{By: i.Kind})
}

func nameOf(i Identity, p Profile) string {
	switch i.Kind {
	case KindEmail, KindPhone:
		return i.Value
	case KindExternal, KindVisitor:
	}
	return GuestName(i.Value, p.Locale)
}

// Begin starts or continues the session of a browser. Nothing is written about who it is until it writes or the site
// vouches for it; a verified claim merges the anonymous customer of this browser into the known one.
func (s *Service) Begin(ctx context.Context, in Arrival) (Visitor, error) {
	a, err := machine(ctx, in.VisitorID)
	if err != nil {
		return Visitor{}, err
	}
	if in.Identity != nil {
		if err := in.Identity.check(); err != nil {
			return Visitor{}, err
		}
	}
	var out Visitor
	err = s.run.Do(ctx, func(ctx context.Context) error {
		v, known, err := s.arrive(ctx, in)
		if err != nil {
			return err
		}
		if in.Identity != nil {
			if v, known, err = s.identify(ctx, a, v, known, *in.Identity); err != nil {
				return err
			}
		}
		if known {
			err = s.visitors.UpdateVisitor(ctx, v)
		} else {
			err = s.visitors.InsertVisitor(ctx, v)
		}
		if err != nil {
			return err
		}
		out = v
		return s.addPage(ctx, v.ID, in.Page)
	})
	return out, err
}

func (cl Claim) check() error {
	var c fault.Checker
	c.Text("userId", cl.ExternalID, 1, maxContact)
	if err := c.Err(); err != nil {
		return err
	}
	return cl.Profile.Check()
}

// arrive reads the visitor or makes a new one; known says that its row exists.
func (s *Service) arrive(ctx context.Context, in Arrival) (v Visitor, known bool, err error) {
	now := s.clock.Now()
	if in.VisitorID != "" {
		v, err = s.visitors.Visitor(ctx, in.VisitorID)
		if err != nil && !fault.Has(err, ErrVisitorNotFound) {
			return v, false, err
		}
		known = err == nil
	}
	if !known {
		v = Visitor{ID: id.New("vis"), Referrer: CleanURL(in.Referrer), EntryPage: CleanURL(in.Page.URL), CreatedAt: now}
	}
	v.ChannelID, v.LastSeenAt = in.ChannelID, now
	v.Device, v.Browser, v.System = Agent(in.UserAgent)
	v.Locale, v.Timezone = cut(in.Locale, 35), cut(in.Timezone, 64)
	return v, known, nil
}

// identify links the visitor to the person the site vouches for.
func (s *Service) identify(ctx context.Context, a actor.Actor, v Visitor, known bool, cl Claim) (Visitor, bool, error) {
	person, err := NewIdentity(KindExternal, cl.ExternalID, true)
	if err != nil {
		return v, known, err
	}
	if cl.Locale == "" {
		cl.Locale = v.Locale
	}
	if !cl.Signed {
		cl.Attributes = nil // a page can claim anything
	}
	into, err := s.resolve(ctx, a, person, cl.Profile, cl.Signed)
	if err != nil {
		return v, known, err
	}
	if v.CustomerID != "" && v.CustomerID != into.ID {
		from, err := s.current(ctx, v.CustomerID)
		if err != nil {
			return v, known, err
		}
		mergeable, err := s.nobodyKnown(ctx, from)
		if err != nil {
			return v, known, err
		}
		switch {
		case from.ID == into.ID:
		case mergeable:
			if err := s.merge(ctx, a, from, into); err != nil {
				return v, known, err
			}
		default: // somebody else signed in on this browser: a new visitor, so that nobody reads another's chats
			v.ID, v.EntryPage, v.Referrer, v.CreatedAt, known = id.New("vis"), "", "", v.LastSeenAt, false
		}
	}
	v.CustomerID, v.Verified = into.ID, true
	return v, known, nil
}

// nobodyKnown reports whether nothing but browsers ever identified this customer.
func (s *Service) nobodyKnown(ctx context.Context, c Customer) (bool, error) {
	list, err := s.identities.IdentitiesOf(ctx, c.ID)
	known := slices.ContainsFunc(list, func(i Identity) bool { return i.Kind != KindVisitor })
	return !known, err
}

// merge makes everything of from belong to into. Conversations follow the event.
func (s *Service) merge(ctx context.Context, a actor.Actor, from, into Customer) error {
	if err := s.identities.MoveIdentities(ctx, from.ID, into.ID); err != nil {
		return err
	}
	told := Profile{Email: from.Email, Phone: from.Phone, Company: from.Company, Timezone: from.Timezone}
	if !from.Anonymous && into.Anonymous {
		told.Name = from.Name
	}
	changed := into.adopt(told, false)
	if _, err := s.save(ctx, a, into, changed); err != nil {
		return err
	}
	from.MergedInto = into.ID
	if err := s.store.UpdateCustomer(ctx, from); err != nil {
		return err
	}
	return s.emit(ctx, a, Stream, from.ID, EventMerged, Merged{From: from.ID, Into: into.ID})
}

// ForVisitor is the customer of a browser, made with its first message from what it told (pre-chat form, offline form).
func (s *Service) ForVisitor(ctx context.Context, visitorID string, p Profile) (Customer, error) {
	a, err := machine(ctx, visitorID)
	if err != nil {
		return Customer{}, err
	}
	if err := p.Check(); err != nil {
		return Customer{}, err
	}
	var out Customer
	err = s.run.Do(ctx, func(ctx context.Context) error {
		v, err := s.visitors.Visitor(ctx, visitorID)
		if err != nil {
			return err
		}
		out, err = s.forVisitor(ctx, a, v, p)
		return err
	})
	return out, err
}

func (s *Service) forVisitor(ctx context.Context, a actor.Actor, v Visitor, p Profile) (Customer, error) {
	if p.Locale == "" {
		p.Locale = v.Locale
	}
	if p.Timezone == "" {
		p.Timezone = knownZone(v.Timezone)
	}
	if v.CustomerID == "" {
		c, err := s.resolve(ctx, a, Identity{Kind: KindVisitor, Value: v.ID, Key: v.ID}, p, false)
		if err != nil {
			return c, err
		}
		v.CustomerID = c.ID
		return c, s.visitors.UpdateVisitor(ctx, v)
	}
	c, err := s.current(ctx, v.CustomerID)
	if err != nil {
		return c, err
	}
	now := s.clock.Now()
	if err := s.store.TouchCustomer(ctx, c.ID, now); err != nil {
		return c, err
	}
	c.LastSeenAt = now
	changed := c.adopt(p, false)
	return s.save(ctx, a, c, changed)
}

func knownZone(zone string) string {
	var c fault.Checker
	if checkZone(&c, zone); c.Err() != nil {
		return ""
	}
	return zone
}

// AddPage notes the page a visitor looks at now.
func (s *Service) AddPage(ctx context.Context, visitorID string, p PageView) error {
	if _, err := machine(ctx, visitorID); err != nil {
		return err
	}
	return s.run.Do(ctx, func(ctx context.Context) error { return s.addPage(ctx, visitorID, p) })
}

func (s *Service) addPage(ctx context.Context, visitorID string, p PageView) error {
	p.URL = CleanURL(p.URL)
	if p.URL == "" {
		return nil // an odd address (file:, about:) is no reason to refuse a chat
	}
	p.Title, p.At = cut(p.Title, 200), s.clock.Now()
	return s.visitors.AddPage(ctx, visitorID, p)
}

// Visitor is a browser, for use cases.
func (s *Service) Visitor(ctx context.Context, visitorID string) (Visitor, error) {
	if _, err := machine(ctx, visitorID); err != nil {
		return Visitor{}, err
	}
	return s.visitors.Visitor(ctx, visitorID)
}

// Lookup gives customers to other domains' read models, without a permission of a person.
func (s *Service) Lookup(ctx context.Context, ids []string) ([]Customer, error) {
	if _, err := machine(ctx, ""); err != nil {
		return nil, err
	}
	return s.store.Customers(ctx, ids)
}

// machine lets visitors act for themselves and the system for anybody; people and tokens have no business here.
func machine(ctx context.Context, visitorID string) (actor.Actor, error) {
	a, err := actor.Of(ctx)
	if err != nil {
		return a, err
	}
	switch a.Kind {
	case actor.System, actor.Job:
		return a, nil
	case actor.Visitor:
		if visitorID == "" || a.ID == visitorID {
			return a, nil
		}
	case actor.User, actor.Token, actor.Bot:
	}
	return a, fault.ErrDenied.New()
}
