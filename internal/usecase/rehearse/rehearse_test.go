package rehearse_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/domain/routing/routingtest"
	"frontdesk/internal/usecase/rehearse"
)

const tenant = "wsp_1"

var noon = time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)

// house is everything around the service.
type house struct {
	*rehearse.Service
	*routingtest.Memory
	stage   *routingtest.StageMemory
	units   *unit.Memory
	rows    []conversation.Conversation
	agents  map[string]string
	asked   int
	current routing.Plan
	draft   *routing.Plan
}

func newHouse() *house {
	h := &house{Memory: routingtest.NewMemory(), stage: routingtest.NewStage(), units: &unit.Memory{}, agents: map[string]string{}}
	h.current = plan()
	h.Service = rehearse.New(rehearse.Deps{
		Run: h.units, Clock: clock.Fixed(noon), Store: h.stage, Plans: h, Language: h, Desks: h.Memory, People: h,
		Past: rehearse.Past{Days: h, Talks: h, Facts: h},
	})
	return h
}

func plan() routing.Plan {
	p := routing.NewPlan("que_1", "General")
	p.Queues[0].Teams = []string{"tem_1"}
	p.Capacity, p.Levels = 20, map[string]routing.Seconds{}
	return p
}

func (h *house) Current(context.Context) (routing.Published, error) {
	return routing.Published{Number: 3, Plan: h.current}, nil
}

func (h *house) Draft(context.Context) (routing.Draft, error) {
	if h.draft == nil {
		return routing.Draft{}, routing.ErrNoDraft.New()
	}
	return routing.Draft{Plan: *h.draft, Base: 3}, nil
}

func (*house) Teams(context.Context) (map[string][]string, error) {
	return map[string][]string{"usr_a": {"tem_1"}, "usr_b": {"tem_1"}}, nil
}

func (h *house) Came(_ context.Context, _, _ time.Time, each func([]rehearse.Came) (bool, error)) error {
	for _, row := range h.rows {
		if more, err := each([]rehearse.Came{{Conversation: row.ID}, {Conversation: row.ID, Agent: h.agents[row.ID]}}); err != nil || !more {
			return err
		}
	}
	return nil
}

func (h *house) Standing(_ context.Context, asked []conversation.Asked) ([]conversation.Conversation, error) {
	var out []conversation.Conversation
	for _, a := range asked {
		i := slices.IndexFunc(h.rows, func(c conversation.Conversation) bool { return c.ID == a.ConversationID })
		if !h.rows[i].CreatedAt.IsZero() { // else it was erased
			out = append(out, h.rows[i])
		}
	}
	return out, nil
}

func (h *house) AsOf(_ context.Context, c conversation.Conversation) (routing.Facts, error) {
	h.asked++
	return routing.Facts{Conversation: routing.ConversationFacts{Subject: c.Subject}}, nil
}

// Condition holds when the subject is the very source.
func (*house) Condition(source string) (routing.Condition, error) { return subject(source), nil }

func (*house) Score(string) (routing.Score, error) { return nil, routing.ErrTwice.New() }

type subject string

func (s subject) Holds(f routing.Facts) (bool, error) {
	return f.Conversation.Subject == string(s), nil
}

// comes adds a customer who came so many minutes before noon and was answered and served so long.
func (h *house) comes(minutesAgo int, level, agent string) *conversation.Conversation {
	at := noon.Add(-time.Duration(minutesAgo) * time.Minute)
	c := conversation.Conversation{
		ID: fmt.Sprintf("cnv_%03d", len(h.rows)), Number: int64(len(h.rows) + 1), ChannelKind: "webchat", CustomerLevel: level, Status: conversation.Resolved,
		CustomerID: fmt.Sprint("cus_", len(h.rows)), CreatedAt: at, FirstReplyAt: at.Add(time.Minute), ResolvedAt: at.Add(11 * time.Minute),
	}
	if agent == "" {
		c.FirstReplyAt = time.Time{}
	}
	h.rows = append(h.rows, c)
	h.agents[c.ID] = agent
	return &h.rows[len(h.rows)-1]
}

func admin(t *testing.T) context.Context {
	t.Helper()
	return actor.With(t.Context(), actor.Actor{Tenant: tenant, Kind: actor.User, ID: "usr_x", Grants: map[actor.Permission]actor.Level{routing.PermManage: actor.All, routing.PermRead: actor.All}})
}

// rehearses asks for the last day and lets the job run.
func (h *house) rehearses(t *testing.T) routing.Rehearsal {
	t.Helper()
	r := check.Must(h.Ask(admin(t), noon.AddDate(0, 0, -1), noon))(t)
	check.Equal(t, r.State, routing.Playing)
	system := actor.With(t.Context(), actor.SystemFor(tenant))
	check.NoError(t, h.Play(system, unit.Job{Tenant: tenant, Kind: rehearse.JobPlay, Subject: r.ID}))
	return check.Must(h.Rehearsal(admin(t), r.ID))(t)
}

func TestADraftIsPlayedOverThePast(t *testing.T) {
	t.Parallel()
	h := newHouse()
	for i := range 30 { // one comes every two minutes, each takes ten, and two are there: a queue grows
		level := ""
		if i%5 == 4 {
			level = "vip"
		}
		h.comes(100-2*i, level, []string{"usr_a", "usr_b"}[i%2])
	}
	changed := plan()
	changed.Levels = map[string]routing.Seconds{"vip": 3600}
	h.draft = &changed
	r := h.rehearses(t)
	check.Equal(t, r.State, routing.Played)
	got := r.Result
	check.Equal(t, got.Conversations, 30)
	check.Equal(t, got.Assumed, 2)
	check.Equal(t, got.Was, routing.Happened{Answered: 30, WaitMean: 60, WaitP90: 60})
	check.Equal(t, got.Before.Served+got.Before.Waiting, 30)
	check.Equal(t, got.Before.Queues[0].Name, "General")
	check.Equal(t, got.MovedAll > 0, true)
	for _, m := range got.Moved {
		if vip := h.rows[m.Number-1].CustomerLevel == "vip"; vip && m.After.Waited > m.Before.Waited {
			t.Errorf("%s waits %d s with a head start and %d s without", m.ID, m.After.Waited, m.Before.Waited)
		}
	}
	check.Equal(t, h.asked, 0) // no condition asks for anything
}

