// Package identityhttp offers sign-in, people, teams, roles and presence as operations, and tells the HTTP layer who
// calls.
package identityhttp

import (
	"context"
	"net/http"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/platform/httpx"
)

// Authenticator finds the actor of a request: by its bearer token, else by its cookie.
func Authenticator(s *identity.Service, cookies httpx.Cookies) httpx.Authenticator {
	return func(r *http.Request) (actor.Actor, httpx.Session, error) {
		credential := httpx.Bearer(r)
		if credential == "" {
			credential = cookies.Value(r)
		}
		if credential == "" {
			return actor.Actor{}, httpx.Session{}, nil
		}
		a, v, err := s.Authenticate(r.Context(), credential)
		// A session token in a header is as good as a personal token: no browser adds it by itself.
		return a, httpx.Session{CSRF: v.CSRF, Bearer: httpx.Bearer(r) != "", Until: v.Until}, err
	}
}

// SessionView is who is signed in, where, and what they may do.
type SessionView[W any] struct {
	User        MeView            `json:"user"`
	Workspace   W                 `json:"workspace"`
	Permissions map[string]string `json:"permissions" doc:"Level by permission; what is absent is not allowed."`
	CSRF        string            `json:"csrf" doc:"Repeat it in the header X-Frontdesk-CSRF of unsafe requests; empty for a token, which needs none."`
	SessionID   string            `json:"sessionId" doc:"Of the session or the token."`
	ExpiresAt   time.Time         `json:"expiresAt,omitzero" doc:"When the session ends, if it is not used; absent for a token that does not end."`
}

type signedReply[W any] struct {
	SetCookie string `header:"Set-Cookie"`
	Body      SessionView[W]
}

type emptyReply struct {
	SetCookie string `header:"Set-Cookie"`
}

type signInInput struct {
	Body struct {
		Email     string `json:"email" maxLength:"254"`
		Password  string `json:"password" maxLength:"128"`
		Code      string `json:"code,omitempty" maxLength:"32" doc:"Of the authenticator app, or a recovery code."`
		Remember  bool   `json:"remember,omitempty"`
		Workspace string `json:"workspace,omitempty" maxLength:"64" doc:"Slug; needed where there are several workspaces."`
	}
}

type setUpInput struct {
	Body struct {
		Workspace string `json:"workspace" maxLength:"80" doc:"Name of the workspace."`
		Slug      string `json:"slug" maxLength:"40" doc:"Its part of the address."`
		Locale    string `json:"locale" enum:"zh-CN,en"`
		Timezone  string `json:"timezone" maxLength:"64"`
		Name      string `json:"name" maxLength:"60" doc:"Of the administrator."`
		Email     string `json:"email" maxLength:"254"`
		Password  string `json:"password" maxLength:"128"`
	}
}

type acceptInput struct {
	Body struct {
		Token    string `json:"token" maxLength:"100"`
		Name     string `json:"name" maxLength:"60"`
		Password string `json:"password" maxLength:"128"`
		Locale   string `json:"locale" enum:"zh-CN,en"`
		Timezone string `json:"timezone,omitempty" maxLength:"64"`
	}
}

// SetupState says whether the guided set-up is needed.
type SetupState struct {
	Needed bool `json:"needed"`
}

// doors are the operations that lead in and out. W is how the workspace looks on the wire, which another domain knows.
type doors[W any] struct {
	s         *identity.Service
	cookies   httpx.Cookies
	workspace func(ctx context.Context) (W, error)
}

func device(ctx context.Context) identity.Device {
	return identity.Device{Address: httpx.ClientIP(ctx), Agent: httpx.UserAgent(ctx)}
}

// signed answers with a fresh session and its cookie.
func (h doors[W]) signed(ctx context.Context, in identity.Signed, err error) (*signedReply[W], error) {
	if err != nil {
		return nil, err
	}
	ctx = actor.With(ctx, actor.Actor{Tenant: in.Tenant, Kind: actor.User, ID: in.User.ID, Grants: in.Grants, Locale: in.User.Locale})
	w, err := h.workspace(ctx)
	if err != nil {
		return nil, err
	}
	var life time.Duration // zero: until the browser closes
	if in.Session.Remember {
		life = identity.Life(true)
	}
	return &signedReply[W]{SetCookie: h.cookies.Set(in.Token, life), Body: SessionView[W]{
		User: meOf(in.User), Workspace: w, Permissions: grantsOf(in.Grants), CSRF: in.Session.CSRF, SessionID: in.Session.ID,
		ExpiresAt: in.Session.Until(),
	}}, nil
}

func (h doors[W]) current(ctx context.Context, _ *struct{}) (*reply[SessionView[W]], error) {
	u, grants, err := h.s.Me(ctx)
	if err != nil {
		return nil, err
	}
	w, err := h.workspace(ctx)
	if err != nil {
		return nil, err
	}
	a, _ := actor.From(ctx)
	session := httpx.SessionOf(ctx)
	return &reply[SessionView[W]]{SessionView[W]{
		User: meOf(u), Workspace: w, Permissions: grantsOf(grants), CSRF: session.CSRF, SessionID: a.Via, ExpiresAt: session.Until,
	}}, nil
}

