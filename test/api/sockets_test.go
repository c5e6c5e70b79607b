package api

import (
	"net/http"
	"testing"

	"frontdesk/internal/check"
	"frontdesk/test/kit"
)

// TestNewSocketsOfOneAddress: an address opens only so many sockets a minute, through both doors together. The refusal says
// when to come back; other addresses and the sockets that are open notice nothing.
func TestNewSocketsOfOneAddress(t *testing.T) {
	t.Parallel()
	s := open(t, kit.Options{Set: []string{"limits.socket_opens=2"}})
	visitor := s.Visitor(t, s.channel.WidgetKey)
	widget, _ := visitor.Widget(t, kit.Hello{})
	desk, _ := s.lin.Desk(t, kit.Hello{})
	for _, path := range []string{"/ws/widget", "/ws/desk"} {
		r := s.Client().Call(t, http.MethodGet, path, nil)
		r.Refused(t, http.StatusTooManyRequests, "too_many")
		check.Equal(t, r.Header.Get("Retry-After") != "", true)
		other := s.Client().With("X-Forwarded-For", "198.51.100.7").Call(t, http.MethodGet, path, nil)
		other.Refused(t, http.StatusBadRequest, "socket.handshake") // it only came without a handshake
	}
	for _, socket := range []*kit.Socket{widget, desk} {
		check.NoError(t, socket.Send(map[string]string{"op": "ping"}))
		socket.Await(t, "an answer", func(f kit.Frame) bool { return f.Op == "pong" })
	}
}
