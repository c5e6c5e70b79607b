package obs

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/check"
)

func TestRecordsSayWhoActs(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	ctx := WithRequest(actor.With(t.Context(), actor.Actor{Tenant: "wsp_1", Kind: actor.User, ID: "usr_1"}), "req_1")
	NewLogger(&out, "info", "json").With("part", "x").InfoContext(ctx, "done", "n", 3)
	var got map[string]any
	check.NoError(t, json.Unmarshal(out.Bytes(), &got))
	delete(got, "time")
	check.Equal(t, got, map[string]any{"level": "INFO", "msg": "done", "part": "x", "n": 3.0, "tenant": "wsp_1", "actor_kind": "user", "actor": "usr_1", "request": "req_1"})
	out.Reset()
	NewLogger(&out, "warn", "json").InfoContext(ctx, "hidden")
	check.Equal(t, out.String(), "")
	NewLogger(&out, "nonsense", "text").InfoContext(context.Background(), "shown")
	if !strings.Contains(out.String(), "msg=shown") || strings.Contains(out.String(), "tenant") {
		t.Fatalf("unexpected %q", out.String())
	}
}

func TestSecretsStayOutOfTheLog(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	log := NewLogger(&out, "debug", "json")
	log.With("password", "hunter2").Info("a",
		"session_token", "hunter2", "Authorization", "Bearer hunter2", "set-cookie", "x=hunter2", "customer_email", "hunter2@example.com", "api_key", "hunter2", //nolint:sloglint // keys as headers spell them
		slog.Group("request", "csrf", "hunter2"), "dsn", "postgres://u:hunter2@h/db",
		"detail", "dial postgres://u:hunter2@h/db failed", "error", fmt.Errorf("nats://u:hunter2@h: %w", errors.New("x")),
		"hook", &url.Error{Op: "Post", URL: "https://h/?key=hunter2", Err: errors.New("refused")}, "body", "hunter2")
	if strings.Contains(out.String(), "hunter2") {
		t.Fatalf("shows a secret: %s", out.String())
	}
	out.Reset()
	log.Info("b", "token_id", "tok_1", "module", "http", "monkey", "m", "url", "https://example.com/a?b", "mailing", "x")
	if strings.Contains(out.String(), Redacted) {
		t.Fatalf("hides too much: %s", out.String())
	}
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	m := NewMetrics(Build("1.2.3"))
	m.Counter("messages_total", "Messages.", "kind").Inc("note")
	m.Counter("messages_total", "Messages.", "kind").Add(2, "note")
	m.Gauge("sockets", "Sockets.").Set(4)
	m.Gauge("sockets", "Sockets.").Add(1)
	m.Histogram("write_seconds", "Writes.", Seconds).Observe(0.002)
	m.Watch("queue", "Queue.", func() float64 { return 7 })
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", "/metrics", nil))
	for _, line := range []string{`frontdesk_messages_total{kind="note"} 3`, "frontdesk_sockets 5", "frontdesk_queue 7", `frontdesk_write_seconds_bucket{le="0.0025"} 1`, `version="1.2.3"} 1`, "go_goroutines "} {
		if !strings.Contains(w.Body.String(), line) {
			t.Errorf("misses %q", line)
		}
	}
}

func TestMemoryAndBuild(t *testing.T) {
	t.Parallel()
	m, err := parseStatus("Name:\tx\nVmHWM:\t  2048 kB\nVmRSS:\t  1024 kB\n")
	check.NoError(t, err)
	check.Equal(t, m, Memory{Resident: 1 << 20, Peak: 2 << 20})
	for _, bad := range []string{"", "VmRSS: many kB\n", "Name: x"} {
		_, err = parseStatus(bad)
		check.Fault(t, err, ErrMemory)
	}
	if b := Build(""); b.Version == "" || b.Go == "" {
		t.Fatalf("unexpected %+v", b)
	}
}
