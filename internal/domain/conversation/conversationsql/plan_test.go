package conversationsql

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

// TestEachBranchFollowsOneIndex: a branch that scans or sorts would be fast in every other test and slow at a million
// conversations.
func TestEachBranchFollowsOneIndex(t *testing.T) {
	t.Parallel()
	d := dbtest.Open(t, db.SQLite)
	all := actor.Scope{Level: actor.All}
	teams := actor.Scope{Level: actor.Teams, User: "usr_1", Teams: []string{"tem_1", "tem_2"}}
	for name, c := range map[string]struct {
		q     conversation.Query
		index string
	}{
		"all":                   {conversation.Query{View: conversation.ViewAll, Scope: all}, "status"},
		"resolved":              {conversation.Query{View: conversation.ViewResolved, Scope: all}, "status"},
		"unassigned":            {conversation.Query{View: conversation.ViewUnassigned, Scope: all}, "assignee"},
		"channel":               {conversation.Query{View: conversation.ViewAll, Filter: conversation.Filter{Channels: []string{"chn_1"}}, Scope: all}, "channel"},
		"team":                  {conversation.Query{View: conversation.ViewAll, Filter: conversation.Filter{Teams: []string{"tem_1"}}, Scope: all}, "team"},
		"negative":              {conversation.Query{View: conversation.ViewAll, Filter: conversation.Filter{Sentiments: []conversation.Sentiment{conversation.Negative}}, Scope: all}, "sentiment"},
		"to be called":          {conversation.Query{View: conversation.ViewAll, Filter: conversation.Filter{CallBack: true, Channels: []string{"chn_1"}}, Scope: all}, "callback"},
		"mine":                  {conversation.Query{View: conversation.ViewMine, Scope: teams}, "assignee"},
		"unassigned of teams":   {conversation.Query{View: conversation.ViewUnassigned, Scope: teams}, "team"},
		"all of teams":          {conversation.Query{View: conversation.ViewAll, Scope: teams}, ""}, // own ones by assignee
		"everything of oneself": {conversation.Query{View: conversation.ViewSnoozed, Scope: actor.Scope{Level: actor.Own, User: "usr_1"}}, "assignee"},
	} {
		for _, br := range branchesOf(c.q) {
			b := &builder{}
			text := `EXPLAIN QUERY PLAN SELECT ` + reading + ` FROM conversation_conversations c WHERE c.tenant = ` + b.arg("wsp_1") + ` AND ` +
				b.fill(br.where, br.args) + ` AND (c.last_entry_at, c.id) < (` + b.arg(int64(1)) + `, ` + b.arg("cnv_1") +
				`) ORDER BY c.last_entry_at DESC, c.id DESC LIMIT ` + b.arg(51)
			steps := check.Must(db.Query(t.Context(), d, func(r db.Row) (step string, err error) {
				var id, parent, unused int64
				return step, r.Scan(&id, &parent, &unused, &step)
			}, text, b.args...))(t)
			plan := strings.Join(steps, "; ")
			if len(steps) != 1 || !strings.Contains(plan, "INDEX conversation_conversations_"+c.index) || !strings.Contains(plan, "(last_entry_at,id)<") {
				t.Errorf("%s: %s", name, plan)
			}
		}
	}
}

// TestNamedAreLookedUp: what a list names is found by its key, whatever else is asked of it.
func TestNamedAreLookedUp(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := t.Context()
		check.NoError(t, d.Do(ctx, func(ctx context.Context) error { return errors.Join(d.Exec(ctx, history()), d.Exec(ctx, `ANALYZE`)) }))
		for name, q := range map[string]conversation.Query{
			"open":     {View: conversation.ViewAll},
			"resolved": {View: conversation.ViewResolved, Filter: conversation.Filter{Channels: []string{"chn_1"}, Assignees: []string{"usr_1"}}},
			"oldest":   {View: conversation.ViewAll, Sort: conversation.Oldest},
		} {
			q.Scope, q.Over = actor.Scope{Level: actor.All}, &conversation.Oversight{IDs: []string{"cnv_100001", "cnv_100002", "cnv_100003"}}
			text, args, err := named("wsp_1", q)
			check.NoError(t, err)
			plan := explained(t, d, text, args)
			want := "SEARCH c USING INDEX sqlite_autoindex_conversation_conversations_1 (tenant=? AND id=?)"
			if d.Engine() == db.Postgres {
				want = "conversation_conversations_pkey"
			}
			if !strings.Contains(plan, want) || strings.Contains(plan, "Seq Scan on conversation") {
				t.Errorf("%s: %s", name, plan)
			}
		}
	})
}

// history is a statement that makes 20,000 conversations, half of which are over.
func history() string {
	given := map[string]string{
		"id": "'cnv_' || (100000 + i)", "number": "i", "channel_id": "'chn_1'", "status": "CASE WHEN i % 2 = 0 THEN 'open' ELSE 'resolved' END", "assignee_id": "'usr_1'", "assigned": "1", "last_entry_at": "i",
	}
	values := make([]string, len(written))
	for i, col := range written {
		values[i] = given[col.name]
		if _, text := col.value(&conversation.Conversation{}).(string); values[i] == "" && text {
			values[i] = "''"
		}
		values[i] = cmp.Or(values[i], "0")
	}
	return `INSERT INTO conversation_conversations (tenant, ` + names("", written) + `)
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT 'wsp_1', ` + strings.Join(values, ", ") + ` FROM n`
}

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
