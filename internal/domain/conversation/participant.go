package conversation

import (
	"context"
	"slices"

	"frontdesk/internal/base/actor"
)

// MaxParticipants is how many people take part in a conversation besides its assignee.
const MaxParticipants = 20

// What happens to participants.
const (
	WasJoined   = "joined"
	WasLeft     = "left"
	EventJoined = "conversation.joined"
	EventLeft   = "conversation.left"
)

// Attended is the data of joined and left.
type Attended struct {
	EntryID string   `json:"entryId"`
	UserIDs []string `json:"userIds"`
	Version int64    `json:"version"`
}

// Takes reports whether somebody takes part in the conversation: they read it wherever it stands, and are told of it.
func (c Conversation) Takes(user string) bool {
	return user != "" && slices.Contains(c.ParticipantIDs, user)
}

// Join lets people take part. Those who do already change nothing.
func (t *Turn) Join(users []string) error {
	fresh := without(slices.Compact(slices.Sorted(slices.Values(users))), t.Row.ParticipantIDs)
	if len(fresh) == 0 {
		return nil
	}
	if len(t.Row.ParticipantIDs)+len(fresh) > MaxParticipants {
		return ErrTooManyParticipants.With("max", MaxParticipants)
	}
	t.Row.ParticipantIDs = slices.Concat(t.Row.ParticipantIDs, fresh)
	t.attended(WasJoined, EventJoined, fresh)
	return nil
}

// Leave ends that. Those who do not take part change nothing.
func (t *Turn) Leave(users []string) {
	gone := slices.DeleteFunc(slices.Compact(slices.Sorted(slices.Values(users))), func(u string) bool { return !t.Row.Takes(u) })
	if len(gone) == 0 {
		return
	}
	t.Row.ParticipantIDs = without(t.Row.ParticipantIDs, gone)
	t.attended(WasLeft, EventLeft, gone)
}

func (t *Turn) attended(kind, eventType string, users []string) {
	e := t.add(Entry{Kind: Activity, Activity: &Happening{Type: kind, UserIDs: users}}, false)
	t.emit(eventType, e.Seq, Attended{EntryID: e.ID, UserIDs: users, Version: t.version()})
}

// Invite lets somebody take part; one's own id is following, for which reading is enough.
func (s *Service) Invite(ctx context.Context, id, userID string) (Result, error) {
	a, err := actor.Require(ctx, PermRead)
	if err != nil {
		return Result{}, err
	}
	p := PermRead
	if userID != a.ID {
		p = PermNote
		if err := s.people(ctx, "userId", userID); err != nil {
			return Result{}, err
		}
	}
	return s.turn(ctx, id, p, func(_ context.Context, t *Turn) error { return t.Join([]string{userID}) })
}

// Dismiss ends that somebody takes part: oneself, or with the right to assign anybody.
func (s *Service) Dismiss(ctx context.Context, id, userID string) (Result, error) {
	a, err := actor.Require(ctx, PermRead)
	if err != nil {
		return Result{}, err
	}
	return s.turn(ctx, id, PermRead, func(ctx context.Context, t *Turn) error {
		if userID != a.ID { // to end the part of somebody else
			if _, err := actor.Require(ctx, PermAssign); err != nil {
				return err
			}
			if err := s.within(ctx, a, PermAssign, t.Row); err != nil {
				return err
			}
		}
		t.Leave([]string{userID})
		return nil
	})
}

// invited reports whether the conversation is open to somebody for a permission because they take part.
func (c Conversation) invited(a actor.Actor, p actor.Permission) bool {
	person := a.Kind == actor.User || a.Kind == actor.Token
	return person && (p == PermRead || p == PermNote || p == PermReply) && c.Takes(a.ID)
}
