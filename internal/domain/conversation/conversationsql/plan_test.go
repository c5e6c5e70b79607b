package conversationsql

import (
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
