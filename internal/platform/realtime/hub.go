package realtime

import (
	"context"
	"hash/maphash"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"frontdesk/internal/platform/httpx"
)

// Handler is the protocol above one connection. Its methods are called one at a time; Closed is the last.
type Handler interface {
	Message(c *Client, data []byte)
	Closed(c *Client)
}

// Upstream is told which topics this process needs. Add returns when messages of the topic will arrive.
type Upstream interface {
	Add(topic string) error
	Remove(topic string)
}

// Reasons for good-byes.
const (
	ReasonSlow  = "slow"
	ReasonDrain = "drain"
)

// Options of a hub; the zero values of numbers mean the default in brackets.
type Options struct {
	Upstream    Upstream
	Bye         func(reason string, reconnectAfter time.Duration) *Frame // the protocol's last frame; nil for none
	Origin      func(r *http.Request) bool                               // may the page of this request connect; nil for everybody
	Protocols   []string                                                 // subprotocols, the best first
	Log         *slog.Logger
	MaxConns    int           // admission limit (100,000)
	MaxMessage  int64         // bytes of one message from a client (16 KB)
	MaxPerSec   int           // messages per second from a client, bursts of three times as many (20)
	MaxQueue    int           // frames that may wait for a client (256)
	MaxQueued   int           // bytes that may wait for a client (1 MB)
	WriteWithin time.Duration // for one frame (10 s)
	Silence     time.Duration // after which a client is taken for dead (75 s)
}

const (
	shards    = 32
	sweepTick = time.Second // one of the shards each time: a full round takes 32 s at most
	softLimit = 512         // writers at work before a publisher steps back
)

// Hub is all connections of this process.
type Hub struct {
	opts     Options
	upgrade  *websocket.Upgrader
	seed     maphash.Seed
	topics   [shards]topicShard
	clients  [shards]clientShard
	count    atomic.Int64
	next     atomic.Uint32
	writers  atomic.Int64
	door     sync.RWMutex
	draining bool           // under door
	inside   sync.WaitGroup // everybody admitted and not gone
	stats    struct{ sent, slow, refused atomic.Uint64 }
}

type clientShard struct {
	mu  sync.Mutex
	set map[*Client]struct{}
}

// NewHub makes a hub without connections.
func NewHub(opts Options) *Hub {
	def(&opts.MaxConns, 100_000)
	def(&opts.MaxMessage, 16<<10)
	def(&opts.MaxPerSec, 20)
	def(&opts.MaxQueue, 256)
	def(&opts.MaxQueued, 1<<20)
	def(&opts.WriteWithin, 10*time.Second)
	def(&opts.Silence, 75*time.Second)
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	h := &Hub{opts: opts, upgrade: upgrader(opts.Protocols), seed: maphash.MakeSeed()}
	for i := range shards {
		h.topics[i].byName = map[string]*topic{}
		h.clients[i].set = map[*Client]struct{}{}
	}
	return h
}

func def[T int | int64 | time.Duration](v *T, d T) {
	if *v == 0 {
		*v = d
	}
}

// Accept turns a request into a connection, or returns a fault for the caller to answer with. The HTTP handler must
// return afterwards: its buffers are larger than all that a connection needs.
func (h *Hub) Accept(w http.ResponseWriter, r *http.Request, handler Handler) (*Client, error) {
	if !websocket.IsWebSocketUpgrade(r) {
		return nil, ErrHandshake.New()
	}
	if h.opts.Origin != nil && !h.opts.Origin(r) {
		return nil, ErrOrigin.New()
	}
	if err := h.admit(); err != nil {
		return nil, err
	}
	l := &lean{ResponseWriter: w}
	ws, err := h.upgrade.Upgrade(l, r, nil)
	if err != nil {
		h.release()
		return nil, ErrHandshake.Wrap(err)
	}
	ws.SetReadLimit(h.opts.MaxMessage)
	return h.start(&socket{ws: ws, br: l.br}, handler), nil
}

// Join adds a connection that was made elsewhere.
func (h *Hub) Join(conn Conn, handler Handler) (*Client, error) {
	if err := h.admit(); err != nil {
		return nil, err
	}
	return h.start(conn, handler), nil
}

