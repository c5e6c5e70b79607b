package audithttp

import (
	"context"
	"net/http"

	"frontdesk/internal/base/page"
	"frontdesk/internal/base/personal"
	"frontdesk/internal/domain/audit"
	"frontdesk/internal/platform/httpx"
)

type revealInput struct {
	Body struct {
		Kind           audit.RevealKind `json:"kind" enum:"customer,entry,callback"`
		SubjectID      string           `json:"subjectId" minLength:"1" maxLength:"30" doc:"The customer, the entry, or of callback the conversation."`
		ConversationID string           `json:"conversationId,omitempty" maxLength:"30" doc:"Of an entry."`
		Field          string           `json:"field,omitempty" maxLength:"30" doc:"One field of a customer, such as phone; absent for all."`
		Reason         string           `json:"reason,omitempty" maxLength:"200" doc:"Needed if the workspace asks for it."`
	}
}

type revealsInput struct {
	PersonID   string `query:"personId" maxLength:"40" doc:"What one person revealed."`
	CustomerID string `query:"customerId" maxLength:"40" doc:"What was revealed of one customer."`
	Cursor     string `query:"cursor" maxLength:"500"`
	Limit      int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// RegisterReveals adds the operations on hidden personal data.
func RegisterReveals(api *httpx.API, s *audit.Reveals) {
	const tag = "Personal data"
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/reveals", ID: "revealPersonal", Tag: tag,
		Summary:     "Show personal data that is hidden from the caller",
		Description: "Every call is noted with who asked, of whom and which classes of data; values are noted nowhere.",
		Permission:  personal.Reveal, Codes: []string{audit.ErrNothingHidden.Code}, Secret: true,
	},
		func(ctx context.Context, in *revealInput) (*reply[audit.Shown], error) {
			b := in.Body
			out, err := s.Reveal(ctx, audit.Ask{Kind: b.Kind, SubjectID: b.SubjectID, ConversationID: b.ConversationID, Field: b.Field, Reason: b.Reason})
			return &reply[audit.Shown]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/reveals", ID: "listReveals", Tag: tag,
		Summary: "Who revealed hidden personal data, newest first", Permission: audit.PermRead,
	},
		func(ctx context.Context, in *revealsInput) (*reply[page.Of[audit.Revealed]], error) {
			out, err := s.List(ctx, audit.RevealFilter{PersonID: in.PersonID, CustomerID: in.CustomerID}, page.Request{Limit: in.Limit, Cursor: in.Cursor})
			return &reply[page.Of[audit.Revealed]]{out}, err
		})
}
