package conversation

import (
	"context"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
)

// Past is a conversation that took place before: sample data, or one that is brought over from another system.
// Those of one customer are imported in order of time: the last one becomes the current one.
type Past struct {
	Customer  Customer
	ChannelID string
	TeamID    string
	Subject   string
	Acts      []Act   // in order of time; the first one opens the conversation
	Said      Verdict // what came with the score, when an act rates
}

// Act is what somebody did at a time, by the same rules as today: func(t *Turn) error { t.Resolve(""); return nil }.
type Act struct {
	By actor.Actor
	At time.Time
	Do func(t *Turn) error
}

// Import stores a past conversation with its entries and events in one unit of work.
func (s *Service) Import(ctx context.Context, p Past) (Conversation, error) {
	a, err := machine(ctx)
	if err != nil {
		return Conversation{}, err
	}
	if len(p.Acts) == 0 {
		return Conversation{}, fault.ErrRequired.On("acts")
	}
	var t *Turn
	err = Run(ctx, s.runner, func(ctx context.Context) error {
		in := Incoming{Customer: p.Customer, ChannelID: p.ChannelID, TeamID: p.TeamID, Subject: p.Subject}
		current, err := s.rows.Current(ctx, p.Customer.ID, p.ChannelID)
		if err != nil && !fault.Has(err, ErrNotFound) {
			return err
		}
		first := p.Acts[0]
		if t, err = s.open(ctx, as(first.By, a), in, first.At.UTC().Truncate(time.Microsecond)); err != nil {
			return err
		}
		for _, act := range p.Acts {
			t.by, t.author, t.now = act.By.Ref(), authorOf(act.By, p.Customer.ID), act.At.UTC().Truncate(time.Microsecond)
			if err := act.Do(t); err != nil {
				return err
			}
		}
		if err := s.rows.Insert(ctx, t.Row, current.ID); err != nil {
			return err
		}
		if err := s.importRating(ctx, t, p.Said); err != nil {
			return err
		}
		for _, e := range t.Entries {
			if len(e.Mentions) == 0 {
				continue
			}
			if err := s.entries.Mention(ctx, t.Row.ID, e.Mentions, e.CreatedAt); err != nil {
				return err
			}
		}
		return s.storeRest(ctx, t)
	})
	if err != nil {
		return Conversation{}, err
	}
	return t.Row, nil
}

// as is the actor of an act in the workspace of who imports it.
func as(by, importer actor.Actor) actor.Actor {
	by.Tenant = importer.Tenant
	return by
}

func (s *Service) importRating(ctx context.Context, t *Turn, said Verdict) error {
	if t.Row.RatingScore == 0 {
		return nil
	}
	wishes, err := s.feedback(ctx, t.Row.ChannelID)
	if err != nil {
		return err
	}
	said.Score = t.Row.RatingScore
	reasons, err := wishes.chosen(said)
	if err != nil {
		return err
	}
	return s.ratings.PutRating(ctx, Rating{
		ConversationID: t.Row.ID, Resolution: t.Row.Resolutions, Score: said.Score, Comment: said.Comment, Solved: said.Solved, Reasons: reasons,
		UserID: t.Row.AssigneeID, CreatedAt: t.now, UpdatedAt: t.now, FollowUp: FollowUp{}.after(said.Score <= wishes.LowScore),
	})
}

// Clear removes all conversations of the workspace and everything that hangs on them, in one unit of work: for removing
// sample data. The events stay in the log; they hold no text and no names.
func (s *Service) Clear(ctx context.Context) error {
	if _, err := machine(ctx); err != nil {
		return err
	}
	return s.runner.Do(ctx, s.owners.Clear)
}

// machine is the program itself: start-up, the command line, jobs.
func machine(ctx context.Context) (actor.Actor, error) {
	a, err := actor.Of(ctx)
	if err == nil && a.Kind != actor.System && a.Kind != actor.Job {
		err = fault.ErrDenied.New()
	}
	return a, err
}
