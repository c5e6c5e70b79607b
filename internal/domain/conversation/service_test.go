package conversation_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
	ct "frontdesk/internal/domain/conversation/conversationtest"
)

// room is a world with one open conversation and the events that came after it.
type room struct {
	*ct.World
	store *ct.Memory
	id    string
	seen  int
}

func newRoom(t *testing.T) *room {
	t.Helper()
	m := ct.NewMemory()
	r := &room{World: ct.NewWorld(m, m), store: m}
	in := ct.Says(ct.Customer, "first", "hello")
	in.TeamID = ct.Sales
	r.id = check.Must(r.Service.Receive(ct.AsVisitor(t.Context(), ct.Customer.ID), in))(t).Conversation.ID
	check.Equal(t, r.happened(), []string{conversation.EventOpened, conversation.EventMessageAdded})
	return r
}

// happened are the types of the events since it was last asked.
func (r *room) happened() []string {
	all := r.store.Types()
	out := all[r.seen:]
	r.seen = len(all)
	return append([]string{}, out...)
}

func (r *room) row(t *testing.T) conversation.Conversation {
	t.Helper()
	return check.Must(r.Stores.Get(ct.AsSystem(t.Context()), r.id))(t)
}

func (r *room) say(t *testing.T, clientID string) conversation.Result {
	t.Helper()
	return check.Must(r.Service.Receive(ct.AsVisitor(t.Context(), ct.Customer.ID), ct.Says(ct.Customer, clientID, "again")))(t)
}

func TestCustomerBeginsAnew(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	anew := func(clientID string) string {
		in := ct.Says(ct.Customer, clientID, "something else")
		in.New = true
		return check.Must(r.Service.Receive(ct.AsVisitor(t.Context(), ct.Customer.ID), in))(t).Conversation.ID
	}
	check.Equal(t, anew("still open"), r.id)
	check.Must(r.Service.Resolve(ct.As(t.Context(), ct.Bob, actor.All), r.id, "", nil))(t)
	second := anew("after the end")
	if second == r.id {
		t.Fatal("the resolved conversation went on")
	}
	check.Equal(t, r.row(t).Status, conversation.Resolved)
	check.Equal(t, anew("the next message"), second)
}

func TestReplyTakesAndStopsTheClock(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	bob := ct.As(t.Context(), ct.Bob, actor.Teams, ct.Sales)
	check.Equal(t, r.row(t).WaitingSince, ct.Start)
	r.Clock.Pass(time.Minute)
	c := check.Must(r.Service.Post(bob, r.id, conversation.Text{ClientID: "1", Body: "hi\r\nthere\n"}))(t)
	check.Equal(t, r.happened(), []string{conversation.EventAssigned, conversation.EventMessageAdded})
	check.Equal(t, c.Entry().Body, "hi\nthere")
	check.Equal(t, []any{c.Conversation.AssigneeID, c.Conversation.Unread, c.Conversation.WaitingSince.IsZero(), c.Conversation.FirstReplyAt, c.Conversation.LastMessagePreview},
		[]any{ct.Bob, 0, true, ct.Start.Add(time.Minute), "hi there"})
	r.Clock.Pass(time.Minute)
	check.Must(r.Service.Post(bob, r.id, conversation.Text{ClientID: "2", Body: "anything else?"}))(t)
	check.Equal(t, r.happened(), []string{conversation.EventMessageAdded})
	check.Equal(t, r.row(t).FirstReplyAt, ct.Start.Add(time.Minute))
}

func TestReplyDoesNotTakeWhenTurnedOff(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	r.Space.Set.AssignOnReply = false
	check.Must(r.Service.Post(ct.As(t.Context(), ct.Bob, actor.All), r.id, conversation.Text{ClientID: "1", Body: "hi"}))(t)
	check.Equal(t, r.row(t).AssigneeID, "")
	check.Equal(t, r.happened(), []string{conversation.EventMessageAdded})
}

