package conversation

import (
	"context"
	"slices"
	"time"

	"frontdesk/internal/base/fault"
)

// Limits of a rating.
const (
	MaxComment = 1000 // characters of a comment
	MaxReasons = 20   // chosen ones
)

// Solved is whether the customer's matter is settled, in the customer's own view.
type Solved string

// The answers; empty for none.
const (
	SolvedYes Solved = "yes"
	SolvedNo  Solved = "no"
)

// WasAskedToRate is the activity of somebody who asks the customer for a rating.
const WasAskedToRate = "rating_asked"

// EventRatingAsked tells of it.
const EventRatingAsked = "conversation.rating_asked"

// Verdict is what a customer says of a conversation.
type Verdict struct {
	Score   int // 1 to 5
	Comment string
	Solved  Solved
	Reasons []string // ids of the channel's reasons for the score
}

// RatingReason is why: a copy of the channel's, so that it outlives a change of the list.
type RatingReason struct {
	ID string `json:"id"`
	En string `json:"en"`
	Zh string `json:"zh"`
}

// Rating is what the customer thought of a conversation.
type Rating struct {
	ConversationID string
	Resolution     int // the conversation's Resolutions at that time
	Score          int // 1 to 5
	Comment        string
	Solved         Solved
	Reasons        []RatingReason
	UserID         string // who was assigned
	CreatedAt      time.Time
	UpdatedAt      time.Time
	FollowUp       FollowUp
}

// Feedback is how a channel asks for ratings.
type Feedback struct {
	On       bool
	LowScore int // scores up to this one are followed up
	Reasons  []ScoreReason
}

// ScoreReason is a reason that can be chosen with a score.
type ScoreReason struct {
	Score int
	RatingReason
}

// chosen are the reasons of the ids; one that does not belong to the score is refused.
func (f Feedback) chosen(v Verdict) ([]RatingReason, error) {
	var out []RatingReason
	for _, id := range slices.Compact(slices.Sorted(slices.Values(v.Reasons))) {
		at := slices.IndexFunc(f.Reasons, func(r ScoreReason) bool { return r.Score == v.Score && r.ID == id })
		if at < 0 {
			return nil, fault.ErrUnknownItem.On("reasons")
		}
		out = append(out, f.Reasons[at].RatingReason)
	}
	return out, nil
}

func (v Verdict) check() error {
	var c fault.Checker
	c.Range("score", v.Score, 1, 5)
	c.Text("comment", v.Comment, 0, MaxComment)
	c.Choice("solved", string(v.Solved), "", string(SolvedYes), string(SolvedNo))
	c.Count("reasons", len(v.Reasons), MaxReasons)
	return c.Err()
}

// Rate records the visitor's rating, once for a conversation and changeable for a day: of a resolved one, or of one in which
// somebody has asked for it.
func (s *Service) Rate(ctx context.Context, id string, v Verdict) (VisitorConversation, error) {
	a, customer, err := visitor(ctx)
	if err != nil {
		return VisitorConversation{}, err
	}
	if err := v.check(); err != nil {
		return VisitorConversation{}, err
	}
	res, err := s.turnAs(ctx, a, id, ownedBy(customer), func(ctx context.Context, t *Turn) error {
		if t.Row.Status != Resolved && !t.Row.RatingAsked {
			return ErrNotResolved.New()
		}
		r, found, err := s.ratings.LastRating(ctx, id)
		if err != nil {
			return err
		}
		if found && t.now.Sub(r.CreatedAt) > ratingWindow {
			return ErrRatingClosed.New()
		}
		if !found {
			r = Rating{ConversationID: id, Resolution: t.Row.Resolutions, UserID: t.Row.AssigneeID, CreatedAt: t.now}
		}
		wishes, err := s.feedback(ctx, t.Row.ChannelID)
		if err != nil {
			return err
		}
		if r.Reasons, err = wishes.chosen(v); err != nil {
			return err
		}
		r.Score, r.Comment, r.Solved, r.UpdatedAt = v.Score, v.Comment, v.Solved, t.now
		r.FollowUp = r.FollowUp.after(v.Score <= wishes.LowScore)
		t.Rate(v.Score)
		return s.ratings.PutRating(ctx, r)
	})
	if err != nil {
		return VisitorConversation{}, err
	}
	view, _, err := s.ForVisitor(ctx, res.Conversation, nil)
	return view, err
}

// feedback is how the channel asks; one that is gone asks for nothing any more, but what customers say still counts.
func (s *Service) feedback(ctx context.Context, channelID string) (Feedback, error) {
	c, err := s.dir.Channel(ctx, channelID)
	if fault.KindOf(err) == fault.NotFound {
		return Feedback{LowScore: DefaultLowScore}, nil
	}
	return c.Feedback, err
}

// AskToRate asks the customer for a rating before the conversation is resolved, or again where nobody was asked. It is
// done once; where ratings are invited by themselves nobody can keep that from happening.
func (s *Service) AskToRate(ctx context.Context, id string) (Result, error) {
	return s.turn(ctx, id, PermReply, func(ctx context.Context, t *Turn) error {
		wishes, err := s.feedback(ctx, t.Row.ChannelID)
		switch {
		case err != nil:
			return err
		case !wishes.On:
			return ErrRatingOff.New()
		}
		return t.AskToRate()
	})
}

// AskToRate asks the customer for a rating.
func (t *Turn) AskToRate() error {
	switch {
	case t.Row.RatingScore > 0:
		return ErrAlreadyRated.New()
	case t.Row.RatingAsked:
		return nil
	}
	t.Row.RatingAsked = true
	t.changed(EventRatingAsked, t.add(Entry{Kind: Activity, Activity: &Happening{Type: WasAskedToRate}}, true))
	return nil
}

// RatingOf is what the customer said of a conversation, for those who answer; ok is false without a rating.
func (s *Service) RatingOf(ctx context.Context, id string) (Rating, bool, error) {
	if _, err := s.Get(ctx, id); err != nil {
		return Rating{}, false, err
	}
	return s.ratings.LastRating(ctx, id)
}
