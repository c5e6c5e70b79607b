package conversation

import (
	"context"
	"slices"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/unit"
)

// MaxExport is how many entries of a conversation are exported at most; of a longer one the newest.
const MaxExport = 5000

// Export is a conversation to be kept outside: as a text, or on paper.
type Export struct {
	Conversation Conversation `json:"conversation"`
	Entries      []Entry      `json:"entries" doc:"Oldest first; at most 5,000, the newest."`
	Cut          bool         `json:"cut" doc:"Older entries were left out."`
	ExportedAt   time.Time    `json:"exportedAt"`
}

// Exported is the data of exported: how much left the house, and whether notes were among it.
type Exported struct {
	Entries int  `json:"entries"`
	Notes   bool `json:"notes"`
}

// Export gives a conversation out and notes that it did: with everything, or only what its customer has seen.
func (s *Service) Export(ctx context.Context, id string, notes bool) (Export, error) {
	a, err := actor.Require(ctx, PermExport)
	if err != nil {
		return Export{}, err
	}
	c, err := s.Get(ctx, id)
	if err != nil {
		return Export{}, err
	}
	list, err := s.entries.Page(ctx, id, Range{Limit: MaxExport})
	if err != nil {
		return Export{}, err
	}
	out := Export{Conversation: c, ExportedAt: s.clock.Now(), Cut: len(list) > 0 && list[0].Seq > 1}
	out.Entries = slices.DeleteFunc(list, func(e Entry) bool {
		return !notes && e.PublicSeq == 0 || e.Activity != nil && e.Activity.rewrites()
	})
	data := Exported{Entries: len(out.Entries), Notes: notes}
	return out, s.runner.Do(ctx, func(ctx context.Context) error {
		return unit.Append(ctx, event.New(a.Tenant, Stream, id, EventExported, a.Ref(), out.ExportedAt, data))
	})
}
