package conversationtest

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
)

var _ conversation.PlannedRows = (*Memory)(nil)

// PlannedIn implements conversation.PlannedRows.
func (m *Memory) PlannedIn(ctx context.Context, conversationID string) ([]conversation.Planned, error) {
	return on(ctx, m, func(tenant string, t *tables) (out []conversation.Planned, err error) {
		for k, p := range t.planned {
			if k[0] == tenant && p.ConversationID == conversationID {
				out = append(out, p)
			}
		}
		slices.SortFunc(out, func(a, b conversation.Planned) int {
			return cmp.Or(a.SendAt.Compare(b.SendAt), cmp.Compare(a.ID, b.ID))
		})
		return out, nil
	})
}

// Planned implements conversation.PlannedRows.
func (m *Memory) Planned(ctx context.Context, id string) (conversation.Planned, error) {
	return on(ctx, m, func(tenant string, t *tables) (conversation.Planned, error) {
		p, ok := t.planned[[2]string{tenant, id}]
		if !ok {
			return p, conversation.ErrPlannedNotFound.New()
		}
		return p, nil
	})
}

// AddPlanned implements conversation.PlannedRows.
func (m *Memory) AddPlanned(ctx context.Context, p conversation.Planned) error {
	return write(ctx, m, func(tenant string, t *tables) error {
		for k, o := range t.planned {
			if k[0] == tenant && o.ConversationID == p.ConversationID && o.AuthorID == p.AuthorID && o.ClientID == p.ClientID {
				return conversation.ErrRepeated.New()
			}
		}
		t.planned[[2]string{tenant, p.ID}] = p
		return nil
	})
}

// SavePlanned implements conversation.PlannedRows.
func (m *Memory) SavePlanned(ctx context.Context, p conversation.Planned) error {
	return write(ctx, m, func(tenant string, t *tables) error {
		if t.planned[[2]string{tenant, p.ID}].Version != p.Version {
			return conversation.ErrPlannedChanged.New()
		}
		p.Version++
		t.planned[[2]string{tenant, p.ID}] = p
		return nil
	})
}

// DeletePlanned implements conversation.PlannedRows.
func (m *Memory) DeletePlanned(ctx context.Context, p conversation.Planned) error {
	return write(ctx, m, func(tenant string, t *tables) error {
		if t.planned[[2]string{tenant, p.ID}].Version != p.Version {
			return conversation.ErrPlannedChanged.New()
		}
		delete(t.planned, [2]string{tenant, p.ID})
		return nil
	})
}

// authors answers with the level that each person has at the moment; who is not there has left.
type authors map[string]actor.Level

// Author implements conversation.Authors.
func (a authors) Author(ctx context.Context, userID string) (actor.Actor, error) {
	level, ok := a[userID]
	if !ok {
		return actor.Actor{}, fault.ErrDenied.New()
	}
	return actor.Of(As(ctx, userID, level))
}

// plans is a planner with what the tests ask of it.
type plans struct {
	*conversation.Planner
	w       *World
	rows    conversation.PlannedRows
	authors authors
	id      string // of the conversation
}

func (w *World) plans(t *testing.T) plans {
	t.Helper()
	rows, ok := w.Stores.(conversation.PlannedRows)
	if !ok {
		t.Fatal("the store keeps no planned messages")
	}
	p := plans{w: w, rows: rows, authors: authors{Bob: actor.All, Cem: actor.All}}
	p.Planner = conversation.NewPlanner(w.Runner, w.Clock, rows, w.Service, p.authors)
	p.id = w.receive(t, Says(Customer, "1", "when does it ship?")).Conversation.ID
	return p
}

func (p plans) plan(t *testing.T, key, body string, after time.Duration) conversation.Planned {
	t.Helper()
	return check.Must(p.Plan(As(t.Context(), Bob, actor.All), p.id, conversation.Plan{
		Text: conversation.Text{ClientID: key, Body: body}, SendAt: p.w.Clock.Now().Add(after),
	}))(t)
}

// due runs the job of a planned message, twice: it may run again.
func (p plans) due(t *testing.T, id string) {
	t.Helper()
	ctx := actor.With(t.Context(), actor.Actor{Tenant: Tenant, Kind: actor.Job, ID: conversation.JobSendPlanned})
	for range 2 {
		check.NoError(t, p.Due(ctx, unit.Job{Tenant: Tenant, Kind: conversation.JobSendPlanned, Subject: id}))
	}
}

