package knowledgehttp

import (
	"context"
	"net/http"

	"frontdesk/internal/domain/knowledge"
	"frontdesk/internal/platform/httpx"
)

type widgetInput struct {
	Key  string `query:"key" maxLength:"40" required:"true" doc:"The widget's public key."`
	Lang string `query:"lang" maxLength:"35" doc:"The language that is wanted; what is missing in it comes in the other one."`
}

type askInput struct {
	Key        string `query:"key" maxLength:"40" required:"true"`
	Lang       string `query:"lang" maxLength:"35"`
	Query      string `query:"q" maxLength:"200" doc:"Words, a whole sentence, pinyin or its first letters."`
	CategoryID string `query:"categoryId" maxLength:"30" doc:"Without words: what this category holds."`
}

type readInput struct {
	ID   string `path:"id" maxLength:"30"`
	Key  string `query:"key" maxLength:"40" required:"true"`
	Lang string `query:"lang" maxLength:"35"`
}

type voteInput struct {
	ID   string `path:"id" maxLength:"30"`
	Key  string `query:"key" maxLength:"40" required:"true"`
	Body struct {
		Helped bool `json:"helped"`
	}
}

type askedList struct {
	Items []knowledge.Asked `json:"items" doc:"At most twenty, the best first."`
}

// cached is an answer that a browser may show again for a minute.
type cached[T any] struct {
	CacheControl string `header:"Cache-Control"`
	Vary         string `header:"Vary"`
	Body         T
}

func cacheable[T any](body T) *cached[T] {
	return &cached[T]{CacheControl: "public, max-age=60", Vary: "Origin", Body: body}
}

// registerPublic adds what a widget asks before there is a visitor: by its key and from its own sites.
func registerPublic(api *httpx.API, s *knowledge.FAQ) {
	op := func(method, path, id, summary string) httpx.Op {
		return httpx.Op{
			Method: method, Path: "/widget/faq" + path, ID: id, Tag: "Widget", Summary: summary, Permission: httpx.Public, CORS: true,
			Codes: []string{"widget.unknown", "widget.off", "widget.origin"},
		}
	}
	httpx.Register(api, op(http.MethodGet, "", "getWidgetFAQ", "The hot questions of the FAQ, and its categories"),
		func(ctx context.Context, in *widgetInput) (*cached[knowledge.Front], error) {
			out, err := s.Front(ctx, in.Key, httpx.Origin(ctx), in.Lang)
			return cacheable(out), err
		})
	httpx.Register(api, op(http.MethodGet, "/search", "searchWidgetFAQ", "Search the FAQ for a visitor"),
		func(ctx context.Context, in *askInput) (*cached[askedList], error) {
			out, err := s.Ask(ctx, in.Key, httpx.Origin(ctx), in.Lang, in.Query, in.CategoryID)
			return cacheable(askedList{out}), err
		})
	httpx.Register(api, op(http.MethodGet, "/{id}", "readWidgetFAQ", "One question of the FAQ with its answer"),
		func(ctx context.Context, in *readInput) (*cached[knowledge.Answered], error) {
			out, err := s.Read(ctx, in.Key, httpx.Origin(ctx), in.Lang, in.ID)
			return cacheable(out), err
		})
	vote := op(http.MethodPost, "/{id}/votes", "voteWidgetFAQ", "Say whether an answer helped")
	vote.Status = http.StatusNoContent
	httpx.Register(api, vote, func(ctx context.Context, in *voteInput) (*struct{}, error) {
		return nil, s.Vote(ctx, in.Key, httpx.Origin(ctx), in.ID, in.Body.Helped)
	})
}