func TestCustomerWakesAndReopens(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	bob := ct.As(t.Context(), ct.Bob, actor.All)
	check.Must(r.Service.Snooze(bob, r.id, ct.Start.Add(time.Hour)))(t)
	check.Equal(t, len(r.store.Jobs()), 1)
	r.happened()
	r.say(t, "wake")
	check.Equal(t, r.happened(), []string{conversation.EventUnsnoozed, conversation.EventMessageAdded})
	check.Equal(t, len(r.store.Jobs()), 0)

	check.Must(r.Service.Resolve(bob, r.id, "", nil))(t)
	check.Equal(t, r.row(t).WaitingSince.IsZero(), true)
	r.Clock.Pass(7 * 24 * time.Hour)
	r.happened()
	check.Equal(t, r.say(t, "reopen").Conversation.ID, r.id)
	check.Equal(t, r.happened(), []string{conversation.EventReopened, conversation.EventMessageAdded})

	check.Must(r.Service.Resolve(bob, r.id, "", nil))(t)
	r.Clock.Pass(7*24*time.Hour + time.Second)
	r.happened()
	anew := r.say(t, "new").Conversation
	if anew.ID == r.id || anew.Number != 2 {
		t.Fatalf("a late message did not begin a new conversation: %+v", anew)
	}
	check.Equal(t, r.happened(), []string{conversation.EventOpened, conversation.EventMessageAdded})
	in := ct.Says(ct.Customer, "old", "to the old one")
	in.ConversationID = r.id
	check.Equal(t, check.Must(r.Service.Receive(ct.AsVisitor(t.Context(), ct.Customer.ID), in))(t).Conversation.ID, anew.ID)
	in = ct.Says(ct.Other, "foreign", "not mine")
	in.ConversationID = r.id
	_, err := r.Service.Receive(ct.AsVisitor(t.Context(), ct.Other.ID), in)
	check.Fault(t, err, conversation.ErrNotFound)
}

func TestSnoozeEndsByTheJob(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	bob := ct.As(t.Context(), ct.Bob, actor.All)
	until := ct.Start.Add(time.Hour)
	check.Must(r.Service.Snooze(bob, r.id, until))(t)
	job := r.store.Jobs()[0]
	check.Equal(t, job, unit.Job{Tenant: ct.Tenant, Kind: conversation.JobUnsnooze, Subject: r.id, RunAt: until})
	runner := actor.With(t.Context(), actor.Actor{Tenant: ct.Tenant, Kind: actor.Job})
	check.NoError(t, r.Service.Ring(runner, job)) // too early: nothing
	check.Equal(t, r.row(t).Status, conversation.Snoozed)
	r.Clock.Pass(time.Hour)
	r.happened()
	check.NoError(t, r.Service.Ring(runner, job))
	check.NoError(t, r.Service.Ring(runner, job)) // twice: nothing more
	check.Equal(t, r.happened(), []string{conversation.EventUnsnoozed})
	check.Equal(t, r.row(t).Status, conversation.Open)
	check.NoError(t, r.Service.Ring(runner, unit.Job{Tenant: ct.Tenant, Subject: "cnv_gone"}))
	check.Must(r.Service.Resolve(bob, r.id, "", nil))(t)
	_, err := r.Service.Snooze(bob, r.id, r.Clock.Now().Add(time.Hour))
	check.Fault(t, err, conversation.ErrResolved)
}

func TestDoingTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	bob := ct.As(t.Context(), ct.Bob, actor.All)
	for name, do := range map[string]func() (conversation.Result, error){
		"assign": func() (conversation.Result, error) {
			return r.Service.Assign(bob, r.id, conversation.Assignment{Assignee: ct.Ptr(ct.Bob)})
		},
		"priority":  func() (conversation.Result, error) { return r.Service.Prioritise(bob, r.id, conversation.High) },
		"sentiment": func() (conversation.Result, error) { return r.Service.Feel(bob, r.id, conversation.Negative) },
		"tags": func() (conversation.Result, error) {
			return r.Service.Tag(bob, r.id, []string{ct.TagBug, ct.TagVIP, ct.TagBug})
		},
		"seen": func() (conversation.Result, error) { return r.Service.MarkSeen(bob, r.id, 2) },
	} {
		r.happened()
		check.Must(do())(t)
		check.Equal(t, len(r.happened()), 1)
		before := r.row(t)
		check.Must(do())(t)
		check.Equal(t, r.row(t), before)
		check.Equal(t, len(r.happened()), 0)
		_ = name
	}
	check.Must(r.Service.Resolve(bob, r.id, "c", nil))(t)
	check.Must(r.Service.Resolve(bob, r.id, "c", nil))(t)
	check.Equal(t, r.happened(), []string{conversation.EventResolved})
	check.Must(r.Service.Reopen(bob, r.id))(t)
	late := check.Must(r.Service.Resolve(bob, r.id, "c", nil))(t) // a retry of the first resolve that comes late
	check.Equal(t, late.Conversation.Status, conversation.Open)
}

