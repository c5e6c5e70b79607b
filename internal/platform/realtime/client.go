package realtime

import (
	"log/slog"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Client is one connection of a hub.
type Client struct {
	hub     *Hub
	conn    Conn
	handler Handler
	seen    atomic.Int64 // when the peer last showed life, in nanoseconds

	// Of whoever reads.
	allowance float32 // messages that may come at once
	refilled  int64   // when it was counted, in nanoseconds

	mu      sync.Mutex
	topics  []string
	queue   []*Frame // nil while nothing waits
	queued  int      // bytes in queue
	code    int      // of the close that follows the queue; 0 while open
	reason  string
	shard   uint8
	writing bool // a goroutine is at work
	left    bool // the reader has ended
}

// Protocol is the agreed subprotocol.
func (c *Client) Protocol() string { return c.conn.Protocol() }

func (c *Client) touch() { c.seen.Store(time.Now().UnixNano()) }

// wait is the one goroutine of an idle connection. A stack that has grown never gets small again for a goroutine that waits
// in its depth, so this one only waits and leaves the work to another.
func (c *Client) wait() {
	c.conn.Wait()
	go c.read()
}

// read handles one message, or the end.
func (c *Client) read() {
	if c.next() {
		go c.wait()
		return
	}
	c.hub.leave(c)
	c.handler.Closed(c)
	c.conn.Close(CloseNormal, "")
	c.hub.release()
}

// next reports false when the connection has ended.
func (c *Client) next() bool {
	data, err := c.conn.Read()
	if err != nil {
		return false
	}
	c.touch()
	if !c.allowed() {
		c.conn.Close(ClosePolicy, "too many messages")
		return false
	}
	if !c.handle(data) {
		c.conn.Close(CloseBroken, "internal")
		return false
	}
	return true
}

// handle passes a message on; a panic ends this connection only.
func (c *Client) handle(data []byte) (ok bool) {
	defer func() {
		if v := recover(); v != nil {
			c.hub.opts.Log.Error("panic in a socket handler", slog.Any("error", v), slog.String("stack", string(debug.Stack())))
		}
	}()
	c.handler.Message(c, data)
	return true
}

// allowed counts messages: MaxPerSec on the long run, three times as many at once.
func (c *Client) allowed() bool {
	now, rate := c.seen.Load(), float32(c.hub.opts.MaxPerSec)
	if c.refilled > 0 {
		c.allowance = min(3*rate, c.allowance+float32(now-c.refilled)/float32(time.Second)*rate)
	}
	c.refilled = now
	c.allowance--
	return c.allowance >= 0
}

// Send queues a frame for this connection. It reports false when the connection is closing.
func (c *Client) Send(f *Frame) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.code != 0 || c.left {
		return false
	}
	o := &c.hub.opts
	if len(c.queue) >= o.MaxQueue || c.queued+len(f.data) > o.MaxQueued && len(c.queue) > 0 {
		c.hub.stats.slow.Add(1)
		c.end(ReasonSlow, time.Second, CloseRetry)
		return false
	}
	c.push(f)
	return true
}

// Bye drops what waits, sends the protocol's last frame and closes. reconnectAfter tells the client when to come back.
func (c *Client) Bye(reason string, reconnectAfter time.Duration, code int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.code == 0 && !c.left {
		c.end(reason, reconnectAfter, code)
	}
}

// Close sends what waits and closes without a last frame.
func (c *Client) Close(code int, reason string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.code == 0 && !c.left {
		c.code, c.reason = code, reason
		c.wake()
	}
}

// end needs the lock.
func (c *Client) end(reason string, reconnectAfter time.Duration, code int) {
	c.queue, c.queued = nil, 0
	c.code, c.reason = code, reason
	if c.hub.opts.Bye != nil {
		c.queue = []*Frame{c.hub.opts.Bye(reason, reconnectAfter)}
	}
	c.wake()
}

// push and wake need the lock.
func (c *Client) push(f *Frame) {
	c.queue = append(c.queue, f)
	c.queued += len(f.data)
	c.wake()
}

func (c *Client) wake() {
	if !c.writing {
		c.writing = true
		c.hub.writers.Add(1)
		go c.write()
	}
}

// write lives only while frames wait. A slow socket blocks nobody but itself, and that not for long.
func (c *Client) write() {
	defer c.hub.writers.Add(-1)
	for {
		c.mu.Lock()
		batch, code, reason := c.queue, c.code, c.reason
		c.queue, c.queued = nil, 0
		if len(batch) == 0 {
			c.writing = false
			c.mu.Unlock()
			if code != 0 {
				c.conn.Close(code, reason)
			}
			return
		}
		c.mu.Unlock()
		for _, f := range batch {
			if err := c.conn.Write(f, time.Now().Add(c.hub.opts.WriteWithin)); err != nil {
				c.conn.Close(CloseRetry, ReasonSlow) // the reader notices and cleans up
				return
			}
			c.hub.stats.sent.Add(1)
		}
	}
}

// note remembers a topic; false when the connection has ended meanwhile or already listens.
func (c *Client) note(name string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.left || slices.Contains(c.topics, name) {
		return false
	}
	c.topics = append(c.topics, name)
	return true
}

func (c *Client) forget(name string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := slices.Index(c.topics, name)
	if i < 0 {
		return false
	}
	c.topics = slices.Delete(c.topics, i, i+1)
	return true
}

// gone marks the end and gives the topics to leave.
func (c *Client) gone() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.left = true
	topics := c.topics
	c.topics, c.queue, c.queued = nil, nil, 0
	return topics
}

// Topics are those the connection listens to.
func (c *Client) Topics() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.topics)
}
