package ports

import (
	"context"
	"slices"
	"time"

	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/platform/expr"
)

// RoutingDirectory is routing.Directory.
type RoutingDirectory struct {
	Identity *identity.Service
	Account  *account.Service
	Clock    clock.Clock
}

// Known are the teams with their members, the people and the calendars of the workspace of the context.
func (d RoutingDirectory) Known(ctx context.Context) (routing.Known, error) {
	out := routing.Known{Members: map[string][]string{}}
	ctx, err := asSystem(ctx)
	if err != nil {
		return out, err
	}
	teams, err := d.Identity.Teams(ctx)
	if err != nil {
		return out, err
	}
	for _, t := range teams {
		out.Teams = append(out.Teams, t.ID)
	}
	if err := d.people(ctx, &out); err != nil {
		return out, err
	}
	return out, d.calendars(ctx, &out)
}

func (d RoutingDirectory) people(ctx context.Context, out *routing.Known) error {
	for r := (page.Request{Limit: page.MaxLimit}); ; {
		users, err := d.Identity.Users(ctx, identity.UserFilter{}, r)
		if err != nil {
			return err
		}
		for _, u := range users.Items {
			out.People = append(out.People, u.ID)
			if u.Status != identity.Active {
				out.Gone = append(out.Gone, u.ID)
				continue
			}
			for _, team := range u.TeamIDs {
				out.Members[team] = append(out.Members[team], u.ID)
			}
		}
		if r.Cursor = users.Next; r.Cursor == "" {
			return nil
		}
	}
}

func (d RoutingDirectory) calendars(ctx context.Context, out *routing.Known) error {
	list, err := d.Account.Calendars(ctx)
	if err != nil {
		return err
	}
	now := d.Clock.Now()
	for _, c := range list {
		out.Calendars = append(out.Calendars, c.ID)
		if _, ok := c.OpenFor(now, time.Second); !ok {
			out.NeverOpen = append(out.NeverOpen, c.ID)
		}
	}
	return nil
}

// FirstQueue is what the first queue is called, in the language of the workspace.
func (d RoutingDirectory) FirstQueue(ctx context.Context) (string, error) {
	ctx, err := asSystem(ctx)
	if err != nil {
		return "", err
	}
	w, err := d.Account.Workspace(ctx)
	if w.Locale == "zh-CN" {
		return "默认队列", err
	}
	return "General", err
}

// People is a page of those who can sign in, by name.
func (d RoutingDirectory) People(ctx context.Context, f routing.PeopleFilter, p page.Request) (page.Of[routing.Person], error) {
	ctx, err := asSystem(ctx)
	if err != nil {
		return page.Of[routing.Person]{}, err
	}
	users, err := d.Identity.Users(ctx, identity.UserFilter{Query: f.Query, TeamID: f.TeamID, Status: identity.Active}, p)
	out := page.Of[routing.Person]{Items: make([]routing.Person, 0, len(users.Items)), Next: users.Next}
	for _, u := range users.Items {
		out.Items = append(out.Items, routing.Person{ID: u.ID, Name: u.Name, Picture: AvatarURL(u.Avatar), TeamIDs: slices.Clone(u.TeamIDs)})
	}
	return out, err
}

// Expressions is routing.Language.
type Expressions struct{}

// Condition reads a condition on work.
func (Expressions) Condition(source string) (routing.Condition, error) {
	p, err := expr.Condition(source, routing.Facts{})
	return condition{p}, err
}

// Score reads a score of a candidate.
func (Expressions) Score(source string) (routing.Score, error) {
	p, err := expr.Score(source, routing.AgentFacts{})
	return score{p}, err
}

type condition struct{ program *expr.Program }

func (c condition) Holds(f routing.Facts) (bool, error) { return c.program.Holds(f) }

type score struct{ program *expr.Program }

func (s score) Of(f routing.AgentFacts) (float64, error) { return s.program.Number(f) }
