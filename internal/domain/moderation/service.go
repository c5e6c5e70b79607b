package moderation

import (
	"context"
	"slices"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/unit"
)

// Service holds the use cases.
type Service struct {
	run   unit.Runner
	clock clock.Clock
	store Store
	shelf *shelf
}

// New makes the service.
func New(r unit.Runner, c clock.Clock, s Store) *Service {
	return &Service{run: r, clock: c, store: s, shelf: newShelf(s, c)}
}

// change runs a change of a list and brings what is at hand up to date before it answers: who asks next, feels it.
func (s *Service) change(ctx context.Context, words, blocks bool, fn func(ctx context.Context) error) error {
	err := s.run.Do(ctx, func(ctx context.Context) error {
		if err := fn(ctx); err != nil {
			return err
		}
		return s.store.Bump(ctx, words, blocks)
	})
	if err != nil {
		return err
	}
	if _, inside := unit.Running(ctx); inside { // whether it holds is known only when the unit around it has ended
		tenant, err := actor.Tenant(ctx)
		if err == nil {
			unit.After(ctx, func(error) { s.shelf.forget(tenant) })
		}
		return err
	}
	return s.shelf.refresh(ctx)
}

// Refresh brings what is at hand of a workspace up to date, if anything is: another node has changed it, or may have.
func (s *Service) Refresh(ctx context.Context) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil || !s.shelf.holds(tenant) {
		return err
	}
	return s.shelf.refresh(ctx)
}

// AtHand are the workspaces whose lists are kept in memory; those that nobody used for an hour are given up.
func (s *Service) AtHand() []string { return s.shelf.tenants() }

// Vet looks at a text before it is stored. A fault says that it must not be, or that its author has to confirm it; the
// verdict then says which words were found, for Note. It costs one pass over the text and reads nothing from the database.
func (s *Service) Vet(ctx context.Context, side Side, text string, confirmed bool) (Verdict, error) {
	lists, err := s.shelf.get(ctx)
	if err != nil {
		return Verdict{}, err
	}
	v := lists.words.Check(text, side)
	switch {
	case v.Action == Block && side == Visitor:
		return v, ErrRefused.On("body")
	case v.Action == Block:
		return v, ErrBlocked.On("body").With("words", v.words(Block))
	case v.Action == Warn && side == Agent && !confirmed:
		return v, ErrWarned.On("body").With("words", v.words(Warn))
	}
	return v, nil
}

// Hint is what the author of a text should know: what is to be kept in mind, in the words of whoever made the list, or that
// not everything is said as it was written.
func (v Verdict) Hint(lang string) string {
	for _, m := range v.Matches {
		if m.Action == Warn && m.Note != "" {
			return m.Note
		}
	}
	if slices.ContainsFunc(v.Matches, func(m Match) bool { return m.Action == Replace }) {
		return ErrReplaced.New().Sentence(lang)
	}
	return ""
}

// Admit refuses those on the block list. It reads nothing from the database.
func (s *Service) Admit(ctx context.Context, address string, ids ...string) error {
	lists, err := s.shelf.get(ctx)
	if err != nil {
		return err
	}
	if lists.gate.shut(s.clock.Now(), address, ids...) {
		return ErrShut.New()
	}
	return nil
}

// Hit says that a word stood in a text: who wrote it, where and what became of it. It never holds the text.
type Hit struct {
	ID             string    `json:"id"`
	At             time.Time `json:"at"`
	Side           Side      `json:"side" enum:"agent,visitor"`
	Action         Action    `json:"action" enum:"warn,block,replace,report"`
	WordID         string    `json:"wordId"`
	Word           string    `json:"word" doc:"As it stood on the list then."`
	AuthorID       string    `json:"authorId" doc:"Id of the user or of the customer."`
	ConversationID string    `json:"conversationId,omitempty" doc:"Absent for a first message that was refused."`
	EntryID        string    `json:"entryId,omitempty" doc:"Absent for a message that was refused."`
}

// Where says what a verdict was about.
type Where struct{ ConversationID, EntryID, AuthorID string }

// maxNoted is how many words of one message are noted.
const maxNoted = 20

// Note keeps the hits of a verdict, each word once; inside a unit it belongs to it, and it only writes.
func (s *Service) Note(ctx context.Context, side Side, v Verdict, at Where) error {
	a, err := actor.Of(ctx)
	if err != nil || len(v.Matches) == 0 {
		return err
	}
	if at.AuthorID == "" {
		at.AuthorID = a.ID
	}
	var hits []Hit
	for _, m := range v.Matches {
		if len(hits) == maxNoted || slices.ContainsFunc(hits, func(h Hit) bool { return h.WordID == m.WordID }) {
			continue
		}
		hits = append(hits, Hit{
			ID: id.New("hit"), At: s.clock.Now(), Side: side, Action: m.Action, WordID: m.WordID, Word: m.Word,
			AuthorID: at.AuthorID, ConversationID: at.ConversationID, EntryID: at.EntryID,
		})
	}
	return s.run.Do(ctx, func(ctx context.Context) error { return s.store.AddHits(ctx, hits) })
}

// PermReply is the conversation domain's: who may answer customers may see the words in what they write.
const PermReply actor.Permission = "conversation.reply"

// Try shows what would happen to a text of a side.
func (s *Service) Try(ctx context.Context, side Side, text string) (Verdict, error) {
	if _, err := actor.Require(ctx, PermWords); err != nil {
		return Verdict{}, err
	}
	var c fault.Checker
	c.Choice("side", string(side), string(Agent), string(Visitor))
	if err := c.Err(); err != nil {
		return Verdict{}, err
	}
	return s.show(ctx, side, text)
}

// CheckReply shows an agent which words stand in what they are about to send.
func (s *Service) CheckReply(ctx context.Context, text string) (Verdict, error) {
	if _, err := actor.Require(ctx, PermReply); err != nil {
		return Verdict{}, err
	}
	return s.show(ctx, Agent, text)
}

func (s *Service) show(ctx context.Context, side Side, text string) (Verdict, error) {
	var c fault.Checker
	c.Text("text", text, 0, maxText)
	if err := c.Err(); err != nil {
		return Verdict{}, err
	}
	lists, err := s.shelf.get(ctx)
	if err != nil {
		return Verdict{}, err
	}
	v := lists.words.Check(text, side)
	if v.Matches == nil {
		v.Matches = []Match{}
	}
	return v, nil
}
