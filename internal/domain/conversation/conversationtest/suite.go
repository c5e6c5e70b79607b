package conversationtest

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/page"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
)

// Suite is what every store must pass. open gives a fresh world over the store.
func Suite(t *testing.T, open func(t *testing.T) *World) {
	t.Helper()
	for name, fn := range map[string]func(*testing.T, *World){
		"row round trip":                   rowRoundTrip,
		"stale row":                        staleRow,
		"timeline":                         timeline,
		"repeated message":                 repeated,
		"parallel messages are gapless":    parallelMessages,
		"parallel first messages":          parallelFirst,
		"same client id in parallel":       parallelSame,
		"two people take it":               twoTake,
		"failed unit leaves nothing":       failedUnit,
		"lists follow scope and view":      lists,
		"paging neither skips nor doubles": paging,
		"filters":                          filters,
		"lists of a queue":                 byQueue,
		"waiting order":                    waitingOrder,
		"who waits to be taken":            inLine,
		"mentions":                         mentions,
		"seen marks":                       seenMarks,
		"drafts":                           drafts,
		"ratings":                          ratings,
		"follow-ups":                       followUps,
		"wishes to be called":              callBacks,
		"files":                            files,
		"counts":                           counts,
		"customers renamed and merged":     customers,
		"past conversations":               past,
		"erase":                            erase,
		"release":                          release,
		"another workspace":                isolation,
	} {
		t.Run(name, func(t *testing.T) { fn(t, open(t)) })
	}
}

// receive stores a message and fails the test if it cannot.
func (w *World) receive(t *testing.T, in conversation.Incoming) conversation.Result {
	t.Helper()
	return check.Must(w.Service.Receive(AsSystem(t.Context()), in))(t)
}

func rowRoundTrip(t *testing.T, w *World) {
	ctx := As(t.Context(), Bob, actor.All)
	in := Says(Customer, "a", "hello 你好")
	in.TeamID, in.Subject = Sales, "Order"
	cnv := w.receive(t, in).Conversation
	w.Clock.Pass(time.Minute)
	check.Must(w.Service.Tag(ctx, cnv.ID, []string{TagVIP, TagBug}))(t)
	check.Must(w.Service.Post(ctx, cnv.ID, conversation.Text{ClientID: "r", Body: "hi"}))(t)
	check.Must(w.Service.Prioritise(ctx, cnv.ID, conversation.Urgent))(t)
	check.Must(w.Service.Feel(ctx, cnv.ID, conversation.Negative))(t)
	check.Must(w.Service.Snooze(ctx, cnv.ID, w.Clock.Now().Add(time.Hour)))(t)
	want := check.Must(w.Service.Resolve(ctx, cnv.ID, "x", nil))(t).Conversation
	check.Equal(t, check.Must(w.Stores.Get(ctx, cnv.ID))(t), want)
	check.Equal(t, check.Must(w.Stores.Current(ctx, Customer.ID, Webchat))(t), want)
	check.Equal(t, want.Seq, int64(9))
	check.Equal(t, want.TagIDs, slices.Sorted(slices.Values([]string{TagVIP, TagBug})))
	_, err := w.Stores.Get(ctx, id.New("cnv"))
	check.Fault(t, err, conversation.ErrNotFound)
}

func staleRow(t *testing.T, w *World) {
	ctx := AsSystem(t.Context())
	c := w.receive(t, Says(Customer, "a", "hello")).Conversation
	changed := c
	changed.Version, changed.Subject = c.Version+1, "first"
	save := func(before conversation.Conversation) error {
		return w.Runner.Do(ctx, func(ctx context.Context) error { return w.Stores.Save(ctx, before, changed) })
	}
	check.NoError(t, save(c))
	check.Fault(t, save(c), conversation.ErrStale)
	check.NoError(t, w.Runner.Do(ctx, func(ctx context.Context) error {
		locked, err := w.Stores.Lock(ctx, c.ID)
		check.Equal(t, locked, changed)
		return err
	}))
}

func timeline(t *testing.T, w *World) {
	ctx := As(t.Context(), Ann, actor.All)
	c := w.receive(t, Says(Customer, "1", "one")).Conversation
	check.Must(w.Service.AddNote(ctx, c.ID, conversation.Text{ClientID: "2", Body: "note", Mentions: []string{Bob}}))(t)
	for i := range 5 {
		w.receive(t, Says(Customer, fmt.Sprint("m", i), fmt.Sprint("message ", i)))
	}
	seqs := func(r conversation.Range) []int64 {
		var out []int64
		for _, e := range check.Must(w.Stores.Page(ctx, c.ID, r))(t) {
			if r.Public {
				out = append(out, e.PublicSeq)
			} else {
				out = append(out, e.Seq)
			}
		}
		return out
	}
	check.Equal(t, seqs(conversation.Range{Limit: 3}), []int64{6, 7, 8})
	check.Equal(t, seqs(conversation.Range{Before: 6, Limit: 2}), []int64{4, 5})
	check.Equal(t, seqs(conversation.Range{After: 2, Limit: 3}), []int64{3, 4, 5})
	check.Equal(t, seqs(conversation.Range{Public: true, Limit: 100}), []int64{1, 2, 3, 4, 5, 6, 7})
	check.Equal(t, seqs(conversation.Range{Public: true, After: 5, Limit: 100}), []int64{6, 7})
	check.Equal(t, seqs(conversation.Range{Public: true, Before: 3, Limit: 1}), []int64{2})
	all := check.Must(w.Stores.Page(ctx, c.ID, conversation.Range{Limit: 100}))(t)
	check.Equal(t, all[2].Mentions, []string{Bob})
	check.Equal(t, check.Must(w.Stores.ByID(ctx, c.ID, all[3].ID))(t), all[3])
}

