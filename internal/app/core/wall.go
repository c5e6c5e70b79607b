package core

import (
	"frontdesk/internal/app/ports"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/wallboard"
	"frontdesk/internal/domain/wallboard/wallboardhttp"
	"frontdesk/internal/domain/wallboard/wallboardsql"
	"frontdesk/internal/platform/httpx"
	"frontdesk/internal/usecase/wall"
)

// walls are the screens on the wall.
type walls struct {
	Boards *wallboard.Service
	Views  *wall.Service
}

func (s *Services) boards(p Parts, kept unit.Runner) *wallboard.Service {
	return wallboard.NewService(wallboard.Deps{Run: kept, Clock: p.Clock, Store: wallboardsql.New(p.DB), Secrets: p.Box})
}

// screens show what nearly everybody knows, so they are made late.
func (s *Services) screens(p Parts) *wall.Service {
	return wall.New(wall.Deps{
		Clock: p.Clock, Boards: s.Walls.Boards, Queues: s.Dispatch, People: s.Supervision, Teams: s.Identity, Ratings: s.Insight.Service,
		Workspaces: s.Account,
	})
}

// register adds the operations.
func (w walls) register(api *httpx.API) { wallboardhttp.Register(api, w.Boards, w.Views) }

// remember lets the history go back in boards.
func (w walls) remember(back ports.Back) ports.Back {
	back[wallboard.Kind] = w.Boards.Restore
	return back
}
