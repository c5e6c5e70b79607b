package httpx

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Assets is a folder of built files. A file may stand beside compressed twins (app.js, app.js.br, app.js.gz), or be there as these alone.
type Assets struct {
	FS     fs.FS
	Strip  string                     // path before the files' names: "/assets/desk/"
	Index  string                     // page for every path that is no file ("index.html"); "" for none
	Base   func(*http.Request) string // path of the product for the page's {{.Base}}; nil for ""
	Policy func(nonce string) string  // content security policy of pages; nil for PagePolicy
	Shared bool                       // other sites may load the files (the widget's)
}

// PagePolicy is the content security policy of the product's own pages.
func PagePolicy(nonce string) string {
	return "default-src 'none'; script-src 'self' 'nonce-" + nonce + "'; style-src 'self' 'nonce-" + nonce + "'; " +
		"img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; " +
		"worker-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
}

// hashed names carry a hash of the content, so a file under such a name never changes.
var hashed = regexp.MustCompile(`[-.][A-Za-z0-9_-]{8,}\.[a-z0-9]+$`)

type asset struct {
	plain, br, gz []byte
	kind, etag    string
	forever       bool
	page          *template.Template // of an HTML file
}

type static struct {
	a     *API
	opts  Assets
	files map[string]*asset
}

// Static serves a folder of built files: typed, with ETag, compressed where a twin exists, forever cached under hashed
// names. HTML files are templates with {{.Nonce}} and {{.Base}}, are never cached and get a content security policy.
func (a *API) Static(opts Assets) (http.Handler, error) {
	s := &static{a: a, opts: opts, files: map[string]*asset{}}
	if s.opts.Policy == nil {
		s.opts.Policy = PagePolicy
	}
	err := fs.WalkDir(opts.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(name, ".br") {
			return err
		}
		name = strings.TrimSuffix(name, ".gz")
		if s.files[name] != nil {
			return nil // its twin
		}
		f, err := load(opts.FS, name)
		s.files[name] = f
		return err
	})
	if err != nil {
		return nil, err
	}
	if opts.Index != "" && s.files[opts.Index] == nil {
		return nil, fmt.Errorf("the folder of pages has no %s", opts.Index)
	}
	return s, nil
}

func load(folder fs.FS, name string) (*asset, error) {
	plain, err := fs.ReadFile(folder, name)
	if errors.Is(err, fs.ErrNotExist) {
		return loadPacked(folder, name)
	}
	if err != nil {
		return nil, err
	}
	f, err := describe(name, plain)
	if f.page != nil || err != nil {
		return f, err
	}
	f.plain = plain
	// A missing twin is no error: small files are not compressed.
	if twin, err := fs.ReadFile(folder, name+".br"); err == nil {
		f.br = twin
	}
	if twin, err := fs.ReadFile(folder, name+".gz"); err == nil {
		f.gz = twin
	}
	return f, nil
}

// loadPacked loads a file that is there only as its twins.
func loadPacked(folder fs.FS, name string) (*asset, error) {
	gz, err := fs.ReadFile(folder, name+".gz")
	if err != nil {
		return nil, err
	}
	f, err := describe(name, gz)
	if err != nil {
		return nil, err
	}
	f.gz = gz
	f.br, err = fs.ReadFile(folder, name+".br")
	return f, err
}

// describe says what a file is, by its name and content.
func describe(name string, content []byte) (*asset, error) {
	sum := sha256.Sum256(content)
	f := &asset{
		kind: mime.TypeByExtension(path.Ext(name)), forever: hashed.MatchString(path.Base(name)),
		etag: `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`,
	}
	if f.kind == "" {
		f.kind = "application/octet-stream"
	}
	if path.Ext(name) == ".html" {
		var err error
		f.page, err = template.New(name).Parse(string(content))
		return f, err
	}
	return f, nil
}

// unpacked is the content as it is without a coding.
func (f *asset) unpacked() ([]byte, error) {
	if f.plain != nil {
		return f.plain, nil
	}
	r, err := gzip.NewReader(bytes.NewReader(f.gz))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// ServeHTTP finds the file, else the index page, else nothing.
func (s *static) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !safe(r.Method) {
		w.Header().Set("Allow", "GET, HEAD")
		s.a.Fail(w, r, ErrMethod.New())
		return
	}
	name := strings.Trim(strings.TrimPrefix(path.Clean(r.URL.Path), strings.TrimSuffix(s.opts.Strip, "/")), "/")
	f := s.files[name]
	if f == nil && path.Ext(name) == "" {
		f = s.files[path.Join(name, "index.html")]
		if f == nil {
			f = s.files[s.opts.Index]
		}
	}
	switch {
	case f == nil:
		s.a.Fail(w, r, ErrNoRoute.New())
	case f.page != nil:
		s.servePage(w, r, f)
	default:
		s.serveFile(w, r, f)
	}
}

func (s *static) servePage(w http.ResponseWriter, r *http.Request, f *asset) {
	nonce, base := Nonce(r.Context()), ""
	if s.opts.Base != nil {
		base = s.opts.Base(r)
	}
	var page bytes.Buffer
	if err := f.page.Execute(&page, struct{ Nonce, Base string }{nonce, base}); err != nil {
		s.a.Fail(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Security-Policy", s.opts.Policy(nonce))
	h.Set("Content-Length", strconv.Itoa(page.Len()))
	if r.Method != http.MethodHead {
		_, _ = w.Write(page.Bytes())
	}
}

func (s *static) serveFile(w http.ResponseWriter, r *http.Request, f *asset) {
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("ETag", f.etag)
	h.Set("Cache-Control", "public, max-age=300, must-revalidate")
	if f.forever {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if s.opts.Shared {
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	}
	var body []byte
	if f.br != nil || f.gz != nil {
		h.Add("Vary", "Accept-Encoding")
	}
	accepted := r.Header.Get("Accept-Encoding")
	switch {
	case f.br != nil && accepts(accepted, "br"):
		body = f.br
		h.Set("Content-Encoding", "br")
		h.Set("ETag", strings.TrimSuffix(f.etag, `"`)+`-br"`)
	case f.gz != nil && accepts(accepted, "gzip"):
		body = f.gz
		h.Set("Content-Encoding", "gzip")
		h.Set("ETag", strings.TrimSuffix(f.etag, `"`)+`-gz"`)
	default:
		var err error
		if body, err = f.unpacked(); err != nil {
			s.a.Fail(w, r, err)
			return
		}
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body)) // answers If-None-Match and ranges
}

// accepts reads Accept-Encoding; "q=0" refuses.
func accepts(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		if !strings.EqualFold(name, coding) {
			continue
		}
		q, weighted := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q=")
		n, err := strconv.ParseFloat(q, 64)
		return !weighted || err == nil && n > 0
	}
	return false
}