// TestLevelsAreOfTheirRight: who reads everything changes no more than the level of the right to change reaches.
func TestLevelsAreOfTheirRight(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	grants := map[actor.Permission]actor.Level{conversation.PermRead: actor.All}
	for _, p := range conversation.Permissions {
		if p != conversation.PermRead {
			grants[p] = actor.Teams
		}
	}
	a := actor.Actor{Tenant: ct.Tenant, Kind: actor.User, ID: ct.Cem, Teams: []string{ct.Support}, Grants: grants}
	cem := actor.With(t.Context(), a) // the conversation is of Sales
	for name, do := range map[string]func() (conversation.Result, error){
		"assign": func() (conversation.Result, error) {
			return r.Service.Assign(cem, r.id, conversation.Assignment{Assignee: ct.Ptr(ct.Cem)})
		},
		"priority":  func() (conversation.Result, error) { return r.Service.Prioritise(cem, r.id, conversation.High) },
		"sentiment": func() (conversation.Result, error) { return r.Service.Feel(cem, r.id, conversation.Negative) },
		"tags":      func() (conversation.Result, error) { return r.Service.Tag(cem, r.id, []string{ct.TagBug}) },
		"resolve":   func() (conversation.Result, error) { return r.Service.Resolve(cem, r.id, "", nil) },
		"snooze":    func() (conversation.Result, error) { return r.Service.Snooze(cem, r.id, r.Clock.Now().Add(time.Hour)) },
	} {
		if _, err := do(); !fault.Has(err, fault.ErrDenied) {
			t.Errorf("%s: %v", name, err)
		}
	}
	delete(grants, conversation.PermRead)
	_, err := r.Service.Queued(cem, []string{r.id})
	check.Fault(t, err, fault.ErrDenied)
}

func TestUndo(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	ann := ct.As(t.Context(), ct.Ann, actor.All)
	undo := func(res conversation.Result) (conversation.Result, error) {
		return r.Service.Undo(ann, r.id, res.Entry().ID)
	}

	before := r.row(t)
	resolved := check.Must(r.Service.Resolve(ann, r.id, "", nil))(t)
	got := check.Must(undo(resolved))(t)
	check.Equal(t, []any{got.Conversation.Status, got.Conversation.WaitingSince}, []any{conversation.Open, before.WaitingSince})
	check.Equal(t, got.Entry().Activity.Undoes, resolved.Entry().ID)
	_, err := undo(resolved)
	check.Fault(t, err, conversation.ErrUndoConflict)

	check.Must(r.Service.Assign(ann, r.id, conversation.Assignment{Assignee: ct.Ptr(ct.Bob)}))(t)
	moved := check.Must(r.Service.Assign(ann, r.id, conversation.Assignment{Assignee: ct.Ptr(ct.Cem), Team: ct.Ptr(ct.Support)}))(t)
	got = check.Must(undo(moved))(t)
	check.Equal(t, []string{got.Conversation.AssigneeID, got.Conversation.TeamID}, []string{ct.Bob, ct.Sales})

	until := r.Clock.Now().Add(time.Hour)
	check.Must(r.Service.Snooze(ann, r.id, until))(t)
	later := check.Must(r.Service.Snooze(ann, r.id, until.Add(time.Hour)))(t)
	got = check.Must(undo(later))(t)
	check.Equal(t, []any{got.Conversation.Status, got.Conversation.SnoozedUntil}, []any{conversation.Snoozed, until})
	check.Equal(t, r.store.Jobs()[0].RunAt, until)

	urgent := check.Must(r.Service.Prioritise(ann, r.id, conversation.Urgent))(t)
	check.Equal(t, check.Must(undo(urgent))(t).Conversation.Priority, conversation.Normal)
	check.Must(r.Service.Feel(ann, r.id, conversation.Positive))(t)
	upset := check.Must(r.Service.Feel(ann, r.id, conversation.Negative))(t)
	check.Equal(t, check.Must(undo(upset))(t).Conversation.Sentiment, conversation.Positive)
	tagged := check.Must(r.Service.Tag(ann, r.id, []string{ct.TagVIP}))(t)
	check.Equal(t, check.Must(undo(tagged))(t).Conversation.TagIDs, []string{})

	snoozed := check.Must(r.Service.Snooze(ann, r.id, until.Add(2*time.Hour)))(t)
	r.say(t, "contradiction")
	_, err = undo(snoozed)
	check.Fault(t, err, conversation.ErrUndoConflict)
	_, err = undo(check.Must(r.Service.AddNote(ann, r.id, conversation.Text{ClientID: "n", Body: "x"}))(t))
	check.Fault(t, err, conversation.ErrNotUndoable)
	_, err = r.Service.Undo(ann, r.id, "ent_none")
	check.Fault(t, err, conversation.ErrEntryNotFound)
}

