package routingsql

import (
	"context"
	"encoding/json"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/platform/db"
)

const workColumns = `conversation_id, queue_id, state, rank, kind, points, arrived, detail, agent_id, offered_at, offer_until, step, plan, version, channel_id`

// detail is what nobody searches by.
type detail struct {
	Queues    []string          `json:"queues"`
	HeadStart time.Duration     `json:"headStart,omitempty"`
	Needs     []routing.Need    `json:"needs,omitempty"`
	Declined  []string          `json:"declined,omitempty"`
	Previous  string            `json:"previous,omitempty"`
	StickyFor time.Duration     `json:"stickyFor,omitempty"`
	Tried     []routing.Tried   `json:"tried,omitempty"`
	Record    string            `json:"record,omitempty"`
	Abroad    *routing.Abroad   `json:"abroad,omitempty"`
	Kept      *routing.Comeback `json:"kept,omitempty"`
	Urgent    time.Duration     `json:"urgent,omitempty"`
}

func scanWork(r db.Row) (it routing.Item, err error) {
	var rank int64
	var queue string
	var text []byte
	if err := r.Scan(&it.ID, &queue, (*string)(&it.State), &rank, &it.Kind, &it.Points, &it.Arrived, &text, &it.Agent, &it.OfferedAt, &it.OfferUntil, &it.Step, &it.Plan, &it.Version, &it.Channel); err != nil {
		return it, err
	}
	var d detail
	if err := json.Unmarshal(text, &d); err != nil {
		return it, err
	}
	it.Queues, it.HeadStart, it.Needs, it.Declined = d.Queues, d.HeadStart, d.Needs, d.Declined
	it.Previous, it.StickyFor, it.Tried, it.Record, it.Abroad, it.Kept = d.Previous, d.StickyFor, d.Tried, d.Record, d.Abroad, d.Kept
	it.Urgent = d.Urgent
	return it, nil
}

// changing are the values of the columns from queue_id to plan.
func changing(it routing.Item) ([]any, error) {
	text, err := json.Marshal(detail{it.Queues, it.HeadStart, it.Needs, it.Declined, it.Previous, it.StickyFor, it.Tried, it.Record, it.Abroad, it.Kept, it.Urgent})
	if err != nil {
		return nil, err
	}
	queue := ""
	if len(it.Queues) > 0 {
		queue = it.Queues[0]
	}
	return []any{
		queue, it.State, clock.Micros(it.Arrived.Add(-it.HeadStart)), it.Kind, it.Points, it.Arrived, json.RawMessage(text),
		it.Agent, it.OfferedAt, it.OfferUntil, it.Step, it.Plan,
	}, nil
}

// InsertWork implements routing.Works.
func (s *Store) InsertWork(ctx context.Context, it routing.Item) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	values, err := changing(it)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, routing.ErrTaken.New(), `INSERT INTO routing_work (tenant, `+workColumns+`) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,1,$15) ON CONFLICT DO NOTHING`,
		append(append([]any{tenant, it.ID}, values...), it.Channel)...)
}

// WorkOf implements routing.Works.
func (s *Store) WorkOf(ctx context.Context, conversationID string) (routing.Item, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return routing.Item{}, err
	}
	it, err := db.One(ctx, s.d, scanWork, `SELECT `+workColumns+` FROM routing_work WHERE tenant=$1 AND conversation_id=$2`, tenant, conversationID)
	return it, db.NoRow(err, routing.ErrNoWork)
}

// SaveWork implements routing.Works.
func (s *Store) SaveWork(ctx context.Context, it routing.Item) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	values, err := changing(it)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, routing.ErrTaken.New(), `UPDATE routing_work SET queue_id=$4, state=$5, rank=$6, kind=$7, points=$8, arrived=$9, detail=$10, agent_id=$11,
		offered_at=$12, offer_until=$13, step=$14, plan=$15, version=version+1 WHERE tenant=$1 AND conversation_id=$2 AND version=$3`,
		append([]any{tenant, it.ID, it.Version}, values...)...)
}

// DeleteWork implements routing.Works.
func (s *Store) DeleteWork(ctx context.Context, conversationID string, version int64) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, routing.ErrTaken.New(), `DELETE FROM routing_work WHERE tenant=$1 AND conversation_id=$2 AND version=$3`, tenant, conversationID, version)
}

// AllWork implements routing.Works.
func (s *Store) AllWork(ctx context.Context, after string, limit int) ([]routing.Item, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, scanWork, `SELECT `+workColumns+` FROM routing_work WHERE tenant=$1 AND conversation_id>$2 ORDER BY conversation_id LIMIT $3`, tenant, after, limit)
}

// WorkOfAgent implements routing.Works.
func (s *Store) WorkOfAgent(ctx context.Context, userID string) ([]routing.Item, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, scanWork, `SELECT `+workColumns+` FROM routing_work WHERE tenant=$1 AND agent_id=$2 ORDER BY state, conversation_id LIMIT $3`, tenant, userID, routing.MaxOfAgent)
}
