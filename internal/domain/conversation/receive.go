package conversation

import (
	"cmp"
	"context"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
)

// VisitorMessage is what a widget sends: a message and what its form asked before the first one.
type VisitorMessage struct {
	Text
	ConversationID string // the one the visitor has open; empty for the current one
	New            bool   // begin a new one, although a resolved one could go on
	Name           string
	Email          string
	Phone          string
	PageURL        string
	PageTitle      string
	Offline        bool              // left outside business hours
	Answers        map[string]string // to the own questions of that form
	Locale         string            // of the widget, for the words of the answers
}

// Incoming is a message of a customer whom the caller has already identified.
type Incoming struct {
	Text
	Customer       Customer // without a name it is looked up when a conversation is opened
	ChannelID      string
	Channel        *Channel // if the caller has read it
	ConversationID string   // the one the customer chose; empty for the current one
	New            bool     // begin a new one, although a resolved one could go on
	TeamID         string   // of a new conversation; empty for the channel's own
	Subject        string   // of a new conversation
	Offline        bool     // nobody is there to answer now
	Identified     bool     // the customer has just said who they are
	Newcomer       bool     // the customer was made with this message: there is no conversation yet
}

// Receive takes a message of a customer: it continues the conversation it belongs to, waking or reopening it, or opens a
// new one. usecase/intake calls it after it has resolved the customer, in the same unit of work; ErrRepeated leaves the
// unit and First answers it.
func (s *Service) Receive(ctx context.Context, in Incoming) (Result, error) {
	a, err := speaker(ctx)
	if err != nil {
		return Result{}, err
	}
	in.Text = in.Normal()
	if err := in.Check(); err != nil {
		return Result{}, err
	}
	var t *Turn
	err = Run(ctx, s.runner, func(ctx context.Context) error {
		var opened bool
		var previous string
		if t, previous, opened, err = s.place(ctx, a, in); err != nil {
			return err
		}
		files, err := s.attach(ctx, a, t.Row.ID, in.FileIDs, false)
		if err != nil {
			return err
		}
		if in.Identified {
			t.Tell(WasIdentified, EventIdentified)
		}
		e := s.entry(in.Text, files)
		if err := s.answers(ctx, &e, t.Row.ID, in.QuoteID); err != nil {
			return err
		}
		t.Speak(e)
		if in.Offline {
			t.Row.Left = true
			t.Tell(WasCapturedOffline, EventOfflineCaptured)
		}
		if !opened {
			return s.store(ctx, t)
		}
		if err := s.rows.Insert(ctx, t.Row, previous); err != nil {
			return err
		}
		return s.storeRest(ctx, t)
	})
	if err != nil {
		return Result{}, err
	}
	return Result{Conversation: t.Row, Entries: t.Entries}, nil
}

// First answers a message that Receive found to be stored already: in the chosen conversation, or in the current one when
// the chosen one had ended.
func (s *Service) First(ctx context.Context, in Incoming) (Result, error) {
	if _, err := speaker(ctx); err != nil {
		return Result{}, err
	}
	c, err := s.target(ctx, in)
	if err != nil {
		return Result{}, err
	}
	res, err := s.orFirst(ctx, Result{}, ErrRepeated.New(), c.ID, in.Customer.ID, in.ClientID)
	if c.Status == Merged && fault.Has(err, ErrEntryNotFound) {
		if c, err = s.rootOf(ctx, c); err != nil {
			return res, err
		}
		res, err = s.orFirst(ctx, Result{}, ErrRepeated.New(), c.ID, in.Customer.ID, in.ClientID)
	}
	if in.ConversationID != "" && fault.Has(err, ErrEntryNotFound) {
		in.ConversationID = ""
		return s.First(ctx, in)
	}
	return res, err
}

// Message is the entry of the result that holds the message.
func (r Result) Message() Entry {
	for _, e := range r.Entries {
		if e.Kind == Message {
			return e
		}
	}
	return Entry{}
}

// speaker is who may bring messages of customers: a visitor, or the program itself for channels.
func speaker(ctx context.Context) (actor.Actor, error) {
	a, err := actor.Of(ctx)
	if err != nil {
		return a, err
	}
	switch a.Kind {
	case actor.Visitor, actor.System, actor.Job:
		return a, nil
	default:
		return a, ErrVisitorOnly.New()
	}
}

