package conversation

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
)

// Summary is what the person who ends a conversation says of it. Closing keeps it.
type Summary struct {
	CategoryID string
	Outcome    string
	Remark     string
	Version    int64 // of the summary that was read; 0 when there was none
}

// Summarised is what a summary changed, in the words of an activity.
type Summarised struct {
	Changed                  bool
	FromCategory, ToCategory string
	Outcome                  string
}

// Closing keeps what is said of a conversation when it ends, and knows who must say it. It works inside the running unit.
type Closing interface {
	// Summarise keeps the summary of a resolution. The same one again changes nothing.
	Summarise(ctx context.Context, c Conversation, resolution int, s Summary) (Summarised, error)
	// MayResolve refuses when the conversation's team asks for a summary of the coming resolution and there is none.
	MayResolve(ctx context.Context, c Conversation) error
}

// Resolution is the number of the resolution that a summary is about now: the last one of a resolved conversation, the
// coming one of any other.
func (c Conversation) Resolution() int {
	if c.Status == Resolved {
		return c.Resolutions
	}
	return c.Resolutions + 1
}

// Summarise tells that somebody said, or said anew, what the conversation was about. Customers do not see it.
func (t *Turn) Summarise(s Summarised) {
	h := Happening{Type: WasSummarised, From: s.FromCategory, To: s.ToCategory, Outcome: s.Outcome}
	t.changed(EventSummarised, t.add(Entry{Kind: Activity, Activity: &h}, false))
}

// Resolve ends the conversation; a summary, when there is one, is kept in the same unit of work.
func (s *Service) Resolve(ctx context.Context, id, clientID string, summary *Summary) (Result, error) {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return Result{}, err
	}
	var c fault.Checker
	c.Text("clientId", clientID, 0, maxClientID)
	if err := c.Err(); err != nil {
		return Result{}, err
	}
	res, err := s.turn(ctx, id, PermManage, func(ctx context.Context, t *Turn) error {
		if summary != nil {
			if err := s.summarise(ctx, t, t.Row.Resolution(), *summary); err != nil {
				return err
			}
		}
		if t.Row.Status != Resolved {
			if err := s.closing.MayResolve(ctx, t.Row); err != nil {
				return err
			}
		}
		t.Resolve(clientID)
		return nil
	})
	return s.orFirst(ctx, res, err, id, authorOf(a, "").id, clientID)
}

// Summarise keeps the summary of a resolution: the coming one while the conversation goes on, and any earlier one.
// resolution 0 is the one that Conversation.Resolution names.
func (s *Service) Summarise(ctx context.Context, id string, resolution int, summary Summary) (Result, error) {
	return s.turn(ctx, id, PermManage, func(ctx context.Context, t *Turn) error {
		if resolution == 0 {
			resolution = t.Row.Resolution()
		}
		if resolution < 1 || resolution > t.Row.Resolution() {
			return ErrNoResolution.New()
		}
		return s.summarise(ctx, t, resolution, summary)
	})
}

func (s *Service) summarise(ctx context.Context, t *Turn, resolution int, summary Summary) error {
	done, err := s.closing.Summarise(ctx, t.Row, resolution, summary)
	if err == nil && done.Changed {
		t.Summarise(done)
	}
	return err
}
