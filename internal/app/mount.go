package app

import (
	"net/http"
	"strings"

	"frontdesk/internal/app/core"
	"frontdesk/internal/app/gateway"
	"frontdesk/internal/app/shop"
	"frontdesk/internal/platform/httpx"
	"frontdesk/web"
)

// mount puts everything that is not an operation of the API at its address.
func (p *program) mount() error {
	p.api.Mount("GET /healthz", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) }))
	p.api.Mount("GET /readyz", http.HandlerFunc(p.readyz))
	if p.core != nil {
		doc, err := p.api.Document()
		if err != nil {
			return err
		}
		p.api.Mount("GET /api/openapi.json", doc)
	}
	if p.gateway == nil {
		return nil
	}
	p.api.MountLimited("/ws/desk", httpx.RateSockets, p.gateway.Desk(gateway.SecretOf(core.Cookies(p.cfg)), p.api.OwnOrigin))
	p.api.MountLimited("/ws/widget", httpx.RateSockets, p.gateway.Widget())
	return p.mountPages()
}

// readyz answers a load balancer: 503 while the process starts, drains or cannot reach what it needs.
func (p *program) readyz(w http.ResponseWriter, r *http.Request) {
	switch {
	case p.server.Draining():
		http.Error(w, "draining", http.StatusServiceUnavailable)
		return
	case !p.bus.Connected():
		http.Error(w, "the bus is away", http.StatusServiceUnavailable)
		return
	case p.core != nil:
		if err := p.core.Ready(r.Context()); err != nil {
			http.Error(w, "the database is away", http.StatusServiceUnavailable)
			return
		}
	}
	_, _ = w.Write([]byte("ready\n"))
}

// mountPages serves the web apps that are inside the program.
func (p *program) mountPages() error {
	desk, ok := web.Desk()
	if !ok {
		p.api.Mount("/", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { p.api.Fail(w, r, ErrNoApps.New()) }))
		return nil
	}
	for pattern, assets := range map[string]httpx.Assets{
		"/assets/desk/": {FS: desk, Strip: "/assets/desk/"},
		"/":             {FS: desk, Index: "index.html"},
		"/w/{slug}/":    {FS: desk, Index: "index.html", Base: slugBase},
	} {
		h, err := p.api.Static(assets)
		if err != nil {
			return err
		}
		p.api.Mount(pattern, h)
	}
	if widget, ok := web.Widget(); ok {
		for pattern, strip := range map[string]string{"/widget.js": "/", "/assets/widget/": "/assets/widget/"} {
			h, err := p.api.Static(httpx.Assets{FS: widget, Strip: strip, Shared: true})
			if err != nil {
				return err
			}
			p.api.Mount(pattern, h)
		}
	}
	if p.core != nil && p.cfg.Demo {
		p.api.Mount("/demo/", http.StripPrefix("/demo", shop.Handler(p.core.DemoWidgetKey)))
	}
	return nil
}

// slugBase is the path of a workspace that is reached by its name.
func slugBase(r *http.Request) string { return "/w/" + strings.ToLower(r.PathValue("slug")) + "/" }

// underSlug serves a workspace at /w/<slug>/ in full: its pages are mounted there, its API and its socket are the common
// ones.
func underSlug(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if rest, ok := strings.CutPrefix(r.URL.Path, "/w/"); ok {
			_, inner, _ := strings.Cut(rest, "/")
			if strings.HasPrefix(inner, "api/") || strings.HasPrefix(inner, "ws/") {
				r2 := r.Clone(r.Context())
				r2.URL.Path, r2.URL.RawPath = "/"+inner, ""
				r = r2
			}
		}
		next.ServeHTTP(w, r)
	})
}