func TestRulesOfTheDraftAreAsked(t *testing.T) {
	t.Parallel()
	h := newHouse()
	h.comes(50, "", "usr_a").Subject = "invoice"
	h.comes(40, "", "usr_a").Subject = "hello"
	changed := plan()
	changed.Queues = append(changed.Queues, routing.QueuePlan{ID: "que_2", Name: "Billing", Teams: []string{"tem_1"}, Strategy: routing.LeastLoaded})
	changed.Rules = []routing.Rule{{ID: "rul_1", On: true, When: "invoice", Queue: "que_2"}}
	h.draft = &changed
	got := h.rehearses(t).Result
	check.Equal(t, h.asked, 2)
	check.Equal(t, got.MovedAll, 1)
	check.Equal(t, got.Moved[0].After.Name, "Billing")
	check.Equal(t, len(got.After.Queues), 2)
}

func TestKnownPresenceCounts(t *testing.T) {
	t.Parallel()
	h := newHouse()
	h.comes(50, "", "usr_a")
	changed := plan()
	changed.Capacity = 40
	h.draft = &changed
	handle := func(at time.Time, user string, state identity.State) {
		data := check.Must(json.Marshal(identity.PresenceChanged{State: state}))(t)
		e := event.Recorded{Event: event.Event{Tenant: tenant, StreamID: user, Type: identity.EventPresenceChanged, At: at, Data: data}}
		check.Equal(t, rehearse.Concerns(e.Event), true)
		check.NoError(t, h.Handle(t.Context(), []event.Recorded{e}))
	}
	handle(noon.Add(-200*24*time.Hour), "usr_b", identity.Online) // forgotten
	handle(noon.Add(-60*time.Minute), "usr_a", identity.Online)
	handle(noon.Add(-55*time.Minute), "usr_a", identity.Break)
	handle(noon.Add(-30*time.Minute), "usr_b", identity.Online)
	got := h.rehearses(t).Result
	check.Equal(t, got.Assumed, 0)
	check.Equal(t, got.Before.Agents, []routing.SideAgent{{Agent: "usr_b", Got: 1, Busy: 600}})
	check.Equal(t, got.Before.WaitMean, routing.Seconds(1200)) // from 50 to 30 minutes before noon
}

func TestWhatCannotBePlayedIsLeftOut(t *testing.T) {
	t.Parallel()
	h := newHouse()
	h.comes(50, "", "usr_a")
	h.comes(40, "", "usr_a").Status = conversation.Merged
	h.comes(30, "", "usr_a").CreatedAt = time.Time{} // erased
	h.comes(60*48, "", "usr_a")                      // came before the period
	h.comes(20, "", "")                              // nobody answered
	changed := plan()
	changed.Capacity = 40
	h.draft = &changed
	got := h.rehearses(t).Result
	check.Equal(t, got.Conversations, 2)
	check.Equal(t, got.Skipped, 2)
	check.Equal(t, got.Was.Unanswered, 1)
}

func TestWhoMayAskAndForWhat(t *testing.T) {
	t.Parallel()
	h := newHouse()
	day := noon.AddDate(0, 0, -1)
	_, err := h.Ask(admin(t), day, noon)
	check.Fault(t, err, routing.ErrNoDraft)
	same := plan()
	h.draft = &same
	_, err = h.Ask(admin(t), day, noon)
	check.Fault(t, err, routing.ErrSamePlan)
	changed := plan()
	changed.Capacity = 40
	h.draft = &changed
	for _, period := range [][2]time.Time{{noon, noon}, {noon, day}, {day, noon.Add(time.Second)}, {noon.AddDate(0, 0, -32), noon}} {
		_, err = h.Ask(admin(t), period[0], period[1])
		check.Fault(t, err, routing.ErrPeriod)
	}
	agent := actor.With(t.Context(), actor.Actor{Tenant: tenant, Kind: actor.User, ID: "usr_a", Grants: map[actor.Permission]actor.Level{routing.PermRead: actor.All}})
	_, err = h.Ask(agent, day, noon)
	check.Equal(t, fault.KindOf(err), fault.Denied)
	_, err = h.Rehearsals(agent)
	check.Equal(t, fault.KindOf(err), fault.Denied)
	_, err = h.Rehearsal(agent, "reh_1")
	check.Equal(t, fault.KindOf(err), fault.Denied)
	check.NoError(t, h.Play(actor.With(t.Context(), actor.SystemFor(tenant)), unit.Job{Subject: "reh_gone"}))
}

func TestAPlanThatCannotBeReadSaysSo(t *testing.T) {
	t.Parallel()
	h := newHouse()
	changed := plan()
	changed.Queues[0].Strategy, changed.Queues[0].Score = routing.Custom, "?"
	h.draft = &changed
	r := h.rehearses(t)
	check.Equal(t, r.State, routing.Failed)
	check.Equal(t, r.Result.Reason, routing.ErrTwice.Code)
	check.Equal(t, len(check.Must(h.Rehearsals(admin(t)))(t)), 1)
}
