package conversation

import (
	"context"
	"slices"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
)

// PermMerge lets a person merge conversations and take that back.
const PermMerge actor.Permission = "conversation.merge"

// Merged is the status of a conversation that goes on in another one. Nothing happens in it any more; it keeps its entries,
// numbers, files and ratings, is read as a part of the other one, and can be taken out again.
const Merged Status = "merged"

// MaxMerged is how many conversations can be merged into one.
const MaxMerged = 20

// What happens when conversations are merged: to the one that goes, and to the one that goes on.
const (
	WasMerged      = "merged"
	WasUnmerged    = "unmerged"
	WasMergedIn    = "merged_in"
	WasUnmergedOut = "unmerged_out"

	EventMerged      = "conversation.merged"
	EventUnmerged    = "conversation.unmerged"
	EventMergedIn    = "conversation.merged_in"
	EventUnmergedOut = "conversation.unmerged_out"
	EventMovedAlong  = "conversation.moved_along" // a merged one stands where the other one went; no entry, seq 0
)

// Merging is the data of merged and unmerged (with the place before and after, for the counts), of merged_in and
// unmerged_out. OtherID is the other conversation.
type Merging struct {
	EntryID    string `json:"entryId"`
	PublicSeq  int64  `json:"publicSeq,omitempty"`
	CustomerID string `json:"customerId"`
	OtherID    string `json:"otherId"`
	Before     *Place `json:"before,omitempty"`
	After      *Place `json:"after,omitempty"`
	Version    int64  `json:"version"`
}

// Absorbed is what a merge gave to the conversation that goes on, so that it can be taken away again.
type Absorbed struct {
	TagIDs       []string  `json:"tagIds,omitempty"`
	UserIDs      []string  `json:"userIds,omitempty"`
	WaitingSince time.Time `json:"waitingSince,omitzero"` // its own, before
	Spoke        bool      `json:"spoke,omitempty"`       // its last message was an older one
	Current      bool      `json:"current,omitempty"`     // the customer's next message would have come to the merged one
}

// Merges finds what is merged, and moves where the next message goes.
type Merges interface {
	// MergedInto are the conversations that were merged into this one, not those merged into them.
	MergedInto(ctx context.Context, id string) ([]Conversation, error)
	// Redirect makes another conversation the current one of the customer in the channel, if it is from.
	Redirect(ctx context.Context, customerID, channelID, from, to string) error
}

// MergeResult is both conversations after a merge or its end.
type MergeResult struct {
	Source Result `json:"source"`
	Target Result `json:"target"`
}

// Merge lets a conversation go on in another one of the same customer and channel.
func (s *Service) Merge(ctx context.Context, id, into string) (MergeResult, error) {
	return s.both(ctx, func(ctx context.Context, a actor.Actor) (src, dst *Turn, err error) {
		if src, dst, err = s.pair(ctx, a, id, into); err != nil {
			return nil, nil, err
		}
		if err := mergeable(src.Row, dst.Row); err != nil {
			return nil, nil, err
		}
		current, err := s.rows.Current(ctx, src.Row.CustomerID, src.Row.ChannelID)
		if err != nil && !fault.Has(err, ErrNotFound) {
			return nil, nil, err
		}
		if err := s.rejoin(ctx, src.Row, dst.Row, true); err != nil {
			return nil, nil, err
		}
		got := dst.absorb(src.Row)
		got.Current = current.ID == id
		src.merge(dst.Row, got)
		if got.Current {
			err = s.merges.Redirect(ctx, src.Row.CustomerID, src.Row.ChannelID, id, into)
			return src, dst, err
		}
		return src, dst, nil
	})
}

func mergeable(src, dst Conversation) error {
	switch {
	case src.ID == dst.ID || src.CustomerID != dst.CustomerID || src.ChannelID != dst.ChannelID:
		return ErrMergeOther.New()
	case src.Status == Merged || dst.Status == Merged:
		return ErrMerged.New()
	case dst.Status == Resolved && !src.unused(dst):
		return ErrResolved.New()
	case dst.MergedCount >= MaxMerged:
		return ErrMergedMany.With("max", MaxMerged)
	}
	return nil
}

