package ports

import (
	"context"
	"time"

	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/wrapup"
)

// Closing is conversation.Closing: what is said of a conversation is kept by wrapup and in the company's own fields.
type Closing struct {
	Keeper *wrapup.Keeper
	Fields *customer.Filling
}

// Summarise keeps the summary of a resolution, in the running unit.
func (c Closing) Summarise(ctx context.Context, row conversation.Conversation, resolution int, s conversation.Summary) (conversation.Summarised, error) {
	over := resolution < row.Resolution() || row.Status == conversation.Resolved
	kept, err := c.Keeper.Keep(ctx, ended(row, resolution, over), wrapup.Input{
		CategoryID: s.CategoryID, Outcome: wrapup.Outcome(s.Outcome), Remark: s.Remark, Version: s.Version,
	})
	return conversation.Summarised{
		Changed: kept.Changed, FromCategory: kept.Before.CategoryID, ToCategory: kept.After.CategoryID, Outcome: string(kept.After.Outcome),
	}, err
}

// MayResolve refuses when the summary is missing that the team asks for, or a field that the company asks for.
func (c Closing) MayResolve(ctx context.Context, row conversation.Conversation) error {
	if err := c.Keeper.Settled(ctx, ended(row, row.Resolution(), false)); err != nil {
		return err
	}
	return c.Fields.Check(ctx, row.ID)
}

func ended(c conversation.Conversation, resolution int, over bool) wrapup.Ended {
	return wrapup.Ended{
		ConversationID: c.ID, Number: c.Number, Resolution: resolution, TeamID: c.TeamID, AssigneeID: c.AssigneeID, Over: over,
	}
}

// Zone is the time zone of the workspace of the context.
func Zone(a *account.Service) func(ctx context.Context) (*time.Location, error) {
	return func(ctx context.Context) (*time.Location, error) {
		ctx, err := asSystem(ctx)
		if err != nil {
			return nil, err
		}
		w, err := a.Workspace(ctx)
		if err != nil {
			return nil, err
		}
		return time.LoadLocation(w.Timezone)
	}
}

// Offices is wrapup.Directory.
type Offices struct {
	Known         *People
	Identity      *identity.Service
	Conversations *conversation.Service
}

// TeamExists reports whether the team exists.
func (o Offices) TeamExists(ctx context.Context, teamID string) (bool, error) {
	return Directory{Identity: o.Identity}.TeamExists(ctx, teamID)
}

// Names are those of all teams and of these people.
func (o Offices) Names(ctx context.Context, agents []string) (wrapup.Names, error) {
	out := wrapup.Names{Teams: map[string]string{}, Agents: map[string]string{}}
	ctx, err := asSystem(ctx)
	if err != nil {
		return out, err
	}
	teams, err := o.Identity.Teams(ctx)
	if err != nil {
		return out, err
	}
	for _, t := range teams {
		out.Teams[t.ID] = t.Name
	}
	people, err := o.Known.Of(ctx, agents)
	for _, p := range people {
		out.Agents[p.ID] = p.Name
	}
	return out, err
}

// MayRead gives a fault when the actor may not read the conversation.
func (o Offices) MayRead(ctx context.Context, conversationID string) error {
	_, err := o.Conversations.Get(ctx, conversationID)
	return err
}
