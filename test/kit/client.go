package kit

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// Client calls operations as one person, one token or one visitor; the zero credentials are nobody.
type Client struct {
	base   string
	web    *http.Client
	Cookie string // name=value of a session
	CSRF   string
	Bearer string      // personal access token or visitor token
	Header http.Header // added to every request
}

// Client makes one without credentials.
func (p *Program) Client() *Client {
	return &Client{base: p.URL, web: &http.Client{Timeout: patience}, Header: http.Header{}}
}

// With is a copy that adds a header.
func (c *Client) With(name, value string) *Client {
	copied := *c
	copied.Header = c.Header.Clone()
	copied.Header.Set(name, value)
	return &copied
}

// Reply is what came back.
type Reply struct {
	Op     string
	Status int
	Header http.Header
	Body   []byte
}

// Problem is the body of an error reply.
type Problem struct {
	Code   string         `json:"code"`
	Detail string         `json:"detail"`
	Args   map[string]any `json:"args"`
	Errors []struct {
		Field string `json:"field"`
		Code  string `json:"code"`
	} `json:"errors"`
}

// Try sends a request below /api/v1; the body is JSON unless it is bytes. Its error is one of the connection.
func (c *Client) Try(ctx context.Context, method, path string, body any) (Reply, error) {
	var content []byte
	switch b := body.(type) {
	case nil:
	case []byte:
		content = b
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			return Reply{}, err
		}
		content = raw
	}
	if path != "/readyz" && path != "/healthz" && path != "/metrics" && !strings.HasPrefix(path, "/api/") && !strings.HasPrefix(path, "/ws/") {
		path = "/api/v1" + path
	}
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(content))
	if err != nil {
		return Reply{}, err
	}
	if _, raw := body.([]byte); !raw && body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if c.Cookie != "" {
		req.Header.Set("Cookie", c.Cookie)
		req.Header.Set("X-Frontdesk-CSRF", c.CSRF)
	}
	if c.Bearer != "" {
		req.Header.Set("Authorization", "Bearer "+c.Bearer)
	}
	for name, values := range c.Header {
		req.Header[name] = values
	}
	res, err := c.web.Do(req)
	if err != nil {
		return Reply{}, err
	}
	raw, err := io.ReadAll(res.Body)
	return Reply{Op: method + " " + path, Status: res.StatusCode, Header: res.Header, Body: raw}, errors.Join(err, res.Body.Close())
}

// Call is Try for a program that runs.
func (c *Client) Call(t testing.TB, method, path string, body any) Reply {
	t.Helper()
	r, err := c.Try(t.Context(), method, path, body)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	return r
}

// Get reads an operation's reply; it must succeed.
func Get[T any](t testing.TB, c *Client, path string) T {
	t.Helper()
	return As[T](t, c.Call(t, http.MethodGet, path, nil))
}

// Do calls an operation that must succeed.
func Do[T any](t testing.TB, c *Client, method, path string, body any) T {
	t.Helper()
	return As[T](t, c.Call(t, method, path, body))
}

// OK calls an operation that must succeed and whose reply does not matter.
func (c *Client) OK(t testing.TB, method, path string, body any) {
	t.Helper()
	c.Call(t, method, path, body).OK(t)
}

// OK fails unless the request succeeded.
func (r Reply) OK(t testing.TB) {
	t.Helper()
	if r.Status < 200 || r.Status > 299 {
		t.Fatalf("%s: status %d: %s", r.Op, r.Status, r.Body)
	}
}

// As reads the body of a reply that must be a success.
func As[T any](t testing.TB, r Reply) T {
	t.Helper()
	r.OK(t)
	var v T
	if err := json.Unmarshal(r.Body, &v); err != nil {
		t.Fatalf("%s: %v: %s", r.Op, err, r.Body)
	}
	return v
}

// Refused fails unless the reply is a problem with this status and code.
func (r Reply) Refused(t testing.TB, status int, code string) Problem {
	t.Helper()
	var p Problem
	if err := json.Unmarshal(r.Body, &p); err != nil || r.Status != status || p.Code != code {
		t.Fatalf("%s: got %d %s, want %d %s: %.400s", r.Op, r.Status, p.Code, status, code, r.Body)
	}
	return p
}

// Eventually asks until an answer satisfies; consumers work a moment after the commit.
func Eventually[T any](t testing.TB, c *Client, path string, what string, good func(T) bool) T {
	t.Helper()
	deadline := time.Now().Add(patience)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for ; ; <-tick.C {
		r := c.Call(t, http.MethodGet, path, nil)
		if v := As[T](t, r); good(v) {
			return v
		}
		if time.Now().After(deadline) {
			t.Fatalf("still not so: %s: %s", what, r.Body)
		}
	}
}

// List is the shape of every list.
type List[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next"`
}

// Path fills in a path: Path("/conversations/%s/notes", id).
func Path(format string, args ...any) string { return fmt.Sprintf(format, args...) }

// As is a client with the credentials of another one, for a program that was started anew at another address.
func (p *Program) As(c *Client) *Client {
	moved := *c
	moved.base = p.URL
	return &moved
}
