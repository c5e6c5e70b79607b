package routingsql

import (
	"context"
	"encoding/json"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/platform/db"
)

// AcceptedBy implements routing.Lessons.
func (s *Store) AcceptedBy(ctx context.Context, userID string, since time.Time, limit int) ([]routing.Got, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, func(r db.Row) (o routing.Got, err error) { return o, r.Scan(&o.Conversation, &o.Queue) },
		`SELECT conversation_id, queue_id FROM routing_decisions WHERE tenant=$1 AND agent_id=$2 AND at>=$3 AND outcome=$4 ORDER BY at DESC, id DESC LIMIT $5`,
		tenant, userID, since, routing.Accepted, limit)
}

// SaveLessons implements routing.Lessons.
func (s *Store) SaveLessons(ctx context.Context, queueID string, at time.Time, list []routing.Lesson) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	if err := s.d.Exec(ctx, `DELETE FROM routing_lessons WHERE tenant=$1 AND queue_id=$2`, tenant, queueID); err != nil {
		return err
	}
	for _, l := range list {
		text, err := json.Marshal(l)
		if err != nil {
			return err
		}
		if err := s.d.Exec(ctx, `INSERT INTO routing_lessons (tenant, queue_id, user_id, at, lesson) VALUES ($1,$2,$3,$4,$5)`, tenant, queueID, l.Agent, at, json.RawMessage(text)); err != nil {
			return err
		}
	}
	return nil
}

type taught struct {
	routing.Lesson
	at time.Time
}

// LessonsOf implements routing.Lessons.
func (s *Store) LessonsOf(ctx context.Context, queueID string, p page.Request) (page.Of[routing.Lesson], time.Time, error) {
	none := page.Of[routing.Lesson]{Items: []routing.Lesson{}}
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return none, time.Time{}, err
	}
	var after string
	if _, err := page.Decode(p.Cursor, &after); err != nil {
		return none, time.Time{}, err
	}
	rows, err := db.Query(ctx, s.d, func(r db.Row) (o taught, err error) {
		var text []byte
		if err := r.Scan(&o.at, &text); err != nil {
			return o, err
		}
		return o, json.Unmarshal(text, &o.Lesson)
	}, `SELECT at, lesson FROM routing_lessons WHERE tenant=$1 AND queue_id=$2 AND user_id>$3 ORDER BY user_id LIMIT $4`, tenant, queueID, after, p.Size()+1)
	if err != nil || len(rows) == 0 {
		return none, time.Time{}, err
	}
	list := page.Cut(rows, p.Size(), func(t taught) []any { return []any{t.Agent} })
	out := page.Of[routing.Lesson]{Next: list.Next, Items: make([]routing.Lesson, 0, len(list.Items))}
	for _, t := range list.Items {
		out.Items = append(out.Items, t.Lesson)
	}
	return out, rows[0].at, nil
}
