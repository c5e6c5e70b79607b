package searchtest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/search"
)

// Epoch is the moment at which the suite begins.
var Epoch = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

// Everything is the scope without a limit.
var Everything = actor.Scope{Level: actor.All}

// In is a context that acts for the system in a workspace.
func In(ctx context.Context, tenant string) context.Context {
	return actor.With(ctx, actor.SystemFor(tenant))
}

// Message makes a document; n orders it.
func Message(n int, team, assignee, text string) search.Document {
	return search.Document{
		Kind: search.Messages, ID: fmt.Sprintf("ent_%04d", n), ConversationID: "cnv_1", Seq: int64(n), TeamID: team,
		AssigneeID: assignee, At: Epoch.Add(time.Duration(n) * time.Second), Text: text,
	}
}

// IDs are the ids that were found, in order.
func IDs(t *testing.T, ctx context.Context, s search.Store, q search.Query) []string {
	t.Helper()
	ids := []string{}
	for _, h := range check.Must(s.Find(ctx, q))(t).Items {
		ids = append(ids, h.ID)
	}
	return ids
}

// Suite is what every index passes.
func Suite(t *testing.T, run unit.Runner, s search.Store) {
	t.Helper()
	ctx := In(t.Context(), "wsp_here")
	put := func(ctx context.Context, docs ...search.Document) {
		t.Helper()
		check.NoError(t, run.Do(ctx, func(ctx context.Context) error { return Put(ctx, s, docs) }))
	}
	put(ctx,
		Message(1, "", "", "我想申请退款，订单号 SF-20261012-7781"),
		Message(2, "tem_a", "usr_1", "Refund please, café au lait was cold"),
		Message(3, "tem_b", "usr_2", "退款什么时候到账？"),
		Message(4, "tem_a", "", "the courier's e-mail is anna@example.com & it's \"quoted\" (x OR y) NOT z*"),
		search.Document{Kind: search.Customers, ID: "cus_1", At: Epoch, Text: "王小明 · 上海商贸 · wang@example.com"},
		search.Document{Kind: search.Conversations, ID: "cnv_1", ConversationID: "cnv_1", TeamID: "tem_a", At: Epoch, Text: "退款 · 王小明 · #17"})

	t.Run("words", func(t *testing.T) {
		for q, want := range map[string][]string{
			"退款": {"ent_0003", "ent_0001"}, "退款 到账": {"ent_0003"}, "refund": {"ent_0002"}, "REFUND": {"ent_0002"},
			"refu": {"ent_0002"}, "发票": {}, "anna@example.com": {"ent_0004"}, "sf-20261012-7781": {"ent_0001"}, "7781": {"ent_0001"},
			"zebra": {}, "quoted": {"ent_0004"},
		} {
			check.Equal(t, IDs(t, ctx, s, search.Query{Text: q, Kind: search.Messages, Scope: Everything}), want)
		}
		check.Equal(t, IDs(t, ctx, s, search.Query{Text: "王小明", Kind: search.Customers, Scope: Everything}), []string{"cus_1"})
		check.Equal(t, IDs(t, ctx, s, search.Query{Text: "退款", Kind: search.Conversations, Scope: Everything}), []string{"cnv_1"})
		_, err := s.Find(ctx, search.Query{Text: "!?", Kind: search.Messages, Scope: Everything})
		check.FieldFault(t, err, "q", search.ErrQuery)
	})
	t.Run("scope", func(t *testing.T) {
		for _, c := range []struct {
			scope actor.Scope
			want  []string
		}{
			{actor.Scope{Level: actor.Own, User: "usr_2"}, []string{"ent_0003"}},
			{actor.Scope{Level: actor.Own, User: "usr_9"}, []string{}},
			{actor.Scope{Level: actor.Teams, User: "usr_9"}, []string{"ent_0001"}},
			{actor.Scope{Level: actor.Teams, User: "usr_9", Teams: []string{"tem_a", "tem_b"}}, []string{"ent_0003", "ent_0001"}},
			{actor.Scope{Level: actor.None}, []string{}},
		} {
			check.Equal(t, IDs(t, ctx, s, search.Query{Text: "退款", Kind: search.Messages, Scope: c.scope}), c.want)
		}
	})
	t.Run("changes", func(t *testing.T) { changes(t, run, s) })
	t.Run("pages", func(t *testing.T) { pages(t, run, s) })
	t.Run("tenants", func(t *testing.T) { tenants(t, run, s) })
}

