package waiting

import (
	"context"
	"slices"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/personal"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/routing"
)

// The windows in which somebody can be called: whole hours, so many, within so many days.
const (
	window      = time.Hour
	mostWindows = 24
	windowDays  = 7
)

// Talks are the visitor's own conversations; conversation.Service is it.
type Talks interface {
	VisitorHead(ctx context.Context, id string) (conversation.Conversation, error)
	AskCallBack(ctx context.Context, id string, w conversation.CallBack) (conversation.VisitorConversation, error)
	WithdrawCallBack(ctx context.Context, id string) (conversation.VisitorConversation, error)
	SolveAlone(ctx context.Context, id string) (c conversation.VisitorConversation, ended bool, err error)
	LeaveQueue(ctx context.Context, id string) (c conversation.VisitorConversation, ended bool, err error)
}

// Work tells in which queue somebody waits, and counts what is chosen there; the store of routing is it.
type Work interface {
	WorkOf(ctx context.Context, conversationID string) (routing.Item, error)
	Choose(ctx context.Context, queueID, choice string, slot time.Time) error
}

// Plans knows the plan in force; routing.Service is it.
type Plans interface {
	Current(ctx context.Context) (routing.Published, error)
}

// Hours knows calendars.
type Hours interface {
	// OpenFor is when the calendar will have been open for d since from; false for never.
	OpenFor(ctx context.Context, calendarID string, from time.Time, d time.Duration) (time.Time, bool, error)
}

// People knows how customers are reached.
type People interface {
	// Phone is the number of a customer, "" when none is known.
	Phone(ctx context.Context, customerID string) (string, error)
	// CountryCode is the code of the country for numbers without one, without its plus; "" when it is not known.
	CountryCode(ctx context.Context) (string, error)
}

// Deps are what the service needs.
type Deps struct {
	Run    unit.Runner
	Clock  clock.Clock
	Talks  Talks
	Work   Work
	Plans  Plans
	Hours  Hours
	People People
}

// Service does what customers ask for while they wait.
type Service struct{ d Deps }

// New makes the service.
func New(d Deps) *Service { return &Service{d} }

// system acts for the program in the workspace of the context: the plan and the hours are no matter of visitors.
func system(ctx context.Context) (context.Context, error) {
	tenant, err := actor.Tenant(ctx)
	return actor.With(ctx, actor.SystemFor(tenant)), err
}

// queueOf is the queue in which a conversation waits, or waited when its customer asked to be called; nil when there is none any more.
func (s *Service) queueOf(ctx context.Context, c conversation.Conversation) (*routing.QueuePlan, error) {
	q, _, err := s.standing(ctx, c)
	return q, err
}

// standing is queueOf with the work as it stands there, which is empty when it waits in no queue.
func (s *Service) standing(ctx context.Context, c conversation.Conversation) (*routing.QueuePlan, routing.Item, error) {
	ctx, err := system(ctx)
	if err != nil {
		return nil, routing.Item{}, err
	}
	queue := ""
	it, err := s.d.Work.WorkOf(ctx, c.ID)
	switch {
	case err == nil && len(it.Queues) > 0:
		queue = it.Queues[0]
	case err != nil && !fault.Has(err, routing.ErrNoWork):
		return nil, it, err
	}
	if queue == "" && c.CallBack != nil {
		queue = c.CallBack.QueueID
	}
	p, err := s.d.Plans.Current(ctx)
	if err != nil || queue == "" {
		return nil, it, err
	}
	at := slices.IndexFunc(p.Plan.Queues, func(q routing.QueuePlan) bool { return q.ID == queue })
	if at < 0 {
		return nil, it, nil
	}
	return &p.Plan.Queues[at], it, nil
}

// wanted is the visitor's own conversation with its queue, if it may be asked there to be called. A wish may be changed also when the
// queue does not offer it any more.
func (s *Service) wanted(ctx context.Context, id string) (conversation.Conversation, *routing.QueuePlan, error) {
	c, err := s.d.Talks.VisitorHead(ctx, id)
	if err != nil {
		return c, nil, err
	}
	if c.CallBack == nil && c.AssigneeID != "" {
		return c, nil, conversation.ErrCallBackTaken.New()
	}
	q, err := s.queueOf(ctx, c)
	if err == nil && c.CallBack == nil && !q.Suggests(routing.ActCallBack) {
		err = conversation.ErrNotOffered.New()
	}
	return c, q, err
}

