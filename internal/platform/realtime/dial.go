package realtime

import (
	"context"
	"net"
	"net/http"
	"time"

	"github.com/gorilla/websocket"
)

// Dial connects as a client: to measure a hub. dial opens the connection below, from an address of the caller's choice.
func Dial(ctx context.Context, url string, h http.Header, dial func(ctx context.Context, network, addr string) (net.Conn, error)) (Conn, error) {
	const patience = 30 * time.Second
	d := websocket.Dialer{NetDialContext: dial, HandshakeTimeout: patience, ReadBufferSize: 1024, WriteBufferSize: 512}
	ws, res, err := d.DialContext(ctx, url, h)
	if err != nil {
		return nil, err
	}
	return &socket{ws: ws}, res.Body.Close()
}
