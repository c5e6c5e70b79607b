package httpx_test

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"frontdesk/internal/check"
	"frontdesk/internal/platform/httpx"
)

func mounted(t *testing.T) *fixture {
	t.Helper()
	f := setup(t)
	h, err := f.api.Static(httpx.Assets{
		FS: fstest.MapFS{
			"index.html":               {Data: []byte(`<base href="{{.Base}}"><script nonce="{{.Nonce}}">1</script>`)},
			"app-Bx81k2_Q.js":          {Data: []byte("plain")},
			"app-Bx81k2_Q.js.br":       {Data: []byte("brotli")},
			"app-Bx81k2_Q.js.gz":       {Data: []byte("gzip")},
			"packed-Bx81k2_Q.js.br":    {Data: []byte("brotli")},
			"packed-Bx81k2_Q.js.gz":    {Data: gzipped(t, "packed")},
			"favicon.svg":              {Data: []byte("<svg/>")},
			"docs/index.html":          {Data: []byte("docs")},
			"assets/deep/file.unknown": {Data: []byte("bytes")},
		},
		Index: "index.html",
		Base:  func(*http.Request) string { return `/w/"x` },
	})
	check.NoError(t, err)
	f.api.Mount("/", h)
	return f
}

func gzipped(t *testing.T, text string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write([]byte(text))
	check.NoError(t, err)
	check.NoError(t, w.Close())
	return out.Bytes()
}

func TestStaticFiles(t *testing.T) {
	t.Parallel()
	f := mounted(t)
	for name, tt := range map[string]struct {
		path, accept string
		status       int
		body, coding string
		cache        string
	}{
		"plain":      {"/app-Bx81k2_Q.js", "", 200, "plain", "", "public, max-age=31536000, immutable"},
		"brotli":     {"/app-Bx81k2_Q.js", "gzip, br", 200, "brotli", "br", "public, max-age=31536000, immutable"},
		"gzip":       {"/app-Bx81k2_Q.js", "gzip, br;q=0", 200, "gzip", "gzip", "public, max-age=31536000, immutable"},
		"packed":     {"/packed-Bx81k2_Q.js", "", 200, "packed", "", "public, max-age=31536000, immutable"},
		"packed br":  {"/packed-Bx81k2_Q.js", "br", 200, "brotli", "br", "public, max-age=31536000, immutable"},
		"not hashed": {"/favicon.svg", "br", 200, "<svg/>", "", "public, max-age=300, must-revalidate"},
		"sub page":   {"/docs/", "", 200, "docs", "", "no-cache"},
		"deep":       {"/assets/deep/file.unknown", "", 200, "bytes", "", "public, max-age=300, must-revalidate"},
		"twin":       {"/app-Bx81k2_Q.js.br", "", 404, "", "", "no-store"},
		"missing":    {"/app-00000000.js", "", 404, "", "", "no-store"},
		"outside":    {"/../../etc/passwd.txt", "", 404, "", "", "no-store"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := f.do(call{http.MethodGet, "http://example.com" + tt.path, ``, map[string]string{"Accept-Encoding": tt.accept}})
			if w.Code == http.StatusTemporaryRedirect || w.Code == http.StatusMovedPermanently { // the mux cleans paths
				w = f.do(call{http.MethodGet, w.Header().Get("Location"), ``, nil})
			}
			check.Equal(t, w.Code, tt.status)
			if tt.status == http.StatusOK {
				check.Equal(t, w.Body.String(), tt.body)
			}
			check.Equal(t, w.Header().Get("Content-Encoding"), tt.coding)
			check.Equal(t, w.Header().Get("Cache-Control"), tt.cache)
		})
	}
	w := f.do(call{http.MethodGet, "/favicon.svg", ``, nil})
	w = f.do(call{http.MethodGet, "/favicon.svg", ``, map[string]string{"If-None-Match": w.Header().Get("ETag")}})
	check.Equal(t, w.Code, http.StatusNotModified)
	w = f.do(call{http.MethodPost, "/favicon.svg", ``, nil})
	check.Equal(t, w.Code, http.StatusMethodNotAllowed)
}

func TestPageHasItsOwnNonce(t *testing.T) {
	t.Parallel()
	f := mounted(t)
	seen := map[string]bool{}
	for _, path := range []string{"/", "/inbox/cnv_1", "/index.html"} {
		w := f.do(call{http.MethodGet, path, ``, nil})
		check.Equal(t, w.Code, http.StatusOK)
		_, rest, _ := strings.Cut(w.Body.String(), `nonce="`)
		nonce, _, _ := strings.Cut(rest, `"`)
		check.Equal(t, len(nonce) >= 20, true)
		check.Equal(t, strings.Contains(w.Header().Get("Content-Security-Policy"), "'nonce-"+nonce+"'"), true)
		check.Equal(t, strings.Contains(w.Body.String(), `/w/"x`), false) // escaped
		check.Equal(t, seen[nonce], false)
		seen[nonce] = true
	}
}

func TestStaticNeedsItsIndex(t *testing.T) {
	t.Parallel()
	_, err := setup(t).api.Static(httpx.Assets{FS: fstest.MapFS{}, Index: "index.html"})
	check.Equal(t, err != nil, true)
}
