package realtime

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// Close codes (RFC 6455) as the hub uses them.
const (
	CloseNormal  = websocket.CloseNormalClosure
	ClosePolicy  = websocket.ClosePolicyViolation
	CloseBroken  = websocket.CloseInternalServerErr
	CloseRestart = websocket.CloseServiceRestart
	CloseRetry   = websocket.CloseTryAgainLater
)

// Conn is one socket. Wait and Read are called by one goroutine at a time, Write by one at a time, Close by anybody, more
// than once.
type Conn interface {
	Wait()                                 // until there is something to read, or an error to be read
	Read() ([]byte, error)                 // the next text message
	Write(f *Frame, until time.Time) error // one frame
	Close(code int, reason string)         // says good-bye if it can, and disconnects
	Alive(fn func())                       // fn is called when the peer shows life between messages
	Protocol() string                      // that was agreed on
}

// Frame is a text message, made once for all who get it.
type Frame struct{ data []byte }

// NewFrame makes a frame; data must not be changed afterwards.
func NewFrame(data []byte) *Frame { return &Frame{data: data} }

// Bytes is the message.
func (f *Frame) Bytes() []byte { return f.data }

// socket is a Conn of gorilla/websocket.
type socket struct {
	ws *websocket.Conn
	br *bufio.Reader // what ws reads from; nil on the side of a client
}

// Wait looks below the protocol. Idle connections wait here and nowhere else: the calls below take half of the smallest
// stack, those of the protocol's own reading would take twice as much.
func (s *socket) Wait() {
	if s.br != nil {
		_, _ = s.br.Peek(1) // Read meets the error again
	}
}

// Read skips binary messages: the protocol has none.
func (s *socket) Read() ([]byte, error) {
	for {
		kind, data, err := s.ws.ReadMessage()
		if err != nil || kind == websocket.TextMessage {
			return data, err
		}
	}
}

// Write gives up at the deadline; after that the connection is of no use.
func (s *socket) Write(f *Frame, until time.Time) error {
	if err := s.ws.SetWriteDeadline(until); err != nil {
		return err
	}
	return s.ws.WriteMessage(websocket.TextMessage, f.data)
}

// goodBye is how long a peer may take to hear that the connection ends.
const goodBye = time.Second

// Close sends the close frame and does not wait for the answer, only for it to arrive.
func (s *socket) Close(code int, reason string) {
	msg := websocket.FormatCloseMessage(code, reason)
	err := s.ws.WriteControl(websocket.CloseMessage, msg, time.Now().Add(goodBye)) // a broken connection gets none
	if s.br != nil && (err == nil || errors.Is(err, websocket.ErrCloseSent)) {
		s.linger()
	}
	_ = s.ws.Close()
}

// linger reads what the peer has sent meanwhile. Else the system would answer it with a reset, and that overtakes what was
// said before.
func (s *socket) linger() {
	conn := s.ws.NetConn()
	if half, ok := conn.(interface{ CloseWrite() error }); !ok || half.CloseWrite() != nil {
		return
	}
	if err := conn.SetReadDeadline(time.Now().Add(goodBye)); err == nil {
		_, _ = io.Copy(io.Discard, conn) // to its end or until the deadline
	}
}

// Alive hears pings and pongs.
func (s *socket) Alive(fn func()) {
	s.ws.SetPongHandler(func(string) error { fn(); return nil })
	s.ws.SetPingHandler(func(text string) error {
		fn()
		err := s.ws.WriteControl(websocket.PongMessage, []byte(text), time.Now().Add(time.Second))
		if errors.Is(err, websocket.ErrCloseSent) {
			return nil
		}
		return err
	})
}

// Protocol is the agreed subprotocol.
func (s *socket) Protocol() string { return s.ws.Subprotocol() }

// readBuffer is for the smallest buffer that the upgrader takes over; longer messages pass it by.
const readBuffer = 272

// upgrader makes sockets that read from lean's buffer and share those to write from.
func upgrader(protocols []string) *websocket.Upgrader {
	return &websocket.Upgrader{
		HandshakeTimeout: 10 * time.Second,
		WriteBufferSize:  1024,
		WriteBufferPool:  &sync.Pool{},
		Subprotocols:     protocols,
		CheckOrigin:      func(*http.Request) bool { return true },                // Hub.Accept has asked
		Error:            func(http.ResponseWriter, *http.Request, int, error) {}, // Hub.Accept's caller answers
	}
}

// lean gives the upgrader a small buffer of ours instead of the HTTP server's.
type lean struct {
	http.ResponseWriter
	br *bufio.Reader
}

// Hijack takes the connection over.
func (l *lean) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := http.NewResponseController(l.ResponseWriter).Hijack()
	if err != nil || rw.Reader.Buffered() > 0 {
		return conn, rw, err // the upgrader refuses who speaks too early
	}
	l.br = bufio.NewReaderSize(conn, readBuffer)
	return conn, bufio.NewReadWriter(l.br, rw.Writer), nil
}
