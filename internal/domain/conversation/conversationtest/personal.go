package conversationtest

import (
	"context"
	"slices"
	"strconv"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/page"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
)

// personal is what people keep about the inbox. The first element of every key is the tenant, the second the user.
type personal struct {
	pins  map[[2]string][]string
	views map[[2]string]conversation.SavedView // the second is the view
	seen  map[[3]string]time.Time              // the third is the conversation
}

// Pins implements conversation.PersonalRows.
func (m *Memory) Pins(ctx context.Context, userID string) ([]string, error) {
	return on(ctx, m, func(tenant string, _ *tables) ([]string, error) {
		return slices.Clone(m.own.pins[[2]string{tenant, userID}]), nil
	})
}

// PutPin implements conversation.PersonalRows.
func (m *Memory) PutPin(ctx context.Context, userID, conversationID string, _ time.Time) error {
	return write(ctx, m, func(tenant string, _ *tables) error {
		k := [2]string{tenant, userID}
		if !slices.Contains(m.own.pins[k], conversationID) {
			m.own.pins[k] = append(m.own.pins[k], conversationID)
		}
		return nil
	})
}

// DeletePins implements conversation.PersonalRows.
func (m *Memory) DeletePins(ctx context.Context, userID string, conversationIDs ...string) error {
	return write(ctx, m, func(tenant string, _ *tables) error {
		k := [2]string{tenant, userID}
		m.own.pins[k] = slices.DeleteFunc(m.own.pins[k], func(id string) bool { return slices.Contains(conversationIDs, id) })
		return nil
	})
}

// MentionsUnseen implements conversation.PersonalRows.
func (m *Memory) MentionsUnseen(ctx context.Context, userID string) (int64, error) {
	return on(ctx, m, func(tenant string, t *tables) (n int64, err error) {
		for k, at := range t.mentions {
			if k[0] == tenant && k[2] == userID && at.After(m.own.seen[[3]string{tenant, userID, k[1]}]) {
				n++
			}
		}
		return n, nil
	})
}

// SeeMention implements conversation.PersonalRows.
func (m *Memory) SeeMention(ctx context.Context, userID, conversationID string, at time.Time) error {
	return write(ctx, m, func(tenant string, _ *tables) error {
		m.own.seen[[3]string{tenant, userID, conversationID}] = at
		return nil
	})
}

// Personal is the service over the stores of the world.
func (w *World) Personal() *conversation.Personal {
	return conversation.NewPersonal(w.Runner, w.Clock, w.kept(), w.Service)
}

// kept are the stores of the world as what people keep needs them; nil for one that does not know how.
func (w *World) kept() conversation.PersonalRows {
	rows, ok := w.Stores.(conversation.PersonalRows)
	if !ok {
		return nil
	}
	return rows
}

// PersonalSuite is what every store of what people keep about the inbox must pass.
func PersonalSuite(t *testing.T, open func(t *testing.T) *World) {
	t.Helper()
	for name, fn := range map[string]func(*testing.T, *World){
		"attention order": attentionOrder,
		"pins":            pins,
		"mentions seen":   mentionsSeen,
		"views":           views,
		"merge":           merging,
		"merge is found":  mergedElsewhere,
		"split":           splitting,
		"split refused":   splittingRefused,
		"participants":    participants,
		"narrow lists":    narrowLists,
	} {
		t.Run(name, func(t *testing.T) { fn(t, open(t)) })
	}
}