// CallChoices are what the visitor can choose from who wants to be called.
func (s *Service) CallChoices(ctx context.Context, id string) (conversation.CallChoices, error) {
	out := conversation.CallChoices{Windows: []conversation.CallWindow{}}
	c, q, err := s.wanted(ctx, id)
	if err != nil {
		return out, err
	}
	inner, err := system(ctx)
	if err != nil {
		return out, err
	}
	phone, err := s.d.People.Phone(inner, c.CustomerID)
	if err != nil {
		return out, err
	}
	if c.CallBack != nil {
		phone, out.Name = c.CallBack.Phone, c.CallBack.Name
	}
	if out.Code, err = s.d.People.CountryCode(inner); err != nil {
		return out, err
	}
	// Whoever sits at the browser need not be the customer: they read only enough to know their own number again.
	if _, ok := conversation.Dial(phone, out.Code); ok {
		out.Phone = personal.PhoneNumber(phone)
	}
	now := s.d.Clock.Now()
	opens, ok, err := s.opens(inner, q, now)
	if err != nil {
		return out, err
	}
	out.Open = ok && opens.Equal(now)
	out.Windows, err = s.windows(inner, q, now)
	return out, err
}

// AskCallBack notes that the visitor wants to be called, or changes when, where and whom.
func (s *Service) AskCallBack(ctx context.Context, id string, w conversation.CallWish) (conversation.VisitorConversation, error) {
	c, q, err := s.wanted(ctx, id)
	if err != nil {
		return conversation.VisitorConversation{}, err
	}
	inner, err := system(ctx)
	if err != nil {
		return conversation.VisitorConversation{}, err
	}
	wish := conversation.CallBack{Name: strings.TrimSpace(w.Name)}
	if wish.Phone, err = s.number(inner, c, w.Phone); err != nil {
		return conversation.VisitorConversation{}, err
	}
	if wish.From, wish.Until, err = s.moment(inner, q, w.From); err != nil {
		return conversation.VisitorConversation{}, err
	}
	if q != nil {
		wish.QueueID = q.ID
	}
	var out conversation.VisitorConversation
	err = conversation.Run(ctx, s.d.Run, func(ctx context.Context) error {
		if out, err = s.d.Talks.AskCallBack(ctx, id, wish); err != nil || c.CallBack != nil {
			return err
		}
		return s.count(ctx, q, routing.ChoseCallBack)
	})
	return out, err
}

// number is the one to dial: as it was written, or the one that is known.
func (s *Service) number(ctx context.Context, c conversation.Conversation, written string) (string, error) {
	if written = strings.TrimSpace(written); written == "" {
		if c.CallBack != nil {
			return c.CallBack.Phone, nil
		}
		known, err := s.d.People.Phone(ctx, c.CustomerID)
		if err != nil {
			return "", err
		}
		if written = known; written == "" {
			return "", fault.ErrRequired.On("phone")
		}
	}
	code, err := s.d.People.CountryCode(ctx)
	if err != nil {
		return "", err
	}
	phone, ok := conversation.Dial(written, code)
	if !ok {
		return "", conversation.ErrPhone.On("phone")
	}
	return phone, nil
}

// moment is when to call: in the window that begins then, or as soon as possible, which is now while the queue is open and else
// when it opens.
func (s *Service) moment(ctx context.Context, q *routing.QueuePlan, from time.Time) (start, end time.Time, err error) {
	now := s.d.Clock.Now()
	if from.IsZero() {
		opens, ok, err := s.opens(ctx, q, now)
		if err != nil || !ok || opens.Equal(now) {
			return start, end, err
		}
		return opens, end, nil
	}
	// The window that was chosen may have begun while the form was filled in.
	list, err := s.windows(ctx, q, now.Add(-window))
	if err != nil {
		return start, end, err
	}
	at := slices.IndexFunc(list, func(w conversation.CallWindow) bool { return w.From.Equal(from) })
	switch {
	case at < 0:
		return start, end, conversation.ErrCallTime.On("from")
	case !from.After(now):
		return start, end, nil
	}
	return list[at].From, list[at].Until, nil
}

// opens is when the queue is open next: now if it is; false for never.
func (s *Service) opens(ctx context.Context, q *routing.QueuePlan, now time.Time) (time.Time, bool, error) {
	if q == nil || q.Calendar == "" {
		return now, true, nil
	}
	at, ok, err := s.d.Hours.OpenFor(ctx, q.Calendar, now, time.Second)
	return at.Add(-time.Second), ok, err
}

