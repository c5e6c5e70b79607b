package httpx

import (
	"bufio"
	"net"
	"net/http"
)

// tracked remembers what was answered. Sockets hijack it; streams flush it by http.ResponseController.
type tracked struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (t *tracked) code() int {
	if t.status == 0 {
		return http.StatusOK
	}
	return t.status
}

// WriteHeader notes the status; a second one is ignored instead of logged by net/http.
func (t *tracked) WriteHeader(status int) {
	if t.status >= http.StatusOK || t.status == http.StatusSwitchingProtocols {
		return
	}
	t.status = status
	t.ResponseWriter.WriteHeader(status)
}

// Write counts.
func (t *tracked) Write(b []byte) (int, error) {
	if t.status == 0 {
		t.status = http.StatusOK
	}
	n, err := t.ResponseWriter.Write(b)
	t.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController find the real writer.
func (t *tracked) Unwrap() http.ResponseWriter { return t.ResponseWriter }

// Hijack hands the connection to a socket.
func (t *tracked) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	t.status = http.StatusSwitchingProtocols
	return http.NewResponseController(t.ResponseWriter).Hijack()
}
