package customer

import (
	"context"
	"slices"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/personal"
)

// Limits of notes.
const (
	maxNoteText = 4000
	maxMentions = 20
)

// Note is what a colleague wrote down about a customer.
type Note struct {
	ID         string     `json:"id"`
	CustomerID string     `json:"customerId"`
	AuthorID   string     `json:"authorId"`
	Body       string     `json:"body" personal:"text"`
	Mentions   []string   `json:"mentions" doc:"Ids of the colleagues whom it names."`
	CreatedAt  time.Time  `json:"createdAt"`
	EditedAt   *time.Time `json:"editedAt,omitempty"`
	Version    int64      `json:"version"`
}

func (p *Panel) checkNote(ctx context.Context, body string, mentions []string) error {
	var c fault.Checker
	c.Text("body", body, 1, maxNoteText)
	c.Count("mentions", len(mentions), maxMentions)
	if err := c.Err(); err != nil || len(mentions) == 0 {
		return err
	}
	missing, err := p.d.People.MissingPeople(ctx, mentions)
	if err != nil {
		return err
	}
	c.If(len(missing) > 0, "mentions", fault.ErrUnknownItem)
	return c.Err()
}

// Notes are those of a customer, the newest first.
func (p *Panel) Notes(ctx context.Context, customerID string, r page.Request) (page.Of[Note], error) {
	if _, err := actor.Require(ctx, PermRead); err != nil {
		return page.Of[Note]{}, err
	}
	c, err := p.d.Customers.current(ctx, customerID)
	if err != nil {
		return page.Of[Note]{}, err
	}
	return p.d.Notes.NotesOf(ctx, c.ID, r)
}

// AddNote writes something down about a customer.
func (p *Panel) AddNote(ctx context.Context, customerID, body string, mentions []string) (Note, error) {
	a, err := actor.Require(ctx, PermEdit)
	if err != nil {
		return Note{}, err
	}
	body, mentions = strings.TrimSpace(body), sorted(mentions)
	if err := p.checkNote(ctx, body, mentions); err != nil {
		return Note{}, err
	}
	var n Note
	err = p.d.Run.Do(ctx, func(ctx context.Context) error {
		c, err := p.d.Customers.current(ctx, customerID)
		if err != nil {
			return err
		}
		n = Note{ID: id.New("cnt"), CustomerID: c.ID, AuthorID: a.ID, Body: body, Mentions: mentions, CreatedAt: p.d.Clock.Now(), Version: 1}
		if err := p.d.Notes.InsertNote(ctx, n); err != nil {
			return err
		}
		return p.d.Customers.emit(ctx, a, Stream, c.ID, EventNoted, Noted{NoteID: n.ID, Mentions: mentions, Version: 1})
	})
	return n, err
}

// EditNote changes what its author wrote. Only who is mentioned anew is told.
func (p *Panel) EditNote(ctx context.Context, noteID string, version int64, body string, mentions []string) (Note, error) {
	a, err := actor.Require(ctx, PermEdit)
	if err != nil {
		return Note{}, err
	}
	body, mentions = strings.TrimSpace(body), sorted(mentions)
	if err := p.checkNote(ctx, body, mentions); err != nil {
		return Note{}, err
	}
	var n Note
	err = p.d.Run.Do(ctx, func(ctx context.Context) error {
		if n, err = p.own(ctx, a, noteID); err != nil {
			return err
		}
		if n.Version != version {
			return fault.ErrConflict.New()
		}
		fresh := slices.DeleteFunc(slices.Clone(mentions), func(who string) bool { return slices.Contains(n.Mentions, who) })
		now := p.d.Clock.Now()
		n.Body, n.Mentions, n.EditedAt = personal.Kept(ctx, n.Body, body), mentions, &now
		if err := p.d.Notes.UpdateNote(ctx, n); err != nil {
			return err
		}
		n.Version++
		return p.d.Customers.emit(ctx, a, Stream, n.CustomerID, EventNoted, Noted{NoteID: n.ID, Mentions: fresh, Version: n.Version})
	})
	return n, err
}

// DeleteNote removes what its author wrote.
func (p *Panel) DeleteNote(ctx context.Context, noteID string) error {
	a, err := actor.Require(ctx, PermEdit)
	if err != nil {
		return err
	}
	return p.d.Run.Do(ctx, func(ctx context.Context) error {
		n, err := p.own(ctx, a, noteID)
		if err != nil {
			return err
		}
		if err := p.d.Notes.DeleteNote(ctx, noteID); err != nil {
			return err
		}
		return p.d.Customers.emit(ctx, a, Stream, n.CustomerID, EventNoteDeleted, Noted{NoteID: n.ID, Mentions: []string{}, Version: n.Version})
	})
}

// own is a note of who acts; nobody changes the words of others.
func (p *Panel) own(ctx context.Context, a actor.Actor, noteID string) (Note, error) {
	n, err := p.d.Notes.Note(ctx, noteID)
	if err == nil && n.AuthorID != a.ID {
		err = ErrNoteAuthor.New()
	}
	return n, err
}
