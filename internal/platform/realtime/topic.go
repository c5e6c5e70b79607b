package realtime

import (
	"hash/maphash"
	"runtime"
	"slices"
	"sync"
)

type topicShard struct {
	mu     sync.RWMutex
	byName map[string]*topic
}

// topic is who listens. gate puts the calls to the upstream in order; the rest is under the shard's lock.
type topic struct {
	gate    sync.Mutex
	up      bool // the upstream knows; under gate
	joining int
	clients []*Client
}

func (h *Hub) shardOf(name string) *topicShard {
	return &h.topics[maphash.String(h.seed, name)%shards]
}

// Subscribe lets a connection listen to a topic. When it returns, everything published from now on will arrive.
func (h *Hub) Subscribe(c *Client, name string) error {
	if !c.note(name) {
		if c.ended() {
			return ErrGone.New()
		}
		return nil
	}
	s := h.shardOf(name)
	s.mu.Lock()
	t := s.byName[name]
	if t == nil {
		t = &topic{}
		s.byName[name] = t
	}
	t.joining++
	s.mu.Unlock()

	if err := h.join(c, name, s, t); err != nil {
		c.forget(name)
		return err
	}
	if c.ended() { // it may have left its topics before it was on this one
		h.remove(c, name)
		return ErrGone.New()
	}
	return nil
}

func (h *Hub) join(c *Client, name string, s *topicShard, t *topic) error {
	t.gate.Lock()
	defer t.gate.Unlock()
	var err error
	if !t.up && h.opts.Upstream != nil {
		err = h.opts.Upstream.Add(name)
	}
	t.up = t.up || err == nil
	s.mu.Lock()
	t.joining--
	if err == nil {
		t.clients = append(t.clients, c)
	}
	s.drop(name, t)
	s.mu.Unlock()
	return err
}

// Unsubscribe is the opposite; a topic the connection does not listen to is no error.
func (h *Hub) Unsubscribe(c *Client, name string) {
	if c.forget(name) {
		h.remove(c, name)
	}
}

// remove takes the connection off the topic, and the topic off the upstream after the last one.
func (h *Hub) remove(c *Client, name string) {
	s := h.shardOf(name)
	s.mu.Lock()
	t := s.byName[name]
	if t == nil {
		s.mu.Unlock()
		return
	}
	if i := slices.Index(t.clients, c); i >= 0 {
		last := len(t.clients) - 1
		t.clients[i], t.clients[last] = t.clients[last], nil
		t.clients = t.clients[:last]
	}
	last := t.idle()
	s.mu.Unlock()
	if !last {
		return
	}
	t.gate.Lock()
	defer t.gate.Unlock()
	s.mu.Lock()
	last = t.idle() && t.up
	s.mu.Unlock()
	if last {
		t.up = false
		if h.opts.Upstream != nil {
			h.opts.Upstream.Remove(name)
		}
	}
	s.mu.Lock()
	s.drop(name, t)
	s.mu.Unlock()
}

func (t *topic) idle() bool { return len(t.clients) == 0 && t.joining == 0 }

// drop forgets a topic that nobody needs and the upstream does not know; it needs both locks.
func (s *topicShard) drop(name string, t *topic) {
	if t.idle() && !t.up && s.byName[name] == t {
		delete(s.byName, name)
	}
}

// Publish sends a frame to everybody who listens to the topic, and says to how many.
func (h *Hub) Publish(name string, f *Frame) int {
	s := h.shardOf(name)
	s.mu.RLock()
	var to []*Client
	if t := s.byName[name]; t != nil {
		to = slices.Clone(t.clients) // writing outside the lock: nobody who joins or leaves waits for a large topic
	}
	s.mu.RUnlock()
	n := 0
	for _, c := range to {
		if c.Send(f) {
			n++
		}
		if h.writers.Load() > softLimit {
			runtime.Gosched() // let them write before there are more
		}
	}
	return n
}

// Heard reports whether anybody listens to the topic.
func (h *Hub) Heard(name string) bool {
	s := h.shardOf(name)
	s.mu.RLock()
	defer s.mu.RUnlock()
	t := s.byName[name]
	return t != nil && len(t.clients) > 0
}

func (c *Client) ended() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.left
}
