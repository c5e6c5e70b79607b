// Package realtimetest is the client's end of a socket, for tests of protocols above a hub.
package realtimetest

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// patience is how long a test waits for a frame.
const patience = 10 * time.Second

// Peer is a client's end.
type Peer struct {
	t  testing.TB
	ws *websocket.Conn
}

// Dial connects. When the server refuses, the headers of its answer are given instead of a peer. The connection ends with
// the test.
func Dial(t testing.TB, url string, h http.Header) (*Peer, http.Header) {
	t.Helper()
	ws, resp, err := websocket.DefaultDialer.DialContext(t.Context(), url, h)
	if err != nil {
		if resp == nil {
			t.Fatal(err)
		}
		defer func() { _ = resp.Body.Close() }()
		return nil, resp.Header
	}
	t.Cleanup(func() { _ = ws.Close() })
	return &Peer{t, ws}, nil
}

// Say sends a text frame. On a connection that the server closed meanwhile it does nothing: the close code tells.
func (p *Peer) Say(text string) { _ = p.ws.WriteMessage(websocket.TextMessage, []byte(text)) }

// Hear is the next frame.
func (p *Peer) Hear() []byte {
	p.t.Helper()
	data, err := p.read()
	if err != nil {
		p.t.Fatalf("no frame: %v", err)
	}
	return data
}

// Closed skips what is left and gives the code that the server closes with.
func (p *Peer) Closed() int {
	p.t.Helper()
	for {
		_, err := p.read()
		var closed *websocket.CloseError
		if errors.As(err, &closed) {
			return closed.Code
		}
		if err != nil {
			p.t.Fatalf("not closed by the server: %v", err)
		}
	}
}

// Leave cuts the connection.
func (p *Peer) Leave() { _ = p.ws.Close() }

func (p *Peer) read() ([]byte, error) {
	if err := p.ws.SetReadDeadline(time.Now().Add(patience)); err != nil {
		return nil, err
	}
	_, data, err := p.ws.ReadMessage()
	return data, err
}
