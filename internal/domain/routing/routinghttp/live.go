package routinghttp

import (
	"context"
	"net/http"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/platform/httpx"
)

// mayReply is the right of whoever answers customers; the conversation domain defines it.
const (
	mayReply  actor.Permission = "conversation.reply"
	mayRead   actor.Permission = "conversation.read"
	mayAssign actor.Permission = "conversation.assign"
)

// Offers is what an agent does with work; usecase/dispatch implements it.
type Offers interface {
	Offers(ctx context.Context) ([]routing.Offering, error)
	Accept(ctx context.Context, conversationID string) (routing.Taken, error)
	Decline(ctx context.Context, conversationID string) error
	Next(ctx context.Context, queueID string) (routing.Taken, error)
	Me(ctx context.Context) (routing.Own, error)
	FinishWrapUp(ctx context.Context, conversationID string) error
}

// Board is where work stands; usecase/dispatch implements it.
type Board interface {
	Transfer(ctx context.Context, conversationID, queueID, note string) (routing.Standing, error)
	HandOver(ctx context.Context, conversationID, centreID, note string) (routing.Standing, error)
	Return(ctx context.Context, conversationID string) (routing.Standing, error)
	Standing(ctx context.Context, conversationID string) (routing.Standing, error)
	Decisions(ctx context.Context, conversationID string, p page.Request) (page.Of[routing.Explained], error)
	Queues(ctx context.Context) ([]routing.Figures, error)
}

type list[T any] struct {
	Items []T `json:"items"`
}

type ofConversation struct {
	ConversationID string `path:"conversationId" maxLength:"30"`
}

type nextInput struct {
	Body struct {
		QueueID string `json:"queueId,omitempty" maxLength:"30" doc:"Only from this queue; without it from all that the caller serves."`
	}
}

type transferInput struct {
	ConversationID string `path:"conversationId" maxLength:"30"`
	Body           struct {
		QueueID string `json:"queueId" maxLength:"30"`
		Note    string `json:"note,omitempty" maxLength:"4000" doc:"For who gets it next; the customer does not see it."`
	}
}

type handOverInput struct {
	ConversationID string `path:"conversationId" maxLength:"30"`
	Body           struct {
		CentreID string `json:"centreId" maxLength:"30" doc:"The webhook that is told and takes it."`
		Note     string `json:"note,omitempty" maxLength:"4000" doc:"For who gets it next; the customer does not see it."`
	}
}

type decisionsInput struct {
	ConversationID string `path:"conversationId" maxLength:"30"`
	Cursor         string `query:"cursor" maxLength:"500"`
	Limit          int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

const liveTag = "Routing"

// RegisterLive adds the operations on work.
func RegisterLive(api *httpx.API, o Offers, b Board) {
	registerOffers(api, o)
	registerOwn(api, o)
	registerBoard(api, b)
	registerOutside(api, b)
}

func registerOffers(api *httpx.API, o Offers) {
	codes := []string{routing.ErrOfferOver.Code}
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/routing/offers", ID: "listOffers", Tag: liveTag, Summary: "The offers that the caller has not answered", Permission: mayReply,
	},
		func(ctx context.Context, _ *struct{}) (*reply[list[routing.Offering]], error) {
			out, err := o.Offers(ctx)
			return &reply[list[routing.Offering]]{list[routing.Offering]{out}}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/routing/offers/{conversationId}/accept", ID: "acceptOffer", Tag: liveTag,
		Summary: "Take what was offered", Permission: mayReply, Codes: codes,
	},
		func(ctx context.Context, in *ofConversation) (*reply[routing.Taken], error) {
			out, err := o.Accept(ctx, in.ConversationID)
			return &reply[routing.Taken]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/routing/offers/{conversationId}/decline", ID: "declineOffer", Tag: liveTag, Status: http.StatusNoContent,
		Summary: "Give back what was offered", Description: "It goes to the next.", Permission: mayReply, Codes: codes,
	},
		func(ctx context.Context, in *ofConversation) (*struct{}, error) {
			return nil, o.Decline(ctx, in.ConversationID)
		})
}

