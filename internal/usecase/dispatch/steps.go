package dispatch

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/routing"
)

// step is what will be done for who still waits: the next step of the overflow, or the words at the door.
type step struct {
	at   time.Time
	Door door  `json:"door,omitempty"`
	At   int64 `json:"arrived"` // of the waiting that it belongs to, in microseconds
}

// door is what is said to who enters.
type door string

// What is said at the door.
const (
	doorClosed door = "closed"
	doorFull   door = "full"
	doorCall   door = "closed_callback" // closed, and the customer can ask to be called
)

func (p step) job(tenant, id string) unit.Job {
	return unit.Job{Tenant: tenant, Kind: JobStep, Subject: id, RunAt: p.at, Payload: fmt.Appendf(nil, `{"door":%q,"arrived":%d}`, p.Door, p.At)}
}

// firstStep is what is done first for work that enters a queue; nil for nothing.
func (s *Service) firstStep(ctx context.Context, q *routing.QueuePlan, it routing.Item, now time.Time) (*step, error) {
	if q == nil {
		return nil, nil
	}
	if q.Closed == routing.ActMessage || q.Closed == routing.ActCallBack {
		open, err := s.isOpen(ctx, q, now)
		if err != nil {
			return nil, err
		}
		if !open {
			return &step{at: now, Door: closedDoor(q), At: it.Arrived.UnixMicro()}, nil
		}
	}
	if q.Full > 0 {
		crowds, err := s.store.Crowds(ctx)
		if err != nil {
			return nil, err
		}
		if waitsIn(crowds, q.ID) >= q.Full {
			return &step{at: now, Door: doorFull, At: it.Arrived.UnixMicro()}, nil
		}
	}
	return nextStep(q, it), nil
}

// closedDoor is what is said to who comes outside the hours.
func closedDoor(q *routing.QueuePlan) door {
	if q.Closed == routing.ActCallBack {
		return doorCall
	}
	return doorClosed
}

// content reports whether a customer need not be told what else there is to do: they left a message, or will be called.
func content(c conversation.Conversation) bool { return c.Left || c.CallBack != nil }

// nextStep is the step that work has not had yet; nil after the last.
func nextStep(q *routing.QueuePlan, it routing.Item) *step {
	if q == nil || it.Step >= len(q.Steps) {
		return nil
	}
	return &step{at: it.Arrived.Add(q.Steps[it.Step].After.Duration()), At: it.Arrived.UnixMicro()}
}

// Step keeps the promise: it does what is due for who still waits, and promises what follows.
func (s *Service) Step(ctx context.Context, j unit.Job) error {
	var p step
	if err := json.Unmarshal(j.Payload, &p); err != nil {
		return fault.ErrInternal.Wrap(err)
	}
	it, err := s.store.WorkOf(ctx, j.Subject)
	if gone(err) || err == nil && (it.Agent != "" && it.State != routing.Offered || it.State == routing.Outside || it.Arrived.UnixMicro() != p.At) {
		return nil
	}
	if err != nil {
		return err
	}
	plan, err := s.planNow(ctx)
	if err != nil {
		return err
	}
	q := planOf(plan.Plan, queueOf(it))
	if q == nil || p.Door == "" && it.Step >= len(q.Steps) {
		return nil
	}
	rows, err := s.rows(ctx, []string{it.ID})
	c, ok := rows[it.ID]
	if err != nil || !ok {
		return err
	}
	err = s.take(ctx, j, p, it, plan.Plan, *q, c)
	if err != nil && lost(err) {
		return routing.ErrTaken.Wrap(err) // the job comes back and looks anew
	}
	return err
}

// take does a step: the words first, since they are said once only in the unit that also moves the work to its next step.
func (s *Service) take(ctx context.Context, j unit.Job, p step, it routing.Item, plan routing.Plan, q routing.QueuePlan, c conversation.Conversation) error {
	words, occasion := doorWords[p.Door], "queue."+string(p.Door)
	ch := change{before: it, after: &it}
	if p.Door == "" {
		now := q.Steps[it.Step]
		var err error
		if words, err = s.stepWords(ctx, now, it); err != nil {
			return err
		}
		occasion = "queue." + string(now.Do)
		if ch, err = s.stepped(ctx, plan, q, it, c); err != nil {
			return err
		}
		if now.Do == routing.ActHandOver && ch.after.State != routing.Outside {
			words = conversation.Reminder{} // nobody took it over
		}
	}
	if content(c) && occasion != "queue."+string(routing.ActHandOver) {
		words = conversation.Reminder{}
	}
	if ch.after.State != routing.Outside {
		ch.step = nextStep(&q, *ch.after)
	}
	return conversation.Run(ctx, s.d.Run, func(ctx context.Context) error {
		if err := s.write(ctx, ch); err != nil {
			return err
		}
		if err := s.tell(ctx, it.ID, ch.move, occasion, words, c); err != nil {
			return err
		}
		if ch.step == nil {
			return unit.Cancel(ctx, j.Tenant, j.Kind, j.Subject)
		}
		return nil
	})
}

