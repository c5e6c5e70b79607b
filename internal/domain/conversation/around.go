package conversation

import (
	"context"
	"time"
)

// Moment is a part of a timeline around a moment.
type Moment struct {
	Seq     int64   `json:"seq" doc:"Number of the first entry at that moment or after it; of the last one when there is none."`
	Entries []Entry `json:"items" doc:"Oldest first."`
}

// Around reads the timeline around a moment. Entries stand in the order of their times, so the place is found by halving:
// no index is kept for it.
func (s *Service) Around(ctx context.Context, id string, at time.Time, limit int) (Moment, error) {
	c, err := s.Get(ctx, id)
	if err != nil {
		return Moment{}, err
	}
	first, end := int64(1), c.Seq
	for first < end {
		middle := first + (end-first)/2
		found, err := s.entries.Page(ctx, id, Range{After: after(middle), Limit: 1})
		if err != nil {
			return Moment{}, err
		}
		if len(found) == 0 || !found[0].CreatedAt.Before(at) {
			end = middle
		} else {
			first = middle + 1
		}
	}
	r := Range{Limit: limit}.bounded()
	r.After = after(max(1, first-int64(r.Limit)/2))
	list, err := s.entries.Page(ctx, id, r)
	if err != nil {
		return Moment{}, err
	}
	return Moment{Seq: first, Entries: list}, s.showChanged(ctx, list)
}

// after is the position from which the entry with this number comes next.
func after(seq int64) int64 {
	if seq <= 1 {
		return FromStart
	}
	return seq - 1
}
