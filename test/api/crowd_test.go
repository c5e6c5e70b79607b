package api

import (
	"net/http"
	"testing"

	"frontdesk/test/kit"
)

// TestCrowd: one address cannot fill the inbox by being ever new visitors, and does not spoil it for others.
func TestCrowd(t *testing.T) {
	t.Parallel()
	s := open(t, kit.Options{Set: []string{"limits.visitor_writes=1"}})
	say := func(address string) kit.Reply {
		return s.Visitor(t, s.channel.WidgetKey).With("X-Forwarded-For", address).Call(t, http.MethodPost, "/widget/messages", kit.Message("", "buy now"))
	}
	for range 10 {
		say("203.0.113.9").OK(t)
	}
	r := say("203.0.113.9")
	r.Refused(t, http.StatusTooManyRequests, "too_many")
	if r.Header.Get("Retry-After") == "" {
		t.Error("the reply does not say when to come back")
	}
	say("203.0.113.10").OK(t)
}
