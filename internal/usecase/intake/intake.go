// Package intake takes what customers send: it finds out whose it is, puts it into the conversation it belongs to, and
// answers only when everything is stored. It has no tables.
package intake

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/domain/moderation"
)

// Customers finds or makes the person behind a browser; customer.Service is it.
type Customers interface {
	ForVisitor(ctx context.Context, visitorID string, p customer.Profile) (customer.Customer, error)
	AddPage(ctx context.Context, visitorID string, p customer.PageView) error
	Visitor(ctx context.Context, visitorID string) (customer.Visitor, error)
}

// Channels tells how a channel is set up; channel.Service is it.
type Channels interface {
	WebchatOf(ctx context.Context, channelID string) (channel.Channel, error)
}

// Conversations stores the message; conversation.Service is it.
type Conversations interface {
	Receive(ctx context.Context, in conversation.Incoming) (conversation.Result, error)
	First(ctx context.Context, in conversation.Incoming) (conversation.Result, error)
	ForVisitor(ctx context.Context, c conversation.Conversation, entries []conversation.Entry) (conversation.VisitorConversation, []conversation.VisitorEntry, error)
	CustomerRenamed(ctx context.Context, c conversation.Customer) error
}

// Words looks at what visitors say and remembers what it found; moderation.Service is it. It answers from memory.
type Words interface {
	Vet(ctx context.Context, side moderation.Side, text string, confirmed bool) (moderation.Verdict, error)
	Note(ctx context.Context, side moderation.Side, v moderation.Verdict, at moderation.Where) error
}

// Service takes messages in.
type Service struct {
	runner        unit.Runner
	customers     Customers
	channels      Channels
	conversations Conversations
	words         Words
}

// New makes the service.
func New(r unit.Runner, cu Customers, ch Channels, co Conversations, w Words) *Service {
	return &Service{runner: r, customers: cu, channels: ch, conversations: co, words: w}
}

// Take stores a message of the visitor who acts, in one unit of work: the customer, the conversation, the message, the
// page it was sent from. The same client id is stored once and answered with the first message.
//
// A message of a known customer to a running conversation needs no look at the customer or the channel: this is the path
// that nearly all messages take.
func (s *Service) Take(ctx context.Context, in conversation.VisitorMessage) (conversation.VisitorConversation, conversation.VisitorEntry, error) {
	a, err := actor.Of(ctx)
	if err != nil {
		return conversation.VisitorConversation{}, conversation.VisitorEntry{}, err
	}
	if a.Kind != actor.Visitor {
		return conversation.VisitorConversation{}, conversation.VisitorEntry{}, conversation.ErrVisitorOnly.New()
	}
	in.Text = in.Normal()
	arrived, err := s.check(ctx, a, &in)
	if err != nil {
		return conversation.VisitorConversation{}, conversation.VisitorEntry{}, err
	}
	said, err := s.vet(ctx, a, &in)
	if err != nil {
		return conversation.VisitorConversation{}, conversation.VisitorEntry{}, err
	}
	var res conversation.Result
	var incoming conversation.Incoming
	err = conversation.Run(ctx, s.runner, func(ctx context.Context) error {
		if incoming, err = s.identify(ctx, a, in); err != nil {
			return err
		}
		incoming.Channel = arrived
		if res, err = s.conversations.Receive(ctx, incoming); err != nil {
			return err
		}
		return s.words.Note(ctx, moderation.Visitor, said, moderation.Where{
			ConversationID: res.Conversation.ID, EntryID: res.Message().ID, AuthorID: incoming.Customer.ID,
		})
	})
	if fault.Has(err, conversation.ErrRepeated) {
		res, err = s.conversations.First(ctx, incoming)
	}
	if err != nil {
		return conversation.VisitorConversation{}, conversation.VisitorEntry{}, err
	}
	head, entries, err := s.conversations.ForVisitor(ctx, res.Conversation, []conversation.Entry{res.Message()})
	if err != nil {
		return head, conversation.VisitorEntry{}, err
	}
	entries[0].Hint = said.Hint(a.Locale)
	return head, entries[0], nil
}

