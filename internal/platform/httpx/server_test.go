package httpx_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"frontdesk/internal/check"
	"frontdesk/internal/platform/httpx"
)

func get(t *testing.T, url string) (*http.Response, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	check.NoError(t, err)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	return client.Do(req)
}

func TestServerFinishesRunningRequests(t *testing.T) {
	t.Parallel()
	started, release := make(chan struct{}), make(chan struct{})
	s := httpx.NewServer("127.0.0.1:0", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(started)
		<-release
		_, _ = io.WriteString(w, "done")
	}), slog.New(slog.DiscardHandler))
	check.NoError(t, s.Start(t.Context()))
	answer := make(chan string, 1)
	go func() {
		resp, err := get(t, "http://"+s.Addr())
		if err != nil {
			answer <- err.Error()
			return
		}
		defer func() { _ = resp.Body.Close() }()
		b, _ := io.ReadAll(resp.Body)
		answer <- string(b)
	}()
	<-started
	stopped := make(chan error, 1)
	go func() { stopped <- s.Stop(context.Background()) }()
	check.Eventually(t, "draining", s.Draining)
	close(release)
	check.Equal(t, <-answer, "done")
	check.NoError(t, <-stopped)
	_, err := get(t, "http://"+s.Addr()) //nolint:bodyclose // there is none
	check.Equal(t, err != nil, true)
}

func TestServerCutsWhatDoesNotEnd(t *testing.T) {
	t.Parallel()
	started := make(chan struct{})
	s := httpx.NewServer("127.0.0.1:0", http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(started)
		<-r.Context().Done()
	}), slog.New(slog.DiscardHandler))
	check.NoError(t, s.Start(t.Context()))
	go func() { _, _ = get(t, "http://"+s.Addr()) }() //nolint:bodyclose // there is none
	<-started
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	check.Equal(t, s.Stop(ctx) != nil, true)
}

func TestPortInUse(t *testing.T) {
	t.Parallel()
	log := slog.New(slog.DiscardHandler)
	first := httpx.NewServer("127.0.0.1:0", http.NotFoundHandler(), log)
	check.NoError(t, first.Start(t.Context()))
	defer func() { _ = first.Stop(context.Background()) }()
	check.Equal(t, httpx.NewServer(first.Addr(), http.NotFoundHandler(), log).Start(t.Context()) != nil, true)
}
