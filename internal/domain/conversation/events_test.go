package conversation_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
	ct "frontdesk/internal/domain/conversation/conversationtest"
)

// one of each type of event, as the rules make them, with fixed ids.
func oneOfEach(t *testing.T) map[string]event.Event {
	t.Helper()
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	agent := actor.Actor{Tenant: "wsp_1", Kind: actor.User, ID: "usr_1"}
	base := conversation.Conversation{
		ID: "cnv_1", ChannelID: "chn_1", CustomerID: "cus_1", Status: conversation.Open, TeamID: "tem_1",
		Priority: conversation.Normal, TagIDs: []string{"tag_1"}, Seq: 4, PublicSeq: 3, Version: 7, CreatedAt: now.Add(-time.Hour),
	}
	resolved := base
	resolved.Status, resolved.ResolvedAt, resolved.Resolutions = conversation.Resolved, now.Add(-time.Minute), 1
	snoozed := base
	snoozed.Status, snoozed.SnoozedUntil = conversation.Snoozed, now.Add(time.Hour)
	out := map[string]event.Event{}
	run := func(c conversation.Conversation, by actor.Actor, fn func(*conversation.Turn)) {
		turn := conversation.Begin(c, by, now)
		fn(turn)
		for _, e := range turn.Events {
			out[e.Type] = e
		}
	}
	visitor := actor.Actor{Tenant: "wsp_1", Kind: actor.Visitor, ID: "vis_1"}
	user := "usr_2"
	called := base
	called.CallBack = &conversation.CallBack{Phone: "+8613800138000", AskedAt: now}
	run(base, visitor, func(c *conversation.Turn) {
		check.NoError(t, c.AskCallBack(conversation.CallBack{Phone: "+8613800138000", From: now.Add(time.Hour), Until: now.Add(2 * time.Hour)}))
	})
	run(called, visitor, func(t *conversation.Turn) { t.WithdrawCallBack() })
	run(called, agent, func(c *conversation.Turn) { check.NoError(t, c.Called(conversation.NotReached, now.Add(time.Hour))) })
	run(base, agent, func(t *conversation.Turn) {
		t.Note(conversation.Entry{ID: "ent_1", Body: "x", Mentions: []string{user}})
	})
	run(base, agent, func(t *conversation.Turn) { t.Reply(conversation.Entry{ID: "ent_1", Body: "x"}, false) })
	run(base, agent, func(c *conversation.Turn) { check.NoError(t, c.Assign(conversation.Assignment{Assignee: &user})) })
	run(base, agent, func(c *conversation.Turn) { check.NoError(t, c.Snooze(now.Add(time.Hour))) })
	run(snoozed, agent, func(t *conversation.Turn) { t.Unsnooze() })
	run(base, agent, func(t *conversation.Turn) { t.Resolve("") })
	run(resolved, agent, func(t *conversation.Turn) { t.Reopen() })
	run(base, agent, func(t *conversation.Turn) {
		t.Summarise(conversation.Summarised{Changed: true, FromCategory: "cat_1", ToCategory: "cat_2", Outcome: "resolved"})
	})
	run(base, agent, func(t *conversation.Turn) { t.Prioritise(conversation.High) })
	run(base, agent, func(t *conversation.Turn) { t.Feel(conversation.Negative) })
	run(base, agent, func(t *conversation.Turn) { t.Tag([]string{"tag_2"}) })
	run(resolved, visitor, func(t *conversation.Turn) { t.Rate(4) })
	run(base, agent, func(t *conversation.Turn) {
		t.Plan(conversation.WasHeld, conversation.Planned{ID: "pln_1", AuthorID: "usr_1", SendAt: now, Held: conversation.HeldResolved})
	})
	run(base, agent, func(c *conversation.Turn) { check.NoError(t, c.Join([]string{user})) })
	run(base, agent, func(c *conversation.Turn) {
		c.Queue(conversation.QueueMove{From: "que_1", To: "que_2", FromName: "Shop", ToName: "VIP", Cause: "transferred", By: user})
	})
	held := base
	held.AssigneeID = user
	run(held, agent, func(c *conversation.Turn) { check.Must(c.Whisper())(t) })
	watchEvents(t, out)
	joined := base
	joined.ParticipantIDs = []string{user}
	run(joined, agent, func(t *conversation.Turn) { t.Leave([]string{user}) })
	mergeEvents(t, out)
	splitEvents(t, out)
	said := conversation.Entry{ID: "ent_0", Kind: conversation.Note, Seq: 3, Body: "x"}
	run(base, agent, func(t *conversation.Turn) { t.Rewrite(said, said, []string{user}) })
	run(base, agent, func(t *conversation.Turn) {
		t.Rewrite(conversation.Entry{ID: "ent_0", Kind: conversation.Message, Seq: 3, PublicSeq: 2}, conversation.Entry{Recalled: true}, nil)
	})
	run(base, agent, func(c *conversation.Turn) { check.NoError(t, c.AskToRate()) })
	run(base, agent, func(t *conversation.Turn) { t.Say("welcome", conversation.Entry{ID: "ent_1", Body: "x"}) })
	run(base, agent, func(t *conversation.Turn) { t.AgentSeen(4, 3, 0) })
	run(base, visitor, func(t *conversation.Turn) { t.CustomerSeen(3) })
	run(base, visitor, func(t *conversation.Turn) { t.Open() })
	run(base, visitor, func(t *conversation.Turn) { t.Tell(conversation.WasIdentified, conversation.EventIdentified) })
	run(base, visitor, func(t *conversation.Turn) { t.Tell(conversation.WasCapturedOffline, conversation.EventOfflineCaptured) })
	m := ct.NewMemory()
	w := ct.NewWorld(m, m)
	id := check.Must(w.Service.Receive(ct.AsSystem(t.Context()), ct.Says(ct.Customer, "1", "x")))(t).Conversation.ID
	check.NoError(t, w.Service.Erase(ct.AsSystem(t.Context()), []string{id}))
	check.Must(w.Service.Export(ct.As(t.Context(), ct.Ann, actor.All), check.Must(w.Service.Receive(ct.AsSystem(t.Context()), ct.Says(ct.Other, "1", "x")))(t).Conversation.ID, true, 0))(t)
	all := m.Events()
	exported := all[len(all)-1]
	exported.StreamID, exported.Actor.ID = "cnv_1", "usr_1"
	out[exported.Type] = exported
	all = all[:len(all)-3] // the other conversation was opened, spoke and was exported
	erased := all[len(all)-1]
	erased.StreamID, erased.Data = "cnv_1", json.RawMessage(strings.ReplaceAll(string(erased.Data), ct.Webchat, "chn_1"))
	out[erased.Type] = erased
	return out
}

