package shop_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"frontdesk/internal/app/shop"
)

func get(t *testing.T, path, language, cookie string) (*httptest.ResponseRecorder, string) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, http.NoBody)
	r.Header.Set("Accept-Language", language)
	if cookie != "" {
		r.Header.Set("Cookie", cookie)
	}
	w := httptest.NewRecorder()
	shop.Handler(func(context.Context) string { return "wgt_demo" }).ServeHTTP(w, r)
	return w, w.Body.String()
}

var inline = regexp.MustCompile(`(?i)<script(?:[^>]*)>[^<]|<style|\sstyle=|\son[a-z]+=|javascript:`)

func TestPages(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ path, language, want string }{
		{"/", "zh-CN,zh;q=0.9", "天黑了"},
		{"/", "en-GB,en;q=0.9", "When it gets dark"},
		{"/", "", "天黑了"},
		{"/products", "en", "All products"},
		{"/products/purifier", "zh-TW", "晨雾空气净化器"},
		{"/products/chair/", "de", "Harbour armchair"},
		{"/help", "en", "How long does it take?"},
	} {
		t.Run(tc.path+" "+tc.language, func(t *testing.T) {
			t.Parallel()
			res, body := get(t, tc.path, tc.language, "")
			if res.Code != http.StatusOK || !strings.Contains(body, tc.want) {
				t.Fatalf("status %d, body without %q", res.Code, tc.want)
			}
			if !strings.Contains(body, `<script async src="/widget.js" data-key="wgt_demo"></script>`) {
				t.Error("the page has no widget")
			}
			if found := inline.FindString(body); found != "" {
				t.Errorf("the policy of the page forbids %q", found)
			}
			policy := res.Header().Get("Content-Security-Policy")
			if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
				t.Errorf("policy %q is not strict", policy)
			}
		})
	}
}

func TestLanguageIsRemembered(t *testing.T) {
	t.Parallel()
	res, body := get(t, "/?lang=en", "zh-CN", "")
	if !strings.Contains(body, `<html lang="en">`) || res.Header().Get("Set-Cookie") == "" {
		t.Fatal("the choice is not taken")
	}
	if _, body = get(t, "/help", "zh-CN", res.Header().Get("Set-Cookie")); !strings.Contains(body, `<html lang="en">`) {
		t.Error("the choice is forgotten on the next page")
	}
}

func TestWhatIsNotThere(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/products/nothing", "/layout.html", "/art/lamp.svg", "/shop.go", "/..%2fshop.go"} {
		if res, _ := get(t, path, "en", ""); res.Code != http.StatusNotFound {
			t.Errorf("%s answers %d", path, res.Code)
		}
	}
	w := httptest.NewRecorder()
	shop.Handler(func(context.Context) string { return "" }).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", http.NoBody))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST answers %d", w.Code)
	}
}

func TestFilesAreServed(t *testing.T) {
	t.Parallel()
	for path, kind := range map[string]string{"/shop.css": "text/css", "/shop.js": "text/javascript", "/icon.svg": "image/svg+xml"} {
		res, body := get(t, path, "", "")
		if res.Code != http.StatusOK || body == "" || !strings.HasPrefix(res.Header().Get("Content-Type"), kind) {
			t.Errorf("%s: %d %s", path, res.Code, res.Header().Get("Content-Type"))
		}
	}
}
