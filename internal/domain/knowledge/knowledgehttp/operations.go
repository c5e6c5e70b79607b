// Package knowledgehttp holds the operations of quick replies and the FAQ.
package knowledgehttp

import (
	"context"
	"net/http"
	"time"

	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/knowledge"
	"frontdesk/internal/platform/httpx"
)

const tag = "Quick replies"

type reply[T any] struct{ Body T }

type byID struct {
	ID string `path:"id" maxLength:"30"`
}

type pageInput struct {
	Cursor string `query:"cursor" maxLength:"500"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type listInput struct {
	Scope    string `query:"scope" enum:"personal,team,company" default:"personal"`
	OwnerID  string `query:"ownerId" maxLength:"30" doc:"The team; absent for the own tree and the company's."`
	Cursor   string `query:"cursor" maxLength:"500"`
	Limit    int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	FolderID string `query:"folderId" maxLength:"30"`
	State    string `query:"state" enum:"draft,review,approved,"`
	Query    string `query:"q" maxLength:"100" doc:"Words of the title, the text or the shortcut, pinyin or its first letters."`
}

type foldersInput struct {
	Scope   string `query:"scope" enum:"personal,team,company," doc:"Absent: all trees that the user works with."`
	OwnerID string `query:"ownerId" maxLength:"30"`
}

type createInput struct {
	Body struct {
		Scope          string     `json:"scope" enum:"personal,team,company"`
		OwnerID        string     `json:"ownerId,omitempty" maxLength:"30"`
		FolderID       string     `json:"folderId,omitempty" maxLength:"30"`
		Title          string     `json:"title"`
		Shortcut       string     `json:"shortcut,omitempty"`
		Text           string     `json:"body" doc:"Plain text with variables: {{customer.name|friend}}. Known are customer.name, agent.name, agent.alias, agent.signature, conversation.number and workspace.name."`
		Lang           string     `json:"lang,omitempty" doc:"zh-CN, en or any."`
		EffectiveFrom  *time.Time `json:"effectiveFrom,omitempty"`
		EffectiveUntil *time.Time `json:"effectiveUntil,omitempty"`
	}
}

type updateInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		Version        int64      `json:"version" doc:"The version that was read; another one is a conflict."`
		FolderID       *string    `json:"folderId,omitempty"`
		Title          *string    `json:"title,omitempty"`
		Shortcut       *string    `json:"shortcut,omitempty"`
		Text           *string    `json:"body,omitempty"`
		Lang           *string    `json:"lang,omitempty"`
		EffectiveFrom  *time.Time `json:"effectiveFrom,omitempty" doc:"0001-01-01T00:00:00Z takes it away."`
		EffectiveUntil *time.Time `json:"effectiveUntil,omitempty" doc:"0001-01-01T00:00:00Z takes it away."`
	}
}

type reviewInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		Version  int64  `json:"version"`
		Decision string `json:"decision" enum:"submit,approve,reject"`
		Reason   string `json:"reason,omitempty"`
	}
}

type favouriteInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		On bool `json:"on"`
	}
}

type useList struct {
	Items []knowledge.Use `json:"items"`
}

// Register adds the operations.
func Register(api *httpx.API, s *knowledge.Service) {
	registerLists(api, s)
	registerChanges(api, s)
	registerUses(api, s)
	registerFolders(api, s)
	registerFiles(api, s)
	registerAttachments(api, s)
}

func registerLists(api *httpx.API, s *knowledge.Service) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/replies/offered", ID: "listOfferedReplies", Tag: tag, Permission: knowledge.PermUse,
		Summary: "All quick replies that the user may send now, with the keys to find them",
	},
		func(ctx context.Context, in *pageInput) (*reply[page.Of[knowledge.Offered]], error) {
			out, err := s.Offer(ctx, page.Request{Limit: in.Limit, Cursor: in.Cursor})
			return &reply[page.Of[knowledge.Offered]]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/replies", ID: "listReplies", Tag: tag, Permission: knowledge.PermUse,
		Summary: "The quick replies of a tree by title; for a query, the best first",
	},
		func(ctx context.Context, in *listInput) (*reply[page.Of[knowledge.Reply]], error) {
			out, err := s.List(ctx, knowledge.Filter{
				Tree: knowledge.Tree{Scope: knowledge.Scope(in.Scope), OwnerID: in.OwnerID}, FolderID: in.FolderID, State: knowledge.State(in.State), Query: in.Query,
			}, page.Request{Limit: in.Limit, Cursor: in.Cursor})
			return &reply[page.Of[knowledge.Reply]]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/replies/{id}", ID: "getReply", Tag: tag, Permission: knowledge.PermUse,
		Summary: "One quick reply", Codes: []string{knowledge.ErrNotFound.Code},
	},
		func(ctx context.Context, in *byID) (*reply[knowledge.Reply], error) {
			out, err := s.Get(ctx, in.ID)
			return &reply[knowledge.Reply]{out}, err
		})
}

func registerChanges(api *httpx.API, s *knowledge.Service) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/replies", ID: "createReply", Tag: tag, Status: http.StatusCreated, Permission: knowledge.PermUse,
		Summary: "Add a quick reply", Idempotent: true,
		Codes: []string{knowledge.ErrTooMany.Code, knowledge.ErrVariable.Code, "input.taken"},
	},
		func(ctx context.Context, in *createInput) (*reply[knowledge.Reply], error) {
			b := in.Body
			out, err := s.Create(ctx, knowledge.Reply{
				Tree: knowledge.Tree{Scope: knowledge.Scope(b.Scope), OwnerID: b.OwnerID}, FolderID: b.FolderID,
				Content:       knowledge.Content{Title: b.Title, Shortcut: b.Shortcut, Body: b.Text, Lang: b.Lang},
				EffectiveFrom: b.EffectiveFrom, EffectiveUntil: b.EffectiveUntil,
			})
			return &reply[knowledge.Reply]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPatch, Path: "/replies/{id}", ID: "updateReply", Tag: tag, Permission: knowledge.PermUse,
		Summary: "Change or move a quick reply; one of the company has to be approved again", Codes: []string{knowledge.ErrNotFound.Code, "conflict"},
	},
		func(ctx context.Context, in *updateInput) (*reply[knowledge.Reply], error) {
			b := in.Body
			out, err := s.Update(ctx, in.ID, knowledge.Edit{
				Version: b.Version, Title: b.Title, Shortcut: b.Shortcut, Body: b.Text, Lang: b.Lang, FolderID: b.FolderID,
				EffectiveFrom: b.EffectiveFrom, EffectiveUntil: b.EffectiveUntil,
			})
			return &reply[knowledge.Reply]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/replies/{id}/review", ID: "reviewReply", Tag: tag, Permission: knowledge.PermUse,
		Summary: "Submit, approve or send back a quick reply of the company",
		Codes:   []string{knowledge.ErrReview.Code, knowledge.ErrOwnReview.Code, "conflict"},
	},
		func(ctx context.Context, in *reviewInput) (*reply[knowledge.Reply], error) {
			out, err := s.Review(ctx, in.ID, in.Body.Version, knowledge.Decision(in.Body.Decision), in.Body.Reason)
			return &reply[knowledge.Reply]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: "/replies/{id}", ID: "deleteReply", Tag: tag, Status: http.StatusNoContent,
		Permission: knowledge.PermUse, Summary: "Remove a quick reply",
	},
		func(ctx context.Context, in *byID) (*struct{}, error) { return nil, s.Delete(ctx, in.ID) })
}

func registerUses(api *httpx.API, s *knowledge.Service) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/replies/{id}/uses", ID: "useReply", Tag: tag, Status: http.StatusNoContent,
		Permission: knowledge.PermUse, Summary: "Count that the user sent a quick reply", Idempotent: true,
	},
		func(ctx context.Context, in *byID) (*struct{}, error) { return nil, s.Used(ctx, in.ID) })
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/replies/{id}/uses", ID: "listReplyUses", Tag: tag,
		Permission: knowledge.PermUse, Summary: "Who sent a quick reply how often",
	},
		func(ctx context.Context, in *byID) (*reply[useList], error) {
			out, err := s.UsesOf(ctx, in.ID)
			return &reply[useList]{useList{out}}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPut, Path: "/replies/{id}/favourite", ID: "favourReply", Tag: tag, Status: http.StatusNoContent,
		Permission: knowledge.PermUse, Summary: "Put a quick reply among the own favourites, or take it from there",
	},
		func(ctx context.Context, in *favouriteInput) (*struct{}, error) {
			return nil, s.Favour(ctx, in.ID, in.Body.On)
		})
}
