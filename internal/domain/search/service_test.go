package search_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/search"
	"frontdesk/internal/domain/search/searchtest"
)

func TestMemory(t *testing.T) {
	t.Parallel()
	searchtest.Suite(t, &unit.Memory{}, searchtest.NewMemory())
}

// source holds texts as the other domains would, for one workspace.
type source struct {
	entries       []search.Entry
	conversations []search.Conversation
	customers     []search.Customer
}

func (s *source) Entries(_ context.Context, refs []search.EntryRef) (out []search.Entry, _ error) {
	for _, e := range s.entries {
		if slices.ContainsFunc(refs, func(r search.EntryRef) bool { return r.ConversationID == e.ConversationID && r.Seq == e.Seq }) {
			out = append(out, e)
		}
	}
	return out, nil
}

func (s *source) EntriesOf(_ context.Context, conversationID string, after int64, limit int) (out []search.Entry, _ error) {
	for _, e := range s.entries {
		if e.ConversationID == conversationID && e.Seq > after && len(out) < limit {
			out = append(out, e)
		}
	}
	return out, nil
}

func (s *source) Conversations(_ context.Context, ids []string) (out []search.Conversation, _ error) {
	for _, c := range s.conversations {
		if slices.Contains(ids, c.ID) {
			out = append(out, c)
		}
	}
	return out, nil
}

func (s *source) Customers(_ context.Context, ids []string) (out []search.Customer, _ error) {
	for _, c := range s.customers {
		if slices.Contains(ids, c.ID) {
			out = append(out, c)
		}
	}
	return out, nil
}

func (s *source) NextConversations(_ context.Context, after string, _ int) (out []string, _ error) {
	for _, c := range s.conversations {
		if c.ID > after {
			out = append(out, c.ID)
		}
	}
	return out, nil
}

func (s *source) NextCustomers(_ context.Context, after string, _ int) (out []string, _ error) {
	for _, c := range s.customers {
		if c.ID > after {
			out = append(out, c.ID)
		}
	}
	return out, nil
}

const tenant = "wsp_1"

func happened(kind, stream string, seq int64, data any) event.Recorded {
	e := event.New(tenant, "x", stream, kind, actor.Ref{}, searchtest.Epoch, data)
	e.Seq = seq
	return event.Recorded{Event: e}
}

func agent(t *testing.T, level actor.Level) context.Context {
	return actor.With(t.Context(), actor.Actor{
		Tenant: tenant, Kind: actor.User, ID: "usr_1", Teams: []string{"tem_a"},
		Grants: map[actor.Permission]actor.Level{search.PermConversations: level, search.PermCustomers: actor.All},
	})
}

func world() (*search.Service, *source) {
	src := &source{
		entries: []search.Entry{
			{ID: "ent_1", ConversationID: "cnv_1", Seq: 2, Body: "hello refund", CreatedAt: searchtest.Epoch},
			{ID: "ent_2", ConversationID: "cnv_1", Seq: 3, Body: "", CreatedAt: searchtest.Epoch},
			{ID: "ent_3", ConversationID: "cnv_2", Seq: 2, Body: "hello again", CreatedAt: searchtest.Epoch},
		},
		conversations: []search.Conversation{
			{ID: "cnv_1", CustomerName: "Anna", Number: 1, TeamID: "tem_a", CreatedAt: searchtest.Epoch},
			{ID: "cnv_2", CustomerName: "Bob", Number: 2, TeamID: "tem_b", CreatedAt: searchtest.Epoch},
		},
		customers: []search.Customer{{ID: "cus_1", Name: "Anna", Email: "anna@example.com", CreatedAt: searchtest.Epoch}},
	}
	return search.New(&unit.Memory{}, searchtest.NewMemory(), src), src
}

func count(t *testing.T, ctx context.Context, s *search.Service, kind search.Kind, q string) int {
	t.Helper()
	return len(check.Must(s.Find(ctx, kind, q, page.Request{}))(t).Items)
}

// handle does with a batch what the consumer does.
func handle(ctx context.Context, s *search.Service, batch []event.Recorded) error {
	apply, err := s.Prepare(ctx, batch)
	if err != nil {
		return err
	}
	return apply(ctx)
}

