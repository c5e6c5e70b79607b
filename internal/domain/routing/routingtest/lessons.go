package routingtest

import (
	"cmp"
	"context"
	"slices"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/routing"
)

type taught struct {
	at   time.Time
	list []routing.Lesson
}

// AcceptedBy implements routing.Lessons.
func (m *Memory) AcceptedBy(ctx context.Context, userID string, since time.Time, limit int) ([]routing.Got, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	var found []routing.Record
	for k, r := range m.records {
		if k[0] == tenant && r.Decision.Agent == userID && r.Outcome == routing.Accepted && !r.Decision.At.Before(since) {
			found = append(found, r)
		}
	}
	slices.SortFunc(found, func(a, b routing.Record) int {
		return cmp.Or(b.Decision.At.Compare(a.Decision.At), cmp.Compare(b.ID, a.ID))
	})
	var out []routing.Got
	for _, r := range found[:min(limit, len(found))] {
		out = append(out, routing.Got{Conversation: r.Decision.Work, Queue: r.Decision.Queue})
	}
	return out, nil
}

// SaveLessons implements routing.Lessons.
func (m *Memory) SaveLessons(ctx context.Context, queueID string, at time.Time, list []routing.Lesson) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.lessons[key{tenant, queueID}] = taught{at, slices.Clone(list)}
	return nil
}

// LessonsOf implements routing.Lessons.
func (m *Memory) LessonsOf(ctx context.Context, queueID string, p page.Request) (page.Of[routing.Lesson], time.Time, error) {
	none := page.Of[routing.Lesson]{Items: []routing.Lesson{}}
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return none, time.Time{}, err
	}
	var after string
	if _, err := page.Decode(p.Cursor, &after); err != nil {
		return none, time.Time{}, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	known := m.lessons[key{tenant, queueID}]
	rest := slices.DeleteFunc(slices.Clone(known.list), func(l routing.Lesson) bool { return l.Agent <= after })
	return page.Cut(rest[:min(len(rest), p.Size()+1)], p.Size(), func(l routing.Lesson) []any { return []any{l.Agent} }), known.at, nil
}

// School is a store of lessons and of what they are learnt from.
type School interface {
	routing.Lessons
	routing.Records
}

// SchoolSuite is what every School promises.
func SchoolSuite(t *testing.T, run unit.Runner, s School) {
	t.Helper()
	ctx := actor.With(t.Context(), actor.SystemFor(id.New("wsp")))
	elsewhere := actor.With(t.Context(), actor.SystemFor(id.New("wsp")))
	do := func(fn func(ctx context.Context) error) { check.NoError(t, run.Do(ctx, fn)) }
	decided := func(work, agent string, minutes int, o routing.Ending) {
		r := routing.Record{ID: id.New("rdc"), Outcome: o, Decision: routing.Decision{Work: work, Agent: agent, Queue: "que_1", At: Epoch.Add(time.Duration(minutes) * time.Minute)}}
		do(func(ctx context.Context) error { return s.InsertRecord(ctx, r) })
	}
	decided("cnv_1", "usr_a", 0, routing.Accepted)
	decided("cnv_2", "usr_a", 1, routing.Accepted)
	decided("cnv_3", "usr_a", 2, routing.TimedOut)
	decided("cnv_4", "usr_b", 3, routing.Accepted)
	decided("cnv_5", "usr_a", 4, routing.Accepted)
	got := func(work string) routing.Got { return routing.Got{Conversation: work, Queue: "que_1"} }
	check.Equal(t, check.Must(s.AcceptedBy(ctx, "usr_a", Epoch.Add(time.Minute), 10))(t), []routing.Got{got("cnv_5"), got("cnv_2")})
	check.Equal(t, check.Must(s.AcceptedBy(ctx, "usr_a", Epoch, 1))(t), []routing.Got{got("cnv_5")})
	check.Equal(t, len(check.Must(s.AcceptedBy(elsewhere, "usr_a", Epoch, 10))(t)), 0)

	lesson := func(agent string, factor float64) routing.Lesson {
		return routing.Lesson{Agent: agent, Count: 20, Factor: factor, Own: routing.Average{Rated: 3, Rating: 0.5, Resolved: 0.25, Handling: time.Minute}}
	}
	list, at, err := s.LessonsOf(ctx, "que_1", page.Request{})
	check.NoError(t, err)
	check.Equal(t, []any{len(list.Items), at.IsZero()}, []any{0, true})
	do(func(ctx context.Context) error {
		return s.SaveLessons(ctx, "que_1", Epoch, []routing.Lesson{lesson("usr_a", 1.1), lesson("usr_z", 0.9)})
	})
	all := []routing.Lesson{lesson("usr_a", 1.2), lesson("usr_b", 0.9), lesson("usr_c", 1)}
	do(func(ctx context.Context) error { return s.SaveLessons(ctx, "que_1", Epoch.Add(time.Hour), all) })
	list, at, err = s.LessonsOf(ctx, "que_1", page.Request{Limit: 2})
	check.NoError(t, err)
	check.Equal(t, list.Items, all[:2])
	check.Equal(t, at, Epoch.Add(time.Hour))
	list, _, err = s.LessonsOf(ctx, "que_1", page.Request{Limit: 2, Cursor: list.Next})
	check.NoError(t, err)
	check.Equal(t, list.Items, all[2:])
	list, _, err = s.LessonsOf(elsewhere, "que_1", page.Request{})
	check.NoError(t, err)
	check.Equal(t, len(list.Items), 0)
}
