package identityhttp

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"time"

	"frontdesk/internal/domain/identity"
	"frontdesk/internal/platform/httpx"
)

type presenceBody struct {
	State  identity.State `json:"state" enum:"online,busy,break,offline"`
	Reason string         `json:"reason,omitempty" maxLength:"40" doc:"Of a break: one of the workspace's."`
}

type myPresenceInput struct{ Body presenceBody }

type activityInput struct {
	Body struct {
		IdleSeconds int `json:"idleSeconds" minimum:"0" maximum:"86400" doc:"How long nobody has used keyboard or pointer in this desk."`
	}
}

type presenceInput struct {
	UserID string `path:"userId" maxLength:"30"`
	Body   presenceBody
}

func registerPresence(api *httpx.API, s *identity.Service) {
	const tag = "Presence"
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/presence", ID: "listPresence", Tag: tag, Summary: "List who is there",
		Description: "People who were never there are missing; they are offline.", Permission: identity.PermUserRead,
	}, func(ctx context.Context, _ *struct{}) (*reply[list[PresenceView]], error) {
		all, err := s.Presences(ctx)
		return &reply[list[PresenceView]]{each(all, presenceOf)}, err
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPut, Path: "/presence/me", ID: "putMyPresence", Tag: tag, Summary: "Choose the own presence",
		Codes: []string{identity.ErrReason.Code},
	}, func(ctx context.Context, in *myPresenceInput) (*reply[PresenceView], error) {
		p, err := s.ChoosePresence(ctx, in.Body.State, in.Body.Reason)
		return &reply[PresenceView]{presenceOf(p)}, err
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPut, Path: "/presence/me/activity", ID: "putMyActivity", Tag: tag, Summary: "Tell when the own desk was last touched",
		Description: "Where the workspace has the rule, whoever is online and touches none of their desks for its time is on a break with the reason `auto_away`; " +
			"the next touch ends it. What somebody chose stays.",
	}, func(ctx context.Context, in *activityInput) (*reply[PresenceView], error) {
		p, err := s.TellActivity(ctx, time.Duration(in.Body.IdleSeconds)*time.Second)
		return &reply[PresenceView]{presenceOf(p)}, err
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPut, Path: "/presence/{userId}", ID: "putPresence", Tag: tag, Summary: "Change somebody else's presence",
		Permission: identity.PermPresenceManage, Codes: []string{identity.ErrUserNotFound.Code, identity.ErrReason.Code, identity.ErrAway.Code},
	}, func(ctx context.Context, in *presenceInput) (*reply[PresenceView], error) {
		p, err := s.ChangePresence(ctx, in.UserID, in.Body.State, in.Body.Reason)
		return &reply[PresenceView]{presenceOf(p)}, err
	})
}

func registerAvatars(api *httpx.API, s *identity.Service) {
	api.HandleRaw(httpx.Op{
		Method: http.MethodPut, Path: "/users/me/avatar", ID: "putAvatar", Tag: tagMe, Summary: "Upload the own picture",
		Description: "PNG or JPEG, at most 512 by 512 points and 512 KB.",
		Status:      http.StatusNoContent, RateLimit: httpx.RateUpload, MaxBody: identity.MaxPictureBytes,
		Consumes: "application/octet-stream", Codes: []string{identity.ErrPicture.Code},
	}, func(w http.ResponseWriter, r *http.Request) error {
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			return err
		}
		if len(raw) == 0 {
			return identity.ErrPicture.With("max", identity.MaxPictureSide)
		}
		if _, err := s.PutAvatar(r.Context(), raw); err != nil {
			return err
		}
		w.WriteHeader(http.StatusNoContent)
		return nil
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: "/users/me/avatar", ID: "deleteAvatar", Tag: tagMe, Summary: "Take the own picture away",
		Status: http.StatusNoContent,
	}, func(ctx context.Context, _ *struct{}) (*struct{}, error) {
		_, err := s.PutAvatar(ctx, nil)
		return nil, err
	})
	api.HandleRaw(httpx.Op{
		Method: http.MethodGet, Path: "/avatars/{id}", ID: "getAvatar", Tag: tagUsers, Summary: "Read a picture of a person",
		Description: "Needs no session: the id cannot be guessed, and customers see who answers them.",
		Permission:  httpx.Public, RateLimit: httpx.RateAPI, Produces: "image/*", Codes: []string{identity.ErrAvatarNotFound.Code},
	}, func(w http.ResponseWriter, r *http.Request) error {
		p, err := s.Avatar(r.Context(), r.PathValue("id"))
		if err != nil {
			return err
		}
		h := w.Header()
		h.Set("Content-Type", p.Type)
		h.Set("Content-Length", strconv.Itoa(len(p.Data)))
		h.Set("Cache-Control", "public, max-age=31536000, immutable") // a new picture has a new id
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")         // the widget shows it on other sites
		_, err = w.Write(p.Data)
		return err
	})
}