func repeated(t *testing.T, w *World) {
	first := w.receive(t, Says(Customer, "a", "hello"))
	_, err := w.Service.Receive(AsSystem(t.Context()), Says(Customer, "a", "hello"))
	check.Fault(t, err, conversation.ErrRepeated)
	again := check.Must(w.Service.First(AsSystem(t.Context()), Says(Customer, "a", "hello")))(t)
	check.Equal(t, again.Message(), first.Message())
	check.Equal(t, again.Conversation, first.Conversation)
	ctx := As(t.Context(), Bob, actor.All)
	one := check.Must(w.Service.Post(ctx, first.Conversation.ID, conversation.Text{ClientID: "a", Body: "hi"}))(t)
	two := check.Must(w.Service.Post(ctx, first.Conversation.ID, conversation.Text{ClientID: "a", Body: "hi"}))(t)
	check.Equal(t, two.Entry(), one.Entry())
	check.Equal(t, two.Repeated, true)
	check.Equal(t, two.Conversation.Seq, one.Conversation.Seq)
}

// together runs fn n times at once and gives the errors.
func together(n int, fn func(i int) error) []error {
	errs := make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { errs[i] = fn(i) })
	}
	wg.Wait()
	return errs
}

func parallelMessages(t *testing.T, w *World) {
	c := w.receive(t, Says(Customer, "a", "hello")).Conversation
	agent, system := As(t.Context(), Bob, actor.All), AsSystem(t.Context())
	const each = 10
	for _, err := range together(2*each, func(i int) error {
		if i%2 == 0 {
			_, err := w.Service.Receive(system, Says(Customer, fmt.Sprint("c", i), "from the customer"))
			return err
		}
		_, err := w.Service.AddNote(agent, c.ID, conversation.Text{ClientID: fmt.Sprint("n", i), Body: "from the agent"})
		return err
	}) {
		check.NoError(t, err)
	}
	gapless(t, w, c.ID, 2+2*each, 2+each)
}

// gapless checks that the numbers of a timeline count without a hole and agree with the row.
func gapless(t *testing.T, w *World, cnv string, seq, public int64) {
	t.Helper()
	ctx := AsSystem(t.Context())
	var n, p int64
	for _, e := range check.Must(w.Stores.Page(ctx, cnv, conversation.Range{Limit: 1000}))(t) {
		n++
		check.Equal(t, e.Seq, n)
		if e.PublicSeq > 0 {
			p++
			check.Equal(t, e.PublicSeq, p)
		}
	}
	c := check.Must(w.Stores.Get(ctx, cnv))(t)
	check.Equal(t, []int64{n, p, c.Seq, c.PublicSeq}, []int64{seq, public, seq, public})
}

func parallelFirst(t *testing.T, w *World) {
	system := AsSystem(t.Context())
	var mu sync.Mutex
	ids := map[string]bool{}
	for _, err := range together(8, func(i int) error {
		res, err := w.Service.Receive(system, Says(Customer, fmt.Sprint("c", i), "first?"))
		mu.Lock()
		defer mu.Unlock()
		ids[res.Conversation.ID] = true
		return err
	}) {
		check.NoError(t, err)
	}
	check.Equal(t, len(ids), 1)
	for cnv := range ids {
		gapless(t, w, cnv, 9, 9)
	}
}

func parallelSame(t *testing.T, w *World) {
	system := AsSystem(t.Context())
	stored := 0
	for _, err := range together(8, func(int) error {
		_, err := w.Service.Receive(system, Says(Customer, "same", "hello"))
		if fault.Has(err, conversation.ErrRepeated) { // the first one is there to be found at once
			if first, lost := w.Service.First(system, Says(Customer, "same", "hello")); lost != nil || first.Message().Body != "hello" {
				t.Errorf("the first message was not found: %v", lost)
			}
		}
		return err
	}) {
		if err == nil {
			stored++
			continue
		}
		check.Fault(t, err, conversation.ErrRepeated)
	}
	check.Equal(t, stored, 1)
	c := check.Must(w.Stores.Current(system, Customer.ID, Webchat))(t)
	gapless(t, w, c.ID, 2, 2)
}

func twoTake(t *testing.T, w *World) {
	c := w.receive(t, Says(Customer, "a", "hello")).Conversation
	people := []string{Ann, Bob, Cem}
	won := 0
	for _, err := range together(len(people), func(i int) error {
		_, err := w.Service.Assign(As(t.Context(), people[i], actor.All), c.ID,
			conversation.Assignment{Assignee: Ptr(people[i]), IfAssignee: Ptr("")})
		return err
	}) {
		if err == nil {
			won++
			continue
		}
		check.Fault(t, err, conversation.ErrAlreadyAssigned)
	}
	check.Equal(t, won, 1)
	gapless(t, w, c.ID, 3, 3)
}

func failedUnit(t *testing.T, w *World) {
	ctx := AsSystem(t.Context())
	err := w.Runner.Do(ctx, func(ctx context.Context) error {
		if _, err := w.Service.Receive(ctx, Says(Customer, "a", "hello")); err != nil {
			return err
		}
		return fault.ErrBusy.New()
	})
	check.Fault(t, err, fault.ErrBusy)
	_, err = w.Stores.Current(ctx, Customer.ID, Webchat)
	check.Fault(t, err, conversation.ErrNotFound)
	p := check.Must(w.Stores.List(ctx, conversation.Query{
		View: conversation.ViewAll, Sort: conversation.Newest, Scope: actor.Scope{Level: actor.All}, Page: page.Request{},
	}))(t)
	check.Equal(t, len(p.Items), 0)
}
