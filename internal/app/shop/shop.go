package shop

import (
	"bytes"
	"cmp"
	"context"
	"embed"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"
)

//go:embed site
var embedded embed.FS

// policy is that of a careful shop: nothing inline, nothing from elsewhere. The widget has to work under it.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// languageCookie remembers the language that a visitor chose.
const languageCookie = "lantern_lang"

// Files are the style sheet and the script of the shop.
func Files() fs.FS {
	sub, err := fs.Sub(embedded, "site")
	if err != nil {
		return embedded // "site" is embedded; there is no other outcome
	}
	return sub
}

type view struct {
	Key, Lang, Path, Title string
	Items                  []item
	Item                   item
	Others                 []item
}

// T picks the text of the page's language.
func (v view) T(zh, en string) string {
	if v.Lang == "en" {
		return en
	}
	return zh
}

// In is a text of the catalogue in the page's language.
func (v view) In(t text) string { return v.T(t.Zh, t.En) }

type shop struct {
	key   func(context.Context) string
	pages map[string]*template.Template
	files http.Handler
}

// Handler serves the shop at the root of the paths it is given; key names the widget.
func Handler(key func(context.Context) string) http.Handler {
	s := &shop{key: key, pages: map[string]*template.Template{}, files: http.FileServerFS(Files())}
	for _, name := range []string{"home", "products", "product", "help", "missing"} {
		page := template.New("layout.html").Funcs(template.FuncMap{"art": art})
		s.pages[name] = template.Must(page.ParseFS(Files(), "layout.html", name+".html"))
	}
	return s
}

// art is the drawing of a product. The drawings are files of this package, not input.
func art(name string) (template.HTML, error) {
	raw, err := fs.ReadFile(Files(), "art/"+name+".svg")
	return template.HTML(raw), err //nolint:gosec // embedded
}

// ServeHTTP finds the page of a path.
func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	name := strings.Trim(path.Clean(r.URL.Path), "/")
	if name == "shop.css" || name == "shop.js" || name == "icon.svg" {
		w.Header().Set("Cache-Control", "public, max-age=300")
		s.files.ServeHTTP(w, r)
		return
	}
	v := view{Lang: language(w, r), Path: "/demo/" + name, Key: s.key(r.Context()), Items: items}
	slug, single := strings.CutPrefix(name, "products/")
	at := slices.IndexFunc(items, func(i item) bool { return i.Slug == slug })
	switch {
	case name == "":
		v.Path = "/demo/"
		s.render(w, r, "home", v, http.StatusOK)
	case name == "products":
		v.Title = v.T("全部商品", "All products")
		s.render(w, r, "products", v, http.StatusOK)
	case name == "help":
		v.Title = v.T("帮助与售后", "Help")
		s.render(w, r, "help", v, http.StatusOK)
	case single && at >= 0:
		v.Item, v.Title = items[at], v.In(items[at].Name)
		v.Others = slices.Concat(items[at+1:], items[:at])[:3]
		s.render(w, r, "product", v, http.StatusOK)
	default:
		v.Title = v.T("页面不存在", "Not found")
		s.render(w, r, "missing", v, http.StatusNotFound)
	}
}

func (s *shop) render(w http.ResponseWriter, r *http.Request, name string, v view, status int) {
	var page bytes.Buffer
	if err := s.pages[name].Execute(&page, v); err != nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", policy)
	h.Set("Content-Language", v.Lang)
	h.Set("Cache-Control", "no-cache")
	h.Add("Vary", "Accept-Language, Cookie")
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(page.Bytes())
	}
}

// language is the chosen one, else what the browser prefers.
func language(w http.ResponseWriter, r *http.Request) string {
	if chosen := r.URL.Query().Get("lang"); chosen != "" {
		lang := known(chosen)
		//nolint:gosec // a language; the demo also runs without TLS
		http.SetCookie(w, &http.Cookie{
			Name: languageCookie, Value: lang, Path: "/demo/", MaxAge: int((365 * 24 * time.Hour).Seconds()),
			HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil,
		})
		return lang
	}
	if c, err := r.Cookie(languageCookie); err == nil {
		return known(c.Value)
	}
	first, _, _ := strings.Cut(r.Header.Get("Accept-Language"), ",")
	return known(cmp.Or(strings.TrimSpace(first), "zh-CN"))
}

func known(tag string) string {
	if strings.HasPrefix(strings.ToLower(tag), "zh") {
		return "zh-CN"
	}
	return "en"
}
