package searchhttp_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/search"
	"frontdesk/internal/domain/search/searchhttp"
	"frontdesk/internal/domain/search/searchtest"
	"frontdesk/internal/platform/httpx"
)

func TestOperation(t *testing.T) {
	t.Parallel()
	store := searchtest.NewMemory()
	check.NoError(t, searchtest.Put(searchtest.In(t.Context(), "wsp_1"), store, []search.Document{
		searchtest.Message(1, "", "", "我要退款"), searchtest.Message(2, "tem_b", "", "退款到账了"),
	}))
	a := httpx.New(httpx.Options{Title: "t", Version: "1", Authenticate: func(*http.Request) (actor.Actor, httpx.Session, error) {
		return actor.Actor{
			Tenant: "wsp_1", Kind: actor.User, ID: "usr_1",
			Grants: map[actor.Permission]actor.Level{search.PermConversations: actor.Teams},
		}, httpx.Session{Bearer: true}, nil
	}})
	searchhttp.Register(a, search.New(&unit.Memory{}, store, nil))
	find := func(ctx context.Context, query string, status int) page.Of[search.Hit] {
		t.Helper()
		w := httptest.NewRecorder()
		a.Handler().ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, "/api/v1/search?"+query, nil))
		check.Equal(t, w.Code, status)
		var out page.Of[search.Hit]
		check.NoError(t, json.Unmarshal(w.Body.Bytes(), &out))
		return out
	}
	q := "q=" + url.QueryEscape("退款")
	check.Equal(t, len(find(t.Context(), q, 200).Items), 1)
	check.Equal(t, len(find(t.Context(), q+"&scope=conversations", 200).Items), 0)
	find(t.Context(), q+"&scope=customers", 403)
	find(t.Context(), q+"&scope=files", 422)
	find(t.Context(), "q=", 422)
	find(t.Context(), q+"&cursor=x", 400)
}
