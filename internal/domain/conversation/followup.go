package conversation

import (
	"context"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
)

// PermFollowUp is the right to see what customers thought and to follow up on low scores.
const PermFollowUp actor.Permission = "conversation.follow_up"

// EventFollowedUp tells that somebody saw to a low score, or took that back. It is no entry and has seq 0.
const EventFollowedUp = "conversation.followed_up"

// DefaultLowScore is the score up to which ratings are followed up where nothing else is set.
const DefaultLowScore = 2

// maxFollowNote is the longest note of a follow-up.
const maxFollowNote = 2000

// FollowState is where the follow-up of a rating stands.
type FollowState string

// The states; empty is a rating that needs none.
const (
	FollowOpen FollowState = "open"
	FollowDone FollowState = "done"
)

// FollowUp is what becomes of a low score.
type FollowUp struct {
	State FollowState
	Note  string
	By    string
	At    time.Time
}

// after is the follow-up once the customer has given a score: a low one begins it, a better one ends it unless somebody has
// seen to it already.
func (f FollowUp) after(low bool) FollowUp {
	switch {
	case f.State == FollowDone:
		return f
	case low:
		return FollowUp{State: FollowOpen}
	default:
		return FollowUp{}
	}
}

// FollowedUp is the data of followed_up.
type FollowedUp struct {
	Score int         `json:"score"`
	State FollowState `json:"state"`
}

// RatingQuery asks for ratings, the newest first. Empty fields do not matter.
type RatingQuery struct {
	State     FollowState
	Score     int
	TeamID    string
	ChannelID string
	UserID    string
	From, To  time.Time // To is not included
	Scope     actor.Scope
	Page      page.Request
}

// Rated is a rating with the conversation it is about.
type Rated struct {
	Rating
	Number       int64
	CustomerID   string
	CustomerName string
	ChannelID    string
	TeamID       string
}

// Ratings lists what customers thought, as far as the right of the actor reaches.
func (s *Service) Ratings(ctx context.Context, q RatingQuery) (page.Of[Rated], error) {
	a, err := actor.Require(ctx, PermFollowUp)
	if err != nil {
		return page.Of[Rated]{}, err
	}
	if err := q.check(); err != nil {
		return page.Of[Rated]{}, err
	}
	q.Scope = a.ScopeOf(PermFollowUp)
	return s.ratings.Ratings(ctx, q)
}

func (q RatingQuery) check() error {
	var c fault.Checker
	c.Choice("state", string(q.State), "", string(FollowOpen), string(FollowDone))
	if q.Score != 0 {
		c.Range("score", q.Score, 1, 5)
	}
	c.Text("team", q.TeamID, 0, 30)
	c.Text("channel", q.ChannelID, 0, 30)
	c.Text("user", q.UserID, 0, 30)
	c.If(!q.From.IsZero() && !q.To.IsZero() && q.To.Before(q.From), "to", fault.ErrFormat)
	return c.Err()
}

// FollowUp says that somebody saw to a low score, with a note, or takes that back. Nobody sees to what was said of their own
// work, and nothing removes a rating.
func (s *Service) FollowUp(ctx context.Context, id string, done bool, note string) (Rated, error) {
	var out Rated
	if _, err := actor.Require(ctx, PermFollowUp); err != nil {
		return out, err
	}
	var c fault.Checker
	c.Text("note", note, 0, maxFollowNote)
	c.If(done && note == "", "note", fault.ErrRequired)
	if err := c.Err(); err != nil {
		return out, err
	}
	err := s.runner.Do(ctx, func(ctx context.Context) error {
		row, err := s.rows.Lock(ctx, id)
		if err != nil {
			return err
		}
		a, err := covered(ctx, PermFollowUp, row)
		if err != nil {
			return err
		}
		r, ok, err := s.ratings.LastRating(ctx, id)
		switch {
		case err != nil:
			return err
		case !ok || r.FollowUp.State == "":
			return ErrNoFollowUp.New()
		case r.UserID == a.ID:
			return ErrOwnRating.New()
		}
		r.FollowUp = FollowUp{State: FollowOpen, Note: note}
		if done {
			r.FollowUp = FollowUp{State: FollowDone, Note: note, By: a.ID, At: s.clock.Now()}
		}
		out = Rated{Rating: r, Number: row.Number, CustomerID: row.CustomerID, CustomerName: row.CustomerName, ChannelID: row.ChannelID, TeamID: row.TeamID}
		if err := s.ratings.PutRating(ctx, r); err != nil {
			return err
		}
		return unit.Append(ctx, event.New(a.Tenant, Stream, id, EventFollowedUp, a.Ref(), s.clock.Now(), FollowedUp{Score: r.Score, State: r.FollowUp.State}))
	})
	return out, err
}
