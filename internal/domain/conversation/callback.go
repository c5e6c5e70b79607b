package conversation

import (
	"cmp"
	"context"
	"strings"
	"time"

	"frontdesk/internal/base/fault"
)

// Limits of call-backs.
const (
	MaxCallTries   = 3                   // after so many in vain the wish is over
	MaxCallAhead   = 30 * 24 * time.Hour // the latest next try
	maxCallName    = 120
	maxLocalDigits = 40
)

// What happens to the wish of a customer to be called.
const (
	WasCallBackAsked     = "callback_asked"     // until is when, absent for as soon as possible; also when it was changed
	WasCallBackWithdrawn = "callback_withdrawn" // by the customer
	WasCalled            = "called"             // outcome says what came of it; score is how often it was tried
)

// Types of the events of call-backs. None of them names the number: who may read the conversation finds it there.
const (
	EventCallBackAsked     = "conversation.callback_asked"
	EventCallBackWithdrawn = "conversation.callback_withdrawn"
	EventCalled            = "conversation.called"
)

// CallOutcome is what came of a call.
type CallOutcome string

// The outcomes. GivenUp is NotReached for the last time.
const (
	Reached     CallOutcome = "reached"
	NotReached  CallOutcome = "not_reached"
	WrongNumber CallOutcome = "wrong_number"
	GivenUp     CallOutcome = "given_up"
)

// CallBack is the wish of a customer to be called. It is never changed in place: rows in memory share it.
type CallBack struct {
	Phone string `json:"phone" personal:"phone" doc:"As it is dialled: a plus and the code of the country first."`
	Name  string `json:"name,omitempty" personal:"text" doc:"Whom to ask for."`
	// The time that the customer chose, or the time of the next try. Before it the conversation sleeps.
	From    time.Time `json:"from,omitzero" doc:"Not before; absent for as soon as possible."`
	Until   time.Time `json:"until,omitzero"`
	AskedAt time.Time `json:"askedAt"`
	QueueID string    `json:"queueId,omitempty" doc:"In which they waited when they asked."`
	Tried   int       `json:"tried,omitempty" doc:"How often nobody was reached."`
}

func (w CallBack) same(o *CallBack) bool {
	return o != nil && w.Phone == o.Phone && w.Name == o.Name && w.From.Equal(o.From) && w.Until.Equal(o.Until)
}

// CallBackTold is the data of the events of call-backs.
type CallBackTold struct {
	EntryID   string      `json:"entryId"`
	PublicSeq int64       `json:"publicSeq,omitempty"`
	From      time.Time   `json:"from,omitzero"`
	Until     time.Time   `json:"until,omitzero"`
	Outcome   CallOutcome `json:"outcome,omitempty"`
	Tried     int         `json:"tried,omitempty"`
	Version   int64       `json:"version"`
}

// AskCallBack notes that the customer wants to be called, or changes what they asked for. Their place in the queue is kept; before
// the time that they chose the conversation sleeps.
func (t *Turn) AskCallBack(w CallBack) error {
	switch {
	case t.Row.Status == Resolved || t.Row.Status == Merged:
		return ErrResolved.New()
	case t.Row.CallBack == nil && t.Row.AssigneeID != "":
		return ErrCallBackTaken.New()
	case w.same(t.Row.CallBack):
		return nil
	}
	was := t.Row.CallBack
	w.AskedAt = t.now
	if was != nil {
		w.AskedAt = was.AskedAt
		if was.Phone == w.Phone {
			w.Tried = was.Tried
		}
	}
	place := t.Row.Place()
	t.Row.CallBack = &w
	t.Row.Left = false
	t.tellCall(EventCallBackAsked, Happening{Type: WasCallBackAsked, Until: w.From, Phone: w.Phone}, w)
	return t.sleepUntil(place, w.From, causeCustomer)
}

// sleepUntil lets the conversation sleep until the time of the call; without one, or when it is over, it is awake.
func (t *Turn) sleepUntil(place Place, at time.Time, cause string) error {
	switch {
	case at.After(t.now):
		if t.Row.Status == Snoozed && t.Row.SnoozedUntil.Equal(at) {
			return nil
		}
		t.Row.Status, t.Row.SnoozedUntil = Snoozed, at
		t.snoozed(place, Happening{Type: WasSnoozed, Until: at, Cause: causeCallBack})
	case t.Row.Status == Snoozed:
		t.wake(place, cause)
	}
	return nil
}

// WithdrawCallBack takes the wish back; who has none stays as they are.
func (t *Turn) WithdrawCallBack() {
	was := t.Row.CallBack
	if was == nil {
		return
	}
	place := t.Row.Place()
	t.Row.CallBack = nil
	t.tellCall(EventCallBackWithdrawn, Happening{Type: WasCallBackWithdrawn}, CallBack{Tried: was.Tried})
	if t.Row.Status == Snoozed && t.Row.SnoozedUntil.Equal(was.From) {
		t.wake(place, causeCustomer)
	}
}

