package conversation

import "context"

// WasQueued is the activity of a conversation that came to another queue, or waits for the people of one more. Customers do not
// see it.
const WasQueued = "queue_changed"

// EventQueued tells of it; from and to are queues.
const EventQueued = "conversation.queue_changed"

// QueueMove is how a conversation came to a queue, with the names of that time.
type QueueMove struct {
	From, To         string // From is "" when it was in none, To when it left the house
	FromName, ToName string
	Cause            string // as routing names it
	Agent            string // who had it until then
	By               string // the person who moved it; "" for nobody
}

// Queue writes down a move between queues.
func (t *Turn) Queue(m QueueMove) {
	e := Entry{Kind: Activity, Activity: &Happening{Type: WasQueued, From: m.From, To: m.To, FromName: m.FromName, ToName: m.ToName, Cause: m.Cause}}
	if m.Agent != "" {
		e.Activity.UserIDs = []string{m.Agent}
	}
	if m.By != "" {
		e.AuthorKind, e.AuthorID = ByUser, m.By
	}
	t.changed(EventQueued, t.add(e, false))
}

// Arrangement is what routing does to a conversation in one turn: the move is written down, the conversation given to whom the
// assignment says, and the line said if it still holds.
type Arrangement struct {
	Move   *QueueMove
	Assign Assignment
	Line   *Line
}

// Arrange does to an open conversation what routing has decided. Others hear who was faster, or that it is over.
func (s *Service) Arrange(ctx context.Context, id string, in Arrangement) (Conversation, error) {
	if _, err := machine(ctx); err != nil {
		return Conversation{}, err
	}
	res, err := s.turn(ctx, id, PermAssign, func(ctx context.Context, t *Turn) error {
		switch t.Row.Status {
		case Open:
		case Merged:
			return ErrMerged.New()
		default:
			return ErrResolved.New()
		}
		if in.Move != nil {
			t.Queue(*in.Move)
		}
		if err := t.Assign(in.Assign); err != nil {
			return err
		}
		if in.Line == nil || !in.Line.holds(t.Row) {
			return nil
		}
		body, err := s.inLanguageOf(ctx, id, in.Line.Words, in.Line.Lang)
		if err == nil {
			t.Say(in.Line.Occasion, Entry{Body: body, Lang: s.lang(body)})
		}
		return err
	})
	return res.Conversation, err
}