func changes(t *testing.T, run unit.Runner, s search.Store) {
	ctx := In(t.Context(), "wsp_changes")
	q := search.Query{Text: "hello", Kind: search.Messages, Scope: actor.Scope{Level: actor.Own, User: "usr_1"}}
	put := func(docs ...search.Document) {
		t.Helper()
		check.NoError(t, run.Do(ctx, func(ctx context.Context) error { return Put(ctx, s, docs) }))
	}
	// Assigned away and back: the last state counts, also within one batch.
	put(Message(1, "", "usr_1", "hello"), Message(1, "", "usr_2", "hello"))
	check.Equal(t, IDs(t, ctx, s, q), []string{})
	put(Message(1, "", "usr_1", "hello again"))
	check.Equal(t, IDs(t, ctx, s, q), []string{"ent_0001"})
	q.Text = "again"
	check.Equal(t, IDs(t, ctx, s, q), []string{"ent_0001"})
	check.NoError(t, run.Do(ctx, func(ctx context.Context) error { return s.Remove(ctx, []string{"ent_0001", "ent_none"}) }))
	check.Equal(t, IDs(t, ctx, s, q), []string{})
	put(Message(2, "", "usr_1", "again"))
	check.NoError(t, run.Do(ctx, s.Clear))
	check.Equal(t, IDs(t, ctx, s, q), []string{})
}

func pages(t *testing.T, run unit.Runner, s search.Store) {
	ctx := In(t.Context(), "wsp_pages")
	var docs []search.Document
	for n := range 25 {
		d := Message(n, "", "", "same words")
		d.At = Epoch.Add(time.Duration(n/5) * time.Second) // five share a moment
		docs = append(docs, d)
	}
	check.NoError(t, run.Do(ctx, func(ctx context.Context) error { return Put(ctx, s, docs) }))
	seen := map[string]bool{}
	last := Epoch.Add(time.Hour)
	q := search.Query{Text: "same words", Kind: search.Messages, Scope: Everything, Request: page.Request{Limit: 4}}
	for {
		p := check.Must(s.Find(ctx, q))(t)
		for _, h := range p.Items {
			if seen[h.ID] || h.At.After(last) {
				t.Fatalf("%s at %v comes twice or late", h.ID, h.At)
			}
			seen[h.ID], last = true, h.At
		}
		if p.Next == "" {
			break
		}
		q.Cursor = p.Next
	}
	check.Equal(t, len(seen), 25)
	q.Cursor = "!"
	_, err := s.Find(ctx, q)
	check.Fault(t, err, fault.ErrCursor)
}

// tenants shows that nothing of one workspace is seen or changed from another, not even with the same ids.
func tenants(t *testing.T, run unit.Runner, s search.Store) {
	a, b := In(t.Context(), "wsp_a"), In(t.Context(), "wsp_b")
	q := search.Query{Text: "secret", Kind: search.Messages, Scope: Everything}
	check.NoError(t, run.Do(a, func(ctx context.Context) error { return Put(ctx, s, []search.Document{Message(1, "", "", "secret a")}) }))
	check.Equal(t, IDs(t, b, s, q), []string{})
	check.NoError(t, run.Do(b, func(ctx context.Context) error { return Put(ctx, s, []search.Document{Message(1, "", "", "secret b")}) }))
	check.Equal(t, check.Must(s.Find(a, q))(t).Items[0].Snippet.Text, "secret a")
	check.Equal(t, check.Must(s.Find(b, q))(t).Items[0].Snippet.Text, "secret b")
	check.NoError(t, run.Do(b, func(ctx context.Context) error { return s.Remove(ctx, []string{"ent_0001"}) }))
	check.NoError(t, run.Do(b, func(ctx context.Context) error { return s.RemoveConversations(ctx, []string{"cnv_1"}) }))
	check.NoError(t, run.Do(b, s.Clear))
	check.Equal(t, IDs(t, a, s, q), []string{"ent_0001"})
	elsewhere := Message(2, "", "", "secret of another conversation")
	elsewhere.ConversationID = "cnv_2"
	check.NoError(t, run.Do(a, func(ctx context.Context) error { return Put(ctx, s, []search.Document{elsewhere}) }))
	check.NoError(t, run.Do(a, func(ctx context.Context) error { return s.RemoveConversations(ctx, []string{"cnv_1"}) }))
	check.Equal(t, IDs(t, a, s, q), []string{"ent_0002"})
	_, err := s.Find(t.Context(), q)
	check.Fault(t, err, fault.ErrUnauthenticated)
}

// Put cuts documents and adds them.
func Put(ctx context.Context, s search.Store, docs []search.Document) error {
	cut, err := s.Cut(ctx, docs)
	if err != nil {
		return err
	}
	return s.Put(ctx, cut)
}
