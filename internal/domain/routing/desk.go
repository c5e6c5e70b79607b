package routing

import (
	"context"
	"slices"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
)

// Seat is a person with what is known of their work.
type Seat struct {
	Person
	Desk
}

// Seats are those who can sign in, by name, with what is known of their work.
func (s *Service) Seats(ctx context.Context, f PeopleFilter, p page.Request) (page.Of[Seat], error) {
	if _, err := actor.Require(ctx, PermRead); err != nil {
		return page.Of[Seat]{}, err
	}
	people, err := s.d.Directory.People(ctx, f, p)
	if err != nil {
		return page.Of[Seat]{}, err
	}
	ids := make([]string, 0, len(people.Items))
	for _, one := range people.Items {
		ids = append(ids, one.ID)
	}
	desks, err := s.d.Shelf.DesksOf(ctx, ids)
	if err != nil {
		return page.Of[Seat]{}, err
	}
	out := page.Of[Seat]{Items: make([]Seat, 0, len(ids)), Next: people.Next}
	for _, one := range people.Items {
		d := Desk{UserID: one.ID}
		if i := slices.IndexFunc(desks, func(d Desk) bool { return d.UserID == one.ID }); i >= 0 {
			d = desks[i]
		}
		out.Items = append(out.Items, Seat{one, d})
	}
	return out, nil
}

// Desk is what is known of somebody's work.
func (s *Service) Desk(ctx context.Context, userID string) (Desk, error) {
	if _, err := actor.Require(ctx, PermRead); err != nil {
		return Desk{}, err
	}
	d, err := s.d.Desks.Desk(ctx, userID)
	if fault.Has(err, ErrNoDesk) {
		return Desk{UserID: userID}, nil
	}
	return d, err
}

// SaveDesk changes somebody's skills, points and limits.
func (s *Service) SaveDesk(ctx context.Context, d Desk) (Desk, error) {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return Desk{}, err
	}
	if err := s.checkDesk(ctx, d); err != nil {
		return Desk{}, err
	}
	now := s.d.Clock.Now()
	d.IdleSince, d.OfferedAt = now, now
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		if err := s.d.Desks.SaveDesk(ctx, d); err != nil {
			return err
		}
		return s.tellDesk(ctx, a, d)
	})
	if err != nil {
		return Desk{}, err
	}
	return s.d.Desks.Desk(ctx, d.UserID)
}

func (s *Service) checkDesk(ctx context.Context, d Desk) error {
	known, err := s.d.Directory.Known(ctx)
	if err != nil {
		return err
	}
	skills, err := s.skills(ctx)
	if err != nil {
		return err
	}
	var c fault.Checker
	c.If(!slices.Contains(known.People, d.UserID), "userId", fault.ErrUnknownItem)
	c.Count("skills", len(d.Skills), MaxSkills)
	for skill, level := range d.Skills {
		has := func(s Skill) bool { return s.ID == skill }
		c.If(!slices.ContainsFunc(skills, has), "skills."+skill, fault.ErrUnknownItem)
		c.Range("skills."+skill, level, MinLevel, MaxLevel)
	}
	c.Range("capacity", d.Capacity, 0, MaxCapacity)
	for kind, most := range d.Limits {
		c.Choice("limits", kind, "chat", "call", "email")
		c.Range("limits."+kind, most, 0, MaxOfAgent)
	}
	return c.Err()
}

// skills are those of the plan in force and of the draft: people get their levels before the plan that asks for them.
func (s *Service) skills(ctx context.Context) ([]Skill, error) {
	now, err := s.inForce(ctx)
	if err != nil {
		return nil, err
	}
	d, err := s.d.Plans.Draft(ctx)
	if err != nil && !fault.Has(err, ErrNoDraft) {
		return nil, err
	}
	return append(slices.Clone(now.Plan.Skills), d.Plan.Skills...), nil
}
