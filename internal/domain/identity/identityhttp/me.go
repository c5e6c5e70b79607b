package identityhttp

import (
	"context"
	"net/http"
	"time"

	"frontdesk/internal/domain/identity"
	"frontdesk/internal/platform/httpx"
)

type profileInput struct {
	Body struct {
		Name        *string               `json:"name,omitempty"`
		Alias       *string               `json:"alias,omitempty"`
		Locale      *string               `json:"locale,omitempty" enum:"zh-CN,en"`
		Timezone    *string               `json:"timezone,omitempty"`
		Preferences *identity.Preferences `json:"preferences,omitempty"`
	}
}

// OwnSession is one of the own sessions.
type OwnSession struct {
	ID        string    `json:"id"`
	Address   string    `json:"address"`
	Agent     string    `json:"agent" doc:"What the browser calls itself."`
	Current   bool      `json:"current" doc:"The one that asks."`
	CreatedAt time.Time `json:"createdAt"`
	SeenAt    time.Time `json:"seenAt"`
	ExpiresAt time.Time `json:"expiresAt"`
}

// TokenView is a personal access token without its secret.
type TokenView struct {
	ID        string            `json:"id"`
	Name      string            `json:"name"`
	Grants    map[string]string `json:"grants"`
	CreatedAt time.Time         `json:"createdAt"`
	ExpiresAt *time.Time        `json:"expiresAt,omitempty"`
	UsedAt    *time.Time        `json:"usedAt,omitempty"`
}

// NewToken is a fresh token with its text, which is shown this once.
type NewToken struct {
	TokenView
	Token string `json:"token"`
}

func tokenOf(t identity.Token) TokenView {
	return TokenView{
		ID: t.ID, Name: t.Name, Grants: grantsOf(t.Grants), CreatedAt: t.CreatedAt, ExpiresAt: moment(t.ExpiresAt), UsedAt: moment(t.UsedAt),
	}
}

type createTokenInput struct {
	Body struct {
		Name      string            `json:"name" maxLength:"60"`
		Grants    map[string]string `json:"grants" doc:"Level by permission; at most the own."`
		ExpiresAt *time.Time        `json:"expiresAt,omitempty" doc:"At most a year away; absent: does not end."`
	}
}

const tagMe = "Me"

func registerMe(api *httpx.API, s *identity.Service) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodPatch, Path: "/users/me", ID: "updateMe", Tag: tagMe, Summary: "Change the own profile and preferences",
		Codes: []string{identity.ErrStale.Code},
	}, func(ctx context.Context, in *profileInput) (*reply[MeView], error) {
		b := in.Body
		u, err := s.ChangeMe(ctx, identity.Profile{Name: b.Name, Alias: b.Alias, Locale: b.Locale, Timezone: b.Timezone, Preferences: b.Preferences})
		return &reply[MeView]{meOf(u)}, err
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/users/me/sessions", ID: "listMySessions", Tag: tagMe, Summary: "List the own sessions",
	}, func(ctx context.Context, _ *struct{}) (*reply[list[OwnSession]], error) {
		all, current, err := s.MySessions(ctx)
		return &reply[list[OwnSession]]{each(all, func(o identity.Session) OwnSession {
			return OwnSession{
				ID: o.ID, Address: o.Address, Agent: o.Agent, Current: o.ID == current,
				CreatedAt: o.CreatedAt, SeenAt: o.SeenAt, ExpiresAt: o.Until(),
			}
		})}, err
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: "/users/me/sessions/{id}", ID: "endMySession", Tag: tagMe, Summary: "End one of the own sessions",
		Status: http.StatusNoContent, Codes: []string{identity.ErrSessionNotFound.Code},
	}, func(ctx context.Context, in *ByID) (*struct{}, error) { return nil, s.EndMySession(ctx, in.ID) })
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/users/me/tokens", ID: "listMyTokens", Tag: tagMe, Summary: "List the own access tokens",
		Permission: identity.PermTokenOwn,
	}, func(ctx context.Context, _ *struct{}) (*reply[list[TokenView]], error) {
		all, err := s.MyTokens(ctx)
		return &reply[list[TokenView]]{each(all, tokenOf)}, err
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/users/me/tokens", ID: "createToken", Tag: tagMe, Summary: "Make an access token",
		Description: "The text of the token is in this reply and nowhere else.",
		Status:      http.StatusCreated, Permission: identity.PermTokenOwn,
		Codes:  []string{identity.ErrBeyondOwn.Code, identity.ErrLimit.Code, identity.ErrExpiry.Code},
		Secret: true,
	}, func(ctx context.Context, in *createTokenInput) (*reply[NewToken], error) {
		var expires time.Time
		if in.Body.ExpiresAt != nil {
			expires = *in.Body.ExpiresAt
		}
		text, t, err := s.CreateToken(ctx, in.Body.Name, toGrants(in.Body.Grants), expires)
		return &reply[NewToken]{NewToken{TokenView: tokenOf(t), Token: text}}, err
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: "/users/me/tokens/{id}", ID: "revokeToken", Tag: tagMe, Summary: "Revoke an access token",
		Status: http.StatusNoContent, Permission: identity.PermTokenOwn, Codes: []string{identity.ErrTokenNotFound.Code},
	}, func(ctx context.Context, in *ByID) (*struct{}, error) { return nil, s.RevokeToken(ctx, in.ID) })
}
