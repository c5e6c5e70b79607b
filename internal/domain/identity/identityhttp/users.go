package identityhttp

import (
	"context"
	"net/http"

	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/platform/httpx"
)

type listUsersInput struct {
	Query  string `query:"q" maxLength:"100" doc:"Part of a name, an alias or an address."`
	Status string `query:"status" enum:"active,disabled"`
	Team   string `query:"team" maxLength:"30"`
	Role   string `query:"role" maxLength:"30"`
	Cursor string `query:"cursor" maxLength:"500"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type changeUserInput struct {
	ByID
	Body struct {
		Version int64     `json:"version" doc:"The version that was read; another one is a conflict."`
		Name    *string   `json:"name,omitempty"`
		Alias   *string   `json:"alias,omitempty"`
		RoleID  *string   `json:"roleId,omitempty"`
		TeamIDs *[]string `json:"teamIds,omitempty"`
	}
}

type resetInput struct {
	ByID
	Body struct {
		DropSecondFactor bool `json:"dropSecondFactor,omitempty" doc:"Also turn the second factor off, for somebody without their phone."`
		RevokeTokens     bool `json:"revokeTokens,omitempty" doc:"Also revoke the access tokens of the person, which go on otherwise."`
	}
}

type signOutInput struct {
	ByID
	Body *struct { // a pointer: the body may be left out
		RevokeTokens bool `json:"revokeTokens,omitempty" doc:"Also revoke the access tokens of the person, which go on otherwise."`
	}
}

// ResetLink is the secret of a one-time link.
type ResetLink struct {
	Token string `json:"token" doc:"Goes into the link's fragment: /reset#<token>."`
}

const tagUsers = "Users"

func registerUsers(api *httpx.API, s *identity.Service) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/users", ID: "listUsers", Tag: tagUsers, Summary: "List people", Permission: identity.PermUserRead,
	}, func(ctx context.Context, in *listUsersInput) (*reply[page.Of[UserView]], error) {
		p, err := s.Users(ctx, identity.UserFilter{
			Query: in.Query, Status: identity.Status(in.Status), TeamID: in.Team, RoleID: in.Role,
		}, page.Request{Limit: in.Limit, Cursor: in.Cursor})
		return &reply[page.Of[UserView]]{page.Of[UserView]{Items: each(p.Items, userOf).Items, Next: p.Next}}, err
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/users/{id}", ID: "getUser", Tag: tagUsers, Summary: "Read a person", Permission: identity.PermUserRead,
		Codes: []string{identity.ErrUserNotFound.Code},
	}, func(ctx context.Context, in *ByID) (*reply[UserView], error) {
		u, err := s.User(ctx, in.ID)
		return &reply[UserView]{userOf(u)}, err
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPatch, Path: "/users/{id}", ID: "updateUser", Tag: tagUsers, Summary: "Change a person, their role and teams",
		Permission: identity.PermUserManage,
		Codes:      []string{identity.ErrUserNotFound.Code, identity.ErrStale.Code, identity.ErrLastAdmin.Code, identity.ErrBeyondOwn.Code},
	}, func(ctx context.Context, in *changeUserInput) (*reply[UserView], error) {
		b := in.Body
		u, err := s.ChangeUser(ctx, in.ID, identity.ChangeUser{Name: b.Name, Alias: b.Alias, RoleID: b.RoleID, TeamIDs: b.TeamIDs, Version: b.Version})
		return &reply[UserView]{userOf(u)}, err
	})
	registerUserActions(api, s)
}

func registerUserActions(api *httpx.API, s *identity.Service) {
	op := func(name, id, summary string) httpx.Op {
		return httpx.Op{
			Method: http.MethodPost, Path: "/users/{id}/" + name, ID: id, Tag: tagUsers, Summary: summary, Status: http.StatusNoContent,
			Permission: identity.PermUserManage,
			Codes:      []string{identity.ErrUserNotFound.Code, identity.ErrLastAdmin.Code, identity.ErrBeyondOwn.Code, identity.ErrSelf.Code},
		}
	}
	httpx.Register(api, op("disable", "disableUser", "Lock a person and their access tokens out"),
		func(ctx context.Context, in *ByID) (*struct{}, error) { return nil, s.DisableUser(ctx, in.ID) })
	httpx.Register(api, op("enable", "enableUser", "Let a person in again"),
		func(ctx context.Context, in *ByID) (*struct{}, error) { return nil, s.EnableUser(ctx, in.ID) })
	httpx.Register(api, op("sign-out", "signOutUser", "End all sessions of a person"),
		func(ctx context.Context, in *signOutInput) (*struct{}, error) {
			return nil, s.SignOutUser(ctx, in.ID, in.Body != nil && in.Body.RevokeTokens)
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/users/{id}/reset-password", ID: "resetPassword", Tag: tagUsers,
		Summary: "Make a one-time link for a new password", Description: "The person is signed out everywhere.",
		Permission: identity.PermUserManage, Codes: []string{identity.ErrUserNotFound.Code, identity.ErrBeyondOwn.Code},
		Secret: true,
	}, func(ctx context.Context, in *resetInput) (*reply[ResetLink], error) {
		link, err := s.ResetPassword(ctx, in.ID, identity.ResetPassword{
			DropSecondFactor: in.Body.DropSecondFactor, RevokeTokens: in.Body.RevokeTokens,
		})
		return &reply[ResetLink]{ResetLink{link}}, err
	})
}
