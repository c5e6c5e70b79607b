// Package audithttp offers the history of settings as operations.
package audithttp

import (
	"context"
	"net/http"
	"time"

	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/audit"
	"frontdesk/internal/platform/httpx"
)

type reply[T any] struct{ Body T }

type listInput struct {
	Kind      string    `query:"kind" maxLength:"30" doc:"Settings of one kind: workspace, calendar, role, team, person, channel, tag, webhook."`
	SubjectID string    `query:"subjectId" maxLength:"40" doc:"The history of one thing; only together with its kind."`
	PersonID  string    `query:"personId" maxLength:"40" doc:"What one person changed."`
	From      time.Time `query:"from" doc:"Not before this moment."`
	To        time.Time `query:"to" doc:"Before this moment."`
	Cursor    string    `query:"cursor" maxLength:"500"`
	Limit     int       `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type restoreInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		Undo   bool  `json:"undo,omitempty" doc:"Go back to what was before the version, not to what it made."`
		Latest int64 `json:"latest" doc:"The newest version that was read; a newer one is a conflict."`
	}
}

// Register adds the operations.
func Register(api *httpx.API, s *audit.Service) {
	const tag = "Settings history"
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/setting-versions", ID: "listSettingVersions", Tag: tag,
		Summary: "What was changed in the settings, newest first", Permission: audit.PermRead,
	},
		func(ctx context.Context, in *listInput) (*reply[page.Of[audit.View]], error) {
			f := audit.Filter{Kind: in.Kind, SubjectID: in.SubjectID, PersonID: in.PersonID, From: in.From, To: in.To}
			out, err := s.List(ctx, f, page.Request{Limit: in.Limit, Cursor: in.Cursor})
			return &reply[page.Of[audit.View]]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/setting-versions/{id}/restore", ID: "restoreSettingVersion", Tag: tag,
		Summary:     "Make settings what they were",
		Description: "Takes the permission that a change of the settings takes, and is a new version itself.",
		Permission:  audit.PermRead,
		Codes: []string{
			audit.ErrNotFound.Code, audit.ErrMoved.Code, audit.ErrSame.Code, audit.ErrGone.Code, audit.ErrNothing.Code, audit.ErrOneWay.Code,
		},
	},
		func(ctx context.Context, in *restoreInput) (*reply[audit.View], error) {
			out, err := s.Restore(ctx, audit.Back{VersionID: in.ID, Undo: in.Body.Undo, Latest: in.Body.Latest})
			return &reply[audit.View]{out}, err
		})
}