// said are the messages of those who answer, with their authors.
func (p plans) said(t *testing.T) []string {
	t.Helper()
	out := []string{}
	for _, e := range check.Must(p.w.Stores.Page(AsSystem(t.Context()), p.id, conversation.Range{After: conversation.FromStart, Limit: 200}))(t) {
		if e.Kind == conversation.Message && e.AuthorKind != conversation.ByCustomer {
			out = append(out, map[string]string{Bob: "Bob", Cem: "Cem"}[e.AuthorID]+": "+e.Body)
		}
	}
	return out
}

func (p plans) held(t *testing.T) []conversation.Reason {
	t.Helper()
	out := []conversation.Reason{}
	for _, one := range check.Must(p.In(As(t.Context(), Bob, actor.All), p.id))(t) {
		out = append(out, one.Held)
	}
	return out
}

// PlannedSuite is what every store of planned messages must pass.
func PlannedSuite(t *testing.T, open func(t *testing.T) *World) {
	t.Helper()
	for name, fn := range map[string]func(*testing.T, *World){
		"planned and sent once":       plannedOnce,
		"planned and changed":         plannedChanged,
		"planned and not sent":        plannedHeld,
		"planned, then let go":        plannedGone,
		"planned with files":          plannedFiles,
		"planned elsewhere or erased": plannedErased,
		"planned and merged":          plannedMerged,
		"around a moment":             around,
		"an upload is let go":         discard,
	} {
		t.Run(name, func(t *testing.T) { fn(t, open(t)) })
	}
}

func plannedOnce(t *testing.T, w *World) {
	p, bob := w.plans(t), As(t.Context(), Bob, actor.All)
	check.Must(w.Service.SaveDraft(bob, p.id, conversation.Message, conversation.Text{Body: "It ships"}))(t)
	later := p.plan(t, "a", "It ships today", time.Hour)
	check.Equal(t, len(check.Must(w.Service.MyDrafts(bob, p.id))(t)), 0)
	check.Equal(t, p.plan(t, "a", "It ships today", time.Hour).ID, later.ID) // repeated after a lost answer
	p.plan(t, "b", "And thanks", 2*time.Hour)
	there := check.Must(p.In(As(t.Context(), Cem, actor.All), p.id))(t)
	check.Equal(t, []any{len(there), there[0]}, []any{2, later})
	check.Must(w.Service.SaveDraft(bob, p.id, conversation.Message, conversation.Text{Body: "Something else"}))(t)

	p.due(t, later.ID) // too early: nothing happens
	check.Equal(t, p.said(t), []string{})
	w.Clock.Pass(time.Hour)
	p.due(t, later.ID)
	check.Equal(t, p.said(t), []string{"Bob: It ships today"})
	check.Equal(t, len(check.Must(w.Service.MyDrafts(bob, p.id))(t)), 1) // what is being written stays
	row := check.Must(w.Service.Get(bob, p.id))(t)
	check.Equal(t, []any{row.AssigneeID, row.WaitingSince.IsZero(), row.LastMessagePreview}, []any{Bob, true, "It ships today"})
	_, err := p.SendNow(bob, p.id, later.ID)
	check.Fault(t, err, conversation.ErrPlannedNotFound)
}

func plannedChanged(t *testing.T, w *World) {
	p, bob, cem := w.plans(t), As(t.Context(), Bob, actor.All), As(t.Context(), Cem, actor.All)
	one := p.plan(t, "a", "first", time.Hour)
	body, at := "second", w.Clock.Now().Add(3*time.Hour)
	_, err := p.Change(cem, p.id, one.ID, conversation.PlanChange{Version: 1, Body: &body})
	check.Fault(t, err, conversation.ErrNotAuthor)
	next := check.Must(p.Change(bob, p.id, one.ID, conversation.PlanChange{Version: 1, Body: &body, SendAt: &at}))(t)
	check.Equal(t, []any{next.Body, next.SendAt.Equal(at), next.Version}, []any{"second", true, int64(2)})
	_, err = p.Change(bob, p.id, one.ID, conversation.PlanChange{Version: 1, Body: &body})
	check.Fault(t, err, conversation.ErrPlannedChanged)
	past := w.Clock.Now().Add(-time.Minute)
	_, err = p.Change(bob, p.id, one.ID, conversation.PlanChange{Version: 2, SendAt: &past})
	check.Fault(t, err, conversation.ErrPlannedPast)
	w.Clock.Pass(time.Hour)
	p.due(t, one.ID) // the old promise
	check.Equal(t, p.said(t), []string{})
	_, err = p.SendNow(cem, p.id, one.ID)
	check.Fault(t, err, conversation.ErrNotAuthor)
	sent := check.Must(p.SendNow(bob, p.id, one.ID))(t)
	check.Equal(t, sent.Entry().ClientID, one.ID)
	w.Clock.Pass(2 * time.Hour)
	p.due(t, one.ID)
	check.Equal(t, p.said(t), []string{"Bob: second"})
}

