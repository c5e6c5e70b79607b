package live

import (
	"context"
	"encoding/json"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/personal"
	"frontdesk/internal/domain/conversation"
)

// Limits of a replay. Beyond MaxReplay missed events or entries the client loads anew; a part is as large as the bus
// carries with room to spare.
const (
	MaxReplay    = 1000
	maxPart      = 180 << 10
	rowsPerFrame = 50
)

// Missed is the frames of one part of a replay. More is the position to ask on from; 0 says that this was the last part.
type Missed struct {
	Frames []json.RawMessage
	More   int64
	size   int
}

// from is the position to read on from; a client that has nothing yet reads from the start.
func from(after int64) int64 {
	if after == 0 {
		return conversation.FromStart
	}
	return after
}

func (m *Missed) add(frame []byte) {
	m.Frames = append(m.Frames, frame)
	m.size += len(frame)
}

// Open is the frames that bring a client from a position of a conversation to now, ending with "opened". The actor decides
// which side is shown: visitors get the public entries of their own conversations.
func (s *Service) Open(ctx context.Context, id string, after int64) (Missed, error) {
	a, err := actor.Of(ctx)
	if err != nil {
		return Missed{}, err
	}
	if a.Kind == actor.Visitor {
		return s.openPublic(ctx, id, after)
	}
	c, err := s.conversations.Get(ctx, id)
	if err != nil {
		return Missed{}, err
	}
	var out Missed
	row := encode(personal.For(ctx, c))
	if after > c.Seq || c.Seq-after > MaxReplay {
		out.add(reset(id, "gap"))
		out.add(opened(id, c.Seq, row))
		return out, nil
	}
	for {
		entries, err := s.conversations.Timeline(ctx, id, conversation.Range{After: from(after), Limit: conversation.MaxEntries})
		if err != nil {
			return Missed{}, err
		}
		for _, e := range entries {
			out.add(entryOf(id, e.Seq, personal.For(ctx, e), row))
			after = e.Seq
			if out.size > maxPart {
				out.More = after
				return out, nil
			}
		}
		if len(entries) < conversation.MaxEntries {
			out.add(opened(id, max(c.Seq, after), row))
			return out, nil
		}
	}
}

// openPublic is Open for the customer's side: public entries, counted by their own numbers.
func (s *Service) openPublic(ctx context.Context, id string, after int64) (Missed, error) {
	var out Missed
	for {
		head, entries, err := s.conversations.VisitorEntries(ctx, id, conversation.Range{After: from(after), Limit: conversation.MaxEntries})
		if err != nil {
			return Missed{}, err
		}
		row := encode(head)
		if after > head.Seq || head.Seq-after > MaxReplay {
			out.add(reset(id, "gap"))
			out.add(opened(id, head.Seq, row))
			return out, nil
		}
		for _, e := range entries {
			out.add(entryOf(id, e.Seq, e, row))
			after = e.Seq
			if out.size > maxPart {
				out.More = after
				return out, nil
			}
		}
		if len(entries) < conversation.MaxEntries {
			out.add(opened(id, max(head.Seq, after), row))
			return out, nil
		}
	}
}

// Replay is the frames that bring a desk from a cursor to now: the present rows of everything that changed, as far as the
// actor may see it today, and the ids of what is out of sight.
func (s *Service) Replay(ctx context.Context, cursor string) ([]json.RawMessage, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	batch, next, err := s.log.Since(ctx, tenant, cursor, MaxReplay)
	switch kind := fault.KindOf(err); {
	case err != nil && (kind == fault.Malformed || kind == fault.Gone || kind == fault.Conflict):
		return []json.RawMessage{reset("desk", "epoch")}, nil
	case err != nil:
		return nil, err
	case len(batch) >= MaxReplay:
		return []json.RawMessage{reset("desk", "gap")}, nil
	}
	var changed []json.RawMessage
	var gone []string
	for _, id := range conversationsOf(batch) {
		c, err := s.conversations.Get(ctx, id)
		switch kind := fault.KindOf(err); {
		case err == nil:
			changed = append(changed, encode(personal.For(ctx, c)))
		case kind == fault.NotFound || kind == fault.Denied:
			gone = append(gone, id)
		default:
			return nil, err
		}
	}
	return deskFrames(changed, gone, cursor, next), nil
}

func conversationsOf(batch []event.Recorded) []string {
	var out []string
	for _, stories := range tell(batch) { // of one workspace
		for _, st := range stories {
			out = append(out, st.id)
		}
	}
	return out
}

// deskFrames cuts many rows into frames that a bus carries. Only the last one moves the cursor, so that a client cut off
// between them asks for all again; too much for one answer is a reset.
func deskFrames(changed []json.RawMessage, gone []string, from, to string) []json.RawMessage {
	var out Missed
	for len(changed) > rowsPerFrame {
		out.add(desk(from, changed[:rowsPerFrame], nil))
		changed = changed[rowsPerFrame:]
	}
	out.add(desk(to, changed, gone))
	if out.size > maxPart {
		return []json.RawMessage{reset("desk", "gap")}
	}
	return out.Frames
}
