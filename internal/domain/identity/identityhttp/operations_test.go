package identityhttp_test

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/identity/identityhttp"
	"frontdesk/internal/domain/identity/identitytest"
	"frontdesk/internal/platform/httpx"
)

const password = "correct horse"

type workspaceView struct {
	ID string `json:"id"`
}

// desk is an API and one browser that uses it.
type desk struct {
	api    http.Handler
	ops    []httpx.Operation
	cookie string
	csrf   string
	bearer string
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	s := identity.New(identitytest.NewStore(), &unit.Memory{}, clock.Real{}, &identitytest.Workspaces{Tenant: "wsp_tea"}, identitytest.Secrets{})
	api := httpx.New(httpx.Options{Title: "Test", Version: "1", Authenticate: identityhttp.Authenticator(s, httpx.Cookies{})})
	identityhttp.Register(api, s, httpx.Cookies{}, func(ctx context.Context) (workspaceView, error) {
		tenant, err := actor.Tenant(ctx)
		return workspaceView{ID: tenant}, err
	})
	return &desk{api: api.Handler(), ops: api.Operations()}
}

// call sends JSON (or bytes) and returns status and reply.
func (d *desk) call(t *testing.T, method, path string, body any) (int, map[string]any) {
	t.Helper()
	r := d.send(t, method, path, body)
	var out map[string]any
	if r.Body.Len() > 0 && strings.Contains(r.Header().Get("Content-Type"), "json") {
		check.NoError(t, json.Unmarshal(r.Body.Bytes(), &out))
	}
	return r.Code, out
}

func (d *desk) send(t *testing.T, method, path string, body any) *httptest.ResponseRecorder {
	t.Helper()
	raw, isRaw := body.([]byte)
	if !isRaw && body != nil {
		raw = check.Must(json.Marshal(body))(t)
	}
	r := httptest.NewRequestWithContext(t.Context(), method, "/api/v1"+path, bytes.NewReader(raw))
	if !isRaw && body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if isRaw {
		r.Header.Set("Content-Type", "application/octet-stream")
	}
	if d.cookie != "" {
		r.Header.Set("Cookie", d.cookie)
	}
	if d.csrf != "" {
		r.Header.Set(httpx.HeaderCSRF, d.csrf)
	}
	if d.bearer != "" {
		r.Header.Set("Authorization", "Bearer "+d.bearer)
	}
	w := httptest.NewRecorder()
	d.api.ServeHTTP(w, r)
	return w
}

// enter keeps the cookie and the CSRF value of a reply that starts a session.
func (d *desk) enter(t *testing.T, path string, body any) {
	t.Helper()
	w := d.send(t, http.MethodPost, path, body)
	if w.Code != http.StatusOK && w.Code != http.StatusCreated {
		t.Fatalf("%s: %d %s", path, w.Code, w.Body)
	}
	var out map[string]any
	check.NoError(t, json.Unmarshal(w.Body.Bytes(), &out))
	cookie := w.Header().Get("Set-Cookie")
	if !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Lax") {
		t.Fatalf("cookie %q", cookie)
	}
	d.cookie, _, _ = strings.Cut(cookie, ";")
	d.csrf, _ = out["csrf"].(string)
}

type fields = map[string]any

func setUp(t *testing.T) *desk {
	t.Helper()
	d := newDesk(t)
	d.enter(t, "/setup", fields{
		"workspace": "Tea", "slug": "tea", "locale": "zh-CN", "timezone": "Asia/Shanghai", "name": "Ann", "email": "ann@example.com", "password": password,
	})
	return d
}

// want fails unless the call has the status (and, for a problem, the code).
func (d *desk) want(t *testing.T, status int, code, method, path string, body any) fields {
	t.Helper()
	got, out := d.call(t, method, path, body)
	if got != status || code != "" && out["code"] != code {
		t.Fatalf("%s %s: %d %v, want %d %s", method, path, got, out, status, code)
	}
	return out
}

