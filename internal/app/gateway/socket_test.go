package gateway

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/internal/app/contract"
	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/platform/realtime"
)

const justHello = `{"op":"hello"}`

func TestHello(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.agent("s1", "usr_1")
	w.core.replay = func(in contract.ReplayRequest) (contract.ReplayReply, error) {
		return contract.ReplayReply{Frames: frames(`{"op":"desk","cursor":"` + in.Cursor + `+"}`)}, nil
	}
	c := conversations(2)
	slices.Sort(c)
	p, _ := w.dial(w.url+"/ws/desk", "s1", http.Header{"Origin": {"https://desk.example"}})
	p.Say(fmt.Sprintf(`{"op":"hello","cursor":"c5","open":{%q:3,%q:4}}`, c[0], c[1]))
	check.Equal(t, p.next(), heard{Op: "welcome", Session: "ses_s1", Epoch: "e1", Cursor: "c7"})
	check.Equal(t, p.next(), heard{Op: "desk", Cursor: "c5+"})
	check.Equal(t, p.hear("opened").Conversation, c[0])
	check.Equal(t, p.hear("opened").Conversation, c[1])
	check.Equal(t, w.asked[0].Kind, contract.Desk)
	check.Equal(t, w.asked[0].Origin, "https://desk.example")

	p.Say(justHello) // a second one changes nothing
	check.Equal(t, len(p.until("welcome")), 0)
	w.publish("user.usr_1", `{"op":"desk","text":"mine"}`)
	check.Equal(t, p.hear("desk").Text, "mine")
}

func TestHelloRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for secret, d := range map[string]*fault.Def{"gone": fault.ErrUnauthenticated, "denied": fault.ErrDenied, "busy": fault.ErrBusy, "odd": fault.ErrInternal} {
		w.refuse[secret] = d
	}
	for _, c := range []struct {
		secret, reason string
		code           int
	}{
		{"gone", "expired", realtime.ClosePolicy},
		{"denied", "expired", realtime.ClosePolicy},
		{"unknown", "expired", realtime.ClosePolicy},
		{"busy", "busy", realtime.CloseRetry},
		{"odd", "busy", realtime.CloseRetry},
	} {
		for _, door := range []string{"/ws/desk", "/ws/widget"} {
			p, _ := w.dial(w.url+door, c.secret, nil)
			p.Say(`{"op":"hello","token":"` + c.secret + `"}`)
			bye := p.next()
			check.Equal(t, bye.Op+" "+bye.Reason, "bye "+c.reason)
			check.Equal(t, bye.ReconnectAfterMs > 0, c.reason == "busy")
			check.Equal(t, p.Closed(), c.code)
		}
	}
}

// TestSecondHello: who was refused cannot try another token on the same connection, not even before it is closed.
func TestSecondHello(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.visitor("v2", "vis_2")
	p, _ := w.dial(w.url+"/ws/widget", "", nil)
	p.Say(`{"op":"hello","token":"unknown"}`)
	p.Say(`{"op":"hello","token":"v2"}`)
	check.Equal(t, p.next().Reason, byeExpired)
	check.Equal(t, p.Closed(), realtime.ClosePolicy)
	w.let(func() { check.Equal(t, len(w.asked), 1) })
}

// TestDoor: when all come at once, core is asked about a few at a time, and who waits is no stranger.
func TestDoor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	g, url := w.gateway(func(g *Gateway) { g.door = make(chan struct{}, 2) })
	var here, over atomic.Int32
	answer, all := make(chan struct{}), make([]*peer, 10)
	w.let(func() {
		w.delay = func() {
			if here.Add(1) > 2 {
				over.Add(1)
			}
			<-answer
			here.Add(-1)
		}
	})
	w.visitor("v1", "vis_1")
	for i := range all {
		all[i], _ = w.dial(url+"/ws/widget", "", nil)
		all[i].Say(`{"op":"hello","token":"v1"}`)
	}
	check.Eventually(t, "two are asked about", func() bool { return here.Load() == 2 })
	close(answer)
	for _, p := range all {
		p.hear("welcome")
	}
	check.Equal(t, over.Load(), 0)
	check.Eventually(t, "the door is free again", func() bool { return len(g.door) == 0 })

	// Who waits too long is told to come back.
	_, url = w.gateway(func(g *Gateway) { g.door, g.patience = make(chan struct{}), 50*time.Millisecond })
	late, _ := w.dial(url+"/ws/widget", "", nil)
	late.Say(`{"op":"hello","token":"v1"}`)
	check.Equal(t, late.next().Reason, byeBusy)
	check.Equal(t, late.Closed(), realtime.CloseRetry)
}

