package channel

import (
	"time"

	"frontdesk/internal/base/actor"
)

// Permissions this domain checks.
const (
	PermRead   actor.Permission = "channel.read"
	PermManage actor.Permission = "channel.manage"
)

// Kind of a channel.
type Kind string

// Webchat is the widget on a company's own site.
const Webchat Kind = "webchat"

// Channel is one way to reach the company.
type Channel struct {
	ID        string    `json:"id"`
	Kind      Kind      `json:"kind" enum:"webchat"`
	Name      string    `json:"name"`
	Enabled   bool      `json:"enabled"`
	WidgetKey string    `json:"widgetKey" doc:"Public key for the script tag; no secret."`
	Settings  Settings  `json:"settings"`
	CreatedAt time.Time `json:"createdAt"`
	Version   int64     `json:"version"`
}

// Secrets of a channel, sealed. Previous is still accepted until PreviousUntil.
type Secrets struct {
	Current, Previous        string
	RotatedAt, PreviousUntil time.Time
}

// previousFor is how long a replaced secret keeps working: a site with caches and several servers needs some time.
const previousFor = 7 * 24 * time.Hour

// rotate makes sealed the current secret.
func (s Secrets) rotate(sealed string, now time.Time) Secrets {
	next := Secrets{Current: sealed, RotatedAt: now}
	if s.Current != "" {
		next.Previous, next.PreviousUntil = s.Current, now.Add(previousFor)
	}
	return next
}

// active are the sealed secrets that count now.
func (s Secrets) active(now time.Time) []string {
	var out []string
	if s.Current != "" {
		out = append(out, s.Current)
	}
	if s.Previous != "" && now.Before(s.PreviousUntil) {
		out = append(out, s.Previous)
	}
	return out
}
