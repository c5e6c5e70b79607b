package httpx

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/personal"
	"frontdesk/internal/base/unit"
)

// Public is the Permission of an operation that needs no session.
const Public actor.Permission = "public"

// DefaultTimeout of an operation.
const DefaultTimeout = 15 * time.Second

// Session is what authentication found besides the actor.
type Session struct {
	CSRF   string    // value that unsafe requests must repeat in the header X-Frontdesk-CSRF; "" for bearer tokens
	Bearer bool      // came by an Authorization header: no cookie is involved, so no CSRF check is needed
	Until  time.Time // end of the session; zero means unknown
}

// Authenticator finds out who calls. A zero actor without an error says that the request holds no credentials.
type Authenticator func(r *http.Request) (actor.Actor, Session, error)

// Recorder counts requests for the metrics page.
type Recorder interface {
	Request(method, route string, status int, took time.Duration)
}

// Options of New. Only Title, Version, Log and the authenticators are needed.
type Options struct {
	Title, Version, Description string
	Prefix                      string // of all operations; "/api/v1" when empty
	Log                         *slog.Logger
	Clock                       clock.Clock
	Authenticate                Authenticator                             // users and personal access tokens
	AuthenticateVisitor         Authenticator                             // visitors of a widget
	AllowOrigin                 func(r *http.Request, origin string) bool // for operations of widgets; nil allows none
	Origins                     []string                                  // own origins besides the Host of the request ("https://desk.example.com")
	Proxies                     []netip.Prefix                            // whose X-Forwarded-For and -Proto are believed
	RegionHeader                string                                    // in which those say where a caller is; "" for none
	Rates                       map[string]Rate                           // by class; see Rates
	Metrics                     Recorder
	Units                       unit.Runner // for idempotent operations
	Replies                     Replies     // for idempotent operations
	MaxBody                     int64       // bytes of a request to an operation that says nothing else; 256 KB when 0
	HSTS                        bool        // the product is reached by https only
}

// API is the set of operations and raw handlers, and the handler that serves them.
type API struct {
	opts    Options
	mux     *http.ServeMux
	huma    huma.API
	limiter *Limiter
	names   *namer
	ids     map[string]string // operation id → route
}

// Op describes one operation. Method, Path, ID, Summary and Tag are needed.
type Op struct {
	Method      string
	Path        string // below the prefix, with {name} for parameters
	ID          string // lowerCamelCase; the client's method name
	Tag         string
	Summary     string
	Description string
	Permission  actor.Permission  // what the service will require; "" any signed-in user, Public nobody at all
	Visitor     bool              // called by visitors of a widget with their token; implies CORS
	CORS        bool              // called from other sites without a session (Public operations of the widget)
	Status      int               // of success; 200 when 0
	Idempotent  bool              // honours the header Idempotency-Key; the handler runs inside a unit of work, with its reply
	OwnUnit     bool              // with Idempotent: the handler has its own unit and recognises a repetition itself; the reply is kept after it
	Secret      bool              // the reply holds a secret, so it is never kept; excludes Idempotent
	MaxBody     int64             // bytes; Options.MaxBody when 0
	RateLimit   string            // class of Options.Rates; "api" when empty, "public" for Public operations
	Timeout     time.Duration     // DefaultTimeout when 0; negative for none (streams)
	Codes       []string          // codes of faults worth knowing, for the documentation
	Consumes    string            // HandleRaw only: media type of the request body
	Produces    string            // HandleRaw only: media type of a reply of bytes
	Reply       any               // HandleRaw only: a value of the type that is replied as JSON
	Query       map[string]string // HandleRaw only: query parameters and what they mean
}

// New makes an API without operations.
func New(opts Options) *API {
	if opts.Prefix == "" {
		opts.Prefix = "/api/v1"
	}
	if opts.MaxBody == 0 {
		opts.MaxBody = 256 << 10
	}
	if opts.Clock == nil {
		opts.Clock = clock.Real{}
	}
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	a := &API{opts: opts, mux: http.NewServeMux(), names: newNamer(), ids: map[string]string{}}
	a.limiter = NewLimiter(opts.Clock, opts.Rates)
	a.huma = huma.NewAPI(a.humaConfig(), adapter{a})
	a.mux.HandleFunc(opts.Prefix+"/", a.unknown)
	return a
}