func TestPrepare(t *testing.T) {
	t.Parallel()
	s, src := world()
	batch := []event.Recorded{
		happened("customer.created", "cus_1", 0, nil),
		happened("conversation.opened", "cnv_1", 1, nil),
		happened("conversation.message_added", "cnv_1", 2, search.Place{TeamID: "tem_a"}),
		happened("conversation.message_added", "cnv_1", 3, search.Place{TeamID: "tem_a"}),
		happened("conversation.note_added", "cnv_2", 2, search.Place{TeamID: "tem_b"}),
		happened("conversation.message_added", "cnv_gone", 9, search.Place{}),
	}
	for range 2 { // handling twice changes nothing
		check.NoError(t, handle(t.Context(), s, batch))
		check.Equal(t, count(t, agent(t, actor.All), s, search.Messages, "hello"), 2)
		check.Equal(t, count(t, agent(t, actor.Teams), s, search.Messages, "hello"), 1)
		check.Equal(t, count(t, agent(t, actor.All), s, search.Conversations, "anna"), 1)
		check.Equal(t, count(t, agent(t, actor.None), s, search.Customers, "anna@example.com"), 1)
	}
	src.conversations[1].TeamID = "tem_a"
	check.NoError(t, handle(t.Context(), s, []event.Recorded{happened("conversation.assigned", "cnv_2", 3, nil)}))
	check.Equal(t, count(t, agent(t, actor.Teams), s, search.Messages, "hello"), 2)

	src.customers = append(src.customers, search.Customer{ID: "cus_2", Name: "Anna B.", CreatedAt: searchtest.Epoch})
	data := json.RawMessage(`{"from":"cus_1","into":"cus_2"}`)
	check.NoError(t, handle(t.Context(), s, []event.Recorded{happened("customer.merged", "cus_1", 0, data)}))
	check.Equal(t, count(t, agent(t, actor.None), s, search.Customers, "anna"), 1)
}

// TestSplit: what was split off is found by who may find the conversation that began with it.
func TestSplit(t *testing.T) {
	t.Parallel()
	s, src := world()
	check.NoError(t, handle(t.Context(), s, []event.Recorded{happened("conversation.message_added", "cnv_1", 2, search.Place{TeamID: "tem_a"})}))
	check.Equal(t, count(t, agent(t, actor.Teams), s, search.Messages, "refund"), 1)
	src.entries[0].Moved = true
	taken := []search.Entry{{ID: "ent_1", ConversationID: "cnv_3", Seq: 1, Body: "hello refund", CreatedAt: searchtest.Epoch}}
	src.conversations = append(src.conversations, search.Conversation{ID: "cnv_3", TeamID: "tem_b", Taken: taken, CreatedAt: searchtest.Epoch})
	check.NoError(t, handle(t.Context(), s, []event.Recorded{happened("conversation.split", "cnv_1", 4, nil), happened("conversation.split_off", "cnv_3", 0, nil)}))
	check.Equal(t, count(t, agent(t, actor.Teams), s, search.Messages, "refund"), 0)
	check.Equal(t, count(t, agent(t, actor.All), s, search.Messages, "refund"), 1)
}

func TestRecalledAndEdited(t *testing.T) {
	t.Parallel()
	s, src := world()
	added := happened("conversation.message_added", "cnv_1", 2, search.Place{TeamID: "tem_a"})
	about := func(kind string, e search.Entry) event.Recorded {
		return happened(kind, "cnv_1", 9, map[string]any{"targetId": e.ID, "targetSeq": e.Seq, "teamId": "tem_a"})
	}
	check.NoError(t, handle(t.Context(), s, []event.Recorded{added}))
	i := slices.IndexFunc(src.entries, func(e search.Entry) bool { return e.ConversationID == "cnv_1" && e.Seq == 2 })
	check.Equal(t, count(t, agent(t, actor.Teams), s, search.Messages, "hello"), 1)
	src.entries[i].Body = "goodbye"
	check.NoError(t, handle(t.Context(), s, []event.Recorded{added, about("conversation.entry_edited", src.entries[i])}))
	check.Equal(t, count(t, agent(t, actor.Teams), s, search.Messages, "hello"), 0)
	check.Equal(t, count(t, agent(t, actor.Teams), s, search.Messages, "goodbye"), 1)
	// The text may still be remembered somewhere: the event alone takes it out.
	check.NoError(t, handle(t.Context(), s, []event.Recorded{about("conversation.entry_recalled", src.entries[i])}))
	check.Equal(t, count(t, agent(t, actor.All), s, search.Messages, "goodbye"), 0)
	check.NoError(t, handle(t.Context(), s, []event.Recorded{added, about("conversation.entry_recalled", src.entries[i])}))
	check.Equal(t, count(t, agent(t, actor.All), s, search.Messages, "goodbye"), 0)
}

func TestRebuild(t *testing.T) {
	t.Parallel()
	s, _ := world()
	check.Fault(t, s.Rebuild(agent(t, actor.All)), fault.ErrDenied)
	check.NoError(t, s.Rebuild(searchtest.In(t.Context(), tenant)))
	check.Equal(t, count(t, agent(t, actor.All), s, search.Messages, "hello"), 2)
	check.Equal(t, count(t, agent(t, actor.All), s, search.Conversations, "bob"), 1)
	check.Equal(t, count(t, agent(t, actor.All), s, search.Customers, "anna"), 1)
}

func TestPermissions(t *testing.T) {
	t.Parallel()
	s, _ := world()
	_, err := s.Find(agent(t, actor.None), search.Messages, "x", page.Request{})
	check.Fault(t, err, fault.ErrDenied)
	_, err = s.Find(agent(t, actor.All), "files", "x", page.Request{})
	check.FieldFault(t, err, "scope", fault.ErrChoice)
	_, err = s.Find(agent(t, actor.All), search.Messages, "a\x00b", page.Request{})
	check.FieldFault(t, err, "q", fault.ErrEncoding)
}