// admit reserves a place; Drain waits for everybody who has one.
func (h *Hub) admit() error {
	h.door.RLock()
	defer h.door.RUnlock()
	full := h.count.Add(1) > int64(h.opts.MaxConns)
	if full || h.draining {
		h.count.Add(-1)
		h.stats.refused.Add(1)
		return ErrFull.With(httpx.RetryAfter, 5)
	}
	h.inside.Add(1)
	return nil
}

func (h *Hub) release() {
	h.count.Add(-1)
	h.inside.Done()
}

func (h *Hub) closed() bool {
	h.door.RLock()
	defer h.door.RUnlock()
	return h.draining
}

func (h *Hub) start(conn Conn, handler Handler) *Client {
	c := &Client{hub: h, conn: conn, handler: handler, shard: uint8(h.next.Add(1) % shards)}
	c.touch()
	c.allowance = float32(3 * h.opts.MaxPerSec)
	conn.Alive(c.touch)
	s := &h.clients[c.shard]
	s.mu.Lock()
	s.set[c] = struct{}{}
	s.mu.Unlock()
	go c.wait()
	if h.closed() { // it was still shaking hands when Drain said good-bye to the others
		c.Bye(ReasonDrain, time.Second, CloseRestart)
	}
	return c
}

// leave is the one place where a connection ends.
func (h *Hub) leave(c *Client) {
	s := &h.clients[c.shard]
	s.mu.Lock()
	delete(s.set, c)
	s.mu.Unlock()
	for _, name := range c.gone() {
		h.remove(c, name)
	}
}

// Run closes silent connections until the context ends. One ticker serves them all.
func (h *Hub) Run(ctx context.Context) error {
	tick := time.NewTicker(sweepTick)
	defer tick.Stop()
	for i := 0; ; i++ {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			h.sweep(i % shards)
		}
	}
}

func (h *Hub) sweep(i int) {
	dead := time.Now().Add(-h.opts.Silence).UnixNano()
	for _, c := range h.members(i) {
		if c.seen.Load() < dead {
			c.Close(CloseNormal, "silent")
		}
	}
}

// Each calls fn for every connection with its protocol.
func (h *Hub) Each(fn func(c *Client, handler Handler)) {
	for i := range shards {
		for _, c := range h.members(i) {
			fn(c, c.handler)
		}
	}
}

func (h *Hub) members(i int) []*Client {
	s := &h.clients[i]
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]*Client, 0, len(s.set))
	for c := range s.set {
		out = append(out, c)
	}
	return out
}

// Drain accepts nobody new, sends everybody away with times to come back spread over the given span, and waits until
// they are gone or the context ends.
func (h *Hub) Drain(ctx context.Context, spread time.Duration) error {
	h.door.Lock()
	h.draining = true
	h.door.Unlock()
	var all []*Client
	for i := range shards {
		all = append(all, h.members(i)...)
	}
	for i, c := range all {
		after := time.Second + spread*time.Duration(i)/time.Duration(len(all))
		c.Bye(ReasonDrain, after, CloseRestart)
	}
	empty := make(chan struct{})
	go func() { h.inside.Wait(); close(empty) }()
	select {
	case <-empty:
		return nil
	case <-ctx.Done():
	}
	for i := range shards {
		for _, c := range h.members(i) {
			go c.conn.Close(CloseRestart, ReasonDrain)
		}
	}
	<-empty
	return ctx.Err()
}

// Stats are counts; Sent, Slow and Refused since the start.
type Stats struct {
	Conns, Topics       int
	Sent, Slow, Refused uint64
}

// Stats counts.
func (h *Hub) Stats() Stats {
	s := Stats{Conns: int(h.count.Load()), Sent: h.stats.sent.Load(), Slow: h.stats.slow.Load(), Refused: h.stats.refused.Load()}
	for i := range shards {
		h.topics[i].mu.RLock()
		s.Topics += len(h.topics[i].byName)
		h.topics[i].mu.RUnlock()
	}
	return s
}
