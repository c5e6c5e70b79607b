package realtime

import (
	"errors"
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

// Conn is one socket. Read is called by one goroutine, Write by one at a time, Close by anybody, more than once.
type Conn interface {
	Read() ([]byte, error)                 // the next text message
	Write(f *Frame, until time.Time) error // one frame
	Close(code int, reason string)         // says good-bye if it can, and disconnects
	Alive(fn func())                       // fn is called when the peer shows life between messages
	Protocol() string                      // that was agreed on
}

// Frame is a text message, encoded once for all who get it.
type Frame struct {
	data     []byte
	prepared *websocket.PreparedMessage
}

// NewFrame makes a frame; data must not be changed afterwards.
func NewFrame(data []byte) *Frame {
	p, err := websocket.NewPreparedMessage(websocket.TextMessage, data)
	if err != nil {
		p = nil // only control messages are refused
	}
	return &Frame{data: data, prepared: p}
}

// Bytes is the message.
func (f *Frame) Bytes() []byte { return f.data }

// socket is a Conn of gorilla/websocket.
type socket struct{ ws *websocket.Conn }

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
	if f.prepared == nil {
		return s.ws.WriteMessage(websocket.TextMessage, f.data)
	}
	return s.ws.WritePreparedMessage(f.prepared)
}

// Close sends the close frame without waiting for the answer.
func (s *socket) Close(code int, reason string) {
	msg := websocket.FormatCloseMessage(code, reason)
	_ = s.ws.WriteControl(websocket.CloseMessage, msg, time.Now().Add(time.Second)) // a broken connection gets none
	_ = s.ws.Close()
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

// upgrader makes sockets with small buffers: 512 bytes to read into, and shared ones to write from.
func upgrader(protocols []string) *websocket.Upgrader {
	return &websocket.Upgrader{
		HandshakeTimeout: 10 * time.Second,
		ReadBufferSize:   512,
		WriteBufferSize:  1024,
		WriteBufferPool:  &sync.Pool{},
		Subprotocols:     protocols,
		CheckOrigin:      func(*http.Request) bool { return true },                // Hub.Accept has asked
		Error:            func(http.ResponseWriter, *http.Request, int, error) {}, // Hub.Accept's caller answers
	}
}
