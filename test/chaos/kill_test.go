package chaos

import (
	"context"
	"math/rand/v2"
	"net/http"
	"sync"
	"testing"
	"time"

	"frontdesk/internal/platform/db"
	"frontdesk/test/kit"
)

const (
	kills    = 6
	visitors = 8
	agents   = 3
	messages = 25 // of each visitor; every one is answered
)

// TestKill kills the program at moments that are spread over the work, while everybody goes on sending. Clients behave as
// the desk and the widget do: what was not acknowledged is sent again under the same client id.
func TestKill(t *testing.T) {
	kit.Each(t, func(t *testing.T, engine db.Engine) {
		c := newCrowd(t, engine)
		done := make(chan struct{})
		go func() {
			defer close(done)
			c.work()
		}()
		c.murder(done)
		<-done
		if t.Failed() {
			return
		}
		c.count()
	})
}

// ack is what the program has promised to keep.
type ack struct {
	conversation, entry, body string
	seq                       int64 // as the sender sees it: publicSeq for visitors
}

type crowd struct {
	t       *testing.T
	program *kit.Program
	admin   *kit.Person
	people  []*kit.Person
	guests  []*kit.Visitor
	random  *rand.Rand
	acked   chan struct{} // one for each acknowledgement, for whoever kills

	mu      sync.Mutex
	acks    []ack
	threads []*kit.Thread // of visitors, in the order of talks
	talks   []string
}

func newCrowd(t *testing.T, engine db.Engine) *crowd {
	t.Helper()
	const seed = 20
	c := &crowd{t: t, program: kit.Start(t, kit.Options{Engine: engine}), random: rand.New(rand.NewPCG(seed, seed))}
	c.acked = make(chan struct{}, 2*visitors*messages)
	c.admin = c.program.SetUp(t)
	channel := c.admin.Channel(t, "Web")
	for i := range agents {
		c.people = append(c.people, c.admin.Invite(t, kit.Path("Agent%d", i), "agent"))
	}
	for range visitors {
		c.guests = append(c.guests, c.program.Visitor(t, channel.WidgetKey))
	}
	return c
}

// work lets everybody send; it returns when all is acknowledged.
func (c *crowd) work() {
	questions := make(chan ack, visitors*messages)
	var asking, answering sync.WaitGroup
	for i, v := range c.guests {
		asking.Go(func() {
			conversation := ""
			for n := range messages {
				a, ok := c.ask(v, conversation, kit.Path("question %d of visitor %d", n, i))
				if !ok {
					return
				}
				if conversation == "" {
					conversation = a.conversation
					c.follow(v, conversation)
				}
				questions <- a
			}
		})
	}
	for _, p := range c.people {
		answering.Go(func() {
			for q := range questions {
				c.answer(p, q)
			}
		})
	}
	asking.Wait()
	close(questions)
	answering.Wait()
}

func (c *crowd) follow(v *kit.Visitor, conversation string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.talks = append(c.talks, conversation)
	c.threads = append(c.threads, v.Follow(c.t, conversation, ""))
}

func (c *crowd) ask(v *kit.Visitor, conversation, body string) (ack, bool) {
	message := kit.Message(conversation, body)
	r, ok := c.insist(v.Client, "/widget/messages", message)
	if !ok {
		return ack{}, false
	}
	s := kit.As[kit.Sent](c.t, r)
	a := ack{s.Conversation.ID, s.Entry.ID, body, s.Entry.Seq}
	c.keep(a)
	return a, true
}

func (c *crowd) answer(p *kit.Person, q ack) {
	message := kit.Message("", "answer to "+q.body)
	r, ok := c.insist(p.Client, kit.Path("/conversations/%s/messages", q.conversation), message)
	if !ok {
		return
	}
	for _, e := range kit.As[kit.Done](c.t, r).Entries {
		if e.Kind == "message" {
			c.keep(ack{q.conversation, e.ID, "answer to " + q.body, e.Seq})
		}
	}
}

func (c *crowd) keep(a ack) {
	c.mu.Lock()
	c.acks = append(c.acks, a)
	c.mu.Unlock()
	c.acked <- struct{}{}
}

// insist sends until there is an answer. Lost connections and "try again" are what a killed program looks like; any other
// refusal is a bug.
func (c *crowd) insist(who *kit.Client, path string, message any) (kit.Reply, bool) {
	ctx, cancel := context.WithTimeout(c.t.Context(), 2*time.Minute)
	defer cancel()
	pause := time.NewTicker(20 * time.Millisecond)
	defer pause.Stop()
	for {
		r, err := who.Try(ctx, http.MethodPost, path, message)
		switch {
		case err == nil && r.Status < http.StatusBadRequest:
			return r, true
		case err == nil && r.Status != http.StatusServiceUnavailable && r.Status != http.StatusConflict:
			c.t.Errorf("%s: %d %s", r.Op, r.Status, r.Body)
			return r, false
		}
		select {
		case <-pause.C:
		case <-ctx.Done():
			c.t.Errorf("%s was never acknowledged: %v %d %s", path, err, r.Status, r.Body)
			return r, false
		}
	}
}

// murder kills the program after random numbers of acknowledgements, in the middle of whatever else is under way, and
// starts it again.
func (c *crowd) murder(done <-chan struct{}) {
	for n := range kills {
		for range 20 + c.random.IntN(2*visitors*messages/kills-30) {
			select {
			case <-c.acked:
			case <-done:
				if !c.t.Failed() {
					c.t.Errorf("only %d kills before everything was said", n)
				}
				return
			}
		}
		c.program.Kill()
		c.program.Start(c.t)
	}
}