func TestStrangers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, refused := w.dial(w.url+"/ws/desk", "s1", http.Header{"Origin": {"https://evil.example"}})
	check.Equal(t, refused.Get("X-Code"), realtime.ErrOrigin.Code)

	// Who does not say who he is gets no answer and is sent away, even while he shows life.
	_, url := w.gateway(func(g *Gateway) { g.patience = 50 * time.Millisecond })
	p, _ := w.dial(url+"/ws/widget", "", nil)
	p.Say(`{"op":"ping"}`)
	p.Say(`{"op":"open","conversation":"` + conversations(1)[0] + `"}`)
	check.Equal(t, p.Closed(), realtime.ClosePolicy)

	w.agent("s1", "usr_1")
	known := w.desk(url, "s1", justHello)
	other, _ := w.dial(url+"/ws/widget", "", nil)
	check.Equal(t, other.Closed(), realtime.ClosePolicy) // the patience with one that came later is over, too
	known.Say(`{"op":"ping"}`)
	check.Equal(t, known.hear("pong").Op, "pong")
}

func TestBadFrames(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.agent("s1", "usr_1")
	for _, text := range []string{
		`{`, `[]`, `{"op":"open","conversation":"cnv_1"}`, `{"op":"open","conversation":"cnv_>","after":1}`, `{"op":"hello","open":{"*":1}}`,
		`{"op":"hello","cursor":"` + strings.Repeat("x", maxCursor+1) + `"}`, strings.Repeat("[", 9000),
	} {
		p := w.desk(w.url, "s1", justHello)
		p.Say(text)
		check.Equal(t, p.Closed(), realtime.ClosePolicy)
	}
	p := w.desk(w.url, "s1", justHello)
	p.Say(`{"op":"ping","token":"` + strings.Repeat("x", 20<<10) + `"}`)
	check.Equal(t, p.Closed(), 1009) // too big
	p = w.desk(w.url, "s1", justHello)
	for range 70 {
		p.Say(`{"op":"ping"}`)
	}
	check.Equal(t, p.Closed(), realtime.ClosePolicy)
}

// TestOpen: the audience is joined before the past is read, so nothing falls between, and the past may come in parts.
func TestOpen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.agent("s1", "usr_1")
	c := conversations(1)[0]
	w.let(func() {
		w.open = func(ctx context.Context, in contract.OpenRequest) (contract.OpenReply, error) {
			a, _ := actor.From(ctx)
			check.Equal(t, a.ID, "usr_1")
			if in.After == 2 {
				w.publish("cnv."+c, `{"op":"entry","seq":5}`) // committed while the past is read
				return contract.OpenReply{Frames: frames(`{"op":"entry","seq":3}`), More: 3}, nil
			}
			return contract.OpenReply{Frames: frames(`{"op":"entry","seq":4}`, `{"op":"opened","seq":4}`)}, nil
		}
	})
	p := w.desk(w.url, "s1", justHello)
	p.Say(`{"op":"open","conversation":"` + c + `","after":2}`)
	var got []int64
	for len(got) < 3 {
		got = append(got, p.hear("entry").Seq)
	}
	check.Equal(t, seqs(got), map[int64]int{3: 1, 4: 1, 5: 1})

	p.Say(`{"op":"close","conversation":"` + c + `"}`)
	p.until("")
	w.publish("cnv."+c, `{"op":"entry","seq":6}`)
	w.publish("user.usr_1", `{"op":"desk"}`) // the bus keeps the order: what came before it was not for us
	for {
		h := p.next()
		check.Equal(t, h.Op != "entry", true)
		if h.Op == "desk" {
			return
		}
	}
}

