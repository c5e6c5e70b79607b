package conversation

import (
	"context"
	"slices"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
)

// Post sends a message to the customer. The same client id from the same person is stored once.
func (s *Service) Post(ctx context.Context, conversationID string, in Text) (Result, error) {
	a, err := actor.Require(ctx, PermReply)
	if err != nil {
		return Result{}, err
	}
	return s.post(ctx, a, conversationID, in, func(ctx context.Context, _ Conversation) error {
		return s.forgetDraft(ctx, a, conversationID, Message)
	})
}

// post is Post for a message that belongs with something else: with is part of the unit that stores it, and may refuse it
// by the conversation as it was before.
func (s *Service) post(ctx context.Context, a actor.Actor, conversationID string, in Text, with func(ctx context.Context, before Conversation) error) (Result, error) {
	in = in.Normal()
	in.Mentions = nil
	if err := in.Check(); err != nil {
		return Result{}, err
	}
	said, err := s.vet(ctx, conversationID, &in)
	if err != nil {
		return Result{}, err
	}
	set, err := s.space.Settings(ctx)
	if err != nil {
		return Result{}, err
	}
	res, err := s.turn(ctx, conversationID, PermReply, func(ctx context.Context, t *Turn) error {
		files, err := s.attach(ctx, a, t.Row.ID, in.FileIDs, false)
		if err != nil {
			return err
		}
		e := s.entry(in, files)
		if err := s.quote(ctx, &e, conversationID, in.QuoteID, true); err != nil {
			return err
		}
		t.Reply(e, set.AssignOnReply)
		if err := said.keep(ctx, t); err != nil {
			return err
		}
		return with(ctx, t.before)
	})
	return s.orFirst(ctx, res, err, conversationID, authorOf(a, "").id, in.ClientID)
}

// AddNote writes what only colleagues see; the people it mentions must exist.
func (s *Service) AddNote(ctx context.Context, conversationID string, in Text) (Result, error) {
	a, err := actor.Require(ctx, PermNote)
	if err != nil {
		return Result{}, err
	}
	in = in.Normal()
	if err := in.Check(); err != nil {
		return Result{}, err
	}
	in.Mentions = slices.Compact(slices.Sorted(slices.Values(in.Mentions)))
	if err := s.people(ctx, "mentions", in.Mentions...); err != nil {
		return Result{}, err
	}
	res, err := s.turn(ctx, conversationID, PermNote, func(ctx context.Context, t *Turn) error {
		files, err := s.attach(ctx, a, t.Row.ID, in.FileIDs, true)
		if err != nil {
			return err
		}
		e := s.entry(in, files)
		e.Mentions = in.Mentions
		if err := s.quote(ctx, &e, conversationID, in.QuoteID, false); err != nil {
			return err
		}
		t.Note(e)
		if len(in.Mentions) > 0 {
			if err := s.entries.Mention(ctx, t.Row.ID, in.Mentions, t.now); err != nil {
				return err
			}
		}
		return s.forgetDraft(ctx, a, conversationID, Note)
	})
	return s.orFirst(ctx, res, err, conversationID, authorOf(a, "").id, in.ClientID)
}

func (s *Service) entry(in Text, files []Attachment) Entry {
	return Entry{Body: in.Body, Attachments: files, ClientID: in.ClientID, Lang: s.lang(in.Body), Card: in.cardOf()}
}

// orFirst turns "already sent" into the answer that the first attempt got.
func (s *Service) orFirst(ctx context.Context, res Result, err error, conversationID, authorID, clientID string) (Result, error) {
	if !fault.Has(err, ErrRepeated) {
		return res, err
	}
	first, err := s.entries.ByClientID(ctx, conversationID, authorID, clientID)
	if err != nil {
		return Result{}, err
	}
	c, err := s.rows.Get(ctx, conversationID)
	if err != nil {
		return Result{}, err
	}
	return Result{Conversation: c, Entries: []Entry{first}, Repeated: true}, nil
}

// people checks that all of these exist and still work here.
func (s *Service) people(ctx context.Context, field string, ids ...string) error {
	if len(ids) == 0 {
		return nil
	}
	found, err := s.dir.People(ctx, ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		known := slices.ContainsFunc(found, func(p Person) bool { return p.ID == id && p.Active })
		if !known {
			return fault.ErrUnknownItem.On(field)
		}
	}
	return nil
}