// mergeEvents adds those of a merge, a move and the end of the merge, with fixed ids in the place of the real ones.
func mergeEvents(t *testing.T, out map[string]event.Event) {
	t.Helper()
	m := ct.NewMemory()
	w := ct.NewWorld(m, m)
	ann := ct.As(t.Context(), ct.Ann, actor.All)
	first, second := w.Two(t)
	check.Must(w.Service.Merge(ann, second, first))(t)
	check.Must(w.Service.Assign(ann, first, conversation.Assignment{Assignee: ct.Ptr(ct.Bob)}))(t)
	check.Must(w.Service.Unmerge(ann, second))(t)
	fixed := strings.NewReplacer(first, "cnv_2", second, "cnv_1", ct.Webchat, "chn_1", ct.Customer.ID, "cus_1", ct.Bob, "usr_2")
	for _, e := range m.Events() {
		switch e.Type {
		case conversation.EventMerged, conversation.EventUnmerged, conversation.EventMergedIn, conversation.EventUnmergedOut, conversation.EventMovedAlong:
			e.Data, e.StreamID, e.Actor.ID = json.RawMessage(fixed.Replace(string(e.Data))), fixed.Replace(e.StreamID), "usr_1"
			out[e.Type] = e
		}
	}
}

// watchEvents adds those of looking on unseen, with fixed ids in the place of the real ones.
func watchEvents(t *testing.T, out map[string]event.Event) {
	t.Helper()
	m := ct.NewMemory()
	w := ct.NewWorld(m, m)
	ann := ct.As(t.Context(), ct.Ann, actor.All)
	id := check.Must(w.Service.Receive(ct.AsSystem(t.Context()), ct.Says(ct.Customer, "1", "x")))(t).Conversation.ID
	look := check.Must(w.Monitor(t).Watch(ann, id))(t)
	check.NoError(t, w.Monitor(t).Unwatch(ann, id))
	fixed := strings.NewReplacer(id, "cnv_1", look.ID, "wtc_1", ct.Ann, "usr_1")
	for _, e := range m.Events() {
		if e.Stream == conversation.StreamWatch {
			e.Data, e.StreamID, e.Actor.ID = json.RawMessage(fixed.Replace(string(e.Data))), fixed.Replace(e.StreamID), "usr_1"
			out[e.Type] = e
		}
	}
}

