package learn_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/domain/routing/routingtest"
	"frontdesk/internal/usecase/learn"
)

const tenant = "wsp_1"

var noon = time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)

// house is everything around the service.
type house struct {
	*learn.Service
	*routingtest.Memory
	units *unit.Memory
	rows  []conversation.Conversation
	plan  routing.Plan
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{Memory: routingtest.NewMemory(), units: &unit.Memory{}, plan: routing.NewPlan("que_1", "General")}
	h.plan.Learning.On = true
	h.Service = learn.New(h.units, clock.Fixed(noon), h.Memory, h, h, h)
	for _, user := range []string{"usr_good", "usr_poor"} {
		check.NoError(t, h.units.Do(system(t), func(ctx context.Context) error { return h.SaveDesk(ctx, routing.Desk{UserID: user}) }))
	}
	return h
}

func system(t *testing.T) context.Context {
	t.Helper()
	return actor.With(t.Context(), actor.SystemFor(tenant))
}

func (h *house) Current(context.Context) (routing.Published, error) {
	return routing.Published{Number: 1, Plan: h.plan}, nil
}

func (*house) Teams(context.Context) (map[string][]string, error) {
	return map[string][]string{"usr_good": nil, "usr_poor": nil}, nil
}

func (h *house) Standing(_ context.Context, asked []conversation.Asked) ([]conversation.Conversation, error) {
	var out []conversation.Conversation
	for _, a := range asked {
		i := slices.IndexFunc(h.rows, func(c conversation.Conversation) bool { return c.ID == a.ConversationID })
		out = append(out, h.rows[i])
	}
	return out, nil
}

// served adds a conversation that somebody got from the queue and ended; a score of 0 is none.
func (h *house) served(t *testing.T, user string, score, resolutions int) *conversation.Conversation {
	t.Helper()
	n := len(h.rows)
	at := noon.Add(-time.Duration(n) * time.Hour)
	c := conversation.Conversation{
		ID: fmt.Sprintf("cnv_%03d", n), Status: conversation.Resolved, AssigneeID: user, RatingScore: score, Resolutions: resolutions,
		FirstReplyAt: at, ResolvedAt: at.Add(10 * time.Minute),
	}
	h.rows = append(h.rows, c)
	r := routing.Record{ID: fmt.Sprintf("rdc_%03d", n), Outcome: routing.Accepted, Decision: routing.Decision{Work: c.ID, Agent: user, Queue: "que_1", At: at}}
	check.NoError(t, h.units.Do(system(t), func(ctx context.Context) error { return h.InsertRecord(ctx, r) }))
	return &h.rows[n]
}

func (h *house) learns(t *testing.T) {
	t.Helper()
	check.NoError(t, h.Service.Learn(system(t), unit.Job{Tenant: tenant, Kind: routing.JobLearn, Subject: tenant}))
}

func TestResultsMoveWeights(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for range 30 {
		h.served(t, "usr_good", 5, 1)
		h.served(t, "usr_poor", 2, 2)
	}
	h.learns(t)
	good, poor := check.Must(h.Desk(system(t), "usr_good"))(t), check.Must(h.Desk(system(t), "usr_poor"))(t)
	if good.Learned["que_1"] <= 1 || poor.Learned["que_1"] >= 1 {
		t.Fatalf("good %v, poor %v", good.Learned, poor.Learned)
	}
	list, at, err := h.Lessons(system(t), "que_1", page.Request{})
	check.NoError(t, err)
	check.Equal(t, at, noon)
	check.Equal(t, list.Items[0].Own, routing.Average{Rated: 30, Rating: 1, Resolved: 1, Handling: 10 * time.Minute})
	check.Equal(t, len(h.units.Events()), 2)
	check.Equal(t, h.units.Jobs()[0].RunAt, noon.Add(routing.LearnEvery))
	h.learns(t)
	check.Equal(t, len(h.units.Events()), 2) // nobody's weight moved
}

func TestOnlyWhatSomebodyEndedThemselvesCounts(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for range routing.LeastLessons {
		h.served(t, "usr_good", 0, 1)
	}
	h.served(t, "usr_good", 1, 1).AssigneeID = "usr_poor" // handed over
	h.served(t, "usr_good", 1, 1).Status = conversation.Open
	h.served(t, "usr_good", 1, 1).FirstReplyAt = time.Time{}
	h.learns(t)
	list, _, err := h.Lessons(system(t), "que_1", page.Request{})
	check.NoError(t, err)
	check.Equal(t, len(list.Items), 1)
	check.Equal(t, list.Items[0].Count, routing.LeastLessons)
	check.Equal(t, list.Items[0].Own.Rated, 0)
}

func TestAPlanThatDoesNotLearnPromisesNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.plan.Learning.On = false
	h.served(t, "usr_good", 5, 1)
	h.learns(t)
	check.Equal(t, len(h.units.Jobs()), 0)
	agent := actor.With(t.Context(), actor.Actor{Tenant: tenant, Kind: actor.User, ID: "usr_good", Grants: map[actor.Permission]actor.Level{routing.PermRead: actor.All}})
	_, _, err := h.Lessons(agent, "que_1", page.Request{})
	check.Equal(t, fault.KindOf(err), fault.Denied)
}
