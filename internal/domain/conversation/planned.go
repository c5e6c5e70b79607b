package conversation

import (
	"context"
	"slices"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/personal"
	"frontdesk/internal/base/unit"
)

// Limits of messages that leave later.
const (
	MaxPlanned  = 20 // in one conversation
	MaxPlanning = 366 * 24 * time.Hour
)

// JobSendPlanned is the kind of the job that sends a planned message; its subject is the message.
const JobSendPlanned = "conversation.send_planned"

// Reason says why a planned message was not sent when its time came. It waits for its author then.
type Reason string

// The reasons.
const (
	HeldResolved Reason = "resolved" // the conversation has ended meanwhile
	HeldAnswered Reason = "answered" // somebody has written since, and it was to be sent only if not
	HeldDenied   Reason = "denied"   // its author may not answer here any more
	HeldWords    Reason = "words"    // its words are not allowed, or have to be confirmed
	HeldRefused  Reason = "refused"  // anything else, such as a quoted message that was recalled
)

// Planned is a message that leaves at a time to come. It is checked then as if its author sent it at that moment.
type Planned struct {
	ID             string       `json:"id"`
	ConversationID string       `json:"conversationId"`
	AuthorID       string       `json:"authorId"`
	ClientID       string       `json:"clientId"`
	Body           string       `json:"body" personal:"text"`
	Attachments    []Attachment `json:"attachments,omitempty"`
	Quote          *Quote       `json:"quote,omitempty"`
	Confirmed      bool         `json:"-"` // its author has read what its words are warned of
	OnlyIfQuiet    bool         `json:"onlyIfQuiet,omitempty" doc:"It is sent only if nobody has written to the other side since it was planned."`
	SendAt         time.Time    `json:"sendAt"`
	Held           Reason       `json:"held,omitempty" enum:"resolved,answered,denied,words,refused" doc:"Why it was not sent when its time came."`
	CreatedAt      time.Time    `json:"createdAt"`
	Version        int64        `json:"version"`
}

// PlannedRows keeps planned messages. Reads inside a unit see its writes.
type PlannedRows interface {
	// PlannedIn are those of a conversation, the first to leave first.
	PlannedIn(ctx context.Context, conversationID string) ([]Planned, error)
	// Planned is one, or ErrPlannedNotFound.
	Planned(ctx context.Context, id string) (Planned, error)
	// AddPlanned stores a new one; ErrRepeated when its author's client id is already there.
	AddPlanned(ctx context.Context, p Planned) error
	// SavePlanned stores one anew with the next version; ErrPlannedChanged when the stored one has another version.
	SavePlanned(ctx context.Context, p Planned) error
	// DeletePlanned removes one; ErrPlannedChanged when the stored one has another version, or is gone.
	DeletePlanned(ctx context.Context, p Planned) error
}

// Authors answers who somebody is now, with the rights of now.
type Authors interface {
	// Author is the person as an actor; a fault when that person does not work here any more.
	Author(ctx context.Context, userID string) (actor.Actor, error)
}

// Plan is what somebody wants to send later.
type Plan struct {
	Text
	SendAt      time.Time
	OnlyIfQuiet bool
}

// PlanChange is another text, other files, another time; nil leaves one as it is.
type PlanChange struct {
	Version     int64
	Body        *string
	FileIDs     *[]string
	SendAt      *time.Time
	OnlyIfQuiet *bool
}

// Planner keeps messages until their time and sends them then, once.
type Planner struct {
	runner  unit.Runner
	clock   clock.Clock
	rows    PlannedRows
	talks   *Service
	authors Authors
}

// NewPlanner makes it.
func NewPlanner(r unit.Runner, c clock.Clock, rows PlannedRows, talks *Service, authors Authors) *Planner {
	return &Planner{runner: r, clock: c, rows: rows, talks: talks, authors: authors}
}

// In are the planned messages of a conversation, the first to leave first.
func (p *Planner) In(ctx context.Context, conversationID string) ([]Planned, error) {
	c, err := p.talks.Get(ctx, conversationID)
	if err != nil {
		return nil, err
	}
	all, err := p.rows.PlannedIn(ctx, conversationID)
	if err != nil || c.MergedCount == 0 {
		return all, err
	}
	parts, err := p.talks.merges.MergedInto(ctx, conversationID)
	if err != nil {
		return nil, err
	}
	for _, part := range parts {
		more, err := p.In(ctx, part.ID)
		if err != nil {
			return nil, err
		}
		for _, one := range more {
			one.ConversationID = conversationID // it leaves there
			all = append(all, one)
		}
	}
	slices.SortStableFunc(all, func(a, b Planned) int { return a.SendAt.Compare(b.SendAt) })
	return all, nil
}

