package ports

import (
	"context"

	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/moderation"
)

// AgentWords is conversation.Words.
type AgentWords struct{ Moderation *moderation.Service }

// Vet looks at what somebody of the company is about to say.
func (w AgentWords) Vet(ctx context.Context, body string, confirmed bool) (conversation.Vetted, error) {
	v, err := w.Moderation.Vet(ctx, moderation.Agent, body, confirmed)
	out := conversation.Vetted{Body: v.Text}
	if len(v.Matches) > 0 {
		out.Keep = func(ctx context.Context, e conversation.Entry) error {
			return w.Moderation.Note(ctx, moderation.Agent, v, moderation.Where{ConversationID: e.ConversationID, EntryID: e.ID})
		}
	}
	return out, err
}

// Admit refuses who is on the block list.
func (v Visitors) Admit(ctx context.Context, address string, ids ...string) error {
	return v.Moderation.Admit(ctx, address, ids...)
}
