package wrapupsql

import (
	"context"
	"strconv"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/wrapup"
	"frontdesk/internal/platform/db"
)

// Bump implements wrapup.Figures.
func (s *Store) Bump(ctx context.Context, deltas []wrapup.Tally) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	for _, d := range deltas {
		err := s.d.Exec(ctx, `INSERT INTO wrapup_counts (tenant, day, team_id, agent_id, category_id, outcome, n) VALUES ($1,$2,$3,$4,$5,$6,$7)
			ON CONFLICT (tenant, day, team_id, agent_id, category_id, outcome) DO UPDATE SET n = wrapup_counts.n + excluded.n`,
			tenant, d.Day, d.TeamID, d.AgentID, d.CategoryID, d.Outcome, d.N)
		if err != nil {
			return err
		}
	}
	return nil
}

// columns are those of the dimensions.
var columns = map[wrapup.Dimension]string{
	wrapup.ByCategory: "category_id", wrapup.ByTeam: "team_id", wrapup.ByAgent: "agent_id", wrapup.ByDay: "day",
}

// Tally implements wrapup.Figures.
func (s *Store) Tally(ctx context.Context, q wrapup.Query, by wrapup.Dimension) ([]wrapup.Count, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	args := []any{tenant, q.From, q.To}
	where := conditions(&args, q)
	key := columns[by]
	return db.Query(ctx, s.d, func(r db.Row) (c wrapup.Count, err error) { return c, r.Scan(&c.Key, (*string)(&c.Outcome), &c.N) },
		`SELECT `+key+`, outcome, CAST(SUM(n) AS BIGINT) FROM wrapup_counts WHERE tenant=$1 AND day>=$2 AND day<=$3`+where+
			` GROUP BY `+key+`, outcome HAVING SUM(n) > 0 ORDER BY `+key+`, outcome`, args...)
}

// conditions are those of a query beside the period.
func conditions(args *[]any, q wrapup.Query) string {
	out := ""
	add := func(column string, value any) {
		*args = append(*args, value)
		out += " AND " + column + "=$" + strconv.Itoa(len(*args))
	}
	switch q.TeamID {
	case "":
	case wrapup.NoTeam:
		add("team_id", "")
	default:
		add("team_id", q.TeamID)
	}
	if q.AgentID != "" {
		add("agent_id", q.AgentID)
	}
	if q.Outcome != "" {
		add("outcome", q.Outcome)
	}
	return out
}

// ListSummaries implements wrapup.Figures.
func (s *Store) ListSummaries(ctx context.Context, r wrapup.Rows) (page.Of[wrapup.Summary], error) {
	none := page.Of[wrapup.Summary]{Items: []wrapup.Summary{}}
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return none, err
	}
	args := []any{tenant, r.From, r.To, r.Page.Size() + 1}
	where := conditions(&args, r.Query)
	if len(r.Categories) > 0 {
		where += " AND category_id IN " + db.List(&args, r.Categories)
	}
	var day, id string
	var resolution int64
	more, err := page.Decode(r.Page.Cursor, &day, &id, &resolution)
	if err != nil {
		return none, err
	}
	if more {
		n := len(args)
		where += " AND (day, conversation_id, resolution) < ($" + strconv.Itoa(n+1) + ",$" + strconv.Itoa(n+2) + ",$" + strconv.Itoa(n+3) + ")"
		args = append(args, day, id, resolution)
	}
	rows, err := db.Query(ctx, s.d, scanSummary, `SELECT `+summaryColumns+` FROM wrapup_summaries WHERE tenant=$1 AND day>=$2 AND day<=$3`+
		where+` ORDER BY day DESC, conversation_id DESC, resolution DESC LIMIT $4`, args...)
	return page.Cut(rows, r.Page.Size(), func(s wrapup.Summary) []any { return []any{string(s.Day), s.ConversationID, int64(s.Resolution)} }), err
}