func registerOwn(api *httpx.API, o Offers) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/routing/next", ID: "takeNext", Tag: liveTag, Summary: "Take the next conversation that waits", Description: "Without a conversation in the answer nobody waits whom the caller could take.",
		Permission: mayReply, Codes: []string{routing.ErrFull.Code, "identity.not_there"}, Idempotent: true, OwnUnit: true,
	},
		func(ctx context.Context, in *nextInput) (*reply[routing.Taken], error) {
			out, err := o.Next(ctx, in.Body.QueueID)
			return &reply[routing.Taken]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/routing/me", ID: "getOwnRouting", Tag: liveTag, Summary: "What the caller has, may have and serves", Permission: mayReply,
	},
		func(ctx context.Context, _ *struct{}) (*reply[routing.Own], error) {
			out, err := o.Me(ctx)
			return &reply[routing.Own]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/routing/wrapups/{conversationId}/finish", ID: "finishWrapUp", Tag: liveTag, Status: http.StatusNoContent,
		Summary: "End the wrap-up of a conversation before its time", Permission: mayReply, Codes: []string{routing.ErrNoWork.Code},
	},
		func(ctx context.Context, in *ofConversation) (*struct{}, error) {
			return nil, o.FinishWrapUp(ctx, in.ConversationID)
		})
}

func registerBoard(api *httpx.API, b Board) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/routing/queues", ID: "listQueues", Tag: liveTag, Summary: "The queues as they stand", Permission: routing.PermRead,
	},
		func(ctx context.Context, _ *struct{}) (*reply[list[routing.Figures]], error) {
			out, err := b.Queues(ctx)
			return &reply[list[routing.Figures]]{list[routing.Figures]{out}}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/routing/work/{conversationId}", ID: "getWork", Tag: liveTag, Summary: "Where a conversation stands",
		Permission: mayRead, Codes: []string{routing.ErrNoWork.Code},
	},
		func(ctx context.Context, in *ofConversation) (*reply[routing.Standing], error) {
			out, err := b.Standing(ctx, in.ConversationID)
			return &reply[routing.Standing]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPut, Path: "/routing/work/{conversationId}/queue", ID: "transferToQueue", Tag: liveTag, Summary: "Move a conversation to a queue",
		Description: "It keeps its place by the time at which it came. Whoever has it has it no more.", Permission: mayAssign,
		Codes: []string{routing.ErrNoWork.Code},
	},
		func(ctx context.Context, in *transferInput) (*reply[routing.Standing], error) {
			out, err := b.Transfer(ctx, in.ConversationID, in.Body.QueueID, in.Body.Note)
			return &reply[routing.Standing]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/routing/work/{conversationId}/decisions", ID: "listDecisions", Tag: liveTag,
		Summary: "Why a conversation was offered to whom, newest first", Permission: mayRead,
	},
		func(ctx context.Context, in *decisionsInput) (*reply[page.Of[routing.Explained]], error) {
			out, err := b.Decisions(ctx, in.ConversationID, page.Request{Limit: in.Limit, Cursor: in.Cursor})
			return &reply[page.Of[routing.Explained]]{out}, err
		})
}

func registerOutside(api *httpx.API, b Board) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/routing/work/{conversationId}/handover", ID: "handOver", Tag: liveTag, Summary: "Hand a conversation over to another system",
		Description: "Its webhook is told by `routing.handed_over`. The conversation leaves its queue; whoever has it has it no more.", Permission: mayAssign,
		Codes: []string{routing.ErrNoWork.Code},
	},
		func(ctx context.Context, in *handOverInput) (*reply[routing.Standing], error) {
			out, err := b.HandOver(ctx, in.ConversationID, in.Body.CentreID, in.Body.Note)
			return &reply[routing.Standing]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/routing/work/{conversationId}/return", ID: "returnWork", Tag: liveTag, Summary: "Take a conversation back from another system",
		Description: "For the other system, and for people. It waits in its queue again, by the time at which it came.", Permission: mayAssign,
		Codes: []string{routing.ErrNoWork.Code, routing.ErrInside.Code},
	},
		func(ctx context.Context, in *ofConversation) (*reply[routing.Standing], error) {
			out, err := b.Return(ctx, in.ConversationID)
			return &reply[routing.Standing]{out}, err
		})
}
