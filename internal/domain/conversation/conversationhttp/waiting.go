package conversationhttp

import (
	"context"
	"net/http"
	"time"

	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/httpx"
)

// Waiting is what customers can do who wait; usecase/waiting is it.
type Waiting interface {
	CallChoices(ctx context.Context, id string) (conversation.CallChoices, error)
	AskCallBack(ctx context.Context, id string, w conversation.CallWish) (conversation.VisitorConversation, error)
	WithdrawCallBack(ctx context.Context, id string) (conversation.VisitorConversation, error)
	Solved(ctx context.Context, id string) (conversation.VisitorConversation, error)
	Leaving(ctx context.Context, id string) (conversation.Leaving, error)
	Leave(ctx context.Context, id string) (conversation.VisitorConversation, error)
}

type callWishInput struct {
	ByID
	Body struct {
		Phone string    `json:"phone,omitempty" maxLength:"60" doc:"As people write it; absent for the number that is known."`
		Name  string    `json:"name,omitempty" maxLength:"120"`
		From  time.Time `json:"from,omitzero" doc:"The beginning of one of the windows; absent for as soon as possible."`
	}
}

type calledInput struct {
	ByID
	Body struct {
		Outcome string    `json:"outcome" enum:"reached,not_reached,wrong_number"`
		Again   time.Time `json:"again,omitzero" doc:"Of not_reached: when it is tried again; absent for whenever there is time."`
	}
}

// RegisterWaiting adds what customers can do who wait, and what those say of it who call them.
func RegisterWaiting(api *httpx.API, s *conversation.Service, w Waiting) {
	onState(api, http.MethodPost, "call-outcome", "reportCall", "Say what came of a call that the customer asked for", conversation.PermReply,
		[]string{conversation.ErrNoCallBack.Code, conversation.ErrSnoozePast.Code},
		func(ctx context.Context, in *calledInput) (conversation.Result, error) {
			return s.Called(ctx, in.ID, conversation.CallOutcome(in.Body.Outcome), in.Body.Again)
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/widget/conversations/{id}/callback", ID: "getWidgetCallBack", Tag: tagWidget, Visitor: true, RateLimit: httpx.RateWidget,
		Summary: "When the visitor can be called, and at which number", Codes: codes(conversation.ErrNotOffered.Code),
	},
		func(ctx context.Context, in *ByID) (*reply[conversation.CallChoices], error) {
			return answer(w.CallChoices(ctx, in.ID))
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPut, Path: "/widget/conversations/{id}/callback", ID: "askWidgetCallBack", Tag: tagWidget, Visitor: true, RateLimit: httpx.RateWidget,
		Summary:     "Ask to be called, or change what was asked for",
		Description: "While the queue offers it and nobody has taken the conversation. The place in the queue is kept.",
		Codes: codes(conversation.ErrNotOffered.Code, conversation.ErrCallBackTaken.Code, conversation.ErrResolved.Code, conversation.ErrPhone.Code,
			conversation.ErrCallTime.Code),
	},
		func(ctx context.Context, in *callWishInput) (*reply[conversation.VisitorConversation], error) {
			b := in.Body
			return answer(w.AskCallBack(ctx, in.ID, conversation.CallWish{Phone: b.Phone, Name: b.Name, From: b.From}))
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: "/widget/conversations/{id}/callback", ID: "withdrawWidgetCallBack", Tag: tagWidget, Visitor: true, RateLimit: httpx.RateWidget,
		Summary: "Not be called after all", Codes: codes(),
	},
		func(ctx context.Context, in *ByID) (*reply[conversation.VisitorConversation], error) {
			return answer(w.WithdrawCallBack(ctx, in.ID))
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/widget/conversations/{id}/solved", ID: "solveWidgetConversation", Tag: tagWidget, Visitor: true, RateLimit: httpx.RateWidget,
		Summary: "End the waiting because the visitor has found the answer", Codes: codes(conversation.ErrNotOffered.Code, conversation.ErrCallBackTaken.Code),
	},
		func(ctx context.Context, in *ByID) (*reply[conversation.VisitorConversation], error) {
			return answer(w.Solved(ctx, in.ID))
		})
	registerLeaving(api, w)
}

// registerLeaving adds what customers can do who would not wait any longer.
func registerLeaving(api *httpx.API, w Waiting) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/widget/conversations/{id}/leave", ID: "getWidgetLeaving", Tag: tagWidget, Visitor: true, RateLimit: httpx.RateWidget,
		Summary: "What becomes of the visitor's place when they leave the queue", Codes: codes(),
	},
		func(ctx context.Context, in *ByID) (*reply[conversation.Leaving], error) {
			return answer(w.Leaving(ctx, in.ID))
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/widget/conversations/{id}/leave", ID: "leaveWidgetQueue", Tag: tagWidget, Visitor: true, RateLimit: httpx.RateWidget,
		Summary:     "Leave the queue",
		Description: "Ends the conversation while nobody has taken it. Who writes again in time has the old place, where the queue keeps it.",
		Codes:       codes(conversation.ErrCallBackTaken.Code),
	},
		func(ctx context.Context, in *ByID) (*reply[conversation.VisitorConversation], error) {
			return answer(w.Leave(ctx, in.ID))
		})
}
