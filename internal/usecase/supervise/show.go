package supervise

import (
	"cmp"
	"context"
	"slices"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/moderation"
)

// Live is a page of what goes on now: who waits longest first.
func (s *Service) Live(ctx context.Context, q conversation.LiveQuery) (page.Of[conversation.LiveRow], error) {
	none := page.Of[conversation.LiveRow]{}
	a, err := actor.Require(ctx, conversation.PermMonitor)
	if err != nil {
		return none, err
	}
	o := conversation.Oversight{Important: q.VIP}
	if q.LowRating {
		o.MostScore = lowScore
	}
	hits := map[string]bool{}
	if a.Can(moderation.PermHits) != actor.None {
		if hits, err = s.hits(ctx, a.Tenant); err != nil {
			return none, err
		}
	}
	if q.Hit {
		o.IDs = make([]string, 0, len(hits))
		for id := range hits {
			o.IDs = append(o.IDs, id)
		}
		slices.Sort(o.IDs)
	}
	if q.Overdue {
		if o.Overdue, err = s.limits(ctx, a.Tenant); err != nil {
			return none, err
		}
	}
	p, err := s.d.Talks.Live(ctx, q.Filter, o, q.Page)
	if err != nil {
		return none, err
	}
	out := page.Of[conversation.LiveRow]{Items: make([]conversation.LiveRow, 0, len(p.Items)), Next: p.Next}
	for _, c := range p.Items {
		out.Items = append(out.Items, conversation.LiveRow{Conversation: c, Hit: hits[c.ID]})
	}
	return out, nil
}

// hits are the conversations in which a sensitive word was found lately.
func (s *Service) hits(ctx context.Context, tenant string) (map[string]bool, error) {
	ctx, since := actor.With(ctx, actor.SystemFor(tenant)), s.d.Clock.Now().Add(-HitsFor)
	out := map[string]bool{}
	for r := (page.Request{Limit: page.MaxLimit}); len(out) < maxHits; {
		p, err := s.d.Hits.ListHits(ctx, moderation.HitQuery{Page: r})
		if err != nil {
			return nil, err
		}
		for _, h := range p.Items {
			if h.At.Before(since) {
				return out, nil
			}
			if h.ConversationID != "" && len(out) < maxHits {
				out[h.ConversationID] = true
			}
		}
		if r.Cursor = p.Next; p.Next == "" {
			break
		}
	}
	return out, nil
}

// limits are since when somebody waits too long, by channel; channels without a limit are left out.
func (s *Service) limits(ctx context.Context, tenant string) (map[string]time.Time, error) {
	list, err := s.d.Channels.List(actor.With(ctx, actor.SystemFor(tenant)))
	if err != nil {
		return nil, err
	}
	out := map[string]time.Time{}
	for _, c := range list {
		if after, ok := c.Settings.Limits().Alert(); ok {
			out[c.ID] = s.d.Clock.Now().Add(-after)
		}
	}
	return out, nil
}

// Teams are what the teams have to do, without those that have nothing and nobody.
func (s *Service) Teams(ctx context.Context) ([]conversation.TeamLoad, error) {
	a, err := actor.Require(ctx, conversation.PermMonitor)
	if err != nil {
		return nil, err
	}
	f, err := s.look(ctx, a.Tenant)
	if err != nil {
		return nil, err
	}
	scope := a.ScopeOf(conversation.PermMonitor)
	of := map[string]*conversation.TeamLoad{}
	at := func(team string) *conversation.TeamLoad {
		if of[team] == nil {
			of[team] = &conversation.TeamLoad{TeamID: team}
		}
		return of[team]
	}
	for _, l := range f.loads {
		if !scope.Covers(l.AssigneeID, l.TeamID) {
			continue
		}
		t := at(l.TeamID)
		t.Open += l.Held
		t.Waiting += l.Waiting
		if l.AssigneeID == "" {
			t.Unassigned += l.Held
		}
		t.Oldest = earlier(t.Oldest, l.Oldest)
	}
	for _, u := range f.people {
		state := f.presence[u.ID].State
		for _, team := range u.TeamIDs {
			if scope.Level == actor.All || slices.Contains(scope.Teams, team) {
				t := at(team)
				if state == identity.Online {
					t.Online++
				}
				if state == identity.Online || state == identity.Busy || state == identity.Break {
					t.Present++
				}
			}
		}
	}
	out := make([]conversation.TeamLoad, 0, len(of))
	for _, t := range of {
		out = append(out, *t)
	}
	slices.SortFunc(out, func(a, b conversation.TeamLoad) int { return cmp.Compare(a.TeamID, b.TeamID) })
	return out, nil
}