func (h doors[W]) signIn(ctx context.Context, in *signInInput) (*signedReply[W], error) {
	b := in.Body
	out, err := h.s.SignIn(ctx, identity.SignIn{
		Workspace: b.Workspace, Email: b.Email, Password: b.Password, Code: b.Code, Remember: b.Remember, Device: device(ctx),
	})
	return h.signed(ctx, out, err)
}

func (h doors[W]) signOut(ctx context.Context, _ *struct{}) (*emptyReply, error) {
	return &emptyReply{SetCookie: h.cookies.Clear()}, h.s.SignOut(ctx)
}

func (h doors[W]) setUp(ctx context.Context, in *setUpInput) (*signedReply[W], error) {
	b := in.Body
	out, err := h.s.SetUp(ctx, identity.SetUp{
		Workspace: b.Workspace, Slug: b.Slug, Locale: b.Locale, Timezone: b.Timezone,
		Name: b.Name, Email: b.Email, Password: b.Password, Device: device(ctx),
	})
	return h.signed(ctx, out, err)
}

func (h doors[W]) accept(ctx context.Context, in *acceptInput) (*signedReply[W], error) {
	b := in.Body
	out, err := h.s.AcceptInvite(ctx, identity.AcceptInvite{
		Link: b.Token, Name: b.Name, Password: b.Password, Locale: b.Locale, Timezone: b.Timezone, Device: device(ctx),
	})
	return h.signed(ctx, out, err)
}

type changePasswordInput struct {
	Body struct {
		Password     string `json:"password" maxLength:"128" doc:"The present one."`
		NewPassword  string `json:"newPassword" maxLength:"128"`
		RevokeTokens bool   `json:"revokeTokens,omitempty" doc:"Also revoke the own access tokens, which go on otherwise."`
	}
}

func (h doors[W]) changePassword(ctx context.Context, in *changePasswordInput) (*signedReply[W], error) {
	b := in.Body
	out, err := h.s.ChangePassword(ctx, identity.ChangePassword{
		Present: b.Password, Next: b.NewPassword, RevokeTokens: b.RevokeTokens, Device: device(ctx),
	})
	return h.signed(ctx, out, err)
}

func (h doors[W]) register(api *httpx.API) {
	const tag = "Session"
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/session", ID: "getSession", Tag: tag, Summary: "Read who is signed in and what they may do",
	}, h.current)
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/session", ID: "signIn", Tag: tag, Summary: "Sign in",
		Permission: httpx.Public, RateLimit: httpx.RateSignIn,
		Codes:  []string{identity.ErrSignIn.Code, identity.ErrCodeNeeded.Code, identity.ErrCode.Code, identity.ErrLocked.Code},
		Secret: true,
	}, h.signIn)
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: "/session", ID: "signOut", Tag: tag, Summary: "Sign out", Status: http.StatusNoContent,
	}, h.signOut)
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/users/me/password", ID: "changePassword", Tag: "Me",
		Summary:     "Change the own password",
		Description: "All sessions end; the caller gets a new one.",
		Codes:       []string{identity.ErrPassword.Code, identity.ErrWeakPassword.Code, identity.ErrLocked.Code},
		Secret:      true,
	}, h.changePassword)
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/setup", ID: "setUp", Tag: "Setup",
		Summary: "Found the workspace with its administrator, and sign in", Description: "Works only while there is no workspace.",
		Permission: httpx.Public, RateLimit: httpx.RateSignIn, Status: http.StatusCreated, Codes: []string{"account.already_set_up"},
		Secret: true,
	}, h.setUp)
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/setup", ID: "getSetup", Tag: "Setup", Summary: "Ask whether the guided set-up is needed",
		Permission: httpx.Public,
	}, func(ctx context.Context, _ *struct{}) (*reply[SetupState], error) {
		needed, err := h.s.SetupNeeded(ctx)
		return &reply[SetupState]{SetupState{needed}}, err
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/invites/accept", ID: "acceptInvite", Tag: "Invites", Summary: "Join by an invitation",
		Permission: httpx.Public, RateLimit: httpx.RateSignIn, Status: http.StatusCreated, Codes: []string{identity.ErrLink.Code, identity.ErrInviteVoid.Code},
		Secret: true,
	}, h.accept)
}

func (h doors[W]) registerLookUp(api *httpx.API) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/invites/lookup", ID: "lookUpInvite", Tag: "Invites", Summary: "Ask what an invitation leads to",
		Permission: httpx.Public, RateLimit: httpx.RateSignIn, Codes: []string{identity.ErrLink.Code, identity.ErrInviteVoid.Code},
	}, h.lookUp)
}

// Register adds all operations of this domain. workspace reads the workspace of the actor in the form of the wire.
func Register[W any](api *httpx.API, s *identity.Service, cookies httpx.Cookies, workspace func(ctx context.Context) (W, error)) {
	d := doors[W]{s: s, cookies: cookies, workspace: workspace}
	d.register(api)
	d.registerLookUp(api)
	registerMe(api, s)
	registerSecurity(api, s)
	registerInvites(api, s)
	registerUsers(api, s)
	registerGroups(api, s)
	registerPresence(api, s)
	registerAvatars(api, s)
}