func TestSetUpAndSession(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	check.Equal(t, d.want(t, 200, "", "GET", "/setup", nil)["needed"], any(true))
	d.want(t, 401, "unauthenticated", "GET", "/session", nil)
	d = setUp(t)
	check.Equal(t, d.want(t, 200, "", "GET", "/setup", nil)["needed"], any(false))
	d.want(t, 409, "", "POST", "/setup", fields{
		"workspace": "Two", "slug": "two", "locale": "en", "timezone": "UTC", "name": "Eve", "email": "e@example.com", "password": password,
	})
	session := d.want(t, 200, "", "GET", "/session", nil)
	check.Equal(t, session["csrf"], any(d.csrf))
	check.Equal(t, session["workspace"], any(fields{"id": "wsp_tea"}))
	user, _ := session["user"].(fields)
	check.Equal(t, user["name"], any("Ann"))
	permissions, _ := session["permissions"].(fields)
	check.Equal(t, permissions["role.manage"], any("all"))

	csrf := d.csrf
	d.csrf = ""
	d.want(t, 403, "http.csrf", "DELETE", "/session", nil)
	d.csrf = csrf
	d.want(t, 204, "", "DELETE", "/session", nil)
	d.want(t, 401, "identity.session", "GET", "/session", nil)
	d.cookie = ""
	d.want(t, 401, "identity.sign_in", "POST", "/session", fields{"email": "ann@example.com", "password": "wrong"})
	d.enter(t, "/session", fields{"email": "ann@example.com", "password": password, "remember": true})
	d.want(t, 200, "", "GET", "/session", nil)
	d.want(t, 422, "input", "POST", "/session", fields{"email": "a\x00", "password": "x"})
}

func TestInviteJourney(t *testing.T) {
	t.Parallel()
	d := setUp(t)
	roles, _ := d.want(t, 200, "", "GET", "/roles", nil)["items"].([]any)
	first, _ := roles[0].(fields)
	check.Equal(t, first["name"], any("管理员")) // in the reader's language
	agent, _ := roles[2].(fields)
	check.Equal(t, agent["name"], any("坐席"))
	team := d.want(t, 201, "", "POST", "/teams", fields{"name": "East"})
	invite := d.want(t, 201, "", "POST", "/invites", fields{"email": "ben@example.com", "roleId": agent["id"], "teamIds": []any{team["id"]}})
	items, _ := d.want(t, 200, "", "GET", "/invites", nil)["items"].([]any)
	check.Equal(t, len(items), 1)
	if shown, _ := items[0].(fields); shown["token"] != nil {
		t.Fatal("the list shows the secret of the link")
	}
	ben := &desk{api: d.api}
	found := ben.want(t, 200, "", "POST", "/invites/lookup", fields{"token": invite["token"]})
	check.Equal(t, found["email"], any("ben@example.com"))
	check.Equal(t, found["workspace"], any(fields{"id": "wsp_tea"}))
	ben.enter(t, "/invites/accept", fields{"token": invite["token"], "name": "Ben", "password": password, "locale": "en"})
	ben.want(t, 410, "identity.link", "POST", "/invites/lookup", fields{"token": invite["token"]})
	ben.want(t, 403, "denied", "GET", "/invites", nil)
	people := ben.want(t, 200, "", "GET", "/users?q=BEN&limit=1", nil)
	listed, _ := people["items"].([]any)
	check.Equal(t, len(listed), 1)
	one, _ := listed[0].(fields)
	for _, secret := range []string{"password", "preferences"} {
		if _, ok := one[secret]; ok {
			t.Fatalf("colleagues see %s", secret)
		}
	}
	id, _ := one["id"].(string)
	reset := d.want(t, 200, "", "POST", "/users/"+id+"/reset-password", fields{})
	ben.want(t, 401, "identity.session", "GET", "/session", nil)
	ben.cookie = ""
	ben.want(t, 204, "", "POST", "/session/password-reset/finish", fields{"token": reset["token"], "password": "another secret"})
	ben.enter(t, "/session", fields{"email": "ben@example.com", "password": "another secret"})
	d.want(t, 204, "", "POST", "/users/"+id+"/disable", nil)
	ben.want(t, 401, "identity.session", "GET", "/session", nil)
	d.want(t, 204, "", "POST", "/users/"+id+"/enable", nil)
}

