package conversationtest

import (
	"slices"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/page"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
)

// byQueue: lists of a queue, in its own order and in those of the inbox, within what somebody may read, on every page size.
func byQueue(t *testing.T, w *World) {
	vips, rest := id.New("que"), id.New("que")
	var first []conversation.Conversation
	for i := range 9 {
		c := w.put(t, func(c *conversation.Conversation) {
			c.TeamID = []string{Sales, Support}[i%2]
			c.WaitingSince = Start.Add(time.Duration(i) * time.Minute)
			c.Priority = []conversation.Priority{conversation.Urgent, conversation.Normal}[i/2%2]
		})
		first = append(first, c)
		// Who came last is served first.
		w.Space.Line = slices.Insert(w.Space.Line, 0, conversation.Queued{ConversationID: c.ID, QueueID: []string{vips, rest}[i/6], Rank: int64(100 - i)})
	}
	held := w.put(t, func(c *conversation.Conversation) { c.AssigneeID, c.TeamID = Bob, Sales })
	w.Space.Held = []conversation.Queued{{ConversationID: held.ID, QueueID: vips, Rank: 1}}
	w.put(t, func(c *conversation.Conversation) { c.TeamID = Sales }) // in no queue

	walk := func(user string, level actor.Level, q conversation.Query, teams ...string) (ids []string) {
		t.Helper()
		ctx := As(t.Context(), user, level, teams...)
		for {
			p := check.Must(w.Service.List(ctx, q))(t)
			for _, row := range p.Items {
				ids = append(ids, row.ID)
			}
			if q.Page.Cursor = p.Next; p.Next == "" {
				return ids
			}
		}
	}
	of := func(at ...int) (ids []string) {
		for _, i := range at {
			ids = append(ids, first[i].ID)
		}
		return ids
	}
	for _, size := range []int{1, 2, 50} {
		q := conversation.Query{Sort: conversation.Served, Filter: conversation.Filter{Queues: []string{vips}}, Page: page.Request{Limit: size}}
		check.Equal(t, walk(Ann, actor.All, q), of(5, 4, 3, 2, 1, 0))
		check.Equal(t, walk(Bob, actor.Teams, q, Sales), of(4, 2, 0))
		check.Equal(t, len(walk(Cem, actor.Own, q)), 0)
		q.Priorities = []conversation.Priority{conversation.Urgent}
		check.Equal(t, walk(Ann, actor.All, q), of(5, 4, 1, 0))
		q.Sort, q.Priorities = conversation.Newest, nil
		check.Equal(t, walk(Ann, actor.All, q), append([]string{held.ID}, of(5, 4, 3, 2, 1, 0)...))
		q.Sort = conversation.Oldest
		check.Equal(t, walk(Bob, actor.Teams, q, Sales), append(of(0, 2, 4), held.ID))
		q.Sort = conversation.Attention
		check.Equal(t, walk(Ann, actor.All, q), append(of(0, 1, 2, 3, 4, 5), held.ID))
		q.Sort, q.Queues = conversation.Waiting, []string{rest}
		check.Equal(t, walk(Ann, actor.All, q), of(6, 7, 8))
		q.Queues = []string{id.New("que")}
		check.Equal(t, len(walk(Ann, actor.All, q)), 0)
	}
	both := conversation.Filter{Queues: []string{vips, rest}}
	ann := As(t.Context(), Ann, actor.All)
	row := check.Must(w.Service.List(ann, conversation.Query{Filter: both, Page: page.Request{Limit: 1}}))(t).Items[0]
	check.Equal(t, []any{row.ID, row.QueueID, row.QueueRank}, []any{held.ID, vips, int64(1)})
	check.Equal(t, len(check.Must(w.Monitor(t).Live(ann, conversation.Filter{Queues: []string{rest}}, conversation.Oversight{}, page.Request{}))(t).Items), 3)
	check.Equal(t, len(check.Must(w.Monitor(t).Live(ann, both, conversation.Oversight{IDs: of(7)}, page.Request{}))(t).Items), 1)

	asked := append(of(1, 6), held.ID, id.New("cnv"))
	check.Equal(t, len(check.Must(w.Service.Queued(ann, asked))(t)), 3)
	check.Equal(t, check.Must(w.Service.Queued(As(t.Context(), Bob, actor.Own), asked))(t), w.Space.Held)
	for name, q := range map[string]conversation.Query{
		"no queue":    {Sort: conversation.Served},
		"two queues":  {Sort: conversation.Served, Filter: both},
		"mine":        {Sort: conversation.Served, View: conversation.ViewMine, Filter: conversation.Filter{Queues: []string{vips}}},
		"snoozed":     {Sort: conversation.Served, Status: conversation.Snoozed, Filter: conversation.Filter{Queues: []string{vips}}},
		"nonsense":    {Filter: conversation.Filter{Queues: []string{"' OR 1=1"}}},
		"bad mention": {Sort: conversation.Served, Filter: conversation.Filter{Queues: []string{vips}, Mentioned: true}},
	} {
		if _, err := w.Service.List(ann, q); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
