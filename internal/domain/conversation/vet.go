package conversation

import (
	"context"

	"frontdesk/internal/base/fault"
)

// Words looks at what people of the company are about to say to a customer. It answers from memory.
type Words interface {
	// Vet gives the text as it may be stored. A fault says that it must not be, or that its author has to confirm it first.
	Vet(ctx context.Context, body string, confirmed bool) (Vetted, error)
}

// Vetted is a text that was looked at. Keep, if there is anything to note about it, belongs to the unit that stores the text,
// or to none when it was refused; then the entry has no id.
type Vetted struct {
	Body string
	Keep func(ctx context.Context, e Entry) error
}

// vet looks at the words of a text; without a port every text passes.
func (s *Service) vet(ctx context.Context, conversationID string, in *Text) (Vetted, error) {
	if s.words == nil {
		return Vetted{}, nil
	}
	v, err := s.words.Vet(ctx, in.Body, in.Confirmed)
	if err == nil {
		in.Body = v.Body
		return v, nil
	}
	if v.Keep == nil {
		return v, err
	}
	if conversationID != "" {
		if _, hidden := s.Get(ctx, conversationID); hidden != nil {
			return v, hidden
		}
	}
	if fault.KindOf(err) == fault.Conflict { // it may be confirmed, and is noted then
		return v, err
	}
	if noted := v.Keep(ctx, Entry{ConversationID: conversationID}); noted != nil {
		return v, noted
	}
	return v, err
}

// keep notes what was found in a text that is stored.
func (v Vetted) keep(ctx context.Context, t *Turn) error {
	if v.Keep == nil {
		return nil
	}
	for i := len(t.Entries) - 1; i >= 0; i-- {
		if t.Entries[i].Kind == Message {
			return v.Keep(ctx, t.Entries[i])
		}
	}
	return nil
}

// vetEdit looks at the new text of a message. It is not asked to be confirmed: what it is warned of is noted.
func (s *Service) vetEdit(ctx context.Context, old Entry, in *Text) error {
	if s.words == nil || old.Kind != Message {
		return nil
	}
	v, err := s.words.Vet(ctx, in.Body, true)
	if err != nil || v.Keep == nil {
		return err
	}
	in.Body = v.Body
	return v.Keep(ctx, old)
}
