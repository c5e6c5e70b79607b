package notify

import (
	"context"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
)

// QueueNews is what a notice says of a queue, in the words of the moment: the queue may be gone when it is read. It has passed
// the thresholds in Signs, or was deleted, and its work moved, got work by rules that failed, or gave it out without
// its own score, which failed.
type QueueNews struct {
	ID    string      `json:"id"`
	Name  string      `json:"name"`
	Signs []QueueSign `json:"signs,omitempty" doc:"The thresholds that it has passed."`
	Moved int         `json:"moved,omitempty" doc:"Of a deleted queue: how many conversations went to another one."`
	To    string      `json:"to,omitempty" doc:"Of a deleted queue: the name of that other one."`
	Rules []string    `json:"rules,omitempty" doc:"Names of rules that could not be worked out; the conversation came here without them."`
	Score bool        `json:"score,omitempty" doc:"The own score of the queue could not be worked out; the least loaded got the conversation."`
}

// QueueSign is a threshold that a queue has passed.
type QueueSign struct {
	Of    string  `json:"of" enum:"waiting,longest,share" doc:"How many wait, the longest wait in seconds, or the service level of the day (0 to 1)."`
	Now   float64 `json:"now"`
	Limit float64 `json:"limit"`
}

// TellOfQueue tells these people of a queue, in the running unit. Whoever was told of something as late as this is told nothing:
// the same news counts once.
func (s *Service) TellOfQueue(ctx context.Context, to []string, news QueueNews, at time.Time) error {
	a, err := actor.Of(ctx)
	if err != nil {
		return err
	}
	if a.Kind != actor.System && a.Kind != actor.Job {
		return fault.ErrDenied.New()
	}
	for _, user := range to {
		n := Notice{UserID: user, Kind: Queue, ConversationID: news.ID, Seq: at.UnixMicro(), By: a.Ref(), CreatedAt: at, Queue: &news}
		if err := s.add(ctx, event.Event{Tenant: a.Tenant, Actor: a.Ref()}, n); err != nil {
			return err
		}
	}
	return nil
}
