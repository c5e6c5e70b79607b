package httpx

import (
	"context"
	"crypto/subtle"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
)

// HeaderCSRF must repeat the session's value on unsafe requests that a cookie authenticates.
const HeaderCSRF = "X-Frontdesk-CSRF"

// guard is what stands before every operation: who calls, may this page call, and how often.
func (a *API) guard(op Op, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		if err := a.cors(op, w, r); err != nil {
			a.Fail(w, r, err)
			return
		}
		ctx, err := a.admit(r.Context(), op, w, r)
		if err != nil {
			a.Fail(w, r, err)
			return
		}
		if op.Timeout > 0 {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, op.Timeout)
			defer cancel()
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// admit authenticates and counts. The context it returns carries the actor.
func (a *API) admit(ctx context.Context, op Op, w http.ResponseWriter, r *http.Request) (context.Context, error) {
	x := exchangeOf(ctx)
	if op.Permission == Public {
		if err := a.checkSite(op, r); err != nil {
			return ctx, err
		}
		return ctx, a.limiter.spend(w, op.RateLimit, x.ip)
	}
	authenticate := a.opts.Authenticate
	if op.Visitor {
		authenticate = a.opts.AuthenticateVisitor
	}
	if authenticate == nil {
		return ctx, fault.ErrUnauthenticated.New()
	}
	who, session, err := authenticate(r)
	if err == nil && who.Tenant == "" {
		err = fault.ErrUnauthenticated.New()
	}
	if err != nil {
		return ctx, a.refuse(w, r, err)
	}
	if (who.Kind == actor.Visitor) != op.Visitor {
		return ctx, fault.ErrUnauthenticated.New()
	}
	x.who, x.session = who, session
	ctx = actor.With(ctx, who)
	if err := a.checkCSRF(op, r, session); err != nil {
		return ctx, err
	}
	if op.Visitor && !safe(r.Method) {
		class := RateCrowd
		switch op.RateLimit {
		case RateUpload:
			class = RateArrivals
		case RateVisit:
			class = RatePassing
		}
		if err := a.limiter.spend(w, class, x.ip); err != nil {
			return ctx, err
		}
	}
	return ctx, a.limiter.spend(w, op.RateLimit, who.Tenant+"/"+string(who.Kind)+"/"+who.ID)
}

// refuse lets an address guess credentials only so often.
func (a *API) refuse(w http.ResponseWriter, r *http.Request, err error) error {
	presented := r.Header.Get("Authorization") != "" || r.Header.Get("Cookie") != ""
	if presented && fault.KindOf(err) == fault.Unauthenticated {
		if limited := a.limiter.spend(w, RateFailures, ClientIP(r.Context())); limited != nil {
			return limited
		}
	}
	return err
}

func safe(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}

// checkCSRF refuses unsafe requests that another site's page may have caused.
func (a *API) checkCSRF(op Op, r *http.Request, s Session) error {
	if s.Bearer || safe(r.Method) {
		return nil
	}
	if err := a.checkSite(op, r); err != nil {
		return err
	}
	sent := r.Header.Get(HeaderCSRF)
	if s.CSRF == "" || subtle.ConstantTimeCompare([]byte(sent), []byte(s.CSRF)) != 1 {
		return ErrCSRF.New()
	}
	return nil
}

// checkSite looks at what browsers say about the page that calls; other programs say nothing and pass.
func (a *API) checkSite(op Op, r *http.Request) error {
	if op.CORS || safe(r.Method) {
		return nil
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "same-origin", "none":
		return nil
	case "same-site", "cross-site":
		if !slices.Contains(a.opts.Origins, r.Header.Get("Origin")) {
			return ErrCSRF.New()
		}
		return nil
	}
	if origin := r.Header.Get("Origin"); origin != "" && !a.OwnOrigin(r, origin) {
		return ErrCSRF.New()
	}
	return nil
}

// OwnOrigin reports whether a page of this origin is the product's own: the host that was asked, or a configured one.
// Handlers of sockets use it, because browsers send no other proof there.
func (a *API) OwnOrigin(r *http.Request, origin string) bool {
	if slices.Contains(a.opts.Origins, origin) {
		return true
	}
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" || !strings.EqualFold(u.Host, r.Host) {
		return false
	}
	// Whoever sits in the network can make a page of http://this.host; it must not speak for https://this.host.
	return u.Scheme == "https" || u.Scheme == "http" && !Secure(r.Context())
}

// cors answers other sites' pages. No cookie is ever involved: widgets send their token in a header.
func (a *API) cors(op Op, w http.ResponseWriter, r *http.Request) error {
	if !op.CORS {
		return nil
	}
	h := w.Header()
	h.Add("Vary", "Origin")
	origin := r.Header.Get("Origin")
	if origin == "" || a.OwnOrigin(r, origin) {
		return nil
	}
	if a.opts.AllowOrigin == nil || !a.opts.AllowOrigin(r, origin) {
		return ErrOrigin.New()
	}
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Access-Control-Expose-Headers", "Retry-After, X-Request-Id")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	return nil
}

// preflight answers the question before a cross-site request. It promises nothing: the request itself is checked.
func (a *API) preflight(op Op) {
	pattern := http.MethodOptions + " " + a.opts.Prefix + op.Path
	if _, known := a.ids[pattern]; known {
		return
	}
	a.ids[pattern] = pattern
	a.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers")
		if origin := r.Header.Get("Origin"); origin != "" {
			h.Set("Access-Control-Allow-Origin", origin)
			h.Set("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE")
			h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, Accept-Language, "+HeaderWidget+", "+HeaderKey)
			h.Set("Access-Control-Max-Age", "600")
		}
		w.WriteHeader(http.StatusNoContent)
	})
}

// HeaderWidget names the widget that calls.
const HeaderWidget = "X-Frontdesk-Widget"

// unknown answers addresses below the prefix that no operation has.
func (a *API) unknown(w http.ResponseWriter, r *http.Request) {
	var allowed []string
	for _, m := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		probe := r.Clone(r.Context())
		probe.Method = m
		if _, pattern := a.mux.Handler(probe); pattern != a.opts.Prefix+"/" && strings.HasPrefix(pattern, m+" ") {
			allowed = append(allowed, m)
		}
	}
	if len(allowed) == 0 {
		a.Fail(w, r, ErrNoRoute.New())
		return
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	a.Fail(w, r, ErrMethod.New())
}