// Unmerge takes a merged conversation out again and gives back what it had brought.
func (s *Service) Unmerge(ctx context.Context, id string) (MergeResult, error) {
	return s.both(ctx, func(ctx context.Context, a actor.Actor) (src, dst *Turn, err error) {
		row, err := s.rows.Get(ctx, id)
		if err != nil {
			return nil, nil, err
		}
		if row.Status != Merged {
			return nil, nil, ErrNotMerged.New()
		}
		if src, dst, err = s.pair(ctx, a, id, row.MergedInto); err != nil {
			return nil, nil, err
		}
		h, err := s.mergeOf(ctx, id)
		if err != nil {
			return nil, nil, err
		}
		last, err := s.lastMessage(ctx, dst.Row, src.Row, h)
		if err != nil {
			return nil, nil, err
		}
		if err := s.rejoin(ctx, src.Row, dst.Row, false); err != nil {
			return nil, nil, err
		}
		dst.release(src.Row, h, last)
		src.unmerge(h, dst.Row)
		if h.Absorbed.Current {
			err = s.merges.Redirect(ctx, src.Row.CustomerID, src.Row.ChannelID, dst.Row.ID, id)
			return src, dst, err
		}
		return src, dst, nil
	})
}

// both runs one change of two conversations as one unit.
func (s *Service) both(ctx context.Context, change func(ctx context.Context, a actor.Actor) (src, dst *Turn, err error)) (MergeResult, error) {
	a, err := actor.Require(ctx, PermMerge)
	if err != nil {
		return MergeResult{}, err
	}
	var src, dst *Turn
	err = Run(ctx, s.runner, func(ctx context.Context) (err error) {
		if src, dst, err = change(ctx, a); err != nil {
			return err
		}
		if err := s.store(ctx, dst); err != nil {
			return err
		}
		return s.store(ctx, src)
	})
	if err != nil {
		return MergeResult{}, err
	}
	return MergeResult{Source: Result{Conversation: src.Row, Entries: src.Entries}, Target: Result{Conversation: dst.Row, Entries: dst.Entries}}, nil
}

// pair reads two conversations that the actor may merge, always in the same order.
func (s *Service) pair(ctx context.Context, a actor.Actor, id, other string) (src, dst *Turn, err error) {
	ids := []string{id, other}
	slices.Sort(ids)
	found := map[string]*Turn{}
	for _, one := range ids {
		c, err := s.load(ctx, one)
		if err != nil {
			return nil, nil, err
		}
		if err := s.within(ctx, a, PermMerge, c); err != nil {
			return nil, nil, err
		}
		found[one] = Begin(c, a, s.clock.Now())
	}
	return found[id], found[other], nil
}

// mergeOf is how the conversation was merged: the last thing, or nearly, that happened to it.
func (s *Service) mergeOf(ctx context.Context, id string) (Happening, error) {
	entries, err := s.entries.Page(ctx, id, Range{Limit: MaxEntries})
	if err != nil {
		return Happening{}, err
	}
	for _, e := range slices.Backward(entries) {
		if e.Activity != nil && e.Activity.Type == WasMerged && e.Activity.Absorbed != nil && e.Activity.Before != nil {
			return *e.Activity, nil
		}
	}
	return Happening{}, ErrNotMerged.New()
}

// lastMessage is the own last message of the conversation that goes on, when its row shows one of the merged one.
func (s *Service) lastMessage(ctx context.Context, dst, src Conversation, h Happening) (*Entry, error) {
	if !h.Absorbed.Spoke || !dst.LastMessageAt.Equal(src.LastMessageAt) {
		return nil, nil
	}
	entries, err := s.entries.Page(ctx, dst.ID, Range{Limit: MaxEntries})
	if err != nil {
		return nil, err
	}
	for _, e := range slices.Backward(entries) {
		if e.Kind == Message {
			return &e, nil
		}
	}
	return nil, nil
}

// rootOf is the conversation in which a merged one goes on.
func (s *Service) rootOf(ctx context.Context, c Conversation) (Conversation, error) {
	var err error
	for range MaxMerged {
		if c.Status != Merged || err != nil {
			break
		}
		c, err = s.rows.Get(ctx, c.MergedInto)
	}
	return c, err
}

// follow lets merged conversations stand where the one they are part of stands, for whoever looks for their words.
func (s *Service) follow(ctx context.Context, t *Turn) error {
	if t.Row.MergedCount == 0 || t.Row.TeamID == t.before.TeamID && t.Row.AssigneeID == t.before.AssigneeID {
		return nil
	}
	parts, err := s.merges.MergedInto(ctx, t.Row.ID)
	if err != nil {
		return err
	}
	for _, c := range parts {
		part := &Turn{Row: c, before: c, tenant: t.tenant, by: t.by, author: t.author, now: t.now}
		from := c.Place()
		part.Row.TeamID, part.Row.AssigneeID = t.Row.TeamID, t.Row.AssigneeID
		part.emit(EventMovedAlong, 0, Moved{CustomerID: c.CustomerID, Before: &from, After: part.Row.Place(), Version: part.version()})
		if err := s.store(ctx, part); err != nil {
			return err
		}
	}
	return nil
}