// Plan keeps a message until its time. The same client id from the same person is kept once.
func (p *Planner) Plan(ctx context.Context, conversationID string, in Plan) (Planned, error) {
	a, err := actor.Require(ctx, PermReply)
	if err != nil {
		return Planned{}, err
	}
	in.Text = in.Normal()
	in.Mentions = nil
	if err := in.Check(); err != nil {
		return Planned{}, err
	}
	if err := p.ahead(in.SendAt); err != nil {
		return Planned{}, err
	}
	words := in.Text // replaced words are replaced when it leaves
	if _, err := p.talks.vet(ctx, conversationID, &words); err != nil {
		return Planned{}, err
	}
	now := p.clock.Now()
	row := Planned{
		ID: id.At("pln", now), ConversationID: conversationID, AuthorID: a.ID, ClientID: in.ClientID, Body: in.Body,
		Confirmed: in.Confirmed, OnlyIfQuiet: in.OnlyIfQuiet, SendAt: in.SendAt, CreatedAt: now, Version: 1,
	}
	_, err = p.talks.turn(ctx, conversationID, PermReply, func(ctx context.Context, t *Turn) error {
		there, err := p.rows.PlannedIn(ctx, conversationID)
		if err != nil {
			return err
		}
		if at := slices.IndexFunc(there, row.repeats); at >= 0 {
			row = there[at]
			return nil
		}
		if len(there) >= MaxPlanned {
			return ErrTooManyPlanned.With("max", MaxPlanned)
		}
		if err := p.fill(ctx, a, &row, in.Text); err != nil {
			return err
		}
		if err := p.rows.AddPlanned(ctx, row); err != nil {
			return err
		}
		t.Plan(WasPlanned, row)
		if err := p.talks.forgetDraft(ctx, a, conversationID, Message); err != nil {
			return err
		}
		return p.promise(ctx, a.Tenant, row)
	})
	return row, err
}

// repeats reports whether two are the same wish, sent twice.
func (p Planned) repeats(other Planned) bool {
	return p.AuthorID == other.AuthorID && p.ClientID == other.ClientID
}

// fill adds what the message carries and answers. Its files wait unseen by the customer.
func (p *Planner) fill(ctx context.Context, a actor.Actor, row *Planned, in Text) error {
	files, err := p.talks.attach(ctx, a, row.ConversationID, in.FileIDs, true)
	if err != nil {
		return err
	}
	var e Entry
	if err := p.talks.quote(ctx, &e, row.ConversationID, in.QuoteID, true); err != nil {
		return err
	}
	row.Attachments, row.Quote = files, e.Quote
	return nil
}

func (p *Planner) ahead(at time.Time) error {
	if now := p.clock.Now(); !at.After(now) || at.Sub(now) > MaxPlanning {
		return ErrPlannedPast.On("sendAt")
	}
	return nil
}

func (p *Planner) promise(ctx context.Context, tenant string, row Planned) error {
	return unit.Schedule(ctx, unit.Job{Tenant: tenant, Kind: JobSendPlanned, Subject: row.ID, RunAt: row.SendAt})
}

// find is a planned message of the conversation, or of one that is merged into it.
func (p *Planner) find(ctx context.Context, conversationID, plannedID string) (Planned, error) {
	row, err := p.rows.Planned(ctx, plannedID)
	if err != nil || row.ConversationID == conversationID {
		return row, err
	}
	c, err := p.home(ctx, row)
	if err == nil && c.ID != conversationID {
		err = ErrPlannedNotFound.New()
	}
	return row, err
}

// home is where a planned message leaves: its conversation, or the one in which that goes on.
func (p *Planner) home(ctx context.Context, row Planned) (Conversation, error) {
	c, err := p.talks.rows.Get(ctx, row.ConversationID)
	if err != nil {
		return c, err
	}
	return p.talks.rootOf(ctx, c)
}

