package searchsql_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/search"
	"frontdesk/internal/domain/search/searchsql"
	"frontdesk/internal/domain/search/searchtest"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

// BenchmarkFind shows the classes of queries over an index of some size: FRONTDESK_BENCH_DOCUMENTS, else 20,000. Besides
// the mean it reports the slowest of all runs.
func BenchmarkFind(b *testing.B) {
	total := 20_000
	if n, err := strconv.Atoi(os.Getenv("FRONTDESK_BENCH_DOCUMENTS")); err == nil {
		total = n
	}
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		d := dbtest.Open(b, engine)
		s := searchsql.New(d)
		ctx := searchtest.In(b.Context(), "wsp_bench")
		began := time.Now()
		fill(b, ctx, d, s, total)
		if engine == db.Postgres { // as its own housekeeping would have done by then
			check.NoError(b, d.Do(ctx, func(ctx context.Context) error { return d.Exec(ctx, "ANALYZE search_documents") }))
		}
		b.Logf("%s: %d documents, %.0f/s", engine, total, float64(total)/time.Since(began).Seconds())
		team := actor.Scope{Level: actor.Teams, User: "usr_1", Teams: []string{"tem_7"}}
		for _, c := range []struct {
			name, text string
			scope      actor.Scope
		}{
			{"common", "hello", searchtest.Everything},
			{"chinese", "退款", searchtest.Everything},
			{"one_in_300", "发票", searchtest.Everything},
			{"rare", "archaeopteryx", searchtest.Everything},
			{"none", "zzzz", searchtest.Everything},
			{"two_common", "hello 退款", searchtest.Everything},
			{"prefix", "hel", searchtest.Everything},
			{"restricted_common", "hello", team},
			{"restricted_one_in_300", "发票", team},
			{"restricted_own", "hello", actor.Scope{Level: actor.Own, User: "usr_3"}},
		} {
			b.Run(string(engine)+"/"+c.name, func(b *testing.B) {
				var took []time.Duration
				for b.Loop() {
					at := time.Now()
					check.Must(s.Find(ctx, search.Query{Text: c.text, Kind: search.Messages, Scope: c.scope}))(b)
					took = append(took, time.Since(at))
				}
				b.ReportMetric(float64(slices.Max(took).Microseconds())/1000, "ms/slowest")
			})
		}
	}
}

// fill writes messages of a shop: every message greets, one in ten is about a refund, one in 300 about an invoice, 1 rare
// word at the very beginning; 100 teams and 1,000 agents share them.
func fill(b *testing.B, ctx context.Context, d *db.DB, s *searchsql.Store, total int) {
	b.Helper()
	r := rand.New(rand.NewPCG(1, 2))
	const step = 1000
	for from := 0; from < total; from += step {
		var docs []search.Document
		for n := from; n < min(from+step, total); n++ {
			text := fmt.Sprintf("hello 您好，订单 %d 的 word%d word%d", n, r.IntN(5000), r.IntN(50))
			switch {
			case n == 0:
				text += " archaeopteryx"
			case n%300 == 0:
				text += " 请开发票"
			case n%10 == 0:
				text += " 我要退款"
			}
			doc := searchtest.Message(n, fmt.Sprintf("tem_%d", r.IntN(100)), fmt.Sprintf("usr_%d", r.IntN(1000)), text)
			docs = append(docs, doc)
		}
		check.NoError(b, d.Do(ctx, func(ctx context.Context) error { return searchtest.Put(ctx, s, docs) }))
	}
}
