package live

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/conversation"
)

// Conversations reads what frames show; conversation.Service is it.
type Conversations interface {
	Get(ctx context.Context, id string) (conversation.Conversation, error)
	Timeline(ctx context.Context, id string, r conversation.Range) ([]conversation.Entry, error)
	VisitorEntries(ctx context.Context, id string, r conversation.Range) (conversation.VisitorConversation, []conversation.VisitorEntry, error)
	ForVisitor(ctx context.Context, c conversation.Conversation, es []conversation.Entry) (conversation.VisitorConversation, []conversation.VisitorEntry, error)
}

// Log reads the event log from a cursor on.
type Log interface {
	// Since are up to limit events of a workspace after the cursor, and the cursor to go on from. A cursor that cannot be
	// continued is a fault of kind Malformed, Gone or Conflict.
	Since(ctx context.Context, tenant, cursor string, limit int) ([]event.Recorded, string, error)
}

// Publisher sends a frame to an audience; it may be lost.
type Publisher interface {
	Publish(tenant, audience string, frame []byte) error
}

// Service makes frames. It has no state.
type Service struct {
	conversations Conversations
	log           Log
	out           Publisher
}

// New makes the service.
func New(c Conversations, l Log, p Publisher) *Service {
	return &Service{conversations: c, log: l, out: p}
}

// story is what one batch of events says about one conversation.
type story struct {
	tenant, id string
	first      int64 // lowest and highest seq of entries in the batch; 0 for none
	last       int64
	before     []conversation.Place
	seen       bool // seen marks moved
}

// Observe publishes the frames of a batch of events. Events of one conversation become one row on the desks.
func (s *Service) Observe(ctx context.Context, batch []event.Recorded) error {
	stories, cursor := tell(batch), ""
	for _, e := range batch {
		cursor = e.Cursor
		if err := s.announce(e); err != nil {
			return err
		}
	}
	for _, st := range stories {
		ctx := actor.With(ctx, actor.SystemFor(st.tenant))
		if err := s.show(ctx, st, cursor); err != nil && fault.KindOf(err) != fault.NotFound {
			return fmt.Errorf("show %s: %w", st.id, err)
		}
	}
	return nil
}

// tell collects the conversations of a batch in the order of their first event.
func tell(batch []event.Recorded) []*story {
	var order []*story
	byID := map[string]*story{}
	for _, e := range batch {
		if e.Stream != conversation.Stream {
			continue
		}
		st, ok := byID[e.StreamID]
		if !ok {
			st = &story{tenant: e.Tenant, id: e.StreamID}
			byID[e.StreamID] = st
			order = append(order, st)
		}
		st.take(e.Event)
	}
	return order
}

func (st *story) take(e event.Event) {
	if e.Seq == 0 {
		st.seen = true
		return
	}
	if st.first == 0 || e.Seq < st.first {
		st.first = e.Seq
	}
	st.last = max(st.last, e.Seq)
	var moved conversation.Moved
	if json.Unmarshal(e.Data, &moved) == nil && moved.Before != nil {
		st.before = append(st.before, *moved.Before)
	}
}

// show publishes what happened to one conversation: entries to who has it open, the row to the desks.
func (s *Service) show(ctx context.Context, st *story, cursor string) error {
	c, err := s.conversations.Get(ctx, st.id)
	if err != nil {
		return err
	}
	var entries []conversation.Entry
	if st.first > 0 {
		entries, err = s.conversations.Timeline(ctx, st.id, conversation.Range{After: from(st.first - 1), Limit: int(st.last - st.first + 1)})
		if err != nil {
			return err
		}
	}
	if err := s.toOpen(ctx, st, c, entries); err != nil {
		return err
	}
	return s.toDesks(st, c, cursor)
}

func (s *Service) toOpen(ctx context.Context, st *story, c conversation.Conversation, entries []conversation.Entry) error {
	inside, outside := AudienceConversation(c.ID), AudiencePublic(c.ID)
	head, public, err := s.conversations.ForVisitor(ctx, c, entries)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := s.out.Publish(st.tenant, inside, entryOf(c.ID, e.Seq, e, c)); err != nil {
			return err
		}
	}
	for _, e := range public {
		if err := s.out.Publish(st.tenant, outside, entryOf(c.ID, e.Seq, e, head)); err != nil {
			return err
		}
	}
	if !st.seen {
		return nil
	}
	if err := s.out.Publish(st.tenant, inside, headOf(c.ID, c)); err != nil {
		return err
	}
	return s.out.Publish(st.tenant, outside, headOf(c.ID, head))
}

// toDesks tells the desks that list the conversation now, and first those that listed it before and do not any more. Who
// reads everything never loses a row.
func (s *Service) toDesks(st *story, c conversation.Conversation, cursor string) error {
	now := desksOf(c.Place())
	var gone []string
	for _, p := range st.before {
		gone = append(gone, left(desksOf(p), now)...)
	}
	gone = slices.Compact(slices.Sorted(slices.Values(gone)))
	for _, a := range gone {
		if err := s.out.Publish(st.tenant, a, desk(cursor, nil, []string{c.ID})); err != nil {
			return err
		}
	}
	frame := desk(cursor, []conversation.Conversation{c}, nil)
	for _, a := range append([]string{AudienceAll}, now...) {
		if err := s.out.Publish(st.tenant, a, frame); err != nil {
			return err
		}
	}
	return nil
}
