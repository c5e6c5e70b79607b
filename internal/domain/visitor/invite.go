package visitor

import (
	"context"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/unit"
)

// inviteLife is how long an invitation waits for an answer.
const inviteLife = 10 * time.Minute

// State of an invitation.
type State string

// The states, in their order.
const (
	Sent     State = "sent"
	Shown    State = "shown"
	Accepted State = "accepted"
	Refused  State = "refused"
)

// Invite is an invitation: by a person or by a rule.
type Invite struct {
	ID             string    `json:"id"`
	VisitorID      string    `json:"visitorId"`
	ChannelID      string    `json:"channelId"`
	UserID         string    `json:"userId,omitempty"`
	RuleID         string    `json:"ruleId,omitempty"`
	Body           string    `json:"body"`
	State          State     `json:"state" enum:"sent,shown,accepted,refused"`
	ConversationID string    `json:"conversationId,omitempty"`
	Day            string    `json:"-"` // by the workspace's clock
	At             time.Time `json:"at"`
}

// heard is what boards are told of it.
func (i Invite) heard() *Heard {
	return &Heard{VisitorID: i.VisitorID, Invited: Invited{ID: i.ID, State: i.State, UserID: i.UserID, RuleID: i.RuleID, At: i.At}}
}

// Limits are what is remembered of a browser so that nobody is pestered.
type Limits struct {
	Day        string // of the last invitation
	Invited    int    // on that day
	QuietUntil time.Time
	Turn       int64 // counts changes
}

// take counts one more invitation, or says why not.
func (l Limits) take(set Settings, day string, now time.Time) (Limits, error) {
	if l.Day != day {
		l.Day, l.Invited = day, 0
	}
	switch {
	case l.QuietUntil.After(now):
		return l, ErrQuiet.New()
	case l.Invited >= set.PerDay:
		return l, ErrEnough.With("max", set.PerDay)
	}
	l.Invited++
	return l, nil
}

// Bubble is an invitation as the visitor sees it.
type Bubble struct {
	ID     string `json:"id"`
	Body   string `json:"body"`
	Name   string `json:"name,omitempty" doc:"Who invites; absent for a rule."`
	Avatar string `json:"avatar,omitempty"`
}

// Invite asks a visitor to talk with the person who acts.
func (s *Service) Invite(ctx context.Context, visitorID, body string) (Invite, error) {
	a, err := actor.Require(ctx, PermInvite)
	if err == nil {
		_, err = actor.Require(ctx, PermReply)
	}
	if err != nil {
		return Invite{}, err
	}
	var c fault.Checker
	body = strings.TrimSpace(body)
	c.Text("body", body, 1, MaxMessage)
	if err := c.Err(); err != nil {
		return Invite{}, err
	}
	v, ok := s.d.Board.get(a.Tenant, visitorID)
	if !ok {
		return Invite{}, ErrNotFound.New()
	}
	if body, err = s.d.Talks.Vet(ctx, body); err != nil {
		return Invite{}, err
	}
	return s.invite(ctx, a, v, Invite{UserID: a.ID, Body: body})
}

// invite sends one if nothing speaks against it.
func (s *Service) invite(ctx context.Context, a actor.Actor, v Visit, i Invite) (Invite, error) {
	now := s.d.Clock.Now()
	if v.Talk != nil {
		return i, ErrTalking.New()
	}
	if v.Invite.pending(now) {
		return i, ErrInvited.New()
	}
	set, err := s.d.Store.Settings(ctx)
	if err != nil {
		return i, err
	}
	if !set.Watch {
		return i, ErrOff.New()
	}
	i.ID, i.VisitorID, i.ChannelID, i.State, i.At = id.New("inv"), v.ID, v.ChannelID, Sent, now
	if i.Day, err = s.d.Duty.Today(ctx); err != nil {
		return i, err
	}
	b, err := s.bubble(ctx, i)
	if err != nil {
		return i, err
	}
	return i, s.d.Run.Do(ctx, func(ctx context.Context) error {
		limits, err := s.d.Store.Limits(ctx, v.ID)
		if err != nil {
			return err
		}
		next, err := limits.take(set, i.Day, now)
		if err != nil {
			return err
		}
		if err := s.d.Store.PutLimits(ctx, v.ID, next); err != nil {
			return err
		}
		if err := s.d.Store.InsertInvite(ctx, i); err != nil {
			return err
		}
		if err := s.d.Store.Count(ctx, i.count(Sent)); err != nil {
			return err
		}
		unit.After(ctx, func(err error) {
			if err == nil {
				s.d.News.Tell(News{Tenant: a.Tenant, Invite: i.heard()})
				s.d.News.Show(a.Tenant, v.ID, b)
			}
		})
		return s.emit(ctx, a, i.ID, EventInvited, InvitedData{VisitorID: v.ID, UserID: i.UserID, RuleID: i.RuleID})
	})
}