func TestScope(t *testing.T) {
	t.Parallel()
	r := newRoom(t) // in Sales, nobody's
	cem := ct.As(t.Context(), ct.Cem, actor.Teams, ct.Support)
	calls := map[string]func(ctx context.Context) error{
		"get": func(ctx context.Context) error { _, err := r.Service.Get(ctx, r.id); return err },
		"timeline": func(ctx context.Context) error {
			_, err := r.Service.Timeline(ctx, r.id, conversation.Range{})
			return err
		},
		"post": func(ctx context.Context) error {
			_, err := r.Service.Post(ctx, r.id, conversation.Text{ClientID: "1", Body: "x"})
			return err
		},
		"note": func(ctx context.Context) error {
			_, err := r.Service.AddNote(ctx, r.id, conversation.Text{ClientID: "1", Body: "x"})
			return err
		},
		"assign": func(ctx context.Context) error {
			_, err := r.Service.Assign(ctx, r.id, conversation.Assignment{Assignee: ct.Ptr(ct.Cem)})
			return err
		},
		"resolve": func(ctx context.Context) error { _, err := r.Service.Resolve(ctx, r.id, "", nil); return err },
		"snooze": func(ctx context.Context) error {
			_, err := r.Service.Snooze(ctx, r.id, ct.Start.Add(time.Hour))
			return err
		},
		"tag":   func(ctx context.Context) error { _, err := r.Service.Tag(ctx, r.id, nil); return err },
		"seen":  func(ctx context.Context) error { _, err := r.Service.MarkSeen(ctx, r.id, 9); return err },
		"draft": func(ctx context.Context) error { _, err := r.Service.MyDrafts(ctx, r.id); return err },
		"undo":  func(ctx context.Context) error { _, err := r.Service.Undo(ctx, r.id, "ent_1"); return err },
	}
	for name, call := range calls {
		if err := call(cem); !fault.Has(err, conversation.ErrNotFound) {
			t.Errorf("%s of a foreign team: %v", name, err)
		}
		if err := call(ct.As(t.Context(), ct.Cem, actor.None)); !fault.Has(err, fault.ErrDenied) {
			t.Errorf("%s without the permission: %v", name, err)
		}
		if err := call(t.Context()); !fault.Has(err, fault.ErrUnauthenticated) {
			t.Errorf("%s of nobody: %v", name, err)
		}
	}
	check.Equal(t, r.happened(), []string{})
	// A mention lets Cem read and note, and nothing else.
	ann := ct.As(t.Context(), ct.Ann, actor.All)
	check.Must(r.Service.AddNote(ann, r.id, conversation.Text{ClientID: "m", Body: "look", Mentions: []string{ct.Cem}}))(t)
	check.NoError(t, calls["get"](cem))
	check.NoError(t, calls["note"](cem))
	check.Fault(t, calls["resolve"](cem), conversation.ErrNotFound)
}