func seqs(all []int64) map[int64]int {
	out := map[int64]int{}
	for _, n := range all {
		out[n]++
	}
	return out
}

func TestOpenRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.agent("s1", "usr_1")
	c := conversations(2)
	w.let(func() {
		w.open = func(_ context.Context, in contract.OpenRequest) (contract.OpenReply, error) {
			if in.Conversation == c[0] {
				return contract.OpenReply{}, fault.ErrNotFound.New()
			}
			return contract.OpenReply{}, fault.ErrBusy.New()
		}
	})
	p := w.desk(w.url, "s1", fmt.Sprintf(`{"op":"hello","open":{%q:0,%q:0}}`, c[0], c[1]))
	check.Equal(t, reasons(p, 2), map[string]string{c[0]: "permissions", c[1]: "gap"})
	for _, one := range c {
		w.publish("cnv."+one, `{"op":"entry","text":"secret"}`)
		p.Say(`{"op":"typing","conversation":"` + one + `","on":true}`)
	}
	w.publish("user.usr_1", `{"op":"desk"}`)
	check.Equal(t, p.hear("entry", "typing", "desk").Op, "desk")
}

func reasons(p *peer, n int) map[string]string {
	out := map[string]string{}
	for range n {
		h := p.hear("reset")
		out[h.Stream] = h.Reason
	}
	return out
}

func TestOpenLimit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.agent("s1", "usr_1")
	c := conversations(maxOpen + 1)
	var list []string
	for _, one := range c[:maxOpen] {
		list = append(list, fmt.Sprintf("%q:0", one))
	}
	p := w.desk(w.url, "s1", `{"op":"hello","open":{`+strings.Join(list, ",")+`}}`)
	p.Say(`{"op":"open","conversation":"` + c[maxOpen] + `"}`)
	check.Equal(t, reasons(p, 1), map[string]string{c[maxOpen]: "gap"})
	p.Say(`{"op":"close","conversation":"` + c[0] + `"}`)
	p.Say(`{"op":"open","conversation":"` + c[maxOpen] + `"}`)
	p.await("opened", func(h heard) bool { return h.Conversation == c[maxOpen] }) // the others were opened by hello
}

func TestTyping(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.agent("s1", "usr_1")
	w.agent("s2", "usr_2")
	w.visitor("v1", "vis_1")
	c := conversations(1)[0]
	open := `{"op":"open","conversation":"` + c + `"}`
	say := func(on, note bool) string {
		return fmt.Sprintf(`{"op":"typing","conversation":%q,"on":%t,"note":%t}`, c, on, note)
	}
	writer, reader, visitor := w.desk(w.url, "s1", justHello), w.desk(w.url, "s2", justHello), w.widget("v1")
	for _, p := range []*peer{writer, reader, visitor} {
		p.Say(open)
		p.hear("opened")
	}
	writer.Say(say(true, true))  // a note: inside only
	writer.Say(say(true, false)) // then an answer: for both
	want := heard{Op: "typing", Conversation: c, Who: person{Kind: "user", ID: "usr_1", Name: "Name of usr_1"}, On: true, Note: true}
	check.Equal(t, reader.hear("typing"), want)
	want.Note = false
	check.Equal(t, reader.hear("typing"), want)
	check.Equal(t, visitor.hear("typing"), want)

	visitor.Say(say(true, true)) // a visitor writes no notes, and sees no own typing
	want.Who = person{Kind: "customer", ID: "vis_1"}
	check.Equal(t, reader.hear("typing"), want)
	check.Equal(t, len(visitor.until("typing")), 0)

	// Who has not opened the conversation cannot type into it.
	visitor.Say(`{"op":"close","conversation":"` + c + `"}`)
	visitor.Say(say(false, false))
	visitor.until("")
	writer.Say(say(false, false))
	check.Equal(t, reader.hear("typing").Who.Kind, "user")
}

