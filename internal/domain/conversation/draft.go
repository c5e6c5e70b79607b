package conversation

import (
	"context"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
)

const draftFileLife = 30 * 24 * time.Hour

// Draft is what a person has begun to write in a conversation. Only that person sees it.
type Draft struct {
	ConversationID string       `json:"conversationId"`
	Kind           Kind         `json:"kind" enum:"message,note"`
	Body           string       `json:"body"`
	Attachments    []Attachment `json:"attachments,omitempty"`
	Mentions       []string     `json:"mentions,omitempty"`
	UpdatedAt      time.Time    `json:"updatedAt"`
}

// MyDrafts are the actor's drafts in the conversation, at most one of each kind.
func (s *Service) MyDrafts(ctx context.Context, conversationID string) ([]Draft, error) {
	if _, err := s.Get(ctx, conversationID); err != nil {
		return nil, err
	}
	a, err := actor.Of(ctx)
	if err != nil {
		return nil, err
	}
	return s.drafts.Drafts(ctx, conversationID, a.ID)
}

// SaveDraft keeps a draft of the actor; an empty one is removed.
func (s *Service) SaveDraft(ctx context.Context, conversationID string, kind Kind, in Text) (Draft, error) {
	if _, err := s.Get(ctx, conversationID); err != nil {
		return Draft{}, err
	}
	var c fault.Checker
	c.Choice("kind", string(kind), string(Message), string(Note))
	c.Text("body", in.Body, 0, MaxBody)
	c.Count("attachments", len(in.FileIDs), MaxAttachments)
	c.Count("mentions", len(in.Mentions), MaxMentions)
	if err := c.Err(); err != nil {
		return Draft{}, err
	}
	a, err := actor.Of(ctx)
	if err != nil {
		return Draft{}, err
	}
	d := Draft{ConversationID: conversationID, Kind: kind, Body: in.Body, Mentions: in.Mentions, UpdatedAt: s.clock.Now()}
	err = s.runner.Do(ctx, func(ctx context.Context) error {
		if in.Body == "" && len(in.FileIDs) == 0 {
			return s.drafts.DeleteDraft(ctx, conversationID, a.ID, kind)
		}
		files, err := s.usable(ctx, a, conversationID, in.FileIDs)
		if err != nil {
			return err
		}
		if err := s.keepForDraft(ctx, a, files); err != nil {
			return err
		}
		d.Attachments = attachments(files)
		return s.drafts.PutDraft(ctx, a.ID, d)
	})
	return d, err
}

// keepForDraft lets uploads live as long as a draft that somebody may come back to.
func (s *Service) keepForDraft(ctx context.Context, a actor.Actor, files []File) error {
	for _, f := range files {
		if f.ConversationID != "" {
			continue
		}
		j := unit.Job{Tenant: a.Tenant, Kind: JobPurgeFile, Subject: f.ID, RunAt: s.clock.Now().Add(draftFileLife)}
		if err := unit.Schedule(ctx, j); err != nil {
			return err
		}
	}
	return nil
}

// DropDraft removes a draft of the actor.
func (s *Service) DropDraft(ctx context.Context, conversationID string, kind Kind) error {
	if _, err := s.Get(ctx, conversationID); err != nil {
		return err
	}
	a, err := actor.Of(ctx)
	if err != nil {
		return err
	}
	return s.runner.Do(ctx, func(ctx context.Context) error {
		return s.drafts.DeleteDraft(ctx, conversationID, a.ID, kind)
	})
}

// forgetDraft removes the draft that was just sent.
func (s *Service) forgetDraft(ctx context.Context, a actor.Actor, conversationID string, kind Kind) error {
	if a.Kind != actor.User && a.Kind != actor.Token {
		return nil
	}
	return s.drafts.DeleteDraft(ctx, conversationID, a.ID, kind)
}
