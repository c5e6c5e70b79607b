package ports

import (
	"cmp"
	"context"
	"slices"
	"strings"
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
	OtherCentres
}

// Known are the teams with their members, the people, the calendars and the other centres of the workspace of the context.
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
	if out.Centres, err = d.Centres(ctx); err != nil {
		return out, err
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
			break
		}
	}
	invited, err := d.invited(ctx, routing.PeopleFilter{})
	for _, one := range invited {
		out.People = append(out.People, one.ID)
		for _, team := range one.TeamIDs {
			out.Members[team] = append(out.Members[team], one.ID)
		}
	}
	return err
}

// invited are those who have not come yet, by name: what they will do can be prepared.
func (d RoutingDirectory) invited(ctx context.Context, f routing.PeopleFilter) ([]routing.Person, error) {
	invites, err := d.Identity.Invites(ctx)
	now, query := d.Clock.Now(), identity.SortKey(f.Query)
	var out []routing.Person
	for _, i := range invites {
		one := routing.Person{ID: i.UserID, Name: cmp.Or(i.Name, i.Email), Invited: true, TeamIDs: i.TeamIDs}
		found := strings.Contains(identity.SortKey(i.Name+"\n"+i.Alias+"\n"+i.Email), query)
		if one.ID != "" && i.ExpiresAt.After(now) && found && (f.TeamID == "" || slices.Contains(i.TeamIDs, f.TeamID)) {
			out = append(out, one)
		}
	}
	slices.SortFunc(out, func(a, b routing.Person) int {
		return cmp.Or(cmp.Compare(identity.SortKey(a.Name), identity.SortKey(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	return out, err
}

// invitedPage is a page of them.
func (d RoutingDirectory) invitedPage(ctx context.Context, f routing.PeopleFilter, p page.Request) (page.Of[routing.Person], error) {
	var name, last string
	given, err := page.Decode(p.Cursor, &name, &last)
	if err != nil {
		return page.Of[routing.Person]{}, err
	}
	all, err := d.invited(ctx, f)
	if given {
		all = slices.DeleteFunc(all, func(o routing.Person) bool {
			return cmp.Or(cmp.Compare(identity.SortKey(o.Name), name), cmp.Compare(o.ID, last)) <= 0
		})
	}
	return page.Cut(all[:min(len(all), p.Size()+1)], p.Size(), func(o routing.Person) []any { return []any{identity.SortKey(o.Name), o.ID} }), err
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

// People is a page of those who can sign in, or of those who are invited, by name.
func (d RoutingDirectory) People(ctx context.Context, f routing.PeopleFilter, p page.Request) (page.Of[routing.Person], error) {
	ctx, err := asSystem(ctx)
	if err != nil {
		return page.Of[routing.Person]{}, err
	}
	if f.Invited {
		return d.invitedPage(ctx, f, p)
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