func TestTokens(t *testing.T) {
	t.Parallel()
	d := setUp(t)
	made := d.want(t, 201, "", "POST", "/users/me/tokens", fields{"name": "CI", "grants": fields{"user.read": "all"}})
	text, _ := made["token"].(string)
	robot := &desk{api: d.api, bearer: text}
	robot.want(t, 200, "", "GET", "/users", nil)
	robot.want(t, 403, "denied", "POST", "/teams", fields{"name": "East"}) // no CSRF value needed, but no right either
	who := robot.want(t, 200, "", "GET", "/session", nil)
	_, ends := who["expiresAt"]
	check.Equal(t, []any{who["permissions"], who["csrf"], who["sessionId"], ends}, []any{map[string]any{"user.read": "all"}, "", made["id"], false})
	robot.want(t, 403, "denied", "GET", "/users/me/sessions", nil)
	robot.bearer = text + "x"
	robot.want(t, 401, "identity.token", "GET", "/users", nil)
	id, _ := made["id"].(string)
	d.want(t, 204, "", "DELETE", "/users/me/tokens/"+id, nil)
	robot.bearer = text
	robot.want(t, 401, "identity.token", "GET", "/users", nil)
}

func TestPresenceAndAvatar(t *testing.T) {
	t.Parallel()
	d := setUp(t)
	d.want(t, 422, "input", "PUT", "/presence/me", fields{"state": "break", "reason": "nap"})
	got := d.want(t, 200, "", "PUT", "/presence/me", fields{"state": "break", "reason": "lunch"})
	check.Equal(t, got["state"], any("break"))
	d.want(t, 422, "input", "PUT", "/presence/me/activity", fields{"idleSeconds": -1})
	got = d.want(t, 200, "", "PUT", "/presence/me/activity", fields{"idleSeconds": 3600})
	check.Equal(t, got["reason"], any("lunch"))
	d.want(t, 200, "", "GET", "/presence", nil)

	var raw bytes.Buffer
	check.NoError(t, png.Encode(&raw, image.NewRGBA(image.Rect(0, 0, 8, 8))))
	d.want(t, 204, "", "PUT", "/users/me/avatar", raw.Bytes())
	d.want(t, 415, "identity.picture", "PUT", "/users/me/avatar", []byte("<svg/>"))
	user, _ := d.want(t, 200, "", "GET", "/session", nil)["user"].(fields)
	url, _ := user["avatarUrl"].(string)
	stranger := &desk{api: d.api}
	w := stranger.send(t, "GET", strings.TrimPrefix(url, "/api/v1"), nil)
	check.Equal(t, w.Code, 200)
	check.Equal(t, w.Header().Get("Content-Type"), "image/png")
	check.Equal(t, w.Header().Get("X-Content-Type-Options"), "nosniff")
	d.want(t, 204, "", "DELETE", "/users/me/avatar", nil)
	stranger.want(t, 404, "identity.avatar_not_found", "GET", strings.TrimPrefix(url, "/api/v1"), nil)
}

func TestSecondFactorOverHTTP(t *testing.T) {
	t.Parallel()
	d := setUp(t)
	start := d.want(t, 200, "", "POST", "/users/me/totp", fields{"password": password})
	uri, _ := start["uri"].(string)
	check.Equal(t, strings.HasPrefix(uri, "otpauth://totp/Frontdesk:ann@example.com?"), true)
	d.want(t, 422, "input", "POST", "/users/me/totp/confirm", fields{"code": "000"})
	check.Equal(t, d.want(t, 200, "", "GET", "/users/me/totp", nil)["on"], any(false))
	d.want(t, 422, "input", "DELETE", "/users/me/totp", fields{"password": "wrong"})
	d.want(t, 204, "", "DELETE", "/users/me/totp", fields{"password": password})
}

// Every operation that is not public refuses strangers.
func TestStrangersAreRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, op := range d.ops {
		if op.Permission == string(httpx.Public) {
			continue
		}
		path := strings.NewReplacer("/api/v1", "", "{id}", "x", "{userId}", "x").Replace(op.Path)
		if code, _ := d.call(t, op.Method, path, nil); code != http.StatusUnauthorized {
			t.Errorf("%s %s: %d", op.Method, op.Path, code)
		}
	}
}