// splitEvents adds those of a split, with fixed ids in the place of the real ones.
func splitEvents(t *testing.T, out map[string]event.Event) {
	t.Helper()
	m := ct.NewMemory()
	w := ct.NewWorld(m, m)
	ann := ct.As(t.Context(), ct.Ann, actor.All)
	one := check.Must(w.Service.Receive(ct.AsSystem(t.Context()), ct.Says(ct.Customer, "1", "x")))(t).Conversation.ID
	check.Must(w.Service.Receive(ct.AsSystem(t.Context()), ct.Says(ct.Customer, "2", "y")))(t)
	made := check.Must(w.Service.Split(ann, one, conversation.Split{Seqs: []int64{3}}))(t).Target.Conversation.ID
	fixed := strings.NewReplacer(one, "cnv_1", made, "cnv_2", ct.Customer.ID, "cus_1")
	for _, e := range m.Events() {
		if e.Type == conversation.EventSplit || e.Type == conversation.EventSplitOff {
			e.Data, e.StreamID, e.Actor.ID = json.RawMessage(fixed.Replace(string(e.Data))), fixed.Replace(e.StreamID), "usr_1"
			out[e.Type] = e
		}
	}
}

// TestGolden pins the form of every event: integrators and old logs rely on it. A change of form needs a new version.
func TestGolden(t *testing.T) {
	t.Parallel()
	events := oneOfEach(t)
	for _, kind := range []string{
		conversation.EventOpened, conversation.EventMessageAdded, conversation.EventNoteAdded, conversation.EventAssigned,
		conversation.EventSnoozed, conversation.EventUnsnoozed, conversation.EventResolved, conversation.EventReopened,
		conversation.EventPriorityChanged, conversation.EventSentimentChanged, conversation.EventTagged, conversation.EventUntagged, conversation.EventRated,
		conversation.EventIdentified, conversation.EventOfflineCaptured, conversation.EventRecalled, conversation.EventEdited, conversation.EventExported, conversation.EventAgentSeen, conversation.EventCustomerSeen,
		conversation.EventErased, conversation.EventSummarised, conversation.EventJoined, conversation.EventLeft, conversation.EventMerged, conversation.EventUnmerged,
		conversation.EventMergedIn, conversation.EventUnmergedOut, conversation.EventMovedAlong, conversation.EventSplit, conversation.EventSplitOff, conversation.EventSaid, conversation.EventRatingAsked, conversation.EventPlanned,
		conversation.EventWhispered, conversation.EventWatchStarted, conversation.EventWatchEnded, conversation.EventQueued, conversation.EventCallBackAsked, conversation.EventCallBackWithdrawn, conversation.EventCalled,
	} {
		e, ok := events[kind]
		if !ok {
			t.Errorf("nothing emits %s", kind)
			continue
		}
		var data map[string]any
		check.NoError(t, json.Unmarshal(e.Data, &data))
		if _, random := data["entryId"]; random {
			data["entryId"] = "ent_1"
		}
		got, err := json.MarshalIndent(map[string]any{
			"stream": e.Stream, "streamId": e.StreamID, "seq": e.Seq, "type": e.Type, "version": e.Version, "actor": e.Actor, "at": e.At, "data": data,
		}, "", "  ")
		check.NoError(t, err)
		file := filepath.Join("testdata", "events", kind+".json")
		if os.Getenv("UPDATE_GOLDEN") != "" {
			check.NoError(t, os.WriteFile(file, append(got, '\n'), 0o644))
		}
		want, err := os.ReadFile(file)
		check.NoError(t, err)
		check.Equal(t, string(got), string(bytes.TrimSpace(want)))
	}
}