// Called says what came of a call. Who called has the conversation from then on, unless somebody has it already. When nobody was
// reached it is tried again, at a time if one is given, until it was tried MaxCallTries times.
func (t *Turn) Called(out CallOutcome, again time.Time) error {
	was := t.Row.CallBack
	switch {
	case was == nil:
		return ErrNoCallBack.New()
	case !again.IsZero() && (out != NotReached || !again.After(t.now) || again.Sub(t.now) > MaxCallAhead):
		return ErrSnoozePast.On("again")
	}
	if t.Row.AssigneeID == "" && t.author.kind == ByUser {
		t.give(t.author.id, t.Row.TeamID, causeReply, "")
	}
	place := t.Row.Place()
	next := *was
	next.From, next.Until = again, time.Time{}
	if out == NotReached {
		if next.Tried++; next.Tried >= MaxCallTries {
			out, again = GivenUp, time.Time{}
		}
	}
	t.Row.CallBack = &next
	if out != NotReached {
		t.Row.CallBack = nil
	}
	if out == Reached {
		if t.Row.FirstReplyAt.IsZero() && t.author.kind == ByUser {
			t.Row.FirstReplyAt = t.now
		}
		t.Row.WaitingSince, t.Row.Unread = time.Time{}, 0
	}
	told := CallBack{From: again, Tried: next.Tried}
	t.tellCall(EventCalled, Happening{Type: WasCalled, Outcome: string(out), Until: again, Score: next.Tried, Phone: was.Phone}, told)
	return t.sleepUntil(place, again, causeAgent)
}

func (t *Turn) tellCall(kind string, h Happening, w CallBack) {
	e := t.add(Entry{Kind: Activity, Activity: &h}, true)
	t.emit(kind, e.Seq, CallBackTold{
		EntryID: e.ID, PublicSeq: e.PublicSeq, From: w.From, Until: w.Until, Outcome: CallOutcome(h.Outcome), Tried: w.Tried, Version: t.version(),
	})
}

// AskCallBack is the visitor's wish for an own conversation. The number must be one that can be dialled.
func (s *Service) AskCallBack(ctx context.Context, id string, w CallBack) (VisitorConversation, error) {
	var c fault.Checker
	c.If(!Dialled(w.Phone), "phone", ErrPhone)
	c.Text("name", w.Name, 0, maxCallName)
	return s.ofVisitor(ctx, id, c.Err(), func(_ context.Context, t *Turn) error { return t.AskCallBack(w) })
}

// WithdrawCallBack takes back what the visitor asked for.
func (s *Service) WithdrawCallBack(ctx context.Context, id string) (VisitorConversation, error) {
	return s.ofVisitor(ctx, id, nil, func(_ context.Context, t *Turn) error {
		t.WithdrawCallBack()
		return nil
	})
}

// SolveAlone ends the visitor's own conversation because they have found the answer themselves, while nobody has taken it. Ended
// reports whether it was this call that ended it.
func (s *Service) SolveAlone(ctx context.Context, id string) (c VisitorConversation, ended bool, err error) {
	return s.endWaiting(ctx, id, CauseSelfService)
}

// LeaveQueue ends the visitor's own conversation because they wait no longer, while nobody has taken it. Nothing was resolved: no
// name stands behind the end. Ended reports whether it was this call that ended it.
func (s *Service) LeaveQueue(ctx context.Context, id string) (c VisitorConversation, ended bool, err error) {
	return s.endWaiting(ctx, id, CauseLeftQueue)
}

func (s *Service) endWaiting(ctx context.Context, id, cause string) (c VisitorConversation, ended bool, err error) {
	c, err = s.ofVisitor(ctx, id, nil, func(_ context.Context, t *Turn) error {
		ended = false
		switch {
		case t.Row.Status == Resolved || t.Row.Status == Merged:
			return nil
		case t.Row.AssigneeID != "":
			return ErrCallBackTaken.New()
		}
		ended = true
		t.resolve(t.Row.Place(), Happening{Type: WasResolved, Before: t.undoable(), Cause: cause}, "")
		return nil
	})
	return c, ended, err
}

// VisitorHead is the visitor's own conversation as it is kept, for what is asked about it on their behalf.
func (s *Service) VisitorHead(ctx context.Context, id string) (Conversation, error) {
	_, customer, err := visitor(ctx)
	if err != nil {
		return Conversation{}, err
	}
	c, err := s.rows.Get(ctx, id)
	if err != nil {
		return c, err
	}
	return c, owned(customer, c)
}

