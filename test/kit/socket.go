package kit

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// Frame is anything that the server says.
type Frame struct {
	Op               string          `json:"op"`
	Conversation     string          `json:"conversation"`
	Seq              int64           `json:"seq"`
	Entry            Entry           `json:"entry"`
	Head             json.RawMessage `json:"head"`
	Changed          []Row           `json:"changed"`
	Gone             []string        `json:"gone"`
	Cursor           string          `json:"cursor"`
	Reason           string          `json:"reason"`
	Stream           string          `json:"stream"`
	ReconnectAfterMs int64           `json:"reconnectAfterMs"`
	ConversationID   string          `json:"conversationId"` // of offers
	CustomerName     string          `json:"customerName"`
	Outcome          string          `json:"outcome"`
	Users            []string        `json:"users"` // of viewers
}

// Row is a conversation in the desk's list.
type Row struct {
	ID          string `json:"id"`
	Seq         int64  `json:"seq"`
	PublicSeq   int64  `json:"publicSeq"`
	Status      string `json:"status"`
	AssigneeID  string `json:"assigneeId"`
	RatingScore int    `json:"ratingScore"`
}

// Socket is one open connection.
type Socket struct {
	conn   *websocket.Conn
	frames chan Frame
	mu     sync.Mutex
}

// Hello is the first frame of a client.
type Hello struct {
	Op     string           `json:"op"`
	Token  string           `json:"token,omitempty"`
	Cursor string           `json:"cursor,omitempty"`
	Open   map[string]int64 `json:"open,omitempty"`
	Visit  bool             `json:"visit,omitempty"` // of a browser that tells of its visit
}

// dial opens a socket at another address than the client's when at is not empty (gateways in a process of their own).
func (c *Client) dial(path, at string) (*Socket, error) {
	if at == "" {
		at = c.base
	}
	header := http.Header{}
	if c.Cookie != "" {
		header.Set("Cookie", c.Cookie)
	}
	dialer := websocket.Dialer{HandshakeTimeout: patience}
	conn, res, err := dialer.Dial("ws"+strings.TrimPrefix(at, "http")+path, header)
	if res != nil {
		_ = res.Body.Close() // of a handshake: empty
	}
	if err != nil {
		return nil, err
	}
	s := &Socket{conn: conn, frames: make(chan Frame, 4096)}
	go s.read()
	return s, nil
}

func (s *Socket) read() {
	defer close(s.frames)
	for {
		var f Frame
		if err := s.conn.ReadJSON(&f); err != nil {
			return
		}
		s.frames <- f
	}
}

// Send writes a frame.
func (s *Socket) Send(frame any) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conn.WriteJSON(frame)
}

// Close drops the connection.
func (s *Socket) Close() { _ = s.conn.Close() } // a drop is meant

// Desk opens the socket of somebody of the company and waits for the welcome.
func (a *Person) Desk(t testing.TB, h Hello) (*Socket, Frame) {
	t.Helper()
	return connect(t, a.Client, "/ws/desk", h)
}

// Watching opens the socket on which somebody of the company looks on unseen, and waits for the welcome.
func (a *Person) Watching(t testing.TB, h Hello) (*Socket, Frame) {
	t.Helper()
	return connect(t, a.Client, "/ws/desk?watch=1", h)
}

// Widget opens the socket of a visitor and waits for the welcome.
func (v *Visitor) Widget(t testing.TB, h Hello) (*Socket, Frame) {
	t.Helper()
	h.Token = v.Bearer
	return connect(t, v.Client, "/ws/widget", h)
}

func connect(t testing.TB, c *Client, path string, h Hello) (*Socket, Frame) {
	t.Helper()
	s, err := c.dial(path, "")
	if err != nil {
		t.Fatalf("open %s: %v", path, err)
	}
	t.Cleanup(s.Close)
	h.Op = "hello"
	if err := s.Send(h); err != nil {
		t.Fatal(err)
	}
	return s, s.Await(t, "welcome", func(f Frame) bool { return f.Op == "welcome" })
}

// Await reads frames until one fits and drops the others.
func (s *Socket) Await(t testing.TB, what string, fits func(Frame) bool) Frame {
	t.Helper()
	var seen []string
	limit := time.After(patience)
	for {
		select {
		case f, open := <-s.frames:
			if !open {
				t.Fatalf("the connection ended while waiting for %s; it brought %v", what, seen)
			}
			if fits(f) {
				return f
			}
			seen = append(seen, f.Op)
		case <-limit:
			t.Fatalf("waited in vain for %s; there came %v", what, seen)
		}
	}
}

// Entry waits for an entry of a conversation with this body.
func (s *Socket) Entry(t testing.TB, conversation, body string) Frame {
	t.Helper()
	return s.Await(t, "the entry "+body, func(f Frame) bool {
		return f.Op == "entry" && f.Conversation == conversation && f.Entry.Body == body
	})
}

// Knock says hello and gives the good-bye that it gets, for who must not come in.
func (v *Visitor) Knock(t testing.TB) Frame {
	t.Helper()
	s, err := v.dial("/ws/widget", "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	if err := s.Send(Hello{Op: "hello", Token: v.Bearer}); err != nil {
		t.Fatal(err)
	}
	return s.Await(t, "bye", func(f Frame) bool { return f.Op == "bye" })
}

// Ended waits until the server has closed the connection.
func (s *Socket) Ended(t testing.TB) {
	t.Helper()
	limit := time.After(patience)
	for {
		select {
		case _, open := <-s.frames:
			if !open {
				return
			}
		case <-limit:
			t.Fatal("the connection is still open")
		}
	}
}
