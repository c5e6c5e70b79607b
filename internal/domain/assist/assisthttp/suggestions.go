// Package assisthttp offers suggestions and translations as operations.
package assisthttp

import (
	"context"
	"net/http"

	"frontdesk/internal/domain/assist"
	"frontdesk/internal/platform/httpx"
)

type reply[T any] struct{ Body T }

type byConversation struct {
	ID string `path:"id" maxLength:"30"`
}

// Register adds the operations of suggestions.
func Register(api *httpx.API, s *assist.Suggestions) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/conversations/{id}/suggestions", ID: "suggestAnswers", Tag: "Assistance",
		Summary: "Answers that fit what the customer waits for", Permission: assist.PermReply, Codes: []string{"not_found"},
		Description: "From what is published in the FAQ and the quick replies the person may use; only what fits well.",
	},
		func(ctx context.Context, in *byConversation) (*reply[assist.Suggested], error) {
			out, err := s.Suggest(ctx, in.ID)
			return &reply[assist.Suggested]{out}, err
		})
}
