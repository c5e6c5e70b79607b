package ports

import (
	"context"
	"unicode/utf8"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/assist"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/knowledge"
)

// Told is assist.Conversations.
type Told struct{ Conversations *conversation.Service }

// lookedAt is how many of the last entries are looked at for what has no answer.
const lookedAt = 30

// Unanswered are the last messages of the customer that nobody has answered, the newest first.
func (t Told) Unanswered(ctx context.Context, conversationID string, limit int) ([]assist.Said, error) {
	c, err := t.Conversations.Get(ctx, conversationID)
	if err != nil || c.WaitingSince.IsZero() {
		return nil, err
	}
	entries, err := t.Conversations.Timeline(ctx, conversationID, conversation.Range{Limit: lookedAt})
	var out []assist.Said
	for i := len(entries) - 1; i >= 0 && len(out) < limit && !entries[i].CreatedAt.Before(c.WaitingSince); i-- {
		if e := entries[i]; e.AuthorKind == conversation.ByCustomer && e.Kind == conversation.Message && e.Body != "" {
			out = append(out, assist.Said{ID: e.ID, Body: e.Body, Lang: e.Lang})
		}
	}
	return out, err
}

// Answers is assist.Source: what is published in the FAQ, for who may use it.
type Answers struct{ FAQ *knowledge.FAQ }

// Suggest are answers that fit.
func (a Answers) Suggest(ctx context.Context, text string, limit int) ([]assist.Suggestion, error) {
	if !may(ctx, knowledge.PermFAQ) {
		return nil, nil
	}
	found, err := a.FAQ.Suggest(ctx, text, limit)
	return suggestions("faq", found), err
}

// QuickReplies is assist.Source: the replies of who acts.
type QuickReplies struct{ Knowledge *knowledge.Service }

// Suggest are replies that fit.
func (q QuickReplies) Suggest(ctx context.Context, text string, limit int) ([]assist.Suggestion, error) {
	if !may(ctx, knowledge.PermUse) {
		return nil, nil
	}
	found, err := q.Knowledge.Suggest(ctx, text, limit)
	return suggestions("reply", found), err
}

func may(ctx context.Context, p actor.Permission) bool {
	a, ok := actor.From(ctx)
	return ok && a.Can(p) != actor.None
}

func suggestions(origin string, found []knowledge.Suggested) []assist.Suggestion {
	out := make([]assist.Suggestion, 0, len(found))
	for _, f := range found {
		out = append(out, assist.Suggestion{Origin: origin, ID: f.ID, Title: f.Title, Text: f.Text, Lang: f.Lang, Files: f.Files, Fit: f.Fit})
	}
	return out
}

// Said are messages by their ids.
func (t Told) Said(ctx context.Context, conversationID string, ids []string) ([]assist.Said, error) {
	var out []assist.Said
	for _, id := range ids {
		_, e, err := t.Conversations.Entry(ctx, conversationID, id)
		if fault.Has(err, conversation.ErrEntryNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if e.Kind == conversation.Message && e.Body != "" && !e.Recalled {
			out = append(out, assist.Said{ID: e.ID, Body: e.Body, Lang: e.Lang})
		}
	}
	return out, nil
}

// Spoken is the customer's last message that tells a language.
func (t Told) Spoken(ctx context.Context, conversationID string) (assist.Said, error) {
	entries, err := t.Conversations.Timeline(ctx, conversationID, conversation.Range{Limit: conversation.MaxEntries})
	if err != nil {
		return assist.Said{}, err
	}
	short := assist.Said{}
	for i := len(entries) - 1; i >= 0; i-- {
		e := entries[i]
		if e.AuthorKind != conversation.ByCustomer || e.Kind != conversation.Message || e.Lang == "" {
			continue
		}
		said := assist.Said{ID: e.ID, Body: e.Body, Lang: e.Lang}
		if e.Lang != "en" || utf8.RuneCountInString(e.Body) >= assist.MinLatin {
			return said, nil
		}
		if short.ID == "" {
			short = said
		}
	}
	if short.ID == "" {
		return short, assist.ErrNobodySpoke.New()
	}
	return short, nil
}