func plannedHeld(t *testing.T, w *World) {
	p, bob := w.plans(t), As(t.Context(), Bob, actor.All)
	ended := p.plan(t, "a", "ended", time.Minute)
	left := check.Must(p.Plan(As(t.Context(), Cem, actor.All), p.id, conversation.Plan{
		Text: conversation.Text{ClientID: "b", Body: "left"}, SendAt: w.Clock.Now().Add(2 * time.Minute),
	}))(t)
	quiet := check.Must(p.Plan(bob, p.id, conversation.Plan{
		Text: conversation.Text{ClientID: "c", Body: "quiet"}, SendAt: w.Clock.Now().Add(3 * time.Minute), OnlyIfQuiet: true,
	}))(t)
	w.Clock.Pass(time.Minute)
	w.receive(t, Says(Customer, "2", "never mind"))
	w.Clock.Pass(2 * time.Minute)
	p.due(t, quiet.ID)
	delete(p.authors, Cem)
	p.due(t, left.ID)
	check.Must(w.Service.Resolve(bob, p.id, "", nil))(t)
	p.due(t, ended.ID)
	check.Equal(t, p.said(t), []string{})
	check.Equal(t, p.held(t), []conversation.Reason{conversation.HeldResolved, conversation.HeldDenied, conversation.HeldAnswered})
	check.Equal(t, check.Must(w.Service.Get(bob, p.id))(t).Status, conversation.Resolved)

	// Its author decides: send it now, which reopens as any reply does, or give it another time.
	check.Must(p.SendNow(bob, p.id, ended.ID))(t)
	check.Equal(t, p.said(t), []string{"Bob: ended"})
	at := w.Clock.Now().Add(time.Minute)
	again := check.Must(p.Change(bob, p.id, quiet.ID, conversation.PlanChange{Version: 2, SendAt: &at, OnlyIfQuiet: Ptr(false)}))(t)
	check.Equal(t, again.Held, "")
	w.Clock.Pass(time.Minute)
	p.due(t, quiet.ID)
	check.Equal(t, p.said(t), []string{"Bob: ended", "Bob: quiet"})
	check.NoError(t, p.Cancel(bob, p.id, left.ID)) // of somebody who has left: who ends conversations lets it go
	check.Equal(t, p.held(t), []conversation.Reason{})
}

func plannedGone(t *testing.T, w *World) {
	p, bob := w.plans(t), As(t.Context(), Bob, actor.All)
	one := p.plan(t, "a", "first", time.Hour)
	check.Fault(t, p.Cancel(As(t.Context(), Ann, actor.None), p.id, one.ID), fault.ErrDenied)
	check.Fault(t, p.Cancel(bob, w.receive(t, Says(Other, "1", "x")).Conversation.ID, one.ID), conversation.ErrPlannedNotFound)
	check.NoError(t, p.Cancel(bob, p.id, one.ID))
	check.Fault(t, p.Cancel(bob, p.id, one.ID), conversation.ErrPlannedNotFound)
	w.Clock.Pass(time.Hour)
	p.due(t, one.ID)
	check.Equal(t, p.said(t), []string{})
	for i := range conversation.MaxPlanned {
		p.plan(t, string(rune('a'+i)), "x", time.Hour)
	}
	_, err := p.Plan(bob, p.id, conversation.Plan{Text: conversation.Text{ClientID: "more", Body: "x"}, SendAt: w.Clock.Now().Add(time.Hour)})
	check.Fault(t, err, conversation.ErrTooManyPlanned)
	for name, at := range map[string]time.Time{"past": w.Clock.Now(), "far": w.Clock.Now().Add(2 * conversation.MaxPlanning)} {
		_, err := p.Plan(bob, p.id, conversation.Plan{Text: conversation.Text{ClientID: name, Body: "x"}, SendAt: at})
		check.Fault(t, err, conversation.ErrPlannedPast)
	}
}