// ofVisitor is one change of the visitor's own conversation.
func (s *Service) ofVisitor(ctx context.Context, id string, wrong error, change func(context.Context, *Turn) error) (VisitorConversation, error) {
	a, customer, err := visitor(ctx)
	if err := cmp.Or(err, wrong); err != nil {
		return VisitorConversation{}, err
	}
	res, err := s.turnAs(ctx, a, id, ownedBy(customer), change)
	if err != nil {
		return VisitorConversation{}, err
	}
	view, _, err := s.ForVisitor(ctx, res.Conversation, nil)
	return view, err
}

// Called says, for those who answer, what came of a call.
func (s *Service) Called(ctx context.Context, id string, out CallOutcome, again time.Time) (Result, error) {
	return s.turn(ctx, id, PermReply, func(_ context.Context, t *Turn) error {
		var c fault.Checker
		c.Choice("outcome", string(out), string(Reached), string(NotReached), string(WrongNumber))
		if err := c.Err(); err != nil {
			return err
		}
		return t.Called(out, again)
	})
}

// CallBackOf is the wish that a conversation holds, with its number as it is, for who may read the conversation.
func (s *Service) CallBackOf(ctx context.Context, id string) (Conversation, CallBack, error) {
	c, err := s.Get(ctx, id)
	if err == nil && c.CallBack == nil {
		err = ErrNoCallBack.New()
	}
	if err != nil {
		return c, CallBack{}, err
	}
	return c, *c.CallBack, nil
}

// Choice is what a line of the program offers to who waits: something to do beside waiting.
type Choice string

// The choices.
const (
	ChoiceFAQ      Choice = "faq"
	ChoiceMessage  Choice = "message"
	ChoiceCallBack Choice = "callback"
)

// choices are the occasions that offer one.
var choices = map[string]Choice{
	"queue.faq": ChoiceFAQ, "queue.message": ChoiceMessage, "queue.full": ChoiceMessage, "queue.closed": ChoiceMessage,
	"queue.callback": ChoiceCallBack, "queue.closed_callback": ChoiceCallBack,
}

// Dialled reports whether a number is written as it is dialled: a plus, the code of the country, and up to 15 digits in all.
func Dialled(phone string) bool {
	return len(phone) >= 8 && len(phone) <= 16 && phone[0] == '+' && phone[1] != '0' && strings.Trim(phone[1:], "0123456789") == ""
}

// Dial is a number, as people write it, as it is dialled; code is that of the country for numbers without one, "" when it is not
// known. ok is false when it is no number, or one whose country nobody knows.
func Dial(text, code string) (phone string, ok bool) {
	text = strings.TrimSpace(text)
	abroad := strings.HasPrefix(text, "+") || strings.HasPrefix(text, "＋")
	var b strings.Builder
	for _, r := range strings.TrimLeft(text, "+＋") {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case r >= '０' && r <= '９':
			b.WriteRune(r - '０' + '0')
		case !strings.ContainsRune(" -.()\u00a0（）－–·", r):
			return "", false
		}
	}
	digits := b.String()
	if len(digits) > maxLocalDigits {
		return "", false
	}
	switch {
	case abroad:
	case strings.HasPrefix(digits, "00"):
		digits = digits[2:]
	case code == "" || len(digits) < 5:
		return "", false
	case code == "1" && len(digits) == 11 && digits[0] == '1':
	case code == "86" && len(digits) == 13 && strings.HasPrefix(digits, "861"):
	default:
		digits = code + strings.TrimPrefix(digits, "0")
	}
	return "+" + digits, Dialled("+" + digits)
}

// CallWindow is a time in which somebody can be called.
type CallWindow struct {
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
}

// CallChoices are what a customer can choose from who wants to be called.
type CallChoices struct {
	Windows []CallWindow `json:"windows" doc:"Times within the business hours of the queue."`
	Open    bool         `json:"open" doc:"As soon as possible is now; else it is when the queue opens."`
	Phone   string       `json:"phone,omitempty" doc:"The number that is known already, with stars; a wish without a number means it."`
	Name    string       `json:"name,omitempty" doc:"Of a wish that there is already."`
	// Code of the country for numbers without one.
	Code string `json:"code,omitempty" doc:"Code of the country for numbers without one; absent when it is not known."`
}

// Leaving is what becomes of a customer's place when they leave the queue.
type Leaving struct {
	KeptSeconds int `json:"keptSeconds" doc:"For so long after they have left they get it back by writing again; 0 for not at all."`
}

// CallWish is what a customer asks for.
type CallWish struct {
	Phone string    // as they wrote it; "" for the one that is known
	Name  string    //
	From  time.Time // the beginning of a window; zero for as soon as possible
}
