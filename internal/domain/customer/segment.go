package customer

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
)

// PermSegments is needed to keep segments.
const PermSegments actor.Permission = "segment.manage"

// KindSegment is the kind of settings whose history is kept.
const KindSegment = "customer_segment"

// Limits of segments.
const (
	MaxSegments = 50
	// MaxCounted is where counting ends: so many, or more.
	MaxCounted = 10_000
)

// Segment is a group of customers that conditions describe.
type Segment struct {
	ID         string      `json:"id"`
	Name       string      `json:"name"`
	Colour     string      `json:"colour" enum:"grey,red,orange,yellow,green,teal,blue,purple,pink"`
	Conditions []Condition `json:"conditions"`
	Position   int         `json:"position"`
	CreatedAt  time.Time   `json:"createdAt"`
	Version    int64       `json:"version"`
}

func (g Segment) check() error {
	var c fault.Checker
	c.Text("name", g.Name, 1, maxLabel)
	c.If(!slices.Contains(Colours, g.Colour), "colour", fault.ErrChoice)
	c.If(len(g.Conditions) == 0, "conditions", fault.ErrRequired)
	return c.Err()
}

// Segments groups customers, and finds them by conditions.
type Segments struct {
	d     FieldDeps
	store SegmentStore
}

// NewSegments makes the service.
func NewSegments(d FieldDeps, store SegmentStore) *Segments { return &Segments{d: d, store: store} }

// List gives all segments, in order.
func (s *Segments) List(ctx context.Context) ([]Segment, error) {
	if _, err := actor.Require(ctx, PermRead); err != nil {
		return nil, err
	}
	return s.store.Segments(ctx)
}

// Found is how many customers conditions find; More says that there are more.
type Found struct {
	Count int  `json:"count"`
	More  bool `json:"more" doc:"Counting ends at 10,000."`
}

// Count is how many customers conditions find, before they are saved or after.
func (s *Segments) Count(ctx context.Context, conditions []Condition) (Found, error) {
	if _, err := actor.Require(ctx, PermRead); err != nil {
		return Found{}, err
	}
	clauses, err := s.clauses(ctx, conditions)
	if err != nil {
		return Found{}, err
	}
	n, err := s.store.CountCustomers(ctx, clauses, MaxCounted+1)
	return Found{Count: min(n, MaxCounted), More: n > MaxCounted}, err
}

// clauses are those of conditions over fields that the reader may see.
func (s *Segments) clauses(ctx context.Context, list []Condition) ([]Clause, error) {
	fields, err := s.visible(ctx)
	if err != nil {
		return nil, err
	}
	return clauses(list, fields, s.d.Customers.clock.Now())
}

func (s *Segments) visible(ctx context.Context) ([]Field, error) {
	role, all, err := (&Fields{s.d}).reader(ctx)
	if err != nil {
		return nil, err
	}
	fields, err := s.d.Store.Fields(ctx)
	return slices.DeleteFunc(fields, func(f Field) bool { return !f.seen(role, all) }), err
}

// Find is one page of the customers of a list, narrowed by conditions and by a segment.
func (s *Segments) Find(ctx context.Context, f Filter, segmentID string, conditions []Condition, p page.Request) (page.Of[Customer], error) {
	if _, err := actor.Require(ctx, PermRead); err != nil {
		return page.Of[Customer]{}, err
	}
	var err error
	if f.Clauses, err = s.clauses(ctx, conditions); err != nil {
		return page.Of[Customer]{}, err
	}
	if segmentID != "" {
		g, err := s.segment(ctx, segmentID)
		if err != nil {
			return page.Of[Customer]{}, err
		}
		more, err := s.of(ctx, g)
		if err != nil {
			return page.Of[Customer]{}, err
		}
		f.Clauses = append(f.Clauses, more...)
	}
	return s.d.Customers.List(ctx, f, p)
}

// of are the clauses of a segment, whatever its reader may see. A field that is gone leaves a condition that nobody meets.
func (s *Segments) of(ctx context.Context, g Segment) ([]Clause, error) {
	fields, err := s.d.Store.Fields(ctx)
	if err != nil {
		return nil, err
	}
	return s.always(g, fields), nil
}

func (s *Segments) always(g Segment, fields []Field) []Clause {
	out, err := clauses(g.Conditions, fields, s.d.Customers.clock.Now())
	if err != nil {
		return []Clause{{Column: "level", Op: Is, Text: "-"}}
	}
	return out
}

// OfCustomer are the ids of the segments that a customer is in.
func (s *Segments) OfCustomer(ctx context.Context, customerID string) ([]string, error) {
	if _, err := actor.Require(ctx, PermRead); err != nil {
		return nil, err
	}
	c, err := s.d.Customers.current(ctx, customerID)
	if err != nil {
		return nil, err
	}
	all, err := s.store.Segments(ctx)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	fields, err := s.d.Store.Fields(ctx)
	if err != nil {
		return nil, err
	}
	ask := make(map[string][]Clause, len(all))
	for _, g := range all {
		ask[g.ID] = s.always(g, fields)
	}
	return s.store.Matching(ctx, c.ID, ask)
}

