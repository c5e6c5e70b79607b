package routing

import (
	"context"
	"maps"
	"slices"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
)

// Seat is a person with what is known of their work.
type Seat struct {
	Person
	Desk
}

// Seats are those who can sign in, or who are invited, by name, with what is known of their work.
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

// MaxTogether is how many desks are changed at once.
const MaxTogether = 1000

// DesksChange is what the same change does to several people.
type DesksChange struct {
	UserIDs  []string
	Skills   map[string]int // levels to set; 0 takes the skill away; others stay
	Capacity *int           // points; 0 is that of the plan
}

// ChangeDesks gives several people the same levels, all of them or nobody. It says how many were not so already.
func (s *Service) ChangeDesks(ctx context.Context, in DesksChange) (changed int, err error) {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return 0, err
	}
	if err := s.checkChange(ctx, in); err != nil {
		return 0, err
	}
	ids := slices.Compact(slices.Sorted(slices.Values(in.UserIDs)))
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		changed = 0
		desks, err := s.d.Shelf.DesksOf(ctx, ids)
		if err != nil {
			return err
		}
		known := make(map[string]Desk, len(desks))
		for _, d := range desks {
			known[d.UserID] = d
		}
		for _, userID := range ids {
			d, differs := in.of(userID, known[userID], s.d.Clock.Now())
			if !differs {
				continue
			}
			if err := s.d.Desks.SaveDesk(ctx, d); err != nil {
				return err
			}
			if err := s.tellDesk(ctx, a, d); err != nil {
				return err
			}
			changed++
		}
		return nil
	})
	return changed, err
}

// of is a desk after the change, and whether that differs.
func (in DesksChange) of(userID string, d Desk, now time.Time) (Desk, bool) {
	differs := false
	skills := maps.Clone(d.Skills)
	if skills == nil {
		skills = map[string]int{}
	}
	for skill, level := range in.Skills {
		differs = differs || skills[skill] != level
		skills[skill] = level
		if level == 0 {
			delete(skills, skill)
		}
	}
	if in.Capacity != nil {
		differs = differs || d.Capacity != *in.Capacity
		d.Capacity = *in.Capacity
	}
	d.UserID, d.Skills, d.IdleSince, d.OfferedAt = userID, skills, now, now
	return d, differs
}

func (s *Service) checkChange(ctx context.Context, in DesksChange) error {
	var c fault.Checker
	c.Count("userIds", len(in.UserIDs), MaxTogether)
	if err := c.Err(); err != nil {
		return err
	}
	known, err := s.d.Directory.Known(ctx)
	if err != nil {
		return err
	}
	skills, err := s.skills(ctx)
	if err != nil {
		return err
	}
	people := make(map[string]bool, len(known.People))
	for _, userID := range known.People {
		people[userID] = true
	}
	c.If(slices.ContainsFunc(in.UserIDs, func(userID string) bool { return !people[userID] }), "userIds", fault.ErrUnknownItem)
	checkLevels(&c, in.Skills, skills, 0)
	if in.Capacity != nil {
		c.Range("capacity", *in.Capacity, 0, MaxCapacity)
	}
	return c.Err()
}

func checkLevels(c *fault.Checker, levels map[string]int, skills []Skill, least int) {
	c.Count("skills", len(levels), MaxSkills)
	for skill, level := range levels {
		has := func(s Skill) bool { return s.ID == skill }
		c.If(!slices.ContainsFunc(skills, has), "skills."+skill, fault.ErrUnknownItem)
		c.Range("skills."+skill, level, least, MaxLevel)
	}
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
	checkLevels(&c, d.Skills, skills, MinLevel)
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
