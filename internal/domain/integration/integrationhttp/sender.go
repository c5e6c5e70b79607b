// Package integrationhttp offers webhooks as operations, and sends their requests through the guard of the house.
package integrationhttp

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"time"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/integration"
	"frontdesk/internal/platform/egress"
)

// How long a receiver may take, and how much of its answer is read.
const (
	sendTimeout = 15 * time.Second
	readLimit   = 16 << 10
)

// Sender implements integration.Sender.
type Sender struct {
	guard  *egress.Guard
	client *http.Client
}

// NewSender makes it. Redirects are not followed: a receiver that moves has to be entered anew.
func NewSender(guard *egress.Guard) *Sender {
	return &Sender{guard: guard, client: guard.Client(egress.Limits{Timeout: sendTimeout, Response: readLimit, Redirects: -1})}
}

// Check implements integration.Sender.
func (s *Sender) Check(url string) error { return s.guard.CheckURL(url) }

// Send implements integration.Sender.
func (s *Sender) Send(ctx context.Context, r integration.Request) (integration.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, r.URL, bytes.NewReader(r.Body))
	if err != nil {
		return integration.Response{}, errNoAnswer.Wrap(err)
	}
	for k, v := range r.Header {
		req.Header.Set(k, v)
	}
	req.Header.Set("User-Agent", "Frontdesk-Webhooks/1")
	resp, err := s.client.Do(req)
	if err != nil {
		var f *fault.Fault
		if errors.As(err, &f) {
			return integration.Response{}, f
		}
		return integration.Response{}, errNoAnswer.Wrap(err)
	}
	defer resp.Body.Close()                                     //nolint:errcheck // read only
	body, _ := io.ReadAll(io.LimitReader(resp.Body, readLimit)) // a broken body does not change what the status said
	return integration.Response{Status: resp.StatusCode, Body: string(body)}, nil
}
