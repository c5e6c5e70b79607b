package insight_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/insight"
)

// TestTheRollUpIsWhatACountOfTheWholeLogSays compares it with a plain recount, over random logs, read in random parts, with
// nodes that die before they write.
func TestTheRollUpIsWhatACountOfTheWholeLogSays(t *testing.T) {
	t.Parallel()
	for seed := range uint64(150) {
		r := rng(seed)
		l := randomLog(r)
		want := map[insight.Spot]insight.Measures{}
		for _, id := range conversations(l.events) {
			recount(want, id, l.events)
		}
		for key, m := range want {
			if m == (insight.Measures{}) {
				delete(want, key)
			}
		}
		s := fresh()
		feed(t, s, l.events, r, 12)
		check.Equal(t, counted(t, s), want)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

var crew = []string{"usr_a", "usr_b", "usr_c"}

// randomLog is what might happen in a few conversations over some days.
func randomLog(r *rand.Rand) *logbook {
	l := &logbook{now: epoch}
	var talks []*talk
	teams := []string{"", "tem_1", "tem_2"}
	one := func(list []string) string { return list[r.IntN(len(list))] }
	for range 20 + r.IntN(160) {
		l.wait(time.Duration(1+r.IntN(9000)) * time.Second)
		if len(talks) == 0 || r.IntN(12) == 0 {
			talks = append(talks, l.open("cnv_"+string(rune('a'+len(talks))), spot{"", one(teams)}))
		}
		t := talks[r.IntN(len(talks))]
		switch n := r.IntN(20); {
		case n < 6:
			t.customer()
		case n < 10:
			t.reply(one(crew))
		case n == 10:
			t.bot()
		case n == 11:
			if to := (spot{one(append([]string{""}, crew...)), one(teams)}); to != t.at {
				t.assign(to)
			}
		case n == 12 && t.moved != "":
			t.unassign()
		case n == 13 && t.status != "resolved":
			t.snooze()
		case n == 14 && t.status == "snoozed":
			t.wake()
		case n <= 16 && t.status != "resolved":
			t.resolve(one(crew))
		case n == 17 && t.status == "resolved" && t.last != "":
			t.reopen(t.last)
		case n == 18:
			t.rate(1 + r.IntN(5))
		case n == 19:
			t.summarise(one([]string{"resolved", "unresolved"}))
		}
	}
	return l
}

func conversations(events []event.Event) []string {
	var out []string
	for _, e := range events {
		if !slices.Contains(out, e.StreamID) {
			out = append(out, e.StreamID)
		}
	}
	return out
}

// line is an event as the recount reads it.
type line struct {
	kind, author, by, entry, undoes, outcome string
	after                                    spot
	before                                   spot
	hands                                    bool
	score, resolution                        int
	at                                       time.Time
}

func read(id string, events []event.Event) []line {
	var out []line
	for _, e := range events {
		if e.StreamID != id {
			continue
		}
		var in struct {
			EntryID, AuthorKind, Undoes, Outcome string
			Score, Resolution                    int
			Before, After                        *struct{ TeamID, AssigneeID string }
		}
		if err := json.Unmarshal(e.Data, &in); err != nil {
			panic(err)
		}
		one := line{kind: e.Type, author: in.AuthorKind, entry: in.EntryID, undoes: in.Undoes, outcome: in.Outcome, score: in.Score, resolution: in.Resolution, at: e.At}
		if e.Actor.Kind == actor.User {
			one.by = e.Actor.ID
		}
		if in.After != nil {
			one.after, one.hands = spot{in.After.AssigneeID, in.After.TeamID}, true
		}
		if in.Before != nil {
			one.before = spot{in.Before.AssigneeID, in.Before.TeamID}
		}
		out = append(out, one)
	}
	return out
}

// recount is the definition of every figure, word by word, over the whole history of one conversation.
func recount(sum map[insight.Spot]insight.Measures, id string, events []event.Event) {
	all := read(id, events)
	// An end that was taken back did not happen.
	undone := map[string]bool{}
	for _, e := range all {
		if e.undoes != "" {
			undone[e.undoes] = true
		}
	}
	lines := slices.DeleteFunc(slices.Clone(all), func(e line) bool {
		return e.kind == "conversation.resolved" && undone[e.entry] || e.kind == "conversation.reopened" && e.undoes != ""
	})
	add := func(at time.Time, agent, team string, m insight.Measure, n int64) {
		zone, _ := time.LoadLocation("Asia/Shanghai")
		k := insight.Spot{Key: insight.Key{Day: insight.Day(at.In(zone).Format(time.DateOnly)), Agent: agent, Team: team, Channel: channel}, Conversation: id}
		v := sum[k]
		v[m] += n
		sum[k] = v
	}
	stands := func(upTo int) spot { // after the line
		var p spot
		for _, e := range lines[:upTo+1] {
			if e.hands {
				p = e.after
			}
		}
		return p
	}
	said := func(e line, author string) bool { return e.kind == "conversation.message_added" && e.author == author }
	waitsSince := func(i int) (time.Time, bool) { // before line i
		var since time.Time
		for _, e := range lines[:i] {
			switch {
			case said(e, "customer") && since.IsZero():
				since = e.at
			case said(e, "user"), said(e, "bot"), e.kind == "conversation.resolved":
				since = time.Time{}
			}
		}
		return since, !since.IsZero()
	}
	for i, e := range lines {
		p := stands(i)
		switch {
		case said(e, "customer"):
			add(e.at, p.agent, p.team, insight.Inbound, 1)
		case said(e, "user"):
			add(e.at, e.by, p.team, insight.Outbound, 1)
			if since, ok := waitsSince(i); ok {
				add(e.at, e.by, p.team, insight.Replies, 1)
				add(e.at, e.by, p.team, insight.ReplyTime, e.at.Sub(since).Milliseconds())
			}
		case e.kind == "conversation.assigned" && e.undoes == "" && !undone[e.entry]:
			b, a := e.before, e.after
			if b.agent != "" && b.agent != a.agent && (a.agent != "" || a.team != b.team) {
				add(e.at, b.agent, b.team, insight.TransferOut, 1)
				if a.agent != "" {
					add(e.at, a.agent, a.team, insight.TransferIn, 1)
				}
			}
		}
	}
	ends := recountContacts(lines, add, stands, said, waitsSince)
	recountScore(lines, ends, add)
}

// end is an end of the conversation, and where it counts.
type end struct {
	line int
	at   time.Time
	spot spot
}

func recountContacts(
	lines []line, add func(time.Time, string, string, insight.Measure, int64), stands func(int) spot, said func(line, string) bool,
	waitsSince func(int) (time.Time, bool),
) []end {
	var ends []end
	from, resolution := 0, 0
	for from < len(lines) {
		to := len(lines) // the next end
		for i := from; i < len(lines); i++ {
			if lines[i].kind == "conversation.resolved" {
				to = i
				break
			}
		}
		begin := slices.IndexFunc(lines[from:to], func(e line) bool { return said(e, "customer") })
		over := to < len(lines)
		if over {
			resolution++
		}
		if begin < 0 {
			if over && len(ends) > 0 {
				ends = append(ends, end{to, ends[len(ends)-1].at, ends[len(ends)-1].spot})
			} else if over {
				ends = append(ends, end{to, lines[to].at, whose(lines[to], stands(to))})
			}
			from = to + 1
			continue
		}
		begin += from
		first := slices.IndexFunc(lines[begin:to], func(e line) bool { return said(e, "user") })
		began := lines[begin].at
		if first < 0 {
			p := stands(min(to, len(lines)-1))
			add(began, p.agent, p.team, insight.Received, 1)
			if _, waits := waitsSince(to); over && waits {
				add(began, p.agent, p.team, insight.Missed, 1)
			}
		} else {
			first += begin
			e := lines[first]
			team := stands(first).team
			add(began, e.by, team, insight.Received, 1)
			add(began, e.by, team, insight.Answered, 1)
			if since, ok := waitsSince(first); ok {
				add(began, e.by, team, insight.FirstCount, 1)
				add(began, e.by, team, insight.FirstTime, e.at.Sub(since).Milliseconds())
			}
		}
		if over {
			who := whose(lines[to], stands(to))
			ends = append(ends, end{to, lines[to].at, who})
			add(lines[to].at, who.agent, who.team, insight.Resolved, 1)
			if first >= 0 {
				add(lines[to].at, who.agent, who.team, insight.Handled, 1)
				add(lines[to].at, who.agent, who.team, insight.HandleTime, (lines[to].at.Sub(lines[first].at) - slept(lines, first, to)).Milliseconds())
			}
			if outcome, ok := summaryOf(lines, resolution); ok {
				add(lines[to].at, who.agent, who.team, insight.Summarised, 1)
				if outcome == "resolved" {
					add(lines[to].at, who.agent, who.team, insight.Solved, 1)
				}
			}
		}
		from = to + 1
	}
	return ends
}

func whose(e line, p spot) spot {
	if p.agent == "" {
		p.agent = e.by
	}
	return p
}

// slept is how long it was snoozed between two lines.
func slept(lines []line, from, to int) time.Duration {
	var sum time.Duration
	var since time.Time
	for i, e := range lines[:to+1] {
		switch {
		case e.kind == "conversation.snoozed" && since.IsZero():
			since = e.at
		case (e.kind == "conversation.unsnoozed" || i == to) && !since.IsZero():
			begin := since
			if begin.Before(lines[from].at) {
				begin = lines[from].at
			}
			sum += max(0, e.at.Sub(begin))
			since = time.Time{}
		case e.kind == "conversation.resolved":
			since = time.Time{}
		}
	}
	return sum
}

func summaryOf(lines []line, resolution int) (outcome string, ok bool) {
	for _, e := range lines {
		if e.kind == "wrapup.summary_written" && e.resolution == resolution {
			outcome, ok = e.outcome, true
		}
	}
	return outcome, ok
}

// recountScore counts the last score where the last end before the first one stands, or the first after it.
func recountScore(lines []line, ends []end, add func(time.Time, string, string, insight.Measure, int64)) {
	first, score := -1, 0
	for i, e := range lines {
		if e.kind == "conversation.rated" {
			if score = e.score; first < 0 {
				first = i
			}
		}
	}
	if first < 0 || len(ends) == 0 {
		return
	}
	at := ends[0]
	for _, e := range ends {
		if e.line < first {
			at = e
		}
	}
	add(at.at, at.spot.agent, at.spot.team, insight.Rated, 1)
	add(at.at, at.spot.agent, at.spot.team, insight.Score, int64(score))
	if score >= 4 {
		add(at.at, at.spot.agent, at.spot.team, insight.Satisfied, 1)
	}
}
