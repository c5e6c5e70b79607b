package live

import (
	"context"
	"encoding/json"
	"runtime"
	"slices"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/personal"
	"frontdesk/internal/domain/conversation"
)

// Conversations reads what frames show; conversation.Service is it.
type Conversations interface {
	News(ctx context.Context, asked []conversation.Asked) (map[string]conversation.News, error)
	Get(ctx context.Context, id string) (conversation.Conversation, error)
	Timeline(ctx context.Context, id string, r conversation.Range) ([]conversation.Entry, error)
	VisitorEntries(ctx context.Context, id string, r conversation.Range) (conversation.VisitorConversation, []conversation.VisitorEntry, error)
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
	open          Offers
}

// New makes the service.
func New(c Conversations, l Log, p Publisher, o Offers) *Service {
	return &Service{conversations: c, log: l, out: p, open: o}
}

// story is what one batch of events says about one conversation.
type story struct {
	tenant, id string
	customer   string
	channel    string
	seqs       []int64 // of its entries in the batch
	before     []conversation.Place
	seen       bool     // seen marks moved
	gone       []string // who took part and does not any more
}

// Observe publishes the frames of a batch of events. Events of one conversation become one row on the desks.
func (s *Service) Observe(ctx context.Context, batch []event.Recorded) error {
	cursor := ""
	for _, e := range batch {
		cursor = e.Cursor
		if err := s.announce(e); err != nil {
			return err
		}
	}
	if err := s.offers(ctx, batch); err != nil {
		return err
	}
	for tenant, stories := range tell(batch) {
		if err := s.show(actor.With(ctx, actor.SystemFor(tenant)), stories, cursor); err != nil {
			return err
		}
	}
	return nil
}

// tell collects the conversations of a batch by workspace, in the order of their first event.
func tell(batch []event.Recorded) map[string][]*story {
	out := map[string][]*story{}
	byID := map[string]*story{}
	for _, e := range batch {
		if e.Stream != conversation.Stream {
			continue
		}
		st, ok := byID[e.StreamID]
		if !ok {
			st = &story{tenant: e.Tenant, id: e.StreamID}
			byID[e.StreamID] = st
			out[e.Tenant] = append(out[e.Tenant], st)
		}
		st.take(e.Event)
	}
	return out
}

func (st *story) take(e event.Event) {
	if e.Seq == 0 {
		st.seen = true
		return
	}
	st.seqs = append(st.seqs, e.Seq)
	if e.Type == conversation.EventMessageAdded {
		var added conversation.Added
		if json.Unmarshal(e.Data, &added) == nil {
			st.customer, st.channel = added.CustomerID, added.ChannelID
		}
		return
	}
	if e.Type == conversation.EventLeft {
		var left conversation.Attended
		_ = json.Unmarshal(e.Data, &left)
		st.gone = append(st.gone, left.UserIDs...)
		return
	}
	var moved conversation.Moved
	if conversation.Moves(e) && json.Unmarshal(e.Data, &moved) == nil && moved.Before != nil {
		st.before = append(st.before, *moved.Before)
	}
}

// show publishes what happened to the conversations of one workspace. Those that are gone meanwhile have told so.
func (s *Service) show(ctx context.Context, stories []*story, cursor string) error {
	asked := make([]conversation.Asked, len(stories))
	for i, st := range stories {
		asked[i] = conversation.Asked{ConversationID: st.id, Seqs: st.seqs}
		if !st.seen {
			asked[i].CustomerID, asked[i].ChannelID = st.customer, st.channel
		}
	}
	news, err := s.conversations.News(ctx, asked)
	if err != nil {
		return err
	}
	for _, st := range stories {
		runtime.Gosched() // a long batch must not keep the writer of the database from a processor
		n, ok := news[st.id]
		if !ok {
			continue
		}
		row := shape(n.Conversation) // once for all frames
		if err := s.toOpen(st, n, row); err != nil {
			return err
		}
		if err := s.toDesks(st, n.Conversation, row, cursor); err != nil {
			return err
		}
	}
	return nil
}

// toOpen tells those who have the conversation open: its entries, or that seen marks moved.
func (s *Service) toOpen(st *story, n conversation.News, row shapes) error {
	c, head := n.Conversation, encode(n.Head)
	inside, outside := AudienceConversation(c.ID), AudiencePublic(c.ID)
	for _, e := range n.Entries {
		frame := shapes{plain: entryOf(c.ID, e.Seq, e, row.plain)}
		if hidden, changed := personal.View(e); changed || row.masked != nil {
			frame.masked = entryOf(c.ID, e.Seq, hidden, row.hidden())
		}
		if err := s.toEach(st.tenant, inside, frame); err != nil {
			return err
		}
	}
	for _, e := range n.Public {
		if err := s.out.Publish(st.tenant, outside, entryOf(c.ID, e.Seq, e, head)); err != nil {
			return err
		}
	}
	if !st.seen {
		return nil
	}
	frame := shapes{plain: headOf(c.ID, row.plain)}
	if row.masked != nil {
		frame.masked = headOf(c.ID, row.masked)
	}
	if err := s.toEach(st.tenant, inside, frame); err != nil {
		return err
	}
	return s.out.Publish(st.tenant, outside, headOf(c.ID, head))
}

// toDesks tells the desks that list the conversation now, and first those that listed it before and do not any more. Who
// reads everything never loses a row.
func (s *Service) toDesks(st *story, c conversation.Conversation, row shapes, cursor string) error {
	now := desksOf(c.Place())
	for _, user := range c.ParticipantIDs {
		now = append(now, AudienceUser(user))
	}
	slices.Sort(now)
	now = slices.Compact(now)
	var gone []string
	for _, user := range st.gone {
		gone = append(gone, left([]string{AudienceUser(user)}, now)...)
	}
	for _, p := range st.before {
		gone = append(gone, left(desksOf(p), now)...)
	}
	gone = slices.Compact(slices.Sorted(slices.Values(gone)))
	for _, a := range gone {
		if err := s.toBoth(st.tenant, a, desk(cursor, nil, []string{c.ID})); err != nil {
			return err
		}
	}
	frame := shapes{plain: desk(cursor, []json.RawMessage{row.plain}, nil)}
	if row.masked != nil {
		frame.masked = desk(cursor, []json.RawMessage{row.masked}, nil)
	}
	for _, a := range append([]string{AudienceAll}, now...) {
		if err := s.toEach(st.tenant, a, frame); err != nil {
			return err
		}
	}
	return nil
}