// target is the conversation the message is meant for. The first attempt trusts the memory: nearly all messages go on with
// the conversation of the message before, and who was wrong about it is told when saving.
func (s *Service) target(ctx context.Context, in Incoming) (Conversation, error) {
	if !contended(ctx) {
		if in.Newcomer {
			return Conversation{}, ErrNotFound.New()
		}
		c, ok := s.rows.Recent(ctx, in.Customer.ID, in.ChannelID)
		if ok && (in.ConversationID == "" || in.ConversationID == c.ID) {
			return c, nil
		}
	}
	if in.ConversationID == "" {
		return s.rows.Current(ctx, in.Customer.ID, in.ChannelID)
	}
	c, err := s.rows.Get(ctx, in.ConversationID)
	if err != nil {
		return c, err
	}
	if c.CustomerID != in.Customer.ID || c.ChannelID != in.ChannelID {
		return c, ErrNotFound.New()
	}
	return c, nil
}

// place finds the conversation that the message continues or begins a new one: the chosen one, else the current one, else
// a new one that takes the current one's place. The current one is read once, so that what is replaced is what was seen.
func (s *Service) place(ctx context.Context, a actor.Actor, in Incoming) (t *Turn, previous string, opened bool, err error) {
	now := s.clock.Now()
	candidates := []func(context.Context, Incoming) (Conversation, error){s.target}
	if in.ConversationID != "" {
		candidates = append(candidates, func(ctx context.Context, in Incoming) (Conversation, error) {
			in.ConversationID = ""
			return s.target(ctx, in)
		})
	}
	for i, find := range candidates {
		c, err := find(ctx, in)
		current := i == len(candidates)-1
		if current && fault.Has(err, ErrNotFound) {
			break
		}
		if err != nil {
			return nil, "", false, err
		}
		if c.Status == Merged {
			if c, err = s.instead(ctx, c, in); err != nil {
				return nil, "", false, err
			}
		}
		goesOn, err := s.goesOn(ctx, &c, now)
		if err != nil {
			return nil, "", false, err
		}
		if goesOn && (c.Status != Resolved || !in.New) {
			return Begin(c, a, now), "", false, nil
		}
		previous = c.ID
	}
	t, err = s.open(ctx, a, in, now)
	return t, previous, true, err
}

// instead is where a message goes that was meant for a merged conversation. One that had come before the merge is known.
func (s *Service) instead(ctx context.Context, c Conversation, in Incoming) (Conversation, error) {
	_, err := s.entries.ByClientID(ctx, c.ID, in.Customer.ID, in.ClientID)
	if err == nil {
		return c, ErrRepeated.New()
	}
	if !fault.Has(err, ErrEntryNotFound) {
		return c, err
	}
	return s.rootOf(ctx, c)
}

// goesOn reports whether the found conversation takes the message; a contended attempt reads it again under a lock.
func (s *Service) goesOn(ctx context.Context, c *Conversation, now time.Time) (bool, error) {
	if contended(ctx) {
		locked, err := s.rows.Lock(ctx, c.ID)
		if err != nil {
			return false, err
		}
		if *c = locked; c.Status == Merged {
			return false, ErrStale.New()
		}
	}
	if c.Status != Resolved {
		return true, nil
	}
	set, err := s.space.Settings(ctx)
	if err != nil {
		return false, err
	}
	return c.Continues(now, set.ReopenWithin), nil
}

func (s *Service) channelOf(ctx context.Context, in Incoming) (Channel, error) {
	if in.Channel != nil {
		return *in.Channel, nil
	}
	return s.dir.Channel(ctx, in.ChannelID)
}

// open begins a new conversation.
func (s *Service) open(ctx context.Context, a actor.Actor, in Incoming, now time.Time) (*Turn, error) {
	channel, err := s.channelOf(ctx, in)
	if err != nil {
		return nil, err
	}
	if in.Customer.Name == "" {
		if in.Customer, err = s.dir.Customer(ctx, in.Customer.ID); err != nil {
			return nil, err
		}
	}
	number, err := s.space.NextNumber(ctx)
	if err != nil {
		return nil, err
	}
	t := Begin(Conversation{
		ID: id.At("cnv", now), Number: number, ChannelID: in.ChannelID, ChannelKind: channel.Kind,
		CustomerID: in.Customer.ID, CustomerName: in.Customer.Name, CustomerLevel: in.Customer.Level,
		Subject: in.Subject, Status: Open, TeamID: cmp.Or(in.TeamID, channel.TeamID), Priority: Normal, TagIDs: []string{},
		CreatedAt: now, LastEntryAt: now,
	}, a, now)
	t.Open()
	return t, nil
}

