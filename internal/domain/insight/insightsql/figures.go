package insightsql

import (
	"context"
	"strconv"
	"strings"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/insight"
	"frontdesk/internal/platform/db"
)

// keys are the columns of the dimensions.
var keys = map[insight.By]string{
	insight.ByAgent: "agent_id", insight.ByTeam: "team_id", insight.ByChannel: "channel_id", insight.ByDay: "day", insight.Whole: "''",
}

// sums is the select list of all measures.
var sums = func() string {
	out := make([]string, 0, len(insight.Columns))
	for _, c := range insight.Columns {
		out = append(out, "CAST(SUM("+c+") AS BIGINT)")
	}
	return strings.Join(out, ", ")
}()

// condition is the period, the filter and the scope; the scope is never left out.
func condition(args *[]any, f insight.Filter) string {
	n := func(v any) string {
		*args = append(*args, v)
		return "$" + strconv.Itoa(len(*args))
	}
	out := " AND day>=" + n(f.From) + " AND day<=" + n(f.To)
	for _, one := range []struct{ column, value string }{{"team_id", f.TeamID}, {"agent_id", f.AgentID}, {"channel_id", f.ChannelID}} {
		switch one.value {
		case "":
		case insight.None:
			out += " AND " + one.column + "=''"
		default:
			out += " AND " + one.column + "=" + n(one.value)
		}
	}
	switch f.Scope.Level {
	case actor.All:
		return out
	case actor.Teams:
		return out + " AND (agent_id=" + n(f.Scope.User) + " OR team_id IN " + db.List(args, append([]string{""}, f.Scope.Teams...)) + ")"
	case actor.Own:
		return out + " AND agent_id=" + n(f.Scope.User)
	case actor.None:
	}
	return out + " AND 1=0"
}

// Sums implements insight.Figures.
func (s *Store) Sums(ctx context.Context, f insight.Filter, by insight.By) ([]insight.Sum, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	args := []any{tenant}
	where, key := condition(&args, f), keys[by]
	group := " GROUP BY " + key + " ORDER BY " + key
	if by == insight.Whole {
		group = " HAVING COUNT(*) > 0"
	}
	return db.Query(ctx, s.d, func(r db.Row) (out insight.Sum, err error) {
		return out, r.Scan(append([]any{&out.Key}, pointers(&out.Measures)...)...)
	}, `SELECT `+key+`, `+sums+` FROM insight_days WHERE tenant=$1`+where+group, args...)
}

func pointers(m *insight.Measures) []any {
	out := make([]any, 0, len(m))
	for i := range m {
		out = append(out, &m[i])
	}
	return out
}

type sketched struct {
	key string
	insight.Bucket
}

// Firsts implements insight.Figures.
func (s *Store) Firsts(ctx context.Context, f insight.Filter, by insight.By) (map[string][]insight.Bucket, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	args := []any{tenant}
	where, key, group := condition(&args, f), keys[by], "bucket"
	if by != insight.Whole {
		group = key + ", bucket"
	}
	rows, err := db.Query(ctx, s.d, func(r db.Row) (b sketched, err error) {
		var bucket int64
		err = r.Scan(&b.key, &bucket, &b.N)
		b.Bucket.Bucket = int(bucket)
		return b, err
	}, `SELECT `+key+`, bucket, CAST(SUM(n) AS BIGINT) FROM insight_firsts WHERE tenant=$1`+where+
		` GROUP BY `+group+` HAVING SUM(n) > 0 ORDER BY `+group, args...)
	out := map[string][]insight.Bucket{}
	for _, b := range rows {
		out[b.key] = append(out[b.key], b.Bucket)
	}
	return out, err
}

// Parts implements insight.Figures.
func (s *Store) Parts(ctx context.Context, f insight.Filter, m insight.Measure, p page.Request) (page.Of[insight.Part], error) {
	none := page.Of[insight.Part]{Items: []insight.Part{}}
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return none, err
	}
	args := []any{tenant, p.Size() + 1}
	where := condition(&args, f) + " AND " + insight.Columns[m] + ">0"
	var after [5]string
	more, err := page.Decode(p.Cursor, &after[0], &after[1], &after[2], &after[3], &after[4])
	if err != nil {
		return none, err
	}
	if more {
		marks := make([]string, 0, len(after))
		for _, v := range after {
			args = append(args, v)
			marks = append(marks, "$"+strconv.Itoa(len(args)))
		}
		where += " AND (day, conversation_id, agent_id, team_id, channel_id) < (" + strings.Join(marks, ",") + ")"
	}
	rows, err := db.Query(ctx, s.d, func(r db.Row) (o insight.Part, err error) {
		into := []any{(*string)(&o.Day), &o.Conversation, &o.Agent, &o.Team, &o.Channel}
		return o, r.Scan(append(into, pointers(&o.Measures)...)...)
	}, `SELECT day, conversation_id, agent_id, team_id, channel_id, `+strings.Join(insight.Columns[:], ", ")+` FROM insight_parts WHERE tenant=$1`+where+
		` ORDER BY day DESC, conversation_id DESC, agent_id DESC, team_id DESC, channel_id DESC LIMIT $2`, args...)
	return page.Cut(rows, p.Size(), func(o insight.Part) []any {
		return []any{string(o.Day), o.Conversation, o.Agent, o.Team, o.Channel}
	}), err
}

type spent struct {
	insight.PresentKey
	micros int64
}

// Present implements insight.Figures.
func (s *Store) Present(ctx context.Context, from, to insight.Day, users []string, by insight.By) (map[insight.PresentKey]int64, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	args, where := []any{tenant, from, to}, ""
	if len(users) > 0 {
		where = ` AND user_id IN ` + db.List(&args, users)
	}
	group, key := "", ""
	switch by {
	case insight.ByAgent:
		group, key = "user_id, ", "'', user_id, "
	case insight.ByDay:
		group, key = "day, ", "day, '', "
	case insight.ByTeam, insight.ByChannel, insight.Whole:
		key = "'', '', "
	}
	rows, err := db.Query(ctx, s.d, func(r db.Row) (o spent, err error) {
		return o, r.Scan((*string)(&o.Day), &o.User, &o.State, &o.Reason, &o.micros)
	}, `SELECT `+key+`state, reason, CAST(SUM(micros) AS BIGINT) FROM insight_presence WHERE tenant=$1 AND day>=$2 AND day<=$3`+where+
		` GROUP BY `+group+`state, reason`, args...)
	out := make(map[insight.PresentKey]int64, len(rows))
	for _, o := range rows {
		out[o.PresentKey] = o.micros
	}
	return out, err
}
