package realtime_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gorilla/websocket"

	"frontdesk/internal/check"
	"frontdesk/internal/platform/realtime"
)

// TestOverTLS: waiting below the protocol and the last words work on an encrypted connection as well.
func TestOverTLS(t *testing.T) {
	t.Parallel()
	hub := realtime.NewHub(realtime.Options{Bye: bye})
	srv := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, err := hub.Accept(w, r, newProtocol(hub))
		check.NoError(t, err)
	}))
	defer srv.Close()
	trust, ok := srv.Client().Transport.(*http.Transport)
	check.Equal(t, ok, true)
	dialer := websocket.Dialer{TLSClientConfig: trust.TLSClientConfig}
	c, resp, err := dialer.DialContext(t.Context(), "ws"+strings.TrimPrefix(srv.URL, "http"), nil)
	check.NoError(t, err)
	defer func() { _ = resp.Body.Close() }()
	for _, text := range []string{"one", "two", strings.Repeat("x", 10_000)} {
		say(t, c, text)
	}
	check.Equal(t, []string{hear(t, c), hear(t, c), hear(t, c)}, []string{"one", "two", strings.Repeat("x", 10_000)})
	for range 100 { // some of it is not read any more
		say(t, c, "flood")
	}
	check.Equal(t, closeCode(t, c), realtime.ClosePolicy)
	check.NoError(t, hub.Drain(t.Context(), 0))
}
