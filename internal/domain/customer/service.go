package customer

import (
	"context"
	"slices"
	"strings"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
)

// Service holds the use cases.
type Service struct {
	run        unit.Runner
	clock      clock.Clock
	store      Store
	identities Identities
	visitors   Visitors
	tags       Tags
	erasure    Erasure
}

// New makes the service.
func New(run unit.Runner, c clock.Clock, store Store, identities Identities, visitors Visitors, tags Tags, erasure Erasure) *Service {
	return &Service{run: run, clock: c, store: store, identities: identities, visitors: visitors, tags: tags, erasure: erasure}
}

// Detail is a customer with what is known around it.
type Detail struct {
	Customer
	Identities []Identity `json:"identities"`
	Visitors   []Visitor  `json:"visitors"`
}

// Get is one customer. A merged one is answered by the customer it became.
func (s *Service) Get(ctx context.Context, id string) (Detail, error) {
	if _, err := actor.Require(ctx, PermRead); err != nil {
		return Detail{}, err
	}
	c, err := s.current(ctx, id)
	if err != nil {
		return Detail{}, err
	}
	d := Detail{Customer: c}
	if d.Identities, err = s.identities.IdentitiesOf(ctx, c.ID); err != nil {
		return Detail{}, err
	}
	d.Visitors, err = s.visitors.VisitorsOf(ctx, c.ID)
	return d, err
}

// current follows merges. A chain is short: each merge points at a customer that was not merged then.
func (s *Service) current(ctx context.Context, id string) (Customer, error) {
	for range 10 {
		c, err := s.store.Customer(ctx, id)
		if err != nil || c.MergedInto == "" {
			return c, err
		}
		id = c.MergedInto
	}
	return Customer{}, ErrNotFound.New()
}

// List is one page of customers, the latest seen first.
func (s *Service) List(ctx context.Context, f Filter, p page.Request) (page.Of[Customer], error) {
	if _, err := actor.Require(ctx, PermRead); err != nil {
		return page.Of[Customer]{}, err
	}
	var c fault.Checker
	c.Text("q", f.Query, 0, 200)
	if f.Level != "" {
		c.Choice("level", string(f.Level), string(LevelNormal), string(LevelVIP))
	}
	if err := c.Err(); err != nil {
		return page.Of[Customer]{}, err
	}
	f.Query = strings.TrimSpace(f.Query)
	return s.store.ListCustomers(ctx, f, p)
}

// Pages is the page track of a customer, newest first.
func (s *Service) Pages(ctx context.Context, id string) ([]PageView, error) {
	if _, err := actor.Require(ctx, PermRead); err != nil {
		return nil, err
	}
	c, err := s.current(ctx, id)
	if err != nil {
		return nil, err
	}
	return s.visitors.Pages(ctx, c.ID)
}

// Edit is a change by an agent; nil leaves a field as it is.
type Edit struct {
	Version                                             int64
	Name, Email, Phone, Company, Locale, Timezone, Note *string
	Level                                               *Level
	Attributes                                          map[string]any
}

func (e Edit) check() error {
	var c fault.Checker
	if e.Name != nil {
		c.Text("name", *e.Name, 1, maxName)
	}
	if e.Note != nil {
		c.Text("note", *e.Note, 0, maxNote)
	}
	if e.Level != nil {
		c.Choice("level", string(*e.Level), string(LevelNormal), string(LevelVIP))
	}
	checkEmail(&c, value(e.Email))
	checkPhone(&c, value(e.Phone))
	c.Text("company", value(e.Company), 0, maxName)
	c.Text("locale", value(e.Locale), 0, 35)
	checkZone(&c, value(e.Timezone))
	checkAttributes(&c, e.Attributes)
	return c.Err()
}

func value(p *string) string {
	if p == nil {
		return ""
	}
	return strings.TrimSpace(*p)
}

// apply changes the customer and tells which fields changed.
func (e Edit) apply(c *Customer) []string {
	var changed []string
	put := func(field string, into *string, v *string) {
		if v != nil && strings.TrimSpace(*v) != *into {
			*into = strings.TrimSpace(*v)
			changed = append(changed, field)
		}
	}
	put("name", &c.Name, e.Name)
	put("email", &c.Email, e.Email)
	put("phone", &c.Phone, e.Phone)
	put("company", &c.Company, e.Company)
	put("locale", &c.Locale, e.Locale)
	put("timezone", &c.Timezone, e.Timezone)
	put("note", &c.Note, e.Note)
	if e.Level != nil && *e.Level != c.Level {
		c.Level = *e.Level
		changed = append(changed, "level")
	}
	if e.Attributes != nil && !sameJSON(e.Attributes, c.Attributes) {
		c.Attributes = e.Attributes
		changed = append(changed, "attributes")
	}
	if slices.Contains(changed, "name") {
		c.Anonymous = false
	}
	return changed
}

// Update changes a customer. A version that is no longer the stored one is a conflict.
func (s *Service) Update(ctx context.Context, id string, e Edit) (Customer, error) {
	a, err := actor.Require(ctx, PermEdit)
	if err != nil {
		return Customer{}, err
	}
	if err := e.check(); err != nil {
		return Customer{}, err
	}
	var out Customer
	err = s.run.Do(ctx, func(ctx context.Context) error {
		c, err := s.store.Customer(ctx, id)
		if err != nil {
			return err
		}
		if c.MergedInto != "" || c.Version != e.Version {
			return fault.ErrConflict.New()
		}
		changed := e.kept(ctx, c).apply(&c)
		out, err = s.save(ctx, a, c, changed)
		return err
	})
	return out, err
}

// save writes a changed customer and tells which fields changed; none means nothing to do. What somebody merely wrote
// into a form never becomes an identity: it would let a stranger take over another person's history.
func (s *Service) save(ctx context.Context, a actor.Actor, c Customer, changed []string) (Customer, error) {
	if len(changed) == 0 {
		return c, nil
	}
	if err := s.store.UpdateCustomer(ctx, c); err != nil {
		return c, err
	}
	c.Version++
	return c, s.emit(ctx, a, Stream, c.ID, EventUpdated, Updated{Fields: changed, Version: c.Version})
}