func plannedFiles(t *testing.T, w *World) {
	p, bob := w.plans(t), As(t.Context(), Bob, actor.All)
	f := conversation.File{ID: "fil_plan", OwnerKind: "user", OwnerID: Bob, Name: "a.png", CreatedAt: Start}
	check.NoError(t, w.Runner.Do(bob, func(ctx context.Context) error { return w.Stores.InsertFile(ctx, f) }))
	one := check.Must(p.Plan(bob, p.id, conversation.Plan{
		Text: conversation.Text{ClientID: "a", FileIDs: []string{f.ID}}, SendAt: w.Clock.Now().Add(time.Hour),
	}))(t)
	hidden := func() bool { return check.Must(w.Stores.Files(bob, []string{f.ID}))(t)[0].Internal }
	check.Equal(t, hidden(), true)
	more := f
	more.ID = "fil_more"
	check.NoError(t, w.Runner.Do(bob, func(ctx context.Context) error { return w.Stores.InsertFile(ctx, more) }))
	of := func(ids ...string) (conversation.Planned, error) {
		var err error
		next, err := p.Change(bob, p.id, one.ID, conversation.PlanChange{Version: one.Version, FileIDs: &ids})
		if err == nil {
			one = next
		}
		return next, err
	}
	check.Equal(t, len(check.Must(of(more.ID, f.ID))(t).Attachments), 2)
	check.Equal(t, check.Must(of(f.ID))(t).Attachments[0].FileID, f.ID)
	_, err := of()
	check.Equal(t, fault.KindOf(err), fault.Invalid) // nothing would be left to send
	_, err = of("fil_none")
	check.Equal(t, fault.KindOf(err), fault.Invalid)
	check.Equal(t, check.Must(p.In(bob, p.id))(t), []conversation.Planned{one})
	w.Clock.Pass(time.Hour)
	p.due(t, one.ID)
	check.Equal(t, hidden(), false)
}

// plannedMerged: a plan follows its conversation into another one, and back.
func plannedMerged(t *testing.T, w *World) {
	p, bob, ann := w.plans(t), As(t.Context(), Bob, actor.All), As(t.Context(), Ann, actor.All)
	check.Must(w.Service.Resolve(ann, p.id, "", nil))(t)
	in := Says(Customer, "b", "two")
	in.New = true
	dst := w.receive(t, in).Conversation.ID
	check.Must(w.Service.Reopen(ann, p.id))(t)
	f := conversation.File{ID: "fil_plan", OwnerKind: "user", OwnerID: Bob, Name: "a.png", CreatedAt: Start}
	check.NoError(t, w.Runner.Do(bob, func(ctx context.Context) error { return w.Stores.InsertFile(ctx, f) }))
	asked := check.Must(w.Stores.Page(ann, p.id, conversation.Range{After: conversation.FromStart, Limit: 200}))(t)
	asked = slices.DeleteFunc(asked, func(e conversation.Entry) bool { return e.Kind != conversation.Message })
	one := check.Must(p.Plan(bob, p.id, conversation.Plan{
		Text: conversation.Text{ClientID: "a", Body: "later", FileIDs: []string{f.ID}, QuoteID: asked[0].ID}, SendAt: w.Clock.Now().Add(time.Hour),
	}))(t)
	there := func(id string) int { t.Helper(); return len(check.Must(p.In(bob, id))(t)) }

	check.Must(w.Service.Merge(ann, p.id, dst))(t)
	check.Equal(t, check.Must(p.In(bob, dst))(t)[0].ConversationID, dst)
	body := "much later"
	check.Must(p.Change(bob, dst, one.ID, conversation.PlanChange{Version: 1, Body: &body}))(t)
	check.Must(w.Service.Unmerge(ann, p.id))(t)
	check.Equal(t, []int{there(p.id), there(dst)}, []int{1, 0})
	_, err := p.SendNow(bob, dst, one.ID)
	check.Fault(t, err, conversation.ErrPlannedNotFound)

	check.Must(w.Service.Merge(ann, p.id, dst))(t)
	w.Clock.Pass(time.Hour)
	p.due(t, one.ID)
	check.Equal(t, there(dst), 0)
	said := check.Must(w.Stores.Page(bob, dst, conversation.Range{After: conversation.FromStart, Limit: 200}))(t)
	last := said[len(said)-1]
	check.Equal(t, []any{last.Body, len(last.Attachments), last.Quote == nil}, []any{body, 1, true})
	sent := check.Must(w.Stores.Files(bob, []string{f.ID}))(t)[0]
	check.Equal(t, []any{sent.ConversationID, sent.Internal}, []any{dst, false})
}