// carry takes what a message brings to the conversation in which it leaves: its files. What it answers stays behind, in the
// merged part.
func (p *Planner) carry(ctx context.Context, t *Text, to Conversation) error {
	if t.QuoteID != "" {
		switch _, err := p.talks.entries.ByID(ctx, to.ID, t.QuoteID); {
		case fault.Has(err, ErrEntryNotFound):
			t.QuoteID = ""
		case err != nil:
			return err
		}
	}
	files, err := p.talks.files.Files(ctx, t.FileIDs)
	if err != nil {
		return err
	}
	files = slices.DeleteFunc(files, func(f File) bool { return f.ConversationID == to.ID || !f.Internal })
	if len(files) == 0 {
		return nil
	}
	return p.runner.Do(ctx, func(ctx context.Context) error {
		for _, f := range files {
			if err := p.talks.files.MoveFile(ctx, f.ID, to.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// Change gives a planned message of the actor another text or time. One that was held waits for its time again.
func (p *Planner) Change(ctx context.Context, conversationID, plannedID string, in PlanChange) (Planned, error) {
	a, err := actor.Require(ctx, PermReply)
	if err != nil {
		return Planned{}, err
	}
	var row Planned
	_, err = p.talks.turn(ctx, conversationID, PermReply, func(ctx context.Context, t *Turn) error {
		if row, err = p.find(ctx, conversationID, plannedID); err != nil {
			return err
		}
		if row.AuthorID != a.ID {
			return ErrNotAuthor.New()
		}
		if in.Version != row.Version {
			return ErrPlannedChanged.New()
		}
		if in.FileIDs != nil {
			if err := p.refile(ctx, a, &row, *in.FileIDs, t.Row); err != nil {
				return err
			}
		}
		if err := p.apply(ctx, &row, in); err != nil {
			return err
		}
		if err := p.rows.SavePlanned(ctx, row); err != nil {
			return err
		}
		row.Version++
		row.ConversationID = conversationID
		t.Plan(WasReplanned, row)
		return p.promise(ctx, a.Tenant, row)
	})
	return row, err
}

// refile gives a planned message other files. Those that it loses stay with the conversation, unseen.
func (p *Planner) refile(ctx context.Context, a actor.Actor, row *Planned, ids []string, in Conversation) error {
	kept := slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		return !slices.ContainsFunc(row.Attachments, func(f Attachment) bool { return f.FileID == id })
	})
	if err := p.carry(ctx, &Text{FileIDs: kept}, in); err != nil {
		return err
	}
	var err error
	row.Attachments, err = p.talks.attach(ctx, a, in.ID, ids, true)
	return err
}

func (p *Planner) apply(ctx context.Context, row *Planned, in PlanChange) error {
	if in.Body != nil || in.FileIDs != nil {
		text := row.text()
		if in.Body != nil {
			text.Body = personal.Kept(ctx, row.Body, *in.Body)
		}
		text = text.Normal()
		if err := text.Check(); err != nil {
			return err
		}
		words := text
		words.Confirmed = true // an edit is not asked to be confirmed, as one of a message is not
		if _, err := p.talks.vet(ctx, row.ConversationID, &words); err != nil {
			return err
		}
		row.Body, row.Confirmed = text.Body, true
	}
	if in.SendAt != nil {
		row.SendAt = *in.SendAt
	}
	if in.OnlyIfQuiet != nil {
		row.OnlyIfQuiet = *in.OnlyIfQuiet
	}
	row.Held = ""
	return p.ahead(row.SendAt)
}

// Cancel lets a planned message go. Its author may, and who ends conversations of others.
func (p *Planner) Cancel(ctx context.Context, conversationID, plannedID string) error {
	a, err := actor.Require(ctx, PermRead)
	if err != nil {
		return err
	}
	_, err = p.talks.turn(ctx, conversationID, PermRead, func(ctx context.Context, t *Turn) error {
		row, err := p.find(ctx, conversationID, plannedID)
		if err != nil {
			return err
		}
		if row.AuthorID != a.ID {
			if _, err := covered(ctx, PermManage, t.Row); err != nil {
				return err
			}
		}
		if err := p.rows.DeletePlanned(ctx, row); err != nil {
			return err
		}
		t.Plan(WasUnplanned, row)
		return unit.Cancel(ctx, a.Tenant, JobSendPlanned, row.ID)
	})
	return err
}

// SendNow sends a planned message of the actor at once, like any other reply.
func (p *Planner) SendNow(ctx context.Context, conversationID, plannedID string) (Result, error) {
	a, err := actor.Require(ctx, PermReply)
	if err != nil {
		return Result{}, err
	}
	row, err := p.find(ctx, conversationID, plannedID)
	if err != nil {
		return Result{}, err
	}
	if row.AuthorID != a.ID {
		return Result{}, ErrNotAuthor.New()
	}
	return p.send(ctx, a, row, func(Conversation) error { return nil })
}

// send stores the message and removes the plan in one unit of work: so it is sent once, whoever tries at the same moment.
func (p *Planner) send(ctx context.Context, a actor.Actor, row Planned, allow func(Conversation) error) (Result, error) {
	to, err := p.home(ctx, row)
	if err != nil {
		return Result{}, err
	}
	text := row.text()
	if err := p.carry(ctx, &text, to); err != nil {
		return Result{}, err
	}
	return p.talks.post(actor.With(ctx, a), a, to.ID, text, func(ctx context.Context, before Conversation) error {
		if err := allow(before); err != nil {
			return err
		}
		if err := p.rows.DeletePlanned(ctx, row); err != nil {
			return err
		}
		return unit.Cancel(ctx, a.Tenant, JobSendPlanned, row.ID)
	})
}

// text is the message as its author would send it. Its client id is the plan: who waits for it knows it by that.
func (p Planned) text() Text {
	t := Text{ClientID: p.ID, Body: p.Body, Confirmed: p.Confirmed}
	for _, f := range p.Attachments {
		t.FileIDs = append(t.FileIDs, f.FileID)
	}
	if p.Quote != nil {
		t.QuoteID = p.Quote.EntryID
	}
	return t
}

// Plan tells of a planned message. Customers do not see it.
func (t *Turn) Plan(kind string, p Planned) {
	e := t.add(Entry{Kind: Activity, Activity: &Happening{Type: kind, Until: p.SendAt, To: p.AuthorID, Cause: string(p.Held)}}, false)
	t.emit(EventPlanned, e.Seq, Planning{
		EntryID: e.ID, PlannedID: p.ID, AuthorID: p.AuthorID, Change: kind, SendAt: p.SendAt, Held: string(p.Held),
		TeamID: t.Row.TeamID, AssigneeID: t.Row.AssigneeID, Version: t.version(),
	})
}