// stepped is what the next step of the overflow changes about work.
func (s *Service) stepped(ctx context.Context, plan routing.Plan, q routing.QueuePlan, it routing.Item, c conversation.Conversation) (change, error) {
	after, now := it, q.Steps[it.Step]
	after.Step++
	ch := change{before: it, after: &after}
	switch {
	case now.Do == routing.ActWiden && now.Queue != "" && !slices.Contains(it.Queues, now.Queue):
		after.Queues = append(slices.Clone(it.Queues), now.Queue)
		ch.move = moveIn(plan, q.ID, now.Queue, routing.CauseWidened)
		if it.State == routing.Waits {
			ch.tell = []told{{routing.EventEntered, routing.Entered{QueueID: now.Queue, Cause: routing.CauseWidened, Plan: it.Plan}}}
		}
	case now.Do == routing.ActHandOver:
		t, ok, err := s.centre(ctx, now.Centre)
		if err != nil {
			return ch, err
		}
		if !ok {
			ch.move = &conversation.QueueMove{To: q.ID, FromName: t.Name, ToName: q.Name, Cause: routing.CauseUnreachable}
			break
		}
		ch = handsOver(it, t, c, s.d.Clock.Now())
		ch.after.Step++
	}
	return ch, nil
}

// tell says the words and writes down the move.
func (s *Service) tell(ctx context.Context, id string, move *conversation.QueueMove, occasion string, words conversation.Reminder, c conversation.Conversation) error {
	line := &conversation.Line{Occasion: occasion, Words: words, Waits: c.WaitingSince, Free: true}
	if words == (conversation.Reminder{}) {
		line = nil
	}
	if move != nil || line == nil {
		return s.arrange(ctx, id, conversation.Arrangement{Move: move, Line: line})
	}
	_, err := s.talks.Say(ctx, id, *line)
	return err
}

// stepWords are what a step says; widening says nothing.
func (s *Service) stepWords(ctx context.Context, st routing.Step, it routing.Item) (conversation.Reminder, error) {
	words := conversation.Reminder{En: st.Text["en"], Zh: st.Text["zh-CN"]}
	if words.En == "" {
		words.En = words.Zh
	}
	if words.Zh == "" {
		words.Zh = words.En
	}
	switch {
	case words.En != "" && st.Do != routing.ActTell, st.Do == routing.ActWiden, st.Do == routing.ActWait:
		return words, nil
	case st.Do != routing.ActTell:
		return usualWords[st.Do], nil
	}
	before, err := s.store.Before(ctx, it)
	if err != nil {
		return words, err
	}
	wait, ok, err := s.expectation(ctx, queueOf(it), before+1)
	if err != nil {
		return words, err
	}
	place := conversation.Reminder{En: fmt.Sprintf("You are number %d in the queue.", before+1), Zh: fmt.Sprintf("您当前排在第 %d 位。", before+1)}
	if ok {
		low, high := wait.LowSeconds/60, wait.HighSeconds/60
		place.En += fmt.Sprintf(" We expect to be with you in %d to %d minutes.", low, high)
		place.Zh += fmt.Sprintf("预计等待 %d 至 %d 分钟。", low, high)
	}
	if words.En != "" {
		place.En, place.Zh = words.En+"\n"+place.En, words.Zh+"\n"+place.Zh
	}
	return place, nil
}

// usualWords are what a step says that has no words of its own.
var usualWords = map[routing.Action]conversation.Reminder{
	routing.ActFAQ:      {En: "While you wait: you may find the answer in our frequently asked questions.", Zh: "等待期间，您可以先查看常见问题，也许能直接找到答案。"},
	routing.ActMessage:  {En: "All of us are busy. Leave your message here, we will answer as soon as we can.", Zh: "当前坐席均忙，您可以直接留言，我们会尽快回复。"},
	routing.ActHandOver: {En: "All of us are busy. Another service centre of ours takes care of you now.", Zh: "当前坐席均忙，已为您转接至其他服务中心，请稍候。"},
	routing.ActCallBack: {En: "All of us are busy. Tell us your phone number, and we will call you back: you keep your place.", Zh: "当前坐席均忙，您可以留下电话号码，我们会尽快回电，排队位置为您保留。"},
}

// doorWords are what is said at the door.
var doorWords = map[door]conversation.Reminder{
	doorClosed: {En: "We are closed at the moment. Leave your message here, we will answer when we are back.", Zh: "当前为非服务时间，您可以直接留言，我们上班后会第一时间回复。"},
	doorCall:   {En: "We are closed at the moment. Tell us your phone number and when to call you back.", Zh: "当前为非服务时间，您可以留下电话号码和方便的时间，我们会给您回电。"},
	doorFull:   {En: "Very many are waiting at the moment. Leave your message here, we will answer as soon as we can.", Zh: "当前排队人数较多，您可以直接留言，我们会尽快回复。"},
}