func plannedErased(t *testing.T, w *World) {
	p := w.plans(t)
	one := p.plan(t, "a", "first", time.Hour)
	elsewhere := actor.With(t.Context(), actor.SystemFor("wsp_elsewhere"))
	_, err := p.rows.Planned(elsewhere, one.ID)
	check.Fault(t, err, conversation.ErrPlannedNotFound)
	check.Equal(t, len(check.Must(p.rows.PlannedIn(elsewhere, p.id))(t)), 0)
	check.NoError(t, w.Service.Erase(AsSystem(t.Context()), []string{p.id}))
	_, err = p.rows.Planned(AsSystem(t.Context()), one.ID)
	check.Fault(t, err, conversation.ErrPlannedNotFound)
	w.Clock.Pass(time.Hour)
	p.due(t, one.ID)
}

// around checks that a moment is found wherever it lies.
func around(t *testing.T, w *World) {
	bob := As(t.Context(), Bob, actor.All)
	began := w.Clock.Now()
	id := w.receive(t, Says(Customer, "0", "0")).Conversation.ID // two entries at the beginning
	for i := 1; i < 40; i++ {
		w.Clock.Pass(time.Hour)
		check.Must(w.Service.AddNote(bob, id, conversation.Text{ClientID: strconv.Itoa(i), Body: strconv.Itoa(i)}))(t)
	}
	for name, c := range map[string]struct {
		at          time.Duration
		seq         int64
		first, last int64
	}{
		"long before":     {-time.Hour, 1, 1, 10},
		"the beginning":   {0, 1, 1, 10},
		"an entry":        {20 * time.Hour, 22, 17, 26},
		"between entries": {20*time.Hour - time.Minute, 22, 17, 26},
		"the end":         {39 * time.Hour, 41, 36, 41},
		"after the end":   {100 * time.Hour, 41, 36, 41},
	} {
		m := check.Must(w.Service.Around(bob, id, began.Add(c.at), 10))(t)
		check.Equal(t, []any{name, m.Seq, m.Entries[0].Seq, m.Entries[len(m.Entries)-1].Seq}, []any{name, c.seq, c.first, c.last})
	}
	_, err := w.Service.Around(As(t.Context(), Bob, actor.Own), id, began, 10)
	check.Fault(t, err, conversation.ErrNotFound)
}

// discard checks that an upload which was replaced before it was sent is let go, and nothing else.
func discard(t *testing.T, w *World) {
	bob, cem := As(t.Context(), Bob, actor.All), As(t.Context(), Cem, actor.All)
	files := w.Files(&Blobs{})
	id := w.receive(t, Says(Customer, "1", "look")).Conversation.ID
	free := check.Must(files.Upload(bob, "a.txt", strings.NewReader("secret")))(t)
	used := check.Must(files.Upload(bob, "b.txt", strings.NewReader("sent")))(t)
	check.Must(w.Service.Post(bob, id, conversation.Text{ClientID: "1", FileIDs: []string{used.ID}}))(t)
	check.Fault(t, files.Discard(cem, free.ID), conversation.ErrFileNotFound)
	check.Fault(t, files.Discard(bob, used.ID), conversation.ErrFileUsed)
	check.NoError(t, files.Discard(bob, free.ID))
	job := unit.Job{Tenant: Tenant, Kind: conversation.JobPurgeFile, Subject: free.ID}
	check.NoError(t, files.Purge(actor.With(t.Context(), actor.Actor{Tenant: Tenant, Kind: actor.Job, ID: job.Kind}), job))
	check.Fault(t, files.Discard(bob, free.ID), conversation.ErrFileNotFound)
}
