package conversation

import (
	"context"
	"slices"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
)

// MaxBulk is how many conversations one call changes.
const MaxBulk = 200

// BulkAction is what is done to many conversations at once.
type BulkAction string

// The actions. BulkUndo takes back, for each conversation, the activity that an earlier call wrote.
const (
	BulkAssign   BulkAction = "assign"
	BulkTag      BulkAction = "tag"
	BulkUntag    BulkAction = "untag"
	BulkPriority BulkAction = "priority"
	BulkSnooze   BulkAction = "snooze"
	BulkResolve  BulkAction = "resolve"
	BulkUndo     BulkAction = "undo"
)

// BulkItem is one of the conversations, with what only it needs.
type BulkItem struct {
	ID         string
	IfAssignee *string  // of assign: who must still have it
	Summary    *Summary // of resolve
	EntryID    string   // of undo
}

// BulkChange is one change of many conversations.
type BulkChange struct {
	Action   BulkAction
	Items    []BulkItem
	Assignee *string
	Team     *string
	TagIDs   []string
	Priority Priority
	Until    time.Time
}

// BulkDone is what became of one conversation: a result, or why not.
type BulkDone struct {
	ID string
	Result
	Err error
}

// Bulk does the same to many conversations, each in a unit of its own and by the rules and rights of one alone: what is
// refused is named and holds up nothing else. Only an internal error ends it, and what was done until then is done.
func (s *Service) Bulk(ctx context.Context, in BulkChange) ([]BulkDone, error) {
	if _, err := actor.Require(ctx, PermRead); err != nil {
		return nil, err
	}
	if err := in.check(); err != nil {
		return nil, err
	}
	out := make([]BulkDone, 0, len(in.Items))
	seen := map[string]bool{}
	for _, item := range in.Items {
		if seen[item.ID] {
			continue
		}
		seen[item.ID] = true
		res, err := s.one(ctx, in, item)
		if err != nil && (fault.KindOf(err) == fault.Internal || ctx.Err() != nil) {
			return nil, err
		}
		out = append(out, BulkDone{ID: item.ID, Result: res, Err: err})
	}
	return out, nil
}

func (in BulkChange) check() error {
	var c fault.Checker
	c.Choice("action", string(in.Action), string(BulkAssign), string(BulkTag), string(BulkUntag), string(BulkPriority), string(BulkSnooze),
		string(BulkResolve), string(BulkUndo))
	c.Count("items", len(in.Items), MaxBulk)
	c.If(len(in.Items) == 0, "items", fault.ErrRequired)
	c.Count("tagIds", len(in.TagIDs), MaxTags)
	tags := in.Action == BulkTag || in.Action == BulkUntag
	c.If(tags && len(in.TagIDs) == 0, "tagIds", fault.ErrRequired)
	c.If(in.Action == BulkAssign && in.Assignee == nil && in.Team == nil, "assigneeId", fault.ErrRequired)
	return c.Err()
}

func (s *Service) one(ctx context.Context, in BulkChange, item BulkItem) (Result, error) {
	switch in.Action {
	case BulkAssign:
		return s.Assign(ctx, item.ID, Assignment{Assignee: in.Assignee, Team: in.Team, IfAssignee: item.IfAssignee})
	case BulkTag, BulkUntag:
		return s.retag(ctx, item.ID, in.TagIDs, in.Action == BulkTag)
	case BulkPriority:
		return s.Prioritise(ctx, item.ID, in.Priority)
	case BulkSnooze:
		return s.Snooze(ctx, item.ID, in.Until)
	case BulkResolve:
		return s.Resolve(ctx, item.ID, "", item.Summary)
	case BulkUndo:
		return s.Undo(ctx, item.ID, item.EntryID)
	}
	return Result{}, fault.ErrChoice.On("action")
}

// retag adds tags or takes them away, and leaves the others.
func (s *Service) retag(ctx context.Context, id string, tags []string, on bool) (Result, error) {
	if on {
		known, err := s.dir.KnownTags(ctx, tags)
		if err != nil {
			return Result{}, err
		}
		if len(known) < len(slices.Compact(slices.Sorted(slices.Values(tags)))) {
			return Result{}, fault.ErrUnknownItem.On("tagIds")
		}
	}
	return s.turn(ctx, id, PermManage, func(_ context.Context, t *Turn) error {
		next := without(t.Row.TagIDs, tags)
		if on {
			next = append(next, tags...)
		}
		var c fault.Checker
		c.Count("tagIds", len(next), MaxTags)
		if err := c.Err(); err != nil {
			return err
		}
		t.Tag(next)
		return nil
	})
}
