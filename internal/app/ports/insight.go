package ports

import (
	"context"
	"slices"
	"strings"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/insight"
)

// Reported answers the daily report about people, teams, channels and conversations.
type Reported struct {
	Account  *account.Service
	Known    *People
	Identity *identity.Service
	Channels *channel.Service
	Rows     conversation.Bulk
}

// Names are those of these people, and of all teams, channels and breaks.
func (r Reported) Names(ctx context.Context, agents []string) (insight.Names, error) {
	out := insight.Names{Channels: map[string]string{}, Breaks: map[string]string{}}
	a, err := actor.Of(ctx)
	if err != nil {
		return out, err
	}
	ctx, err = asSystem(ctx)
	if err != nil {
		return out, err
	}
	offices, err := Offices{Known: r.Known, Identity: r.Identity}.Names(ctx, agents)
	if err != nil {
		return out, err
	}
	out.Agents, out.Teams = offices.Agents, offices.Teams
	w, err := r.Account.Workspace(ctx)
	if err != nil {
		return out, err
	}
	if out.Breaks[identity.ReasonAuto] = "Away, automatically"; strings.HasPrefix(a.Locale, "zh") {
		out.Breaks[identity.ReasonAuto] = "自动离开"
	}
	for _, b := range w.Settings.BreakReasons {
		if out.Breaks[b.Key] = b.En; strings.HasPrefix(a.Locale, "zh") {
			out.Breaks[b.Key] = b.Zh
		}
	}
	channels, err := r.Channels.List(ctx)
	for _, c := range channels {
		out.Channels[c.ID] = c.Name
	}
	return out, err
}

// Members are the people of these teams.
func (r Reported) Members(ctx context.Context, teams []string) ([]string, error) {
	ctx, err := asSystem(ctx)
	if err != nil {
		return nil, err
	}
	all, err := r.Identity.Teams(ctx)
	var out []string
	for _, t := range all {
		if slices.Contains(teams, t.ID) {
			out = append(out, t.MemberIDs...)
		}
	}
	return out, err
}

// Conversations are those of these that the actor may read.
func (r Reported) Conversations(ctx context.Context, ids []string) (map[string]insight.BehindConversation, error) {
	a, err := actor.Of(ctx)
	if err != nil {
		return nil, err
	}
	scope := a.ScopeOf(conversation.PermRead)
	rows, err := r.Rows.Some(ctx, ids)
	out := map[string]insight.BehindConversation{}
	for _, c := range rows {
		if scope.Covers(c.AssigneeID, c.TeamID) {
			out[c.ID] = insight.BehindConversation{Number: c.Number, CustomerName: c.CustomerName, Subject: c.Subject, Status: string(c.Status)}
		}
	}
	return out, err
}
