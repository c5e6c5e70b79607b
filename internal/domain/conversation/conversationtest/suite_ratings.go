package conversationtest

import (
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
)

// Slow is the one reason that customers of Webchat can choose, with a score of 2.
var Slow = conversation.RatingReason{ID: "slow", En: "Slow answers", Zh: "回复太慢"}

// followUps: low scores come on a list, and stay there until somebody else has seen to them.
func followUps(t *testing.T, w *World) {
	visitor, other := AsVisitor(t.Context(), Customer.ID), AsVisitor(t.Context(), Other.ID)
	bob, ann := As(t.Context(), Bob, actor.All), As(t.Context(), Ann, actor.All)
	system := AsSystem(t.Context())
	begin := func(says conversation.Incoming) string {
		id := check.Must(w.Service.Receive(system, says))(t).Conversation.ID
		check.Must(w.Service.Post(bob, id, conversation.Text{ClientID: "p", Body: "done"}))(t)
		return id
	}
	first, second := begin(Says(Customer, "1", "hello")), begin(Says(Other, "1", "hello"))

	_, err := w.Service.Rate(visitor, first, conversation.Verdict{Score: 1})
	check.Fault(t, err, conversation.ErrNotResolved)
	check.Equal(t, len(check.Must(w.Service.AskToRate(bob, first))(t).Entries), 1)
	check.Equal(t, len(check.Must(w.Service.AskToRate(bob, first))(t).Entries), 0) // once
	_, err = w.Service.Rate(visitor, first, conversation.Verdict{Score: 1, Reasons: []string{"slow"}})
	check.FieldFault(t, err, "reasons", fault.ErrUnknownItem) // it belongs to another score
	check.Equal(t, check.Must(w.Service.Rate(visitor, first, conversation.Verdict{Score: 1, Solved: conversation.SolvedNo}))(t).Rating, 1)
	_, err = w.Service.AskToRate(bob, first)
	check.Fault(t, err, conversation.ErrAlreadyRated)

	w.Clock.Pass(time.Minute)
	check.Must(w.Service.Resolve(bob, second, "", nil))(t)
	check.Must(w.Service.Rate(other, second, conversation.Verdict{Score: 2, Reasons: []string{"slow"}}))(t)
	list := func(q conversation.RatingQuery) []string {
		var out []string
		for {
			p := check.Must(w.Service.Ratings(ann, q))(t)
			for _, r := range p.Items {
				out = append(out, r.ConversationID)
			}
			if q.Page.Cursor = p.Next; p.Next == "" {
				return out
			}
		}
	}
	open := conversation.RatingQuery{State: conversation.FollowOpen}
	open.Page.Limit = 1
	check.Equal(t, list(open), []string{second, first})
	check.Equal(t, list(conversation.RatingQuery{Score: 1, UserID: Bob}), []string{first})
	check.Equal(t, list(conversation.RatingQuery{From: w.Clock.Now()}), []string{second})
	check.Equal(t, list(conversation.RatingQuery{TeamID: Sales}), []string(nil))

	_, err = w.Service.FollowUp(bob, first, true, "called back")
	check.Fault(t, err, conversation.ErrOwnRating)
	_, err = w.Service.FollowUp(ann, first, true, "")
	check.FieldFault(t, err, "note", fault.ErrRequired)
	done := check.Must(w.Service.FollowUp(ann, first, true, "called back"))(t)
	check.Equal(t, done.Rating.FollowUp, conversation.FollowUp{State: conversation.FollowDone, Note: "called back", By: Ann, At: w.Clock.Now()})
	check.Equal(t, list(open), []string{second})
	check.Equal(t, list(conversation.RatingQuery{State: conversation.FollowDone}), []string{first})

	// A better score ends what nobody has seen to; what was seen to stays.
	check.Must(w.Service.Rate(other, second, conversation.Verdict{Score: 5}))(t)
	check.Equal(t, list(open), []string(nil))
	_, err = w.Service.FollowUp(ann, second, true, "too late")
	check.Fault(t, err, conversation.ErrNoFollowUp)
	check.Equal(t, len(list(conversation.RatingQuery{})), 2)

	narrow := As(t.Context(), Cem, actor.Own)
	check.Equal(t, len(check.Must(w.Service.Ratings(narrow, conversation.RatingQuery{}))(t).Items), 0)
}