// windows are the whole hours after a moment in which the queue is open all the time.
func (s *Service) windows(ctx context.Context, q *routing.QueuePlan, after time.Time) ([]conversation.CallWindow, error) {
	out := []conversation.CallWindow{}
	last := after.Add(windowDays * 24 * time.Hour)
	for at := after.Truncate(window).Add(window); at.Before(last) && len(out) < mostWindows; at = at.Add(window) {
		opens, ok, err := s.opens(ctx, q, at)
		if err != nil || !ok {
			return out, err
		}
		if opens.After(at) { // closed until then: nothing in between is asked for
			if at = opens.Truncate(window); at.Before(opens) {
				continue
			}
		}
		whole := true
		if q != nil && q.Calendar != "" {
			end, ok, err := s.d.Hours.OpenFor(ctx, q.Calendar, at, window)
			if err != nil {
				return out, err
			}
			whole = ok && end.Equal(at.Add(window))
		}
		if whole && at.Before(last) {
			out = append(out, conversation.CallWindow{From: at, Until: at.Add(window)})
		}
	}
	return out, nil
}

// WithdrawCallBack takes back what the visitor asked for.
func (s *Service) WithdrawCallBack(ctx context.Context, id string) (conversation.VisitorConversation, error) {
	return s.d.Talks.WithdrawCallBack(ctx, id)
}

// Solved ends the visitor's waiting because they have found the answer themselves.
func (s *Service) Solved(ctx context.Context, id string) (conversation.VisitorConversation, error) {
	c, err := s.d.Talks.VisitorHead(ctx, id)
	if err != nil {
		return conversation.VisitorConversation{}, err
	}
	q, err := s.queueOf(ctx, c)
	if err != nil {
		return conversation.VisitorConversation{}, err
	}
	if c.Status != conversation.Resolved && !q.Suggests(routing.ActFAQ) {
		return conversation.VisitorConversation{}, conversation.ErrNotOffered.New()
	}
	return s.end(ctx, q, routing.ChoseSolved, func(ctx context.Context) (conversation.VisitorConversation, bool, error) {
		return s.d.Talks.SolveAlone(ctx, id)
	})
}

// Leaving says for how long the visitor's place is kept if they leave the queue now.
func (s *Service) Leaving(ctx context.Context, id string) (conversation.Leaving, error) {
	c, err := s.d.Talks.VisitorHead(ctx, id)
	if err != nil {
		return conversation.Leaving{}, err
	}
	q, it, err := s.standing(ctx, c)
	if err != nil || q == nil || it.Kept != nil || c.LastMessageAuthorKind != conversation.ByCustomer {
		return conversation.Leaving{}, err
	}
	if it.State != routing.Waits && it.State != routing.Offered {
		return conversation.Leaving{}, nil
	}
	return conversation.Leaving{KeptSeconds: int(q.Keep)}, nil
}

// Leave ends the visitor's waiting because they do not want to wait any longer. Where the queue keeps places, routing keeps theirs.
func (s *Service) Leave(ctx context.Context, id string) (conversation.VisitorConversation, error) {
	c, err := s.d.Talks.VisitorHead(ctx, id)
	if err != nil {
		return conversation.VisitorConversation{}, err
	}
	q, it, err := s.standing(ctx, c)
	if err != nil {
		return conversation.VisitorConversation{}, err
	}
	if it.State == routing.Outside { // another system has taken it
		return conversation.VisitorConversation{}, conversation.ErrCallBackTaken.New()
	}
	return s.end(ctx, q, routing.ChoseLeft, func(ctx context.Context) (conversation.VisitorConversation, bool, error) {
		return s.d.Talks.LeaveQueue(ctx, id)
	})
}

// end ends a conversation that waits, and counts it once.
func (s *Service) end(ctx context.Context, q *routing.QueuePlan, choice string, how func(context.Context) (conversation.VisitorConversation, bool, error)) (out conversation.VisitorConversation, err error) {
	err = conversation.Run(ctx, s.d.Run, func(ctx context.Context) error {
		var ended bool
		if out, ended, err = how(ctx); err != nil || !ended {
			return err
		}
		return s.count(ctx, q, choice)
	})
	return out, err
}

func (s *Service) count(ctx context.Context, q *routing.QueuePlan, choice string) error {
	if q == nil {
		return nil
	}
	return s.d.Work.Choose(ctx, q.ID, choice, s.d.Clock.Now().Truncate(routing.TallyEvery))
}
