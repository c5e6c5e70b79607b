// Package conversationhttp offers conversations, files and the visitor's side of the chat as operations.
package conversationhttp

import (
	"context"

	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/httpx"
)

// Intake takes messages of visitors; usecase/intake is it.
type Intake interface {
	Take(ctx context.Context, in conversation.VisitorMessage) (conversation.VisitorConversation, conversation.VisitorEntry, error)
}

// Register adds the operations.
func Register(api *httpx.API, s *conversation.Service, p *conversation.Personal, f *conversation.Files, in Intake) {
	registerLists(api, s, p)
	registerPersonal(api, p)
	registerTimeline(api, s)
	registerRewrites(api, s)
	registerAround(api, s)
	registerExport(api, s)
	registerState(api, s)
	registerBulk(api, s)
	registerMerge(api, s)
	registerDrafts(api, s)
	registerFiles(api, f)
	registerRatings(api, s)
	registerWidget(api, s, in)
	registerWidgetFiles(api, f)
}

// Tags of the operations in the documentation.
const (
	tagConversations = "Conversations"
	tagFiles         = "Files"
	tagWidget        = "Widget"
)

type reply[T any] struct{ Body T }

func answer[T any](body T, err error) (*reply[T], error) {
	if err != nil {
		return nil, err
	}
	return &reply[T]{body}, nil
}

// ByID names a conversation in the path. The HTTP library fills embedded fields only when their type is exported.
type ByID struct {
	ID string `path:"id" maxLength:"30" doc:"Id of the conversation" example:"cnv_01kb3n8x5e7q9r2t4v6w8y0z1a"`
}

// Paged asks for one page of a list.
type Paged struct {
	Cursor string `query:"cursor" maxLength:"500"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (p Paged) request() page.Request { return page.Request{Limit: p.Limit, Cursor: p.Cursor} }

// Window asks for a part of a timeline.
type Window struct {
	After  int64 `query:"after" minimum:"-1" default:"-1" doc:"Entries after this number, oldest first; 0 from the beginning."`
	Before int64 `query:"before" minimum:"0" doc:"The newest entries before this number; with neither, the newest."`
	Limit  int   `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

func (w Window) bounds() conversation.Range {
	r := conversation.Range{Before: w.Before, Limit: w.Limit}
	switch {
	case w.After == 0:
		r.After = conversation.FromStart
	case w.After > 0:
		r.After = w.After
	}
	return r
}

type attachedFile struct {
	FileID string `json:"fileId" maxLength:"30"`
}

func fileIDs(list []attachedFile) []string {
	out := make([]string, 0, len(list))
	for _, a := range list {
		out = append(out, a.FileID)
	}
	return out
}

// codes of faults that every operation on one conversation may give.
func codes(more ...string) []string { return append([]string{conversation.ErrNotFound.Code}, more...) }
