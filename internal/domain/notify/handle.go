package notify

import (
	"bytes"
	"context"
	"encoding/json"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/unit"
)

// Consumer is the name under which Handle reads the log.
const Consumer = "notify"

// told is what this domain reads of the conversation's events.
type told struct {
	AuthorKind string   `json:"authorKind"`
	AssigneeID string   `json:"assigneeId"`
	Mentions   []string `json:"mentions"`
	Followers  []string `json:"followers"`
	UserIDs    []string `json:"userIds"`
	Urgency    string   `json:"urgency"`
	AuthorID   string   `json:"authorId"`
	Held       string   `json:"held"`
	To         []string `json:"to"`
	Seq        int64    `json:"seq"`
	Before     *place   `json:"before"`
	After      *place   `json:"after"`
}

type place struct {
	AssigneeID string `json:"assigneeId"`
}

// Handle writes the notices that follow from a batch of the event log. It runs inside the consumer's unit.
func (s *Service) Handle(ctx context.Context, batch []event.Recorded) error {
	for _, e := range batch {
		ctx := actor.With(ctx, actor.SystemFor(e.Tenant))
		if e.Type == "conversation.erased" || e.Type == "customer.erased" {
			if err := s.store.Forget(ctx, e.StreamID); err != nil {
				return err
			}
		}
		for _, n := range Notices(e.Event) {
			if err := s.add(ctx, e.Event, n); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Service) add(ctx context.Context, e event.Event, n Notice) error {
	n.ID, n.Times = id.New("ntf"), 1
	stored, changed, err := s.store.Add(ctx, n)
	if err != nil || !changed {
		return err
	}
	stored = stored.shown()
	return unit.Append(ctx, event.New(e.Tenant, Stream, n.UserID, EventAdded, e.Actor, s.clock.Now(), Added{
		NoticeID: stored.ID,
		Kind:     n.Kind, ConversationID: stored.ConversationID, CustomerID: stored.CustomerID, Seq: stored.Seq, Times: stored.Times,
	}))
}

// Concerns reports whether an event makes or removes notices.
func Concerns(e event.Event) bool {
	return e.Type == "conversation.erased" || e.Type == "customer.erased" || len(Notices(e)) > 0
}

// Notices are who is told what because of an event. It is a pure rule. Data that cannot be read tells nobody anything:
// one odd event must not stop all that follow.
func Notices(e event.Event) []Notice {
	var t told
	switch e.Type {
	case "conversation.message_added", "conversation.note_added", "conversation.entry_edited", "conversation.assigned", "conversation.joined":
		if !namesSomebody(e.Data) {
			return nil // it names nobody: most messages wait for somebody to take them
		}
		if json.Unmarshal(e.Data, &t) != nil {
			return nil
		}
	case "customer.noted":
		if json.Unmarshal(e.Data, &t) != nil {
			return nil
		}
		e.Seq = e.At.UnixMicro() // notes have no number; later ones are later
	case "conversation.planned":
		if json.Unmarshal(e.Data, &t) != nil || t.Held == "" {
			return nil
		}
	case "conversation.waited", "conversation.whispered":
		if json.Unmarshal(e.Data, &t) != nil {
			return nil
		}
		e.Seq = max(e.Seq, t.Seq) // to wait is no entry; the notice is about the last one
	default:
		return nil
	}
	var out []Notice
	tell := func(user string, kind Kind) {
		own := (e.Actor.Kind == actor.User || e.Actor.Kind == actor.Token) && e.Actor.ID == user
		if user == "" || own {
			return
		}
		out = append(out, Notice{UserID: user, Kind: kind, ConversationID: e.StreamID, Seq: e.Seq, By: e.Actor, CreatedAt: e.At})
	}
	switch e.Type {
	case "conversation.message_added":
		customer := t.AuthorKind == "customer"
		if customer {
			tell(t.AssigneeID, Reply)
		}
		for _, user := range t.Followers {
			if !customer || user != t.AssigneeID {
				tell(user, Followed)
			}
		}
	case "conversation.joined":
		for _, user := range t.UserIDs {
			tell(user, Invited)
		}
	case "conversation.note_added", "conversation.entry_edited", "customer.noted": // of an edited one, those it did not mention before
		seen := map[string]bool{}
		for _, m := range t.Mentions {
			if !seen[m] {
				seen[m] = true
				tell(m, Mention)
			}
		}
		for _, user := range t.Followers {
			if !seen[user] {
				tell(user, Followed)
			}
		}
	case "conversation.planned":
		tell(t.AuthorID, Held)
	case "conversation.waited", "conversation.whispered":
		for _, user := range t.To {
			tell(user, t.addressed(e.Type))
		}
	case "conversation.assigned":
		if t.After != nil && (t.Before == nil || t.Before.AssigneeID != t.After.AssigneeID) {
			tell(t.After.AssigneeID, Assigned)
		}
	}
	return out
}

// addressed is the kind of notice for those whom an event names.
func (t told) addressed(event string) Kind {
	switch {
	case event == "conversation.whispered":
		return Mention
	case t.Urgency == "alert":
		return Overdue
	}
	return Waiting
}

// namesSomebody looks for what most messages do not have, before it is worth reading them: they wait for somebody to take
// them.
func namesSomebody(data []byte) bool {
	for _, field := range []string{"assigneeId", "mentions", "followers", "userIds"} {
		if bytes.Contains(data, []byte(field)) {
			return true
		}
	}
	return false
}
