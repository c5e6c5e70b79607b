package routing

import (
	"context"
	"time"

	"frontdesk/internal/base/actor"
)

// Outside is the state of work that another system has.
const Outside State = "outside"

// EventHandedOver tells one webhook, which it names, that a conversation is its now.
const EventHandedOver = "routing.handed_over"

// Abroad is which other system has work, and since when.
type Abroad struct {
	Webhook string    `json:"webhook"`
	Name    string    `json:"name"` // then
	At      time.Time `json:"at"`
}

// HandedOver is the data of EventHandedOver. With a token the other system reads and answers the conversation, resolves it, or gives it
// back.
type HandedOver struct {
	WebhookID     string `json:"webhookId"`
	Number        int64  `json:"number"`
	CustomerID    string `json:"customerId"`
	QueueID       string `json:"queueId"`
	WaitedSeconds int    `json:"waitedSeconds"`
	Transcript    string `json:"transcript"` // path of the operation that reads the entries
	Return        string `json:"return"`     // path of the operation that gives it back
	Plan          int64  `json:"plan"`
}

// Centre is another system to which conversations can be handed over.
type Centre struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	On   bool   `json:"on" doc:"Switched off ones take nothing."`
}

// Centres are the systems to which conversations can be handed over, by name.
func (s *Service) Centres(ctx context.Context) ([]Centre, error) {
	if _, err := actor.Require(ctx, PermRead); err != nil {
		return nil, err
	}
	return s.d.Directory.Centres(ctx)
}
