// Package wallboardhttp is the screens on the wall as operations: managing them, and what they show.
package wallboardhttp

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"time"

	"frontdesk/internal/domain/wallboard"
	"frontdesk/internal/platform/httpx"
)

// Views makes what screens show; usecase/wall implements it.
type Views interface {
	// View is for who is signed in.
	View(ctx context.Context, boardID string) (wallboard.WallView, error)
	// ByLink is for a link. Nobody is signed in.
	ByLink(ctx context.Context, token string) (wallboard.WallView, error)
}

type reply[T any] struct{ Body T }

type list struct {
	Body struct {
		Items []wallboard.WallBoard `json:"items"`
	}
}

type byID struct {
	ID string `path:"id" maxLength:"30"`
}

type createInput struct {
	Body struct {
		Name  string               `json:"name" minLength:"1" maxLength:"60"`
		Shows *wallboard.WallShows `json:"shows,omitempty" doc:"Absent for all of everything, in the dark."`
	}
}

type updateInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		Version int64               `json:"version" doc:"The version that was read; another one is a conflict."`
		Name    string              `json:"name" minLength:"1" maxLength:"60"`
		Shows   wallboard.WallShows `json:"shows"`
	}
}

type linkInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		Until *time.Time `json:"until,omitempty" doc:"When it ends; absent for never."`
	}
}

type viewInput struct {
	ID   string `path:"id" maxLength:"30"`
	Have string `header:"If-None-Match" maxLength:"100"`
}

type wallInput struct {
	Token string `header:"X-Frontdesk-Wall" maxLength:"100" doc:"The secret of the link: what stands behind # in its address."`
	Have  string `header:"If-None-Match" maxLength:"100"`
}

type viewOutput struct {
	Status int
	ETag   string `header:"ETag"`
	Body   wallboard.WallView
}

const tag = "Wallboards"

// Register adds the operations.
func Register(api *httpx.API, s *wallboard.Service, v Views) {
	registerBoards(api, s)
	registerLinks(api, s)
	registerViews(api, v)
}

func registerBoards(api *httpx.API, s *wallboard.Service) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/wallboards", ID: "listWallboards", Tag: tag, Summary: "List the wallboards", Permission: wallboard.PermRead,
	},
		func(ctx context.Context, _ *struct{}) (*list, error) {
			out := &list{}
			var err error
			out.Body.Items, err = s.List(ctx)
			return out, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/wallboards", ID: "createWallboard", Tag: tag, Status: http.StatusCreated, Summary: "Make a wallboard",
		Permission: wallboard.PermManage, Codes: []string{wallboard.ErrTooMany.Code}, Idempotent: true,
	},
		func(ctx context.Context, in *createInput) (*reply[wallboard.WallBoard], error) {
			shows := wallboard.Usual()
			if in.Body.Shows != nil {
				shows = *in.Body.Shows
			}
			out, err := s.Create(ctx, in.Body.Name, shows)
			return &reply[wallboard.WallBoard]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/wallboards/{id}", ID: "getWallboard", Tag: tag, Summary: "Get a wallboard",
		Permission: wallboard.PermRead, Codes: []string{wallboard.ErrNotFound.Code},
	},
		func(ctx context.Context, in *byID) (*reply[wallboard.WallBoard], error) {
			out, err := s.Board(ctx, in.ID)
			return &reply[wallboard.WallBoard]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPut, Path: "/wallboards/{id}", ID: "updateWallboard", Tag: tag, Summary: "Change a wallboard",
		Permission: wallboard.PermManage, Codes: []string{wallboard.ErrNotFound.Code, "conflict"},
	},
		func(ctx context.Context, in *updateInput) (*reply[wallboard.WallBoard], error) {
			out, err := s.Update(ctx, in.ID, in.Body.Version, in.Body.Name, in.Body.Shows)
			return &reply[wallboard.WallBoard]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: "/wallboards/{id}", ID: "deleteWallboard", Tag: tag, Status: http.StatusNoContent, Summary: "Delete a wallboard",
		Description: "Its link opens nothing any more.", Permission: wallboard.PermManage, Codes: []string{wallboard.ErrNotFound.Code},
	},
		func(ctx context.Context, in *byID) (*struct{}, error) { return nil, s.Delete(ctx, in.ID) })
}

func registerLinks(api *httpx.API, s *wallboard.Service) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/wallboards/{id}/link", ID: "makeWallboardLink", Tag: tag, Summary: "Make the link that opens a wallboard without signing in",
		Description: "The link that it had opens nothing any more.", Permission: wallboard.PermManage,
		Codes: []string{wallboard.ErrNotFound.Code, wallboard.ErrPast.Code}, Secret: true,
	},
		func(ctx context.Context, in *linkInput) (*reply[wallboard.WallLinkMade], error) {
			out, err := s.MakeLink(ctx, in.ID, in.Body.Until)
			return &reply[wallboard.WallLinkMade]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: "/wallboards/{id}/link", ID: "revokeWallboardLink", Tag: tag, Summary: "Take the link of a wallboard back",
		Permission: wallboard.PermManage, Codes: []string{wallboard.ErrNotFound.Code},
	},
		func(ctx context.Context, in *byID) (*reply[wallboard.WallBoard], error) {
			out, err := s.RevokeLink(ctx, in.ID)
			return &reply[wallboard.WallBoard]{out}, err
		})
}

func registerViews(api *httpx.API, v Views) {
	const about = "Made once for a workspace and a few seconds, however many look. Answers 304 to whoever has the same already."
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/wallboards/{id}/view", ID: "viewWallboard", Tag: tag, Summary: "What a wallboard shows now", Description: about,
		Permission: wallboard.PermRead, Codes: []string{wallboard.ErrNotFound.Code},
	},
		func(ctx context.Context, in *viewInput) (*viewOutput, error) {
			out, err := v.View(ctx, in.ID)
			return tagged(out, in.Have, err)
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/wall", ID: "viewWallboardByLink", Tag: tag, Summary: "What a wallboard shows now, for a link", Description: about,
		Permission: httpx.Public, RateLimit: httpx.RateWall, Codes: []string{wallboard.ErrLink.Code, wallboard.ErrLinkExpired.Code},
	},
		func(ctx context.Context, in *wallInput) (*viewOutput, error) {
			out, err := v.ByLink(ctx, in.Token)
			return tagged(out, in.Have, err)
		})
}

// tagged answers with the tag of what is shown, and with nothing when the screen has it already.
func tagged(v wallboard.WallView, have string, err error) (*viewOutput, error) {
	if err != nil {
		return nil, err
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(raw)
	out := &viewOutput{Status: http.StatusOK, ETag: `"` + hex.EncodeToString(sum[:12]) + `"`, Body: v}
	if have == out.ETag {
		out.Status = http.StatusNotModified
	}
	return out, nil
}
