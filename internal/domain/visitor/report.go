package visitor

import (
	"context"
	"regexp"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
)

// Counts are the invitations of a rule or a person, on a day or over days.
type Counts struct {
	Day      string `json:"-"`
	RuleID   string `json:"ruleId,omitempty"`
	UserID   string `json:"userId,omitempty"`
	Sent     int    `json:"sent"`
	Shown    int    `json:"shown"`
	Accepted int    `json:"accepted"`
	Refused  int    `json:"refused"`
}

// count is one step of an invitation. It counts for the day on which the invitation was sent.
func (i Invite) count(st State) Counts {
	c := Counts{Day: i.Day, RuleID: i.RuleID, UserID: i.UserID}
	switch st {
	case Sent:
		c.Sent = 1
	case Shown:
		c.Shown = 1
	case Accepted:
		c.Accepted = 1
	case Refused:
		c.Refused = 1
	}
	return c
}

// Report is what became of the invitations of some days.
type Report struct {
	Rules  []Counts `json:"rules"`
	People []Counts `json:"people"`
	Total  Counts   `json:"total"`
}

var aDay = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)

// Report sums the days, both included.
func (s *Service) Report(ctx context.Context, from, to string) (Report, error) {
	if _, err := actor.Require(ctx, PermReport); err != nil {
		return Report{}, err
	}
	var c fault.Checker
	c.If(!aDay.MatchString(from), "from", fault.ErrFormat)
	c.If(!aDay.MatchString(to), "to", fault.ErrFormat)
	if err := c.Err(); err != nil {
		return Report{}, err
	}
	rows, err := s.d.Store.Counts(ctx, from, to)
	out := Report{Rules: []Counts{}, People: []Counts{}}
	for _, r := range rows {
		out.Total.Sent += r.Sent
		out.Total.Shown += r.Shown
		out.Total.Accepted += r.Accepted
		out.Total.Refused += r.Refused
		if r.RuleID != "" {
			out.Rules = append(out.Rules, r)
		} else {
			out.People = append(out.People, r)
		}
	}
	return out, err
}

// Past adds counts of past days, of invitations that were not sent from here.
func (s *Service) Past(ctx context.Context, counts []Counts) error {
	if _, err := machine(ctx); err != nil {
		return err
	}
	return s.d.Run.Do(ctx, func(ctx context.Context) error {
		for _, c := range counts {
			if err := s.d.Store.Count(ctx, c); err != nil {
				return err
			}
		}
		return nil
	})
}

// ForgetCounts removes the counts of rules and people that are gone.
func (s *Service) ForgetCounts(ctx context.Context, ids []string) error {
	if _, err := machine(ctx); err != nil {
		return err
	}
	return s.d.Run.Do(ctx, func(ctx context.Context) error { return s.d.Store.ForgetCounts(ctx, ids) })
}