// TestPreview: people of the company see what a visitor is typing as far as core lets them, nobody else does, and not too often.
func TestPreview(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.agent("s1", "usr_1")
	w.agent("s2", "usr_2")
	w.let(func() {
		g := w.grants["s2"]
		g.Actor.Grants = nil // sees no personal data
		w.grants["s2"] = g
	})
	w.visitor("v1", "vis_1")
	c := conversations(1)[0]
	reader, masked, visitor, other := w.desk(w.url, "s1", justHello), w.desk(w.url, "s2", justHello), w.widget("v1"), w.widget("v1")
	for _, p := range []*peer{reader, masked, visitor, other} {
		p.Say(`{"op":"open","conversation":"` + c + `"}`)
		p.hear("opened")
	}
	types := func(p *peer, text string) {
		p.Say(fmt.Sprintf(`{"op":"typing","conversation":%q,"on":true,"text":%q}`, c, text))
	}
	types(visitor, "is the")
	check.Equal(t, []string{reader.hear("typing").Text, masked.hear("typing").Text}, []string{"is the", "masked i"})
	types(visitor, "is the lamp") // too soon
	visitor.until("")
	check.Equal(t, len(reader.until("typing")), 0)
	masked.until("")
	types(reader, "secret answer")
	check.Equal(t, masked.hear("typing").Text, "")
	for _, h := range append(visitor.until("typing"), other.until("typing")...) {
		check.Equal(t, []string{h.Who.Kind, h.Text}, []string{"user", ""})
	}
	w.let(func() { w.discreet = true })
	types(other, "hidden")
	reader.await("typing", func(h heard) bool {
		check.Equal(t, h.Text, "")
		return h.Who.Kind == "customer"
	})
	visitor.Say(`{"op":"typing","conversation":"` + c + `","on":true,"text":"` + strings.Repeat("x", maxTyped+1) + `"}`)
	check.Equal(t, visitor.Closed(), realtime.ClosePolicy)
}

func TestGrantRunsOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.agent("s1", "usr_1")
	w.let(func() {
		g := w.grants["s1"]
		g.ExpiresAt = time.Now().Add(-time.Second)
		w.grants["s1"] = g
	})
	p := w.desk(w.url, "s1", justHello)
	p.Say(`{"op":"ping"}`) // who only listens must end, too
	bye := p.hear("bye", "pong")
	check.Equal(t, bye.Op+" "+bye.Reason, "bye renew")
	check.Equal(t, p.Closed(), realtime.CloseRestart)
}

func TestDrain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.agent("s1", "usr_1")
	w.visitor("v1", "vis_1")
	peers := []*peer{w.desk(w.url, "s1", justHello), w.widget("v1")}
	check.NoError(t, w.g.Drain(t.Context()))
	for _, p := range peers {
		bye := p.hear("bye")
		check.Equal(t, bye.Reason, "drain")
		check.Equal(t, bye.ReconnectAfterMs >= 1000, true)
		check.Equal(t, p.Closed(), realtime.CloseRestart)
	}
	_, refused := w.dial(w.url+"/ws/desk", "s1", nil)
	check.Equal(t, refused.Get("X-Code"), realtime.ErrFull.Code)
	check.Equal(t, len(w.g.here.snapshot()), 0)
}

func FuzzParse(f *testing.F) {
	c := conversations(1)[0]
	for _, s := range []string{justHello, `{"op":"open","conversation":"` + c + `","after":3}`, `{"open":{"` + c + `":-1}}`, `{"op":1}`, `null`, "\x00", `{"conversation":"live.>"}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := parse(data)
		if err != nil {
			check.Fault(t, err, fault.ErrMalformed)
			return
		}
		// Ids become parts of bus subjects: nothing but an id may pass.
		for one := range m.Open {
			check.Equal(t, strings.ContainsAny(one, ".*> \x00"), false)
		}
		check.Equal(t, strings.ContainsAny(m.Conversation, ".*> \x00"), false)
		check.Equal(t, m.After >= 0 && len(m.Open) <= maxOpen && len(m.Token) <= maxToken, true)
	})
}