// earlier is the first of two moments; the zero time is none.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// ranks is the order of the states: who can take something first.
var ranks = []identity.State{identity.Online, identity.Busy, identity.Break, identity.Offline}

// Agents is a page of the people whom the actor supervises: by state, then by name.
func (s *Service) Agents(ctx context.Context, q conversation.AgentQuery) (page.Of[conversation.AgentLoad], error) {
	none := page.Of[conversation.AgentLoad]{}
	a, err := actor.Require(ctx, conversation.PermMonitor)
	if err != nil {
		return none, err
	}
	var c fault.Checker
	c.Choice("state", q.State, "", string(identity.Online), string(identity.Busy), string(identity.Break), string(identity.Offline))
	if err := c.Err(); err != nil {
		return none, err
	}
	var from place
	resumed, err := page.Decode(q.Page.Cursor, &from.rank, &from.name, &from.id)
	if err != nil {
		return none, err
	}
	f, err := s.look(ctx, a.Tenant)
	if err != nil {
		return none, err
	}
	scope := a.ScopeOf(conversation.PermMonitor)
	load := loadsOf(f.loads)
	var rows []conversation.AgentLoad
	for _, u := range f.people {
		if !over(scope, u) || q.TeamID != "" && !slices.Contains(u.TeamIDs, q.TeamID) {
			continue
		}
		row := s.agent(u, f.presence[u.ID], load[u.ID])
		if (q.State == "" || q.State == row.State) && (!resumed || placeOf(row).compare(from) > 0) {
			rows = append(rows, row)
		}
	}
	slices.SortFunc(rows, func(a, b conversation.AgentLoad) int { return placeOf(a).compare(placeOf(b)) })
	rows = rows[:min(len(rows), q.Page.Size()+1)]
	return page.Cut(rows, q.Page.Size(), func(r conversation.AgentLoad) []any { p := placeOf(r); return []any{p.rank, p.name, p.id} }), nil
}

// Everybody are all people who answer customers, as they are now: for screens on the wall.
func (s *Service) Everybody(ctx context.Context) ([]conversation.AgentLoad, error) {
	a, err := actor.Require(ctx, conversation.PermMonitor)
	if err != nil {
		return nil, err
	}
	f, err := s.look(ctx, a.Tenant)
	if err != nil {
		return nil, err
	}
	scope, load := a.ScopeOf(conversation.PermMonitor), loadsOf(f.loads)
	rows := make([]conversation.AgentLoad, 0, len(f.people))
	for _, u := range f.people {
		if over(scope, u) {
			rows = append(rows, s.agent(u, f.presence[u.ID], load[u.ID]))
		}
	}
	return rows, nil
}

// place is where a person stands in the list.
type place struct {
	rank     int64
	name, id string
}

func placeOf(r conversation.AgentLoad) place {
	return place{int64(slices.Index(ranks, identity.State(r.State))), identity.SortKey(r.Name), r.UserID}
}

func (p place) compare(o place) int {
	return cmp.Or(cmp.Compare(p.rank, o.rank), cmp.Compare(p.name, o.name), cmp.Compare(p.id, o.id))
}

// loadsOf adds up what each person holds, in all teams.
func loadsOf(loads []conversation.Load) map[string]conversation.Load {
	out := map[string]conversation.Load{}
	for _, l := range loads {
		of := out[l.AssigneeID]
		of.Held += l.Held
		of.Waiting += l.Waiting
		of.Oldest = earlier(of.Oldest, l.Oldest)
		if l.Last.After(of.Last) {
			of.Last = l.Last
		}
		out[l.AssigneeID] = of
	}
	return out
}

func (s *Service) agent(u identity.User, p identity.Presence, l conversation.Load) conversation.AgentLoad {
	row := conversation.AgentLoad{
		UserID: u.ID, Name: u.Name, TeamIDs: append([]string{}, u.TeamIDs...), State: string(identity.Offline), Reason: p.Reason, Since: p.Since,
		Held: l.Held, Waiting: l.Waiting, Oldest: l.Oldest, Last: l.Last,
	}
	if p.State != "" {
		row.State = string(p.State)
	}
	if u.Avatar != "" {
		row.Avatar = s.d.Picture(u.Avatar)
	}
	return row
}
