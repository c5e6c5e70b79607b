package conversation

import (
	"context"
	"slices"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/unit"
)

// MaxExport is how many entries of a conversation one page of an export holds at most.
const MaxExport = 2000

// Export is a page of a conversation to be kept outside: as a text, or on paper.
type Export struct {
	Conversation Conversation `json:"conversation"`
	Taken        []Entry      `json:"taken,omitempty" doc:"On the first page: what the conversation began with, when it was split off another one."`
	Entries      []Entry      `json:"entries" doc:"Oldest first, at most 2,000; what was split off stands in the other conversation."`
	Parts        []ExportPart `json:"parts,omitempty" doc:"Conversations that were merged into this one within the page. Each is exported under its own id."`
	Next         int64        `json:"next,omitempty" doc:"The number after which the next page begins; absent on the last one."`
	ExportedAt   time.Time    `json:"exportedAt"`
}

// ExportPart says where a merged conversation stands.
type ExportPart struct {
	ID    string `json:"id"`
	After int64  `json:"after" doc:"It comes after the entries up to this number."`
}

// Exported is the data of exported: how much left the house, and whether notes were among it.
type Exported struct {
	Entries int  `json:"entries"`
	Notes   bool `json:"notes"`
}

// Export gives a page of a conversation out and notes that it did: with everything, or only what its customer has seen.
func (s *Service) Export(ctx context.Context, id string, notes bool, after int64) (Export, error) {
	a, err := actor.Require(ctx, PermExport)
	if err != nil {
		return Export{}, err
	}
	c, err := s.Get(ctx, id)
	if err != nil {
		return Export{}, err
	}
	out := Export{Conversation: c, ExportedAt: s.clock.Now()}
	if after <= 0 {
		after = FromStart
		if out.Taken, err = s.Taken(ctx, id, Range{After: FromStart, Limit: MaxSplit}); err != nil {
			return Export{}, err
		}
	}
	list, err := s.entries.Page(ctx, id, Range{After: after, Limit: MaxExport})
	if err != nil {
		return Export{}, err
	}
	if len(list) == MaxExport {
		out.Next = list[len(list)-1].Seq
	}
	if out.Parts, err = s.parts(ctx, c, list); err != nil {
		return Export{}, err
	}
	hidden := func(e Entry) bool {
		return !notes && e.PublicSeq == 0 || e.MovedTo != "" && e.ConversationID == id || e.Activity != nil && e.Activity.rewrites()
	}
	out.Entries = slices.DeleteFunc(list, hidden)
	out.Taken = slices.DeleteFunc(out.Taken, func(e Entry) bool { return !notes && e.PublicSeq == 0 })
	data := Exported{Entries: len(out.Entries) + len(out.Taken), Notes: notes}
	return out, s.runner.Do(ctx, func(ctx context.Context) error {
		return unit.Append(ctx, event.New(a.Tenant, Stream, id, EventExported, a.Ref(), out.ExportedAt, data))
	})
}

// parts are the conversations that were merged within these entries and still are.
func (s *Service) parts(ctx context.Context, c Conversation, list []Entry) ([]ExportPart, error) {
	if c.MergedCount == 0 {
		return nil, nil
	}
	merged, err := s.merges.MergedInto(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	var out []ExportPart
	for _, e := range list {
		if e.Activity == nil || e.Activity.Type != WasMergedIn {
			continue
		}
		part := e.Activity.ConversationID
		if !slices.ContainsFunc(merged, func(m Conversation) bool { return m.ID == part }) {
			continue
		}
		out = slices.DeleteFunc(out, func(p ExportPart) bool { return p.ID == part }) // merged again later
		out = append(out, ExportPart{ID: part, After: e.Seq})
	}
	return out, nil
}
