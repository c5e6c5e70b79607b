package conversation_test

import (
	"encoding/json"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/conversation/conversationtest"
)

// history drives one conversation through random turns and checks after each what must always hold.
type history struct {
	t       *testing.T
	rnd     *rand.Rand
	now     time.Time
	c       conversation.Conversation
	entries []conversation.Entry
	events  []event.Event
}

var actors = []actor.Actor{
	{Tenant: "wsp_1", Kind: actor.User, ID: conversationtest.Ann},
	{Tenant: "wsp_1", Kind: actor.User, ID: conversationtest.Bob},
	{Tenant: "wsp_1", Kind: actor.Visitor, ID: "vis_1"},
	{Tenant: "wsp_1", Kind: actor.Bot, ID: "bot_1"},
	{Tenant: "wsp_1", Kind: actor.Job},
}

// step is one random thing that somebody does.
func (h *history) step() {
	h.now = h.now.Add(time.Duration(h.rnd.IntN(3600)) * time.Second)
	t := conversation.Begin(h.c, actors[h.rnd.IntN(len(actors))], h.now)
	var err error
	switch h.rnd.IntN(12) {
	case 0, 1:
		t.Speak(conversation.Entry{Body: "hello", ClientID: strconv.Itoa(len(h.entries))})
	case 2:
		t.Reply(conversation.Entry{Body: "hi"}, h.rnd.IntN(2) == 0)
	case 3:
		t.Note(conversation.Entry{Body: "note"})
	case 4:
		err = t.Assign(conversation.Assignment{
			Assignee: conversationtest.Ptr([]string{"", conversationtest.Ann, conversationtest.Bob}[h.rnd.IntN(3)]),
			Team:     conversationtest.Ptr([]string{"", conversationtest.Sales}[h.rnd.IntN(2)]),
		})
	case 5:
		err = t.Snooze(h.now.Add(time.Duration(h.rnd.IntN(7200)-600) * time.Second))
	case 6:
		t.Ring()
	case 7:
		t.Resolve("")
	case 8:
		t.Reopen()
	case 9:
		t.Prioritise([]conversation.Priority{conversation.Urgent, conversation.Low}[h.rnd.IntN(2)])
	case 10:
		t.Tag([][]string{{}, {"tag_a"}, {"tag_b", "tag_a"}}[h.rnd.IntN(3)])
	case 11:
		if n := len(h.entries); n > 0 {
			i := max(0, n-1-h.rnd.IntN(5))
			err = t.Undo(h.entries[i], h.entries[i+1:])
		}
	}
	h.finish(t, err)
}

func (h *history) finish(t *conversation.Turn, err error) {
	h.t.Helper()
	if err != nil {
		check.Equal(h.t, t.Row, h.c)
		check.Equal(h.t, t.Changed(), false)
		return
	}
	h.consistent(t)
	h.c = t.Row
	h.entries = append(h.entries, t.Entries...)
	h.events = append(h.events, t.Events...)
}

// consistent checks the row against the rules, the numbers against the entries and the events against the row.
func (h *history) consistent(t *conversation.Turn) {
	h.t.Helper()
	c, seq, public := t.Row, h.c.Seq, h.c.PublicSeq
	for _, e := range t.Entries {
		seq++
		check.Equal(h.t, e.Seq, seq)
		if e.PublicSeq > 0 {
			public++
			check.Equal(h.t, e.PublicSeq, public)
		}
		if e.Kind == conversation.Note && e.PublicSeq != 0 {
			h.t.Fatal("a note has a public number")
		}
	}
	check.Equal(h.t, []int64{c.Seq, c.PublicSeq}, []int64{seq, public})
	if t.Changed() {
		check.Equal(h.t, c.Version, h.c.Version+1)
	} else {
		check.Equal(h.t, c, h.c)
	}
	for what, holds := range map[string]bool{
		"only a snoozed one has a time to wake":    (c.Status == conversation.Snoozed) == !c.SnoozedUntil.IsZero(),
		"only a resolved one has a time of ending": (c.Status == conversation.Resolved) == !c.ResolvedAt.IsZero(),
		"nobody waits in a resolved one":           c.Status != conversation.Resolved || c.WaitingSince.IsZero(),
		"marks stay within the timeline":           c.AgentSeenSeq <= c.Seq && c.AgentSeenPublic <= c.PublicSeq && c.CustomerSeenSeq <= c.PublicSeq,
		"unread is not negative":                   c.Unread >= 0,
	} {
		if !holds {
			h.t.Fatalf("%s: %+v", what, c)
		}
	}
}

