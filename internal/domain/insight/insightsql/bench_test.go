package insightsql_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/domain/insight"
	"frontdesk/internal/domain/insight/insightsql"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

// BenchmarkFold feeds conversations of six events to the roll-up in batches of 500, as the consumer does, and tells how much
// that costs as a ratio of inserting the same events, one row each, in the same batches.
func BenchmarkFold(b *testing.B) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		b.Run(string(engine), func(b *testing.B) { fold(b, dbtest.Open(b, engine)) })
	}
}

func fold(b *testing.B, d *db.DB) {
	must := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	must(d.Do(b.Context(), func(ctx context.Context) error {
		return d.Exec(ctx, `CREATE TABLE plain (tenant TEXT NOT NULL, id BIGINT NOT NULL, data TEXT NOT NULL, PRIMARY KEY (tenant, id))`)
	}))
	keeper := insight.NewKeeper(insightsql.New(d), func(context.Context) (*time.Location, error) { return time.UTC, nil })
	var folding, plain time.Duration
	n := 0
	for b.Loop() {
		batch := aBatch(n)
		start := time.Now()
		write, err := keeper.Prepare(b.Context(), batch)
		must(err)
		must(d.Do(b.Context(), write))
		folding += time.Since(start)
		start = time.Now()
		must(d.Do(b.Context(), func(ctx context.Context) error {
			for i, e := range batch {
				if err := d.Exec(ctx, `INSERT INTO plain (tenant, id, data) VALUES ($1,$2,$3)`, e.Tenant, n*len(batch)+i, string(e.Data)); err != nil {
					return err
				}
			}
			return nil
		}))
		plain += time.Since(start)
		n++
	}
	b.ReportMetric(float64(n*500)/folding.Seconds(), "events/s")
	b.ReportMetric(float64(plain)/float64(folding), "of_plain_insertion")
}

// aBatch are 500 events of 84 conversations of 40 people.
func aBatch(n int) []event.Recorded {
	out := make([]event.Recorded, 0, 500)
	at := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	for i := 0; len(out) < 500; i++ {
		id, who := fmt.Sprintf("cnv_%d_%d", n, i), fmt.Sprintf("usr_%d", i%40)
		place := fmt.Sprintf(`{"teamId":"tem_%d","assigneeId":%q,"channelId":"chn_1"}`, i%5, who)
		for j, e := range []struct{ kind, data string }{
			{"opened", `{"after":` + place + `}`},
			{"message_added", `{"authorKind":"customer"}`},
			{"assigned", `{"before":` + place + `,"after":` + place + `}`},
			{"message_added", `{"authorKind":"user"}`},
			{"message_added", `{"authorKind":"customer"}`},
			{"resolved", `{"after":` + place + `}`},
		} {
			out = append(out, event.Recorded{Event: event.Event{
				Tenant: "wsp_1", Stream: "conversation", StreamID: id, Type: "conversation." + e.kind, Actor: actor.Ref{Kind: actor.User, ID: who},
				At: at.Add(time.Duration(i*10+j) * time.Second), Data: []byte(e.data),
			}})
		}
	}
	return out[:500]
}
