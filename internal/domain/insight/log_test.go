package insight_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/page"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/insight"
	"frontdesk/internal/domain/insight/insighttest"
)

const (
	tenant  = "wsp_1"
	channel = "chn_1"
)

var shanghai = check.Must(time.LoadLocation("Asia/Shanghai"))

// epoch is some hours before a day ends in the zone of the tests.
var epoch = time.Date(2026, 3, 1, 11, 0, 0, 0, time.UTC)

type object = map[string]any

// spot is where a conversation of a log stands.
type spot struct{ agent, team string }

func (p spot) data() object {
	return object{"teamId": p.team, "assigneeId": p.agent, "channelId": channel}
}

// talk writes the events of one conversation as the real one does.
type talk struct {
	l      *logbook
	id     string
	at     spot
	status string
	n      int
	ends   int
	last   string // entry of the last end
	moved  string // entry of the last change of hands
	before spot
}

// logbook is a log with a clock.
type logbook struct {
	now    time.Time
	events []event.Event
}

func (l *logbook) add(stream, id, kind string, by actor.Ref, data object) {
	raw, err := json.Marshal(data)
	if err != nil {
		panic(err)
	}
	l.events = append(l.events, event.Event{Tenant: tenant, Stream: stream, StreamID: id, Type: kind, Actor: by, At: l.now, Data: raw})
}

func (l *logbook) wait(d time.Duration) { l.now = l.now.Add(d) }

func (l *logbook) open(id string, at spot) *talk {
	t := &talk{l: l, id: id, at: at, status: "open"}
	t.add("opened", actor.Ref{Kind: actor.Visitor, ID: "vis"}, object{"after": at.data()})
	return t
}

func (t *talk) add(kind string, by actor.Ref, data object) string {
	t.n++
	entry := fmt.Sprintf("%s/%d", t.id, t.n)
	data["entryId"] = entry
	t.l.add("conversation", t.id, "conversation."+kind, by, data)
	return entry
}

func user(id string) actor.Ref { return actor.Ref{Kind: actor.User, ID: id} }

func (t *talk) customer() {
	switch t.status {
	case "resolved":
		t.reopen("")
	case "snoozed":
		t.wake()
	}
	t.add("message_added", actor.Ref{Kind: actor.Visitor, ID: "vis"}, object{"authorKind": "customer"})
}

func (t *talk) reply(by string) {
	if t.status == "resolved" {
		t.reopen("")
	}
	if t.at.agent == "" {
		t.assign(spot{by, t.at.team})
	}
	t.add("message_added", user(by), object{"authorKind": "user"})
}

func (t *talk) bot() {
	if t.status == "resolved" {
		t.reopen("")
	}
	t.add("message_added", actor.Ref{Kind: actor.Bot, ID: "bot"}, object{"authorKind": "bot"})
}

func (t *talk) assign(to spot) {
	t.before = t.at
	t.at = to
	t.moved = t.add("assigned", user("usr_boss"), object{"before": t.before.data(), "after": to.data()})
}

func (t *talk) unassign() {
	now := t.at
	t.at = t.before
	t.add("assigned", user("usr_boss"), object{"before": now.data(), "after": t.at.data(), "undoes": t.moved})
	t.moved = ""
}

func (t *talk) snooze() {
	t.status = "snoozed"
	t.add("snoozed", user("usr_boss"), object{"after": t.at.data()})
}

func (t *talk) wake() {
	t.status = "open"
	t.add("unsnoozed", user("usr_boss"), object{"after": t.at.data()})
}

func (t *talk) resolve(by string) {
	t.status = "resolved"
	t.ends++
	t.last = t.add("resolved", user(by), object{"after": t.at.data()})
}

func (t *talk) reopen(undoes string) {
	t.status = "open"
	if undoes != "" {
		t.ends--
	}
	t.add("reopened", user("usr_boss"), object{"after": t.at.data(), "undoes": undoes})
	t.last = ""
}

func (t *talk) rate(score int) {
	t.add("rated", actor.Ref{Kind: actor.Visitor, ID: "vis"}, object{"score": score})
}

// summarise writes of the last end, or of the one to come.
func (t *talk) summarise(outcome string) {
	n := t.ends
	if t.status != "resolved" {
		n++
	}
	t.l.add("wrapup", t.id, "wrapup.summary_written", user("usr_boss"), object{"resolution": n, "outcome": outcome})
}

func (l *logbook) present(who, state, reason string) {
	l.add("presence", who, "presence.changed", user(who), object{"state": state, "reason": reason, "since": l.now.Format(time.RFC3339Nano)})
}

// feed gives a log to a keeper in parts of random length. Now and then a part is lost before it is written, and comes again.
func feed(t *testing.T, s insight.Store, events []event.Event, r *rand.Rand, most int) {
	t.Helper()
	k := insight.NewKeeper(s, func(context.Context) (*time.Location, error) { return shanghai(t), nil })
	for len(events) > 0 {
		n := min(len(events), 1+r.IntN(most))
		batch := make([]event.Recorded, 0, n)
		for _, e := range events[:n] {
			batch = append(batch, event.Recorded{Event: e})
		}
		write := check.Must(k.Prepare(t.Context(), batch))(t)
		if r.IntN(5) == 0 {
			continue // the node died
		}
		check.NoError(t, write(t.Context()))
		events = events[n:]
	}
}

// counted is the roll-up by where it counts, without what is zero.
func counted(t *testing.T, s insight.Store) map[insight.Spot]insight.Measures {
	t.Helper()
	ctx := actor.With(t.Context(), actor.SystemFor(tenant))
	out := map[insight.Spot]insight.Measures{}
	f := insight.Filter{From: "2026-01-01", To: "2026-12-31", Scope: actor.Scope{Level: actor.All}}
	for m := range insight.Columns {
		p := page.Request{Limit: page.MaxLimit}
		for more := true; more; more = p.Cursor != "" {
			part := check.Must(s.Parts(ctx, f, insight.Measure(m), p))(t)
			for _, one := range part.Items {
				out[one.Spot] = one.Measures
			}
			p.Cursor = part.Next
		}
	}
	return out
}

func fresh() *insighttest.Memory { return insighttest.NewMemory() }

func rng(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 7)) }
