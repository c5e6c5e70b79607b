// Package visitorhttp holds the operations of visitors and invitations.
package visitorhttp

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"

	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/visitor"
	"frontdesk/internal/platform/httpx"
)

const tag = "Visitors"

type reply[T any] struct{ Body T }

type items[T any] struct {
	Items []T `json:"items"`
}

type byID struct {
	ID string `path:"id" maxLength:"30"`
}

type listInput struct {
	Search  string `query:"q" maxLength:"100" doc:"Words in names, pages, sources and regions; all must occur."`
	State   string `query:"state" enum:"idle,invited,talking"`
	Channel string `query:"channelId" maxLength:"30"`
	Device  string `query:"device" enum:"desktop,phone,tablet,bot,unknown"`
	Source  string `query:"source" enum:"direct,search,ad,social,referral"`
	Known   string `query:"known" enum:"known,new,back" doc:"known: customers with a name; new: on their first visit; back: on a later one."`
	Sort    string `query:"sort" enum:"newest,time,pages,visits" default:"newest"`
	Cursor  string `query:"cursor" maxLength:"500"`
	Limit   int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	IfMatch string `header:"If-None-Match"`
}

type listOutput struct {
	Status int
	ETag   string `header:"ETag"`
	Body   visitor.Listed
}

type inviteInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		Text string `json:"body" minLength:"1" maxLength:"300"`
	}
}

type reportInput struct {
	From string `query:"from" required:"true" maxLength:"10" doc:"First day, such as 2026-11-01."`
	To   string `query:"to" required:"true" maxLength:"10" doc:"Last day."`
}

// Register adds the operations.
func Register(api *httpx.API, s *visitor.Service) {
	registerLists(api, s)
	registerSettings(api, s)
	registerWidget(api, s)
}

func registerLists(api *httpx.API, s *visitor.Service) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/visitors", ID: "listVisitors", Tag: tag, Permission: visitor.PermRead,
		Summary:     "List who is on the company's sites now",
		Description: "Answered from memory. Ask again with the header If-None-Match: as long as nothing has changed the answer is 304 and empty.",
	},
		func(ctx context.Context, in *listInput) (*listOutput, error) {
			out, err := s.List(ctx, visitor.Query{
				Search: in.Search, State: in.State, ChannelID: in.Channel, Device: in.Device, Source: in.Source, Known: in.Known,
				Sort: in.Sort, Page: page.Request{Limit: in.Limit, Cursor: in.Cursor},
			})
			if err != nil {
				return nil, err
			}
			return unlessKnown(out, in.IfMatch)
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/visitors/{id}", ID: "getVisitor", Tag: tag, Permission: visitor.PermRead,
		Summary: "One visitor with the track of the present visit", Codes: []string{visitor.ErrNotFound.Code},
	},
		func(ctx context.Context, in *byID) (*reply[visitor.Visit], error) {
			out, err := s.Get(ctx, in.ID)
			return &reply[visitor.Visit]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/visitors/{id}/invites", ID: "inviteVisitor", Tag: tag, Permission: visitor.PermInvite,
		Status: http.StatusCreated, Summary: "Invite a visitor to talk", Idempotent: true,
		Description: "Opens a bubble at the visitor's widget. Who accepts is in a conversation with the person who invited.",
		Codes: []string{
			visitor.ErrNotFound.Code, visitor.ErrTalking.Code, visitor.ErrInvited.Code, visitor.ErrEnough.Code, visitor.ErrQuiet.Code, visitor.ErrOff.Code,
		},
	},
		func(ctx context.Context, in *inviteInput) (*reply[visitor.Invite], error) {
			out, err := s.Invite(ctx, in.ID, in.Body.Text)
			return &reply[visitor.Invite]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/visitor-report", ID: "getVisitorReport", Tag: tag, Permission: visitor.PermReport,
		Summary: "What became of the invitations of some days",
	},
		func(ctx context.Context, in *reportInput) (*reply[visitor.Report], error) {
			out, err := s.Report(ctx, in.From, in.To)
			return &reply[visitor.Report]{out}, err
		})
}

// unlessKnown answers with the tag of the content, and with nothing when the desk has it already: a desk that looks at a
// list asks every two seconds.
func unlessKnown(out visitor.Listed, have string) (*listOutput, error) {
	raw, err := json.Marshal(out)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(raw)
	out.Tag = `"` + hex.EncodeToString(sum[:12]) + `"`
	l := &listOutput{Status: http.StatusOK, ETag: out.Tag, Body: out}
	if l.ETag == have {
		l.Status = http.StatusNotModified
	}
	return l, nil
}