// Start is a wish to write to a customer first.
type Start struct {
	Text
	CustomerID string
	ChannelID  string
	TeamID     string
	Subject    string
}

// Start opens a conversation with a customer by a message of the actor, who takes it. When the customer has one in this
// channel that is not resolved, the message goes there.
func (s *Service) Start(ctx context.Context, in Start) (Result, error) {
	a, err := actor.Require(ctx, PermReply)
	if err != nil {
		return Result{}, err
	}
	in.Text = in.Normal()
	if err := in.check(); err != nil {
		return Result{}, err
	}
	incoming, err := s.known(ctx, in)
	if err != nil {
		return Result{}, err
	}
	said, err := s.vet(ctx, "", &in.Text)
	if err != nil {
		return Result{}, err
	}
	var t *Turn
	var conversationID string
	err = Run(ctx, s.runner, func(ctx context.Context) error {
		current, err := s.rows.Current(ctx, in.CustomerID, in.ChannelID)
		switch {
		case err == nil && current.Status != Resolved:
			if err := s.within(ctx, a, PermReply, current); err != nil {
				return err
			}
			conversationID = current.ID
			t = Begin(current, a, s.clock.Now())
		case err == nil || fault.Has(err, ErrNotFound):
			if t, err = s.open(ctx, a, incoming, s.clock.Now()); err != nil {
				return err
			}
			conversationID = t.Row.ID
		default:
			return err
		}
		files, err := s.attach(ctx, a, t.Row.ID, in.FileIDs, false)
		if err != nil {
			return err
		}
		t.Reply(s.entry(in.Text, files), true)
		if err := said.keep(ctx, t); err != nil {
			return err
		}
		if t.before.Version > 0 {
			return s.store(ctx, t)
		}
		if err := s.rows.Insert(ctx, t.Row, current.ID); err != nil {
			return err
		}
		return s.storeRest(ctx, t)
	})
	var res Result
	if err == nil {
		res = Result{Conversation: t.Row, Entries: t.Entries}
	}
	return s.orFirst(ctx, res, err, conversationID, authorOf(a, "").id, in.ClientID)
}

func (in Start) check() error {
	if err := in.Check(); err != nil {
		return err
	}
	var c fault.Checker
	c.Text("subject", in.Subject, 0, MaxSubject)
	c.If(!id.Valid("cus", in.CustomerID), "customerId", fault.ErrUnknownItem)
	c.If(!id.Valid("chn", in.ChannelID), "channelId", fault.ErrUnknownItem)
	return c.Err()
}

// known checks that what the new conversation refers to exists.
func (s *Service) known(ctx context.Context, in Start) (Incoming, error) {
	out := Incoming{ChannelID: in.ChannelID, TeamID: in.TeamID, Subject: in.Subject}
	if err := s.checkAssignment(ctx, Assignment{Team: &in.TeamID}); err != nil {
		return out, err
	}
	var err error
	if out.Customer, err = s.dir.Customer(ctx, in.CustomerID); err != nil {
		return out, unknownAs("customerId", err)
	}
	if _, err := s.dir.Channel(ctx, in.ChannelID); err != nil {
		return out, unknownAs("channelId", err)
	}
	return out, nil
}

// unknownAs makes "not found" a fault of the field that referred to it.
func unknownAs(field string, err error) error {
	if fault.KindOf(err) == fault.NotFound {
		return fault.ErrUnknownItem.On(field)
	}
	return err
}

// CustomerRenamed copies a customer's new name and level into their conversations; the consumer of customer events and
// intake call it.
func (s *Service) CustomerRenamed(ctx context.Context, c Customer) error {
	if _, err := speaker(ctx); err != nil {
		return err
	}
	return Run(ctx, s.runner, func(ctx context.Context) error { return s.owners.Rename(ctx, c) })
}

// CustomerMerged gives the conversations of one customer to another, who was found to be the same person; the consumer
// of customer events calls it.
func (s *Service) CustomerMerged(ctx context.Context, from string, into Customer) error {
	if _, err := speaker(ctx); err != nil {
		return err
	}
	return Run(ctx, s.runner, func(ctx context.Context) error { return s.owners.Move(ctx, from, into) })
}