func (s *Service) bubble(ctx context.Context, i Invite) (Bubble, error) {
	b := Bubble{ID: i.ID, Body: i.Body}
	if i.UserID == "" {
		return b, nil
	}
	f, err := s.d.Duty.Face(ctx, i.UserID)
	b.Name, b.Avatar = f.Name, f.AvatarURL
	return b, err
}

// Answer is what the visitor of the context made of an invitation: it was shown, accepted or refused. It may be said again.
// An accepted one gives the conversation that it became.
func (s *Service) Answer(ctx context.Context, inviteID string, answer State) (Invite, error) {
	a, err := visiting(ctx)
	if err != nil {
		return Invite{}, err
	}
	var c fault.Checker
	c.Choice("answer", string(answer), string(Shown), string(Accepted), string(Refused))
	if err := c.Err(); err != nil {
		return Invite{}, err
	}
	i, err := s.d.Store.Invite(ctx, inviteID)
	switch {
	case err != nil:
		return i, err
	case i.VisitorID != a.ID:
		return i, ErrInviteNotFound.New()
	case i.State == answer || answer == Shown && i.State != Sent:
		return i, nil
	case i.State == Accepted || i.State == Refused, answer != Refused && s.d.Clock.Now().Sub(i.At) > inviteLife:
		return i, ErrInviteOver.New()
	}
	if answer == Accepted {
		if i.ConversationID, err = s.d.Talks.Start(ctx, i); err != nil {
			return i, err
		}
	}
	return s.settle(ctx, a, i, answer)
}

// settle writes the answer.
func (s *Service) settle(ctx context.Context, a actor.Actor, i Invite, answer State) (Invite, error) {
	set, err := s.d.Store.Settings(ctx)
	if err != nil {
		return i, err
	}
	i.State = answer
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		stored, err := s.d.Store.Invite(ctx, i.ID) // another word may have come meanwhile
		if err != nil {
			return err
		}
		before := stored.State
		if before != Sent && (before != Shown || answer == Shown) {
			return ErrInviteOver.New()
		}
		if err := s.d.Store.UpdateInvite(ctx, i, before); err != nil {
			return err
		}
		if answer == Refused {
			limits, err := s.d.Store.Limits(ctx, i.VisitorID)
			if err != nil {
				return err
			}
			limits.QuietUntil = s.d.Clock.Now().AddDate(0, 0, set.QuietDays)
			if err := s.d.Store.PutLimits(ctx, i.VisitorID, limits); err != nil {
				return err
			}
		}
		n := i.count(answer)
		if before == Sent && answer != Shown { // who answers has seen it
			n.Shown = 1
		}
		if err := s.d.Store.Count(ctx, n); err != nil {
			return err
		}
		return s.emit(ctx, a, i.ID, EventAnswered, AnsweredData{VisitorID: i.VisitorID, UserID: i.UserID, RuleID: i.RuleID, Answer: answer, ConversationID: i.ConversationID})
	})
	if err == nil {
		s.d.News.Tell(News{Tenant: a.Tenant, Invite: i.heard()})
	}
	return i, err
}

// ByRules lets the rules of the workspace invite: within business hours, and only when somebody is there to talk.
func (s *Service) ByRules(ctx context.Context) error {
	a, err := machine(ctx)
	if err != nil {
		return err
	}
	idle := s.d.Board.idle(a.Tenant)
	if len(idle) == 0 {
		return nil
	}
	rules, err := s.d.Store.Rules(ctx)
	if err != nil || !anyEnabled(rules) {
		return err
	}
	if free, err := s.d.Duty.Available(ctx); err != nil || !free {
		return err
	}
	now := s.d.Clock.Now()
	for _, v := range idle {
		r, ok := firstOf(rules, v, now)
		if !ok {
			continue
		}
		if err := s.byRule(ctx, a, v, r); err != nil {
			return err
		}
	}
	return nil
}

// Waits before a rule looks at somebody again.
const (
	closedWait = time.Minute
	triedWait  = 10 * time.Minute
)

func (s *Service) byRule(ctx context.Context, a actor.Actor, v Visit, r Rule) error {
	now := s.d.Clock.Now()
	if open, err := s.d.Duty.Open(ctx, v.ChannelID); err != nil || !open {
		s.d.Board.skip(a.Tenant, v.ID, now.Add(closedWait))
		return err
	}
	_, err := s.invite(ctx, a, v, Invite{RuleID: r.ID, Body: r.Message.in(v.Locale)})
	s.d.Board.skip(a.Tenant, v.ID, now.Add(triedWait))
	switch fault.KindOf(err) {
	case fault.Conflict, fault.NotFound:
		return nil // limits, or another process was faster
	default:
		return err
	}
}

func anyEnabled(rules []Rule) bool {
	for _, r := range rules {
		if r.Enabled {
			return true
		}
	}
	return false
}

// firstOf is the first rule that fits; they come in their order.
func firstOf(rules []Rule, v Visit, now time.Time) (Rule, bool) {
	for _, r := range rules {
		if r.Enabled && r.When.Holds(v, now) {
			return r, true
		}
	}
	return Rule{}, false
}