// vet looks at the words of a message. What is refused is noted, and not stored.
func (s *Service) vet(ctx context.Context, a actor.Actor, in *conversation.VisitorMessage) (moderation.Verdict, error) {
	v, err := s.words.Vet(ctx, moderation.Visitor, in.Body, false)
	if err == nil {
		in.Body = v.Text
		return v, nil
	}
	if noted := s.words.Note(ctx, moderation.Visitor, v, moderation.Where{AuthorID: a.OnBehalfOf}); noted != nil {
		return v, noted
	}
	return v, err
}

// profile is what the form asked.
func profile(in conversation.VisitorMessage) customer.Profile {
	return customer.Profile{Name: in.Name, Email: in.Email, Phone: in.Phone}
}

// check names everything that is wrong, together with the answers that the form before the first message must have. If it
// needed the channel, it tells of it.
func (s *Service) check(ctx context.Context, a actor.Actor, in *conversation.VisitorMessage) (*conversation.Channel, error) {
	if err := in.Check(); err != nil {
		return nil, err
	}
	if err := profile(*in).Check(); err != nil {
		return nil, err
	}
	if err := s.agreed(ctx, a); err != nil {
		return nil, err
	}
	if a.OnBehalfOf != "" && len(in.FileIDs) == 0 && !in.Offline {
		return nil, nil
	}
	ch, err := s.channels.WebchatOf(ctx, a.Via)
	if err != nil {
		return nil, err
	}
	var c fault.Checker
	c.If(len(in.FileIDs) > 0 && !ch.Settings.Files, "attachments", ErrNoFiles)
	if form := ch.Settings.PreChat; a.OnBehalfOf == "" && form.On {
		c.If(form.Name == "required" && in.Name == "", "name", fault.ErrRequired)
		c.If(form.Email == "required" && in.Email == "", "email", fault.ErrRequired)
		c.If(form.Phone == "required" && in.Phone == "", "phone", fault.ErrRequired)
	}
	if in.Offline {
		if said := ch.Settings.Answered(&c, in.Answers, in.Locale); said != "" {
			in.Body = said + "\n\n" + in.Body
		}
		c.Text("body", in.Body, 1, conversation.MaxBody)
	}
	return &conversation.Channel{ID: ch.ID, Kind: string(ch.Kind), TeamID: ch.Settings.DefaultTeamID}, c.Err()
}

// agreed refuses a message of somebody who has not accepted the notice as it is now. Signing in has told already who that may
// be; they are looked at again in a unit, where nothing is some seconds old: another node may know that they have.
func (s *Service) agreed(ctx context.Context, a actor.Actor) error {
	if !a.Unagreed {
		return nil
	}
	return s.runner.Do(ctx, func(ctx context.Context) error {
		ch, err := s.channels.WebchatOf(ctx, a.Via)
		if err != nil {
			return err
		}
		v, err := s.customers.Visitor(ctx, a.ID)
		if err == nil && v.PrivacyVersion < ch.Settings.Asked() {
			return ErrPrivacy.New()
		}
		return err
	})
}

// identify says whose message it is. Somebody who has not written before, or has just filled in a form, is looked up.
func (s *Service) identify(ctx context.Context, a actor.Actor, in conversation.VisitorMessage) (conversation.Incoming, error) {
	told := in.Name != "" || in.Email != "" || in.Phone != ""
	out := conversation.Incoming{
		Text: in.Text, Customer: conversation.Customer{ID: a.OnBehalfOf}, ChannelID: a.Via, ConversationID: in.ConversationID, New: in.New,
		Offline: in.Offline, Identified: told,
	}
	if in.PageURL != "" {
		if err := s.customers.AddPage(ctx, a.ID, customer.PageView{URL: in.PageURL, Title: in.PageTitle}); err != nil {
			return out, err
		}
	}
	if a.OnBehalfOf != "" && !told {
		return out, nil
	}
	c, err := s.customers.ForVisitor(ctx, a.ID, profile(in))
	if err != nil {
		return out, err
	}
	out.Customer = conversation.Customer{ID: c.ID, Name: c.Name, Level: string(c.Level)}
	out.Newcomer = in.ConversationID == "" && c.IsNew()
	if told && a.OnBehalfOf != "" {
		err = s.conversations.CustomerRenamed(ctx, out.Customer)
	}
	return out, err
}
