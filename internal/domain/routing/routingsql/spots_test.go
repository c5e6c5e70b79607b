package routingsql

import (
	"context"
	"errors"
	"strings"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/domain/routing/routingtest"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

func TestSpots(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { routingtest.SpotSuite(t, d, New(d)) })
}

func TestSpotsInMemory(t *testing.T) {
	t.Parallel()
	m := routingtest.NewMemory()
	routingtest.SpotSuite(t, &unit.Memory{}, m)
}

// TestQueuesFollowTheirIndex: the order of a queue is that of its index, and no list looks at the work of other queues.
func TestQueuesFollowTheirIndex(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := actor.With(t.Context(), actor.SystemFor("wsp_1"))
		// Of an empty table a planner knows nothing.
		check.NoError(t, d.Do(ctx, func(ctx context.Context) error { return errors.Join(d.Exec(ctx, crowd), d.Exec(ctx, `ANALYZE`)) }))
		for name, c := range map[string]struct {
			text string
			args []any
			want string
		}{
			"in the order of service": {waitingIn, []any{"wsp_1", "que_7", string(routing.Waits), int64(1), "cnv_1", 51}, "routing_work_queue"},
			"under way":               {underWay + `($2) LIMIT $3`, []any{"wsp_1", "que_7", 4000}, "routing_work_queue"},
			"of some conversations":   {`SELECT ` + spotColumns + ` FROM routing_work WHERE tenant=$1 AND conversation_id IN ($2,$3)`, []any{"wsp_1", "cnv_000001", "cnv_000002"}, "conversation_id"},
		} {
			plan := explained(t, d, c.text, c.args)
			if !strings.Contains(plan, c.want) || strings.Contains(plan, "TEMP B-TREE") || strings.Contains(plan, "Sort") || strings.Contains(plan, "Seq Scan") || strings.Contains(plan, "SCAN ") {
				t.Errorf("%s: %s", name, plan)
			}
		}
	})
}

// crowd is work of twenty queues.
const crowd = `INSERT INTO routing_work (tenant, conversation_id, queue_id, state, rank, kind, points, arrived, detail, agent_id, offered_at, offer_until, step, plan, version)
	WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
	SELECT 'wsp_1', 'cnv_' || (100000 + i), 'que_' || (i % 20), CASE WHEN i % 3 = 0 THEN 'held' ELSE 'waiting' END, i, 'chat', 20, i, '{}', '', 0, 0, 0, 1, 1 FROM n`

func explained(t *testing.T, d *db.DB, text string, args []any) string {
	t.Helper()
	if d.Engine() == db.SQLite {
		return strings.Join(check.Must(db.Query(t.Context(), d, func(r db.Row) (step string, err error) {
			var id, parent, unused int64
			return step, r.Scan(&id, &parent, &unused, &step)
		}, `EXPLAIN QUERY PLAN `+text, args...))(t), "; ")
	}
	return strings.Join(check.Must(db.Query(t.Context(), d, func(r db.Row) (step string, err error) { return step, r.Scan(&step) }, `EXPLAIN `+text, args...))(t), "; ")
}