// SegmentEdit is a new segment, or a change; nil leaves a part as it is.
type SegmentEdit struct {
	Version      int64
	Name, Colour *string
	Conditions   []Condition
}

// Create saves a segment.
func (s *Segments) Create(ctx context.Context, e SegmentEdit) (Segment, error) {
	a, err := actor.Require(ctx, PermSegments)
	if err != nil {
		return Segment{}, err
	}
	g := Segment{ID: id.New("seg"), Colour: "blue", Conditions: []Condition{}, CreatedAt: s.d.Customers.clock.Now(), Version: 1}
	if err := s.apply(ctx, &g, e); err != nil {
		return g, err
	}
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		all, err := s.store.Segments(ctx)
		if err != nil {
			return err
		}
		if len(all) >= MaxSegments {
			return ErrTooManySegments.With("max", MaxSegments)
		}
		for _, other := range all {
			g.Position = max(g.Position, other.Position+1)
		}
		if err := s.store.InsertSegment(ctx, g); err != nil {
			return err
		}
		return s.kept(ctx, a, EventSegmentCreated, nil, &g)
	})
	return g, err
}

// apply changes a segment and checks it. Only conditions that are new need fields that their author sees.
func (s *Segments) apply(ctx context.Context, g *Segment, e SegmentEdit) error {
	put(&g.Name, e.Name)
	put(&g.Colour, e.Colour)
	if e.Conditions != nil {
		g.Conditions = e.Conditions
		if _, err := s.clauses(ctx, g.Conditions); err != nil {
			return err
		}
	}
	return g.check()
}

func (s *Segments) segment(ctx context.Context, segmentID string) (Segment, error) {
	all, err := s.store.Segments(ctx)
	if err != nil {
		return Segment{}, err
	}
	at := slices.IndexFunc(all, func(g Segment) bool { return g.ID == segmentID })
	if at < 0 {
		return Segment{}, ErrSegmentNotFound.New()
	}
	return all[at], nil
}

// Update changes a segment.
func (s *Segments) Update(ctx context.Context, segmentID string, e SegmentEdit) (Segment, error) {
	a, err := actor.Require(ctx, PermSegments)
	if err != nil {
		return Segment{}, err
	}
	var g Segment
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		if g, err = s.segment(ctx, segmentID); err != nil {
			return err
		}
		if g.Version != e.Version {
			return fault.ErrConflict.New()
		}
		before := g
		if err := s.apply(ctx, &g, e); err != nil {
			return err
		}
		if err := s.store.UpdateSegment(ctx, g); err != nil {
			return err
		}
		g.Version++
		return s.kept(ctx, a, EventSegmentUpdated, &before, &g)
	})
	return g, err
}

// Delete removes a segment. Its customers stay.
func (s *Segments) Delete(ctx context.Context, segmentID string) error {
	a, err := actor.Require(ctx, PermSegments)
	if err != nil {
		return err
	}
	return s.d.Run.Do(ctx, func(ctx context.Context) error {
		g, err := s.segment(ctx, segmentID)
		if err != nil {
			return err
		}
		if err := s.store.DeleteSegment(ctx, segmentID); err != nil {
			return err
		}
		return s.kept(ctx, a, EventSegmentDeleted, &g, nil)
	})
}

// keptSegment is what the history keeps of a segment: its rule, which says nothing of anybody.
type keptSegment struct {
	Name       string      `json:"name"`
	Colour     string      `json:"colour"`
	Conditions []Condition `json:"conditions"`
}

func (s *Segments) kept(ctx context.Context, a actor.Actor, kind string, before, after *Segment) error {
	c := unit.Change{Kind: KindSegment}
	told := TagChanged{}
	if before != nil {
		c.Subject, c.Before, told.Version = before.ID, keptSegment{before.Name, before.Colour, before.Conditions}, before.Version
	}
	if after != nil {
		c.Subject, c.After, told.Version = after.ID, keptSegment{after.Name, after.Colour, after.Conditions}, after.Version
	}
	if err := unit.Keep(ctx, c); err != nil {
		return err
	}
	return unit.Append(ctx, event.New(a.Tenant, StreamSegment, c.Subject, kind, a.Ref(), s.d.Customers.clock.Now(), told))
}

// Restore makes what the history kept of a segment the segment.
func (s *Segments) Restore(ctx context.Context, segmentID string, state json.RawMessage) error {
	if _, err := actor.Require(ctx, PermSegments); err != nil {
		return err
	}
	var k keptSegment
	if err := json.Unmarshal(state, &k); err != nil {
		return err
	}
	g, err := s.segment(ctx, segmentID)
	if err != nil {
		return err
	}
	_, err = s.Update(ctx, segmentID, SegmentEdit{Version: g.Version, Name: &k.Name, Colour: &k.Colour, Conditions: append([]Condition{}, k.Conditions...)})
	return err
}
