package ports

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"time"

	"frontdesk/internal/domain/integration"
	"frontdesk/internal/platform/egress"
)

// Sender is integration.Sender: requests to addresses that people entered, through the guard.
type Sender struct {
	guard  *egress.Guard
	client *http.Client
}

// Limits of one delivery.
const (
	sendWithin   = 10 * time.Second
	keepResponse = 4 << 10
)

// NewSender makes it.
func NewSender(g *egress.Guard) Sender {
	return Sender{guard: g, client: g.Client(egress.Limits{Timeout: sendWithin, Response: keepResponse, Redirects: -1})}
}

// Check refuses an address that must not be reached.
func (s Sender) Check(url string) error { return s.guard.CheckURL(url) }

// Send posts and reads the beginning of the answer.
func (s Sender) Send(ctx context.Context, r integration.Request) (integration.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, r.URL, bytes.NewReader(r.Body))
	if err != nil {
		return integration.Response{}, err
	}
	for k, v := range r.Header {
		req.Header.Set(k, v)
	}
	res, err := s.client.Do(req)
	if err != nil {
		return integration.Response{}, err
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil && len(body) == 0 {
		return integration.Response{Status: res.StatusCode}, nil //nolint:nilerr // the status has arrived and decides
	}
	return integration.Response{Status: res.StatusCode, Body: string(body)}, nil
}
