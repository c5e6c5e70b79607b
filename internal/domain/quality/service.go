package quality

import (
	"context"
	"strings"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
)

// Service holds the use cases.
type Service struct {
	run           unit.Runner
	clock         clock.Clock
	store         Store
	conversations Conversations
}

// New makes the service.
func New(run unit.Runner, c clock.Clock, store Store, conversations Conversations) *Service {
	return &Service{run: run, clock: c, store: store, conversations: conversations}
}

// Mark asks for an inspection of a conversation.
func (s *Service) Mark(ctx context.Context, conversationID string, reason Reason, comment string) (Mark, error) {
	a, err := actor.Require(ctx, PermMark)
	if err != nil {
		return Mark{}, err
	}
	comment = strings.TrimSpace(comment)
	if err := checkMark(reason, comment); err != nil {
		return Mark{}, err
	}
	c, err := s.conversations.Look(ctx, conversationID)
	if err != nil {
		return Mark{}, err
	}
	m := Mark{
		ID: id.New("qmk"), ConversationID: conversationID, Number: c.Number, AgentID: c.AgentID, Reason: reason, Comment: comment,
		State: Open, MarkedBy: a.ID, CreatedAt: s.clock.Now(), Version: 1,
	}
	err = s.run.Do(ctx, func(ctx context.Context) error {
		all, err := s.store.MarksOf(ctx, conversationID)
		if err != nil {
			return err
		}
		if len(all) >= MaxMarks {
			return ErrTooMany.With("max", MaxMarks)
		}
		if err := s.store.InsertMark(ctx, m); err != nil {
			return err
		}
		return s.tell(ctx, a, m, EventMarked)
	})
	return m, err
}

// Of are the marks of a conversation, the newest first. Who only marks sees the own ones.
func (s *Service) Of(ctx context.Context, conversationID string) ([]Mark, error) {
	a, err := actor.Require(ctx, PermMark)
	if err != nil {
		return nil, err
	}
	if _, err := s.conversations.Look(ctx, conversationID); err != nil {
		return nil, err
	}
	all, err := s.store.MarksOf(ctx, conversationID)
	if err != nil || a.Can(PermInspect) != actor.None {
		return all, err
	}
	var own []Mark
	for _, m := range all {
		if m.MarkedBy == a.ID {
			own = append(own, m)
		}
	}
	return own, nil
}

// List is one page of marks, the newest first.
func (s *Service) List(ctx context.Context, f Filter, p page.Request) (page.Of[Mark], error) {
	if _, err := actor.Require(ctx, PermInspect); err != nil {
		return page.Of[Mark]{}, err
	}
	return s.store.ListMarks(ctx, f, p)
}

// Finish says what was found and closes a mark; Reopen takes that back.
func (s *Service) Finish(ctx context.Context, markID string, version int64, verdict string) (Mark, error) {
	verdict = strings.TrimSpace(verdict)
	var c fault.Checker
	c.Text("verdict", verdict, 0, maxText)
	if err := c.Err(); err != nil {
		return Mark{}, err
	}
	return s.change(ctx, markID, version, EventDone, func(a actor.Actor, m *Mark) error {
		if m.State == Done {
			return ErrClosed.New()
		}
		now := s.clock.Now()
		m.State, m.Verdict, m.DoneBy, m.DoneAt = Done, verdict, a.ID, &now
		return nil
	})
}

// Reopen makes a finished mark an open one. What was found stays, to be changed.
func (s *Service) Reopen(ctx context.Context, markID string, version int64) (Mark, error) {
	return s.change(ctx, markID, version, EventReopened, func(_ actor.Actor, m *Mark) error {
		m.State, m.DoneBy, m.DoneAt = Open, "", nil
		return nil
	})
}

func (s *Service) change(ctx context.Context, markID string, version int64, kind string, apply func(actor.Actor, *Mark) error) (Mark, error) {
	a, err := actor.Require(ctx, PermInspect)
	if err != nil {
		return Mark{}, err
	}
	var m Mark
	err = s.run.Do(ctx, func(ctx context.Context) error {
		if m, err = s.store.Mark(ctx, markID); err != nil {
			return err
		}
		if m.Version != version {
			return fault.ErrConflict.New()
		}
		if err := apply(a, &m); err != nil {
			return err
		}
		if err := s.store.UpdateMark(ctx, m); err != nil {
			return err
		}
		m.Version++
		return s.tell(ctx, a, m, kind)
	})
	return m, err
}

// Withdraw takes back a mark: the own one while it is open, any for an inspector.
func (s *Service) Withdraw(ctx context.Context, markID string) error {
	a, err := actor.Require(ctx, PermMark)
	if err != nil {
		return err
	}
	return s.run.Do(ctx, func(ctx context.Context) error {
		m, err := s.store.Mark(ctx, markID)
		if err != nil {
			return err
		}
		if a.Can(PermInspect) == actor.None {
			switch {
			case m.MarkedBy != a.ID:
				return ErrNotFound.New() // a guess tells nothing
			case m.State == Done:
				return ErrClosed.New()
			}
		}
		if err := s.store.DeleteMark(ctx, markID); err != nil {
			return err
		}
		return s.tell(ctx, a, m, EventWithdrawn)
	})
}

// Consumer is the name of the reader of the log that follows conversations.
const Consumer = "quality"

const conversationErased = "conversation.erased"

// Concerns reports whether Handle does something with the event.
func Concerns(e event.Event) bool { return e.Type == conversationErased }

// Handle removes the marks of conversations that were erased.
func (s *Service) Handle(ctx context.Context, batch []event.Recorded) error {
	for _, e := range batch {
		if !Concerns(e.Event) {
			continue
		}
		if err := s.store.EraseMarks(actor.With(ctx, actor.SystemFor(e.Tenant)), e.StreamID); err != nil {
			return err
		}
	}
	return nil
}
