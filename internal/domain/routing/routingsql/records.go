package routingsql

import (
	"context"
	"encoding/json"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/platform/db"
)

// kept is the document of a decision.
type kept struct {
	Decision routing.Decision  `json:"decision"`
	Tried    []routing.Tried   `json:"tried,omitempty"`
	Kept     *routing.Comeback `json:"kept,omitempty"`
}

func scanRecord(r db.Row) (out routing.Record, err error) {
	var text []byte
	if err := r.Scan(&out.ID, (*string)(&out.Outcome), &text, &out.Plan, &out.EndedAt); err != nil {
		return out, err
	}
	var k kept
	err = json.Unmarshal(text, &k)
	out.Decision, out.Tried, out.Kept = k.Decision, k.Tried, k.Kept
	return out, err
}

// InsertRecord implements routing.Records.
func (s *Store) InsertRecord(ctx context.Context, r routing.Record) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	text, err := json.Marshal(kept{r.Decision, r.Tried, r.Kept})
	if err != nil {
		return err
	}
	d := r.Decision
	return s.d.Exec(ctx, `INSERT INTO routing_decisions (tenant, id, conversation_id, queue_id, agent_id, outcome, record, plan, at, ended_at) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)`,
		tenant, r.ID, d.Work, d.Queue, d.Agent, r.Outcome, json.RawMessage(text), r.Plan, d.At, r.EndedAt)
}

// EndRecord implements routing.Records.
func (s *Store) EndRecord(ctx context.Context, id string, o routing.Ending, at time.Time) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `UPDATE routing_decisions SET outcome=$4, ended_at=$5 WHERE tenant=$1 AND id=$2 AND outcome=$3`, tenant, id, routing.Pending, o, at)
}

// RecordsOf implements routing.Records.
func (s *Store) RecordsOf(ctx context.Context, conversationID string, p page.Request) (page.Of[routing.Record], error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return page.Of[routing.Record]{}, err
	}
	at, id := int64(1)<<62, ""
	if _, err := page.Decode(p.Cursor, &at, &id); err != nil {
		return page.Of[routing.Record]{}, err
	}
	list, err := db.Query(ctx, s.d, scanRecord, `SELECT id, outcome, record, plan, ended_at FROM routing_decisions
		WHERE tenant=$1 AND conversation_id=$2 AND (at, id) < ($3, $4) ORDER BY at DESC, id DESC LIMIT $5`, tenant, conversationID, at, id, p.Size()+1)
	if err != nil {
		return page.Of[routing.Record]{}, err
	}
	return page.Cut(list, p.Size(), func(r routing.Record) []any { return []any{clock.Micros(r.Decision.At), r.ID} }), nil
}

// EraseRecords implements routing.Records.
func (s *Store) EraseRecords(ctx context.Context, conversationID string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	if err := s.d.Exec(ctx, `DELETE FROM routing_decisions WHERE tenant=$1 AND conversation_id=$2`, tenant, conversationID); err != nil {
		return err
	}
	return s.d.Exec(ctx, `DELETE FROM routing_kept WHERE tenant=$1 AND conversation_id=$2`, tenant, conversationID)
}