func TestVisitorSeesOnlyTheOwnPublicSide(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	bob, lin := ct.As(t.Context(), ct.Bob, actor.All), ct.AsVisitor(t.Context(), ct.Customer.ID)
	check.Must(r.Service.AddNote(bob, r.id, conversation.Text{ClientID: "n", Body: "secret"}))(t)
	check.Must(r.Service.Post(bob, r.id, conversation.Text{ClientID: "p", Body: "hi"}))(t)
	check.Must(r.Service.Prioritise(bob, r.id, conversation.Low))(t)
	c, entries, err := r.Service.VisitorEntries(lin, r.id, conversation.Range{})
	check.NoError(t, err)
	agent := conversation.VisitorAgent{ID: ct.Bob, Name: "Bobby", Avatar: "/bob.png"}
	check.Equal(t, *c.Agent, agent)
	var got []string
	for i, e := range entries {
		check.Equal(t, e.Seq, int64(i+1))
		got = append(got, string(e.AuthorKind)+" "+string(e.Kind)+" "+e.Activity+e.Body)
	}
	check.Equal(t, got, []string{"customer activity opened", "customer message hello", "user activity assigned", "user message hi"})
	check.Equal(t, *entries[2].Author, agent)
	check.Equal(t, []string{entries[1].ClientID, entries[3].ClientID}, []string{"first", ""})
	check.NoError(t, r.Service.VisitorSeen(lin, r.id, 99))
	check.Equal(t, r.row(t).CustomerSeenSeq, int64(4))
	check.Equal(t, len(check.Must(r.Service.VisitorList(lin))(t)), 1)
	check.Equal(t, len(check.Must(r.Service.VisitorList(ct.AsVisitor(t.Context(), "")))(t)), 0)
	for _, foreign := range []context.Context{ct.AsVisitor(t.Context(), ct.Other.ID), ct.AsVisitor(t.Context(), "")} {
		_, _, err = r.Service.VisitorEntries(foreign, r.id, conversation.Range{})
		check.Fault(t, err, conversation.ErrNotFound)
		check.Fault(t, r.Service.VisitorSeen(foreign, r.id, 1), conversation.ErrNotFound)
	}
	_, err = r.Service.Get(lin, r.id)
	check.Fault(t, err, fault.ErrDenied)
	_, err = r.Service.VisitorList(bob)
	check.Fault(t, err, conversation.ErrVisitorOnly)
}

func TestStart(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	bob := ct.As(t.Context(), ct.Bob, actor.Teams, ct.Sales)
	in := conversation.Start{
		Text: conversation.Text{ClientID: "s", Body: "Your parcel is here."}, CustomerID: ct.Other.ID, ChannelID: ct.Webchat, TeamID: ct.Sales, Subject: "Parcel",
	}
	res := check.Must(r.Service.Start(bob, in))(t)
	check.Equal(t, r.happened(), []string{conversation.EventOpened, conversation.EventAssigned, conversation.EventMessageAdded})
	check.Equal(t, []any{res.Conversation.AssigneeID, res.Conversation.CustomerName, res.Conversation.WaitingSince.IsZero()}, []any{ct.Bob, "Max", true})
	again := check.Must(r.Service.Start(bob, in))(t)
	check.Equal(t, []any{again.Repeated, again.Entry().ID}, []any{true, res.Entry().ID})
	in.ClientID = "s2"
	check.Equal(t, check.Must(r.Service.Start(bob, in))(t).Conversation.ID, res.Conversation.ID)
	in.CustomerID = "cus_nobody"
	_, err := r.Service.Start(bob, in)
	check.FieldFault(t, err, "customerId", fault.ErrUnknownItem)
}

func TestUnusedUploadsAreRemoved(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	bob := ct.As(t.Context(), ct.Bob, actor.All)
	blobs := &ct.Blobs{}
	files := r.Files(blobs)
	upload := func() conversation.File {
		t.Helper()
		return check.Must(files.Upload(bob, "a.png", strings.NewReader("picture")))(t)
	}
	kept, lost := upload(), upload()
	check.Must(r.Service.Post(bob, r.id, conversation.Text{ClientID: "p", FileIDs: []string{kept.ID}}))(t)
	check.Equal(t, []any{r.row(t).LastMessageKind, r.row(t).LastMessagePreview}, []any{conversation.ContentImage, "a.png"})
	jobs := r.store.Jobs()
	check.Equal(t, len(jobs), 1)
	runner := actor.With(t.Context(), actor.Actor{Tenant: ct.Tenant, Kind: actor.Job})
	for _, id := range []string{kept.ID, lost.ID, "fil_gone"} {
		check.NoError(t, files.Purge(runner, unit.Job{Tenant: ct.Tenant, Kind: conversation.JobPurgeFile, Subject: id}))
	}
	check.Equal(t, len(blobs.Kept), 1)
	_, _, err := files.Open(bob, lost.ID)
	check.Fault(t, err, conversation.ErrFileNotFound)
}
