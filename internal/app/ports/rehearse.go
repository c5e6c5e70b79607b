package ports

import (
	"context"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/insight"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/usecase/rehearse"
)

// Drafts is rehearse.Plans.
type Drafts struct {
	*routing.Service
	Plans routing.Plans
}

// Draft is the stored draft.
func (d Drafts) Draft(ctx context.Context) (routing.Draft, error) { return d.Plans.Draft(ctx) }

// Came is rehearse.Days: the parts of the daily report that count who came.
type Came struct{ Figures insight.Figures }

// Came calls with pages of those that came in the period, or a day before or after it: where days end depends on the zone.
func (c Came) Came(ctx context.Context, from, to time.Time, each func([]rehearse.Came) (bool, error)) error {
	day := func(t time.Time) insight.Day { return insight.Day(t.Format(time.DateOnly)) }
	f := insight.Filter{From: day(from.AddDate(0, 0, -1)), To: day(to.AddDate(0, 0, 1)), Scope: actor.Scope{Level: actor.All}}
	for r := (page.Request{Limit: page.MaxLimit}); ; {
		parts, err := c.Figures.Parts(ctx, f, insight.Received, r)
		if err != nil {
			return err
		}
		out := make([]rehearse.Came, 0, len(parts.Items))
		for _, p := range parts.Items {
			out = append(out, rehearse.Came{Conversation: p.Conversation, Agent: p.Agent})
		}
		more, err := each(out)
		if r.Cursor = parts.Next; err != nil || !more || r.Cursor == "" {
			return err
		}
	}
}

// PastFacts is rehearse.Facts.
type PastFacts struct{ RoutingFacts }

// AsOf are the facts of a conversation at the hour when it came; the rest is as it is now.
func (f PastFacts) AsOf(ctx context.Context, c conversation.Conversation) (routing.Facts, error) {
	f.Clock = clock.Fixed(c.CreatedAt)
	return f.Of(ctx, c)
}
