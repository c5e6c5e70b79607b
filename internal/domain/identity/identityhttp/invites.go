package identityhttp

import (
	"context"
	"net/http"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/platform/httpx"
)

type createInviteInput struct {
	Body struct {
		Email   string   `json:"email" maxLength:"254"`
		Name    string   `json:"name,omitempty" maxLength:"60"`
		Alias   string   `json:"alias,omitempty" maxLength:"40"`
		RoleID  string   `json:"roleId" maxLength:"30"`
		TeamIDs []string `json:"teamIds,omitempty" maxItems:"500"`
	}
}

// NewInvite is a fresh invitation with the secret of its link, which is shown this once.
type NewInvite struct {
	InviteView
	Token string `json:"token" doc:"Goes into the link's fragment: /invite#<token>."`
}

// FoundInvite is what an invitation leads to.
type FoundInvite[W any] struct {
	Workspace W         `json:"workspace"`
	Email     string    `json:"email"`
	Name      string    `json:"name"`
	ExpiresAt time.Time `json:"expiresAt"`
}

type lookupInput struct {
	Body struct {
		Token string `json:"token" maxLength:"100"`
	}
}

func registerInvites(api *httpx.API, s *identity.Service) {
	const tag = "Invites"
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/invites", ID: "listInvites", Tag: tag, Summary: "List the invitations that wait",
		Permission: identity.PermUserManage,
	}, func(ctx context.Context, _ *struct{}) (*reply[list[InviteView]], error) {
		all, err := s.Invites(ctx)
		return &reply[list[InviteView]]{each(all, inviteOf)}, err
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/invites", ID: "createInvite", Tag: tag, Summary: "Invite somebody",
		Description: "The link's secret is in this reply and nowhere else. An older invitation to the same address ends.",
		Status:      http.StatusCreated, Permission: identity.PermUserManage,
		Codes:  []string{identity.ErrEmailTaken.Code, identity.ErrBeyondOwn.Code},
		Secret: true,
	}, func(ctx context.Context, in *createInviteInput) (*reply[NewInvite], error) {
		b := in.Body
		link, i, err := s.CreateInvite(ctx, identity.NewInvite{Email: b.Email, Name: b.Name, Alias: b.Alias, RoleID: b.RoleID, TeamIDs: b.TeamIDs})
		return &reply[NewInvite]{NewInvite{InviteView: inviteOf(i), Token: link}}, err
	})
	registerInviteList(api, s)
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: "/invites/{id}", ID: "revokeInvite", Tag: tag, Summary: "Take an invitation back",
		Status: http.StatusNoContent, Permission: identity.PermUserManage, Codes: []string{identity.ErrInviteNotFound.Code},
	}, func(ctx context.Context, in *ByID) (*struct{}, error) { return nil, s.RevokeInvite(ctx, in.ID) })
}

// lookUp tells whoever holds a link what it leads to, so that they know where they are about to join.
func (h doors[W]) lookUp(ctx context.Context, in *lookupInput) (*reply[FoundInvite[W]], error) {
	tenant, i, err := h.s.FindInvite(ctx, in.Body.Token)
	if err != nil {
		return nil, err
	}
	w, err := h.workspace(actor.With(ctx, actor.SystemFor(tenant)))
	return &reply[FoundInvite[W]]{FoundInvite[W]{Workspace: w, Email: i.Email, Name: i.Name, ExpiresAt: i.ExpiresAt}}, err
}
