package httpx

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/platform/obs"
)

// Handler is everything that was registered, behind the outer middlewares.
func (a *API) Handler() http.Handler {
	return a.identify(a.observe(a.recovered(a.secured(a.mux))))
}

// identify makes the exchange: request id, caller's address, language.
func (a *API) identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ip, https := a.caller(r)
		x := &exchange{
			id: rand.Text()[:16], ip: ip, https: https, agent: cut(r.UserAgent(), 400),
			origin: r.Header.Get("Origin"), languages: cut(r.Header.Get("Accept-Language"), 200),
			key: keyOf(r), nonce: rand.Text(), header: w.Header(), region: a.region(r),
		}
		w.Header().Set("X-Request-Id", x.id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(obs.WithRequest(r.Context(), x.id), exchangeKey{}, x)))
	})
}

// caller finds the address and scheme of the caller. Forwarding headers count only from trusted proxies, and the
// address is the last one that no trusted proxy has.
func (a *API) caller(r *http.Request) (ip string, https bool) {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return "", r.TLS != nil
	}
	addr := peer.Addr().Unmap()
	https = r.TLS != nil
	if !a.trusted(addr) {
		return addr.String(), https
	}
	if !https {
		https = r.Header.Get("X-Forwarded-Proto") == "https"
	}
	chain := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(chain) {
		parsed, err := netip.ParseAddr(strings.TrimSpace(hop))
		if err != nil {
			break
		}
		addr = parsed.Unmap()
		if !a.trusted(addr) {
			break
		}
	}
	return addr.String(), https
}

// region is what a trusted proxy says of where the caller is.
func (a *API) region(r *http.Request) string {
	if a.opts.RegionHeader == "" {
		return ""
	}
	said := r.Header.Get(a.opts.RegionHeader)
	if said == "" {
		return ""
	}
	if peer, err := netip.ParseAddrPort(r.RemoteAddr); err != nil || !a.trusted(peer.Addr().Unmap()) {
		return ""
	}
	return cut(said, 200)
}

func (a *API) trusted(addr netip.Addr) bool {
	return slices.ContainsFunc(a.opts.Proxies, func(p netip.Prefix) bool { return p.Contains(addr) })
}

// observe logs and counts. Neither query nor personal data is written; the route is the pattern, not the path.
func (a *API) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tw := &tracked{ResponseWriter: w}
		defer a.report(r.Context(), r, tw, time.Now())
		next.ServeHTTP(tw, r)
	})
}

// report runs when the reply is out; the mux has written the pattern into the request by then.
func (a *API) report(ctx context.Context, r *http.Request, tw *tracked, start time.Time) {
	took := time.Since(start)
	route := r.Pattern
	if route == "" {
		route = "none"
	}
	if a.opts.Metrics != nil {
		a.opts.Metrics.Request(r.Method, route, tw.code(), took)
	}
	x := exchangeOf(ctx)
	a.opts.Log.LogAttrs(ctx, level(tw.code()), "request",
		slog.String("request_id", x.id), slog.String("method", r.Method), slog.String("route", route),
		slog.Int("status", tw.code()), slog.Int64("bytes", tw.bytes), slog.Duration("took", took),
		slog.String("tenant", x.who.Tenant), slog.String("actor", x.who.ID))
}

func level(status int) slog.Level {
	if status >= http.StatusInternalServerError {
		return slog.LevelWarn
	}
	return slog.LevelDebug
}

// recovered turns a panic into an internal fault; the program goes on.
func (a *API) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer a.rescue(r.Context(), w, r)
		next.ServeHTTP(w, r)
	})
}

func (a *API) rescue(ctx context.Context, w http.ResponseWriter, r *http.Request) {
	v := recover()
	if v == nil {
		return
	}
	if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		abort()
	}
	a.opts.Log.LogAttrs(ctx, slog.LevelError, "panic",
		slog.String("request_id", RequestID(ctx)), slog.String("route", r.Pattern),
		slog.String("error", fmt.Sprint(v)), slog.String("stack", string(debug.Stack())))
	if tw, ok := w.(*tracked); ok && tw.status != 0 {
		abort() // half a reply is out
	}
	a.Fail(w, r, problemOf(ctx, fault.ErrInternal.New()))
}

// abort cuts the connection.
func abort() {
	panic(http.ErrAbortHandler) //nolint:forbidigo // net/http's own way
}

// secured sets the headers that are the same for every reply. Pages replace the content security policy by their own.
func (a *API) secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(self), microphone=(self), geolocation=()")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		if a.opts.HSTS {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

func cut(s string, n int) string {
	if len(s) <= n {
		return strings.ToValidUTF8(s, "")
	}
	return strings.ToValidUTF8(s[:n], "")
}
