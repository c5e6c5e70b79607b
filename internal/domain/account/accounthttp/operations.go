// Package accounthttp offers the workspace and its calendars as operations.
package accounthttp

import (
	"context"
	"net/http"
	"time"

	"frontdesk/internal/domain/account"
	"frontdesk/internal/platform/httpx"
)

type reply[T any] struct{ Body T }

type list[T any] struct {
	Items []T `json:"items"`
}

// ByID is the input of operations on one thing. It is exported because the HTTP layer does not look into others.
type ByID struct {
	ID string `path:"id" maxLength:"30"`
}

// WorkspaceView is the workspace as people in it see it.
type WorkspaceView struct {
	ID        string           `json:"id"`
	Slug      string           `json:"slug" doc:"Its part of the address."`
	Name      string           `json:"name"`
	Locale    string           `json:"locale" enum:"zh-CN,en"`
	Timezone  string           `json:"timezone" example:"Asia/Shanghai"`
	Settings  account.Settings `json:"settings"`
	Demo      bool             `json:"demo" doc:"Holds sample data that can be removed."`
	Guide     bool             `json:"guide" doc:"The guide to the first answered chat is open."`
	CreatedAt time.Time        `json:"createdAt"`
	Version   int64            `json:"version"`
}

func viewOf(w account.Workspace) WorkspaceView {
	if w.Settings.BreakReasons == nil {
		w.Settings.BreakReasons = []account.BreakReason{}
	}
	return WorkspaceView{
		ID: w.ID, Slug: w.Slug, Name: w.Name, Locale: w.Locale, Timezone: w.Timezone, Settings: w.Settings, Demo: w.Demo, Guide: w.Guide,
		CreatedAt: w.CreatedAt, Version: w.Version,
	}
}

// Current reads the workspace of the actor: the session operation shows it together with who is signed in.
func Current(s *account.Service) func(ctx context.Context) (WorkspaceView, error) {
	return func(ctx context.Context) (WorkspaceView, error) {
		w, err := s.Workspace(ctx)
		return viewOf(w), err
	}
}

type changeInput struct {
	Body struct {
		Version  int64             `json:"version" doc:"The version that was read; another one is a conflict."`
		Name     *string           `json:"name,omitempty"`
		Slug     *string           `json:"slug,omitempty"`
		Locale   *string           `json:"locale,omitempty" enum:"zh-CN,en"`
		Timezone *string           `json:"timezone,omitempty"`
		Settings *account.Settings `json:"settings,omitempty" doc:"All settings; they replace the former ones."`
	}
}

// Register adds the operations.
func Register(api *httpx.API, s *account.Service) {
	const tag = "Workspace"
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/workspace", ID: "getWorkspace", Tag: tag, Summary: "Read the workspace",
	}, func(ctx context.Context, _ *struct{}) (*reply[WorkspaceView], error) {
		w, err := Current(s)(ctx)
		return &reply[WorkspaceView]{w}, err
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPatch, Path: "/workspace", ID: "updateWorkspace", Tag: tag, Summary: "Change the workspace",
		Permission: account.PermManage, Codes: []string{account.ErrStale.Code, account.ErrSlugTaken.Code},
	}, func(ctx context.Context, in *changeInput) (*reply[WorkspaceView], error) {
		b := in.Body
		w, err := s.Change(ctx, account.ChangeWorkspace{
			Name: b.Name, Slug: b.Slug, Locale: b.Locale, Timezone: b.Timezone, Settings: b.Settings, Version: b.Version,
		})
		return &reply[WorkspaceView]{viewOf(w)}, err
	})
	registerCalendars(api, s)
}
