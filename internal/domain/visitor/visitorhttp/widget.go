package visitorhttp

import (
	"context"
	"net/http"

	"frontdesk/internal/domain/visitor"
	"frontdesk/internal/platform/httpx"
)

type visitInput struct {
	Body struct {
		URL      string `json:"url" maxLength:"4000"`
		Title    string `json:"title,omitempty" maxLength:"500"`
		Referrer string `json:"referrer,omitempty" maxLength:"4000"`
		Noted    bool   `json:"noted,omitempty" doc:"The session was started on this page and has noted it."`
	}
}

type answerInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		Answer string `json:"answer" enum:"shown,accepted,refused"`
	}
}

type answered struct {
	ConversationID string `json:"conversationId,omitempty"`
}

const widgetTag = "Widget"

func registerWidget(api *httpx.API, s *visitor.Service) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/widget/visits", ID: "addWidgetVisit", Tag: widgetTag, Visitor: true, RateLimit: httpx.RateVisit,
		Summary: "Say which page the visitor looks at, before anybody writes",
	},
		func(ctx context.Context, in *visitInput) (*reply[visitor.Seen], error) {
			b := in.Body
			out, err := s.Look(ctx, visitor.Arrival{
				URL: b.URL, Title: b.Title, Referrer: b.Referrer, Noted: b.Noted, Address: httpx.ClientIP(ctx), Region: httpx.Region(ctx),
			})
			return &reply[visitor.Seen]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/widget/invites/{id}", ID: "answerWidgetInvite", Tag: widgetTag, Visitor: true,
		Summary: "Say what became of an invitation", Codes: []string{visitor.ErrInviteNotFound.Code, visitor.ErrInviteOver.Code},
	},
		func(ctx context.Context, in *answerInput) (*reply[answered], error) {
			out, err := s.Answer(ctx, in.ID, visitor.State(in.Body.Answer))
			return &reply[answered]{answered{out.ConversationID}}, err
		})
}