// places replays the places that the events tell of: each must begin where the one before ended.
func (h *history) places() {
	h.t.Helper()
	place := conversation.Conversation{Status: conversation.Open, ChannelID: conversationtest.Webchat}.Place()
	for _, e := range h.events {
		switch e.Type {
		case conversation.EventAssigned, conversation.EventSnoozed, conversation.EventUnsnoozed, conversation.EventResolved, conversation.EventReopened:
			var m conversation.Moved
			check.NoError(h.t, json.Unmarshal(e.Data, &m))
			check.Equal(h.t, *m.Before, place)
			place = m.After
		}
	}
	check.Equal(h.t, h.c.Place(), place)
}

func TestAnyHistoryKeepsTheRules(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		h := &history{
			t: t, rnd: rand.New(rand.NewPCG(seed, 1)), now: conversationtest.Start,
			c: conversation.Conversation{
				ID: "cnv_1", ChannelID: conversationtest.Webchat, CustomerID: conversationtest.Customer.ID,
				Status: conversation.Open, Priority: conversation.Normal, TagIDs: []string{}, Version: 1,
			},
		}
		for range 60 {
			h.step()
		}
		h.places()
	}
}

func TestContinues(t *testing.T) {
	t.Parallel()
	week := 7 * 24 * time.Hour
	now := conversationtest.Start
	for name, c := range map[string]struct {
		c    conversation.Conversation
		want bool
	}{
		"open":              {conversation.Conversation{Status: conversation.Open}, true},
		"snoozed":           {conversation.Conversation{Status: conversation.Snoozed}, true},
		"resolved just now": {conversation.Conversation{Status: conversation.Resolved, ResolvedAt: now.Add(-week)}, true},
		"resolved long ago": {conversation.Conversation{Status: conversation.Resolved, ResolvedAt: now.Add(-week - 1)}, false},
	} {
		check.Equal(t, c.c.Continues(now, week), c.want)
		_ = name
	}
}

func FuzzTextCheck(f *testing.F) {
	f.Add("hello", "client", 0)
	f.Add("  \r\n ", "", 1)
	f.Add("a\x00b", "c", 0)
	f.Add("\xff\xfe", "c", 3)
	f.Fuzz(func(t *testing.T, body, client string, files int) {
		in := conversation.Text{ClientID: client, Body: body, FileIDs: make([]string, max(0, files%20))}.Normal()
		if in.Check() != nil {
			return
		}
		if n := len([]rune(in.Body)); n > conversation.MaxBody {
			t.Fatalf("%d characters were accepted", n)
		}
		if len(in.FileIDs) == 0 && conversation.Preview(in.Body) == "" && !onlyInvisible(in.Body) {
			t.Fatalf("nothing to show was accepted: %q", in.Body)
		}
		if n := len([]rune(conversation.Preview(in.Body))); n > 121 {
			t.Fatalf("the preview has %d characters", n)
		}
	})
}

// onlyInvisible reports whether a text is made of control characters, which are kept but not previewed.
func onlyInvisible(s string) bool {
	for _, r := range s {
		if r > ' ' && (r < 0x7f || r > 0x9f) && r != 0x2028 && r != 0x2029 {
			return false
		}
	}
	return true
}