// Register adds an operation. It panics on a mistake in the declaration, at start, where it is seen at once.
func Register[I, O any](a *API, op Op, h func(ctx context.Context, in *I) (*O, error)) {
	op = a.declare(op)
	for _, f := range reflect.VisibleFields(reflect.TypeFor[I]()) {
		if f.Anonymous && !f.IsExported() { // its parameters would never be read
			mistake("the input of " + op.ID + " embeds " + f.Name)
		}
	}
	a.names.begin(op, reflect.TypeFor[I](), reflect.TypeFor[O]())
	huma.Register(a.huma, a.humaOperation(op), func(ctx context.Context, in *I) (*O, error) {
		if err := checkText(reflect.ValueOf(in).Elem()); err != nil {
			return nil, a.failure(ctx, err)
		}
		out, err := idempotent(ctx, a, op, in, h)
		if err != nil {
			return nil, a.failure(ctx, err)
		}
		if out != nil {
			fillLists(reflect.ValueOf(out).Elem())
		}
		return personal.For(ctx, out), nil
	})
}

// HandleRaw adds an operation that reads and writes the bytes itself: uploads, downloads, streams. It has the same
// guards as a typed one. An error returned before anything was written becomes the reply.
func (a *API) HandleRaw(op Op, h func(w http.ResponseWriter, r *http.Request) error) {
	op = a.declare(op)
	hop := a.humaOperation(op)
	a.documentRaw(&hop, op)
	a.huma.OpenAPI().AddOperation(&hop)
	a.mux.Handle(op.Method+" "+a.opts.Prefix+op.Path, a.guard(op, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if op.MaxBody > 0 {
			r.Body = http.MaxBytesReader(w, r.Body, op.MaxBody)
		}
		if err := checkRequestText(r); err != nil {
			a.Fail(w, r, err)
			return
		}
		if err := h(w, r); err != nil {
			a.Fail(w, r, err)
		}
	})))
}

// Mount adds a handler outside the API: health, metrics, sockets, pages. It has no guard; patterns are those of
// http.ServeMux with the full path.
func (a *API) Mount(pattern string, h http.Handler) { a.mux.Handle(pattern, h) }

// MountLimited adds a handler that an address reaches only as often as the class allows.
func (a *API) MountLimited(pattern, class string, h http.Handler) {
	a.Mount(pattern, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := a.limiter.spend(w, class, ClientIP(r.Context())); err != nil {
			a.Fail(w, r, err)
			return
		}
		h.ServeHTTP(w, r)
	}))
}

// declare fills in defaults and refuses mistakes.
func (a *API) declare(op Op) Op {
	if op.Method == "" || op.Path == "" || op.ID == "" || op.Tag == "" || op.Summary == "" {
		mistake("an operation needs method, path, id, tag and summary: " + op.Method + " " + op.Path)
	}
	if op.Idempotent && (op.Secret || op.Permission == Public) || op.OwnUnit && !op.Idempotent {
		mistake("the reply of " + op.ID + " cannot be kept")
	}
	if other, taken := a.ids[op.ID]; taken {
		mistake("operation id " + op.ID + " is already used by " + other)
	}
	a.ids[op.ID] = op.Method + " " + op.Path
	if op.Status == 0 {
		op.Status = http.StatusOK
	}
	if op.MaxBody == 0 {
		op.MaxBody = a.opts.MaxBody
	}
	if op.Timeout == 0 {
		op.Timeout = DefaultTimeout
	}
	if op.RateLimit == "" {
		op.RateLimit = RateAPI
		if op.Permission == Public {
			op.RateLimit = RatePublic
		}
	}
	op.CORS = op.CORS || op.Visitor
	if op.CORS {
		a.preflight(op)
	}
	return op
}

// mistake stops the program at start: a wrong declaration must not reach anybody.
func mistake(text string) {
	panic("httpx: " + text) //nolint:forbidigo // a programming error, seen at once
}
