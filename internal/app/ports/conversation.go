package ports

import (
	"context"
	"slices"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/platform/db"
)

// Directory is conversation.Directory.
type Directory struct {
	Known     *People
	Calling   *Calling
	Identity  Identity
	Customers *customer.Service
	Channels  *channel.Service
}

// People are those of the ids that exist.
func (d Directory) People(ctx context.Context, ids []string) ([]conversation.Person, error) {
	users, err := d.Known.Of(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]conversation.Person, 0, len(users))
	for _, u := range users {
		alias, err := d.Calling.Alias(ctx, u.Alias)
		if err != nil {
			return nil, err
		}
		out = append(out, conversation.Person{
			ID: u.ID, Name: u.Name, Alias: alias, Avatar: AvatarURL(u.Avatar), Active: u.Status == identity.Active,
		})
	}
	return out, nil
}

// TeamExists reports whether the team exists.
func (d Directory) TeamExists(ctx context.Context, teamID string) (bool, error) {
	ctx, err := asSystem(ctx)
	if err != nil {
		return false, err
	}
	_, err = d.Identity.Team(ctx, teamID)
	return found(err)
}

// KnownTags are those of the ids that exist.
func (d Directory) KnownTags(ctx context.Context, ids []string) ([]string, error) {
	ctx, err := asSystem(ctx)
	if err != nil {
		return nil, err
	}
	missing, err := d.Customers.KnownTags(ctx, ids)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(ids), func(s string) bool { return slices.Contains(missing, s) }), nil
}

// Customer is a customer's name and level.
func (d Directory) Customer(ctx context.Context, customerID string) (conversation.Customer, error) {
	ctx, err := asSystem(ctx)
	if err != nil {
		return conversation.Customer{}, err
	}
	list, err := d.Customers.Lookup(ctx, []string{customerID})
	if err == nil && len(list) == 1 && list[0].MergedInto != "" { // somebody who was found to be somebody else meanwhile
		list, err = d.Customers.Lookup(ctx, []string{list[0].MergedInto})
	}
	if err != nil {
		return conversation.Customer{}, err
	}
	if len(list) == 0 {
		return conversation.Customer{}, fault.ErrNotFound.New()
	}
	return conversation.Customer{ID: list[0].ID, Name: list[0].Name, Level: string(list[0].Level)}, nil
}

// Channel is what a new conversation copies of its channel.
func (d Directory) Channel(ctx context.Context, channelID string) (conversation.Channel, error) {
	ctx, err := asSystem(ctx)
	if err != nil {
		return conversation.Channel{}, err
	}
	c, err := d.Channels.WebchatOf(ctx, channelID)
	if err != nil {
		return conversation.Channel{}, err
	}
	return conversation.Channel{ID: c.ID, Kind: string(c.Kind), TeamID: c.Settings.DefaultTeamID, Feedback: feedback(c.Settings)}, nil
}

// feedback is how a channel asks for ratings, in the words of conversations.
func feedback(s channel.Settings) conversation.Feedback {
	asks := s.Asks()
	out := conversation.Feedback{On: s.Rating, LowScore: asks.LowScore}
	for _, list := range asks.Reasons {
		for _, r := range list.Items {
			out.Reasons = append(out.Reasons, conversation.ScoreReason{
				Score: list.Score, RatingReason: conversation.RatingReason{ID: r.ID, En: r.Text.En, Zh: r.Text.Zh},
			})
		}
	}
	return out
}

// Workspace is conversation.Workspace.
type Workspace struct {
	Account *account.Service
	Work    Work
	Many    *db.Cache[bool] // whether a workspace has several queues
}

// Work is where conversations stand in routing; routing's store is it.
type Work interface {
	routing.Spots
	Current(ctx context.Context) (routing.Published, error)
}

// Settings of conversations; the same in every workspace so far.
func (Workspace) Settings(context.Context) (conversation.Settings, error) {
	return conversation.DefaultSettings, nil
}

// NextNumber takes the next number of a conversation, inside the running unit.
func (w Workspace) NextNumber(ctx context.Context) (int64, error) {
	ctx, err := asSystem(ctx)
	if err != nil {
		return 0, err
	}
	return w.Account.Next(ctx, "conversation")
}

// Queued implements conversation.Queues.
func (w Workspace) Queued(ctx context.Context, conversationIDs []string) ([]conversation.Queued, error) {
	if len(conversationIDs) == 0 {
		return nil, nil
	}
	several, err := w.several(ctx)
	if err != nil || !several {
		return nil, err
	}
	return queuedOf(w.Work.SpotsOf(ctx, conversationIDs))
}

// InQueue implements conversation.Queues.
func (w Workspace) InQueue(ctx context.Context, queueID string, after conversation.Queued, limit int) ([]conversation.Queued, error) {
	return queuedOf(w.Work.WaitingIn(ctx, queueID, routing.Spot{ConversationID: after.ConversationID, Rank: after.Rank}, limit))
}

// UnderWay implements conversation.Queues.
func (w Workspace) UnderWay(ctx context.Context, queueIDs []string, limit int) ([]string, error) {
	return w.Work.UnderWay(ctx, queueIDs, limit)
}

// several reports whether the workspace has more than one queue: with one there is nothing to tell apart.
func (w Workspace) several(ctx context.Context) (bool, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return false, err
	}
	return w.Many.Get(ctx, tenant, func(ctx context.Context) (bool, error) {
		p, err := w.Work.Current(ctx)
		if fault.Has(err, routing.ErrNoPlan) {
			return false, nil
		}
		return len(p.Plan.Queues) > 1, err
	})
}

func queuedOf(spots []routing.Spot, err error) ([]conversation.Queued, error) {
	out := make([]conversation.Queued, len(spots))
	for i, s := range spots {
		out[i] = conversation.Queued{ConversationID: s.ConversationID, QueueID: s.QueueID, Rank: s.Rank}
	}
	return out, err
}