// attentionOrder pages through who waits and who does not, with every size of page.
func attentionOrder(t *testing.T, w *World) {
	ctx := AsSystem(t.Context())
	var want []string
	for i := range 7 {
		c := w.put(t, func(c *conversation.Conversation) {
			if i%2 == 0 {
				c.WaitingSince = Start.Add(-time.Duration(i) * time.Minute)
			}
			c.TagIDs = []string{TagVIP}
		})
		want = append([]string{c.ID}, want...) // newest first
	}
	// Of 0, 2, 4, 6 the last waits longest; of 1, 3, 5 the last moved last.
	want = []string{want[0], want[2], want[4], want[6], want[1], want[3], want[5]}
	w.put(t, func(c *conversation.Conversation) { c.Status = conversation.Resolved })
	for size := 1; size <= 8; size++ {
		for _, tag := range []string{"", TagVIP} {
			var got []string
			for cursor, more := "", true; more; {
				q := conversation.Query{View: conversation.ViewAll, Sort: conversation.Attention, Filter: tagged(tag), Scope: scopeAll, Page: page.Request{Limit: size, Cursor: cursor}}
				p := check.Must(w.Stores.List(ctx, q))(t)
				for _, c := range p.Items {
					got = append(got, c.ID)
				}
				cursor, more = p.Next, p.Next != ""
			}
			check.Equal(t, got, want)
		}
	}
	_, err := w.Stores.List(ctx, conversation.Query{View: conversation.ViewAll, Sort: conversation.Attention, Scope: scopeAll, Page: page.Request{Cursor: "nonsense"}})
	if err == nil {
		t.Error("a cursor that cannot be read was taken")
	}
}

func pins(t *testing.T, w *World) {
	bob, ann := As(t.Context(), Bob, actor.All), As(t.Context(), Ann, actor.All)
	own := w.Personal()
	ids := func(ctx context.Context) []string {
		out := []string{}
		for _, r := range check.Must(own.Pinned(ctx))(t) {
			out = append(out, r.ID)
		}
		return out
	}
	var all []string
	for i := range conversation.MaxPins + 1 {
		c := w.put(t, func(c *conversation.Conversation) { c.CustomerName = strconv.Itoa(i) })
		all = append(all, c.ID)
		if i < conversation.MaxPins {
			check.NoError(t, own.Pin(bob, c.ID))
			w.Clock.Pass(time.Second)
		}
	}
	check.NoError(t, own.Pin(bob, all[3])) // again: it stays where it is
	check.Equal(t, ids(bob), all[:conversation.MaxPins])
	check.Equal(t, ids(ann), []string{})
	check.Fault(t, own.Pin(bob, all[conversation.MaxPins]), conversation.ErrTooManyPins)

	done := check.Must(w.Stores.Get(bob, all[0]))(t) // what has ended makes room
	before := done
	done.Status, done.Version = conversation.Resolved, done.Version+1
	check.NoError(t, w.Runner.Do(bob, func(ctx context.Context) error { return w.Stores.Save(ctx, before, done) }))
	check.Equal(t, len(ids(bob)), conversation.MaxPins-1)
	check.NoError(t, own.Pin(bob, all[conversation.MaxPins]))
	check.NoError(t, own.Unpin(bob, all[1]))
	check.Equal(t, ids(bob), all[2:])

	narrow := As(t.Context(), Bob, actor.Own)
	check.Equal(t, ids(narrow), []string{}) // none of them is Bob's
	check.Fault(t, own.Pin(narrow, all[5]), conversation.ErrNotFound)
	elsewhere := actor.With(t.Context(), actor.Actor{Tenant: "wsp_elsewhere", Kind: actor.System, ID: Bob})
	check.Equal(t, len(check.Must(w.kept().Pins(elsewhere, Bob))(t)), 0)
}

func mentionsSeen(t *testing.T, w *World) {
	ann, bob := As(t.Context(), Ann, actor.All), As(t.Context(), Bob, actor.All)
	own := w.Personal()
	news := func(ctx context.Context) int64 { return check.Must(own.Counts(ctx))(t).Mentions }
	cnv := w.receive(t, Says(Customer, "a", "hello")).Conversation
	note := func(client string) {
		w.Clock.Pass(time.Second)
		check.Must(w.Service.AddNote(ann, cnv.ID, conversation.Text{ClientID: client, Body: "look", Mentions: []string{Bob}}))(t)
		w.Clock.Pass(time.Second)
	}
	note("1")
	check.Equal(t, []int64{news(bob), news(ann)}, []int64{1, 0})
	check.NoError(t, own.SeeMention(ann, cnv.ID))
	check.NoError(t, own.SeeMention(bob, cnv.ID))
	check.Equal(t, []int64{news(bob), news(ann)}, []int64{0, 0})
	note("2")
	check.Equal(t, news(bob), int64(1))
}
