package core

import (
	"log/slog"
	"net/http"
	"strings"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/domain/account/accounthttp"
	"frontdesk/internal/domain/audit/audithttp"
	"frontdesk/internal/domain/channel/channelhttp"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/conversation/conversationhttp"
	"frontdesk/internal/domain/customer/customerhttp"
	"frontdesk/internal/domain/identity/identityhttp"
	"frontdesk/internal/domain/integration/integrationhttp"
	"frontdesk/internal/domain/knowledge/knowledgehttp"
	"frontdesk/internal/domain/moderation/moderationhttp"
	"frontdesk/internal/domain/notify/notifyhttp"
	"frontdesk/internal/domain/quality/qualityhttp"
	"frontdesk/internal/domain/routing/routinghttp"
	"frontdesk/internal/domain/search/searchhttp"
	"frontdesk/internal/domain/visitor/visitorhttp"
	"frontdesk/internal/domain/wrapup/wrapuphttp"
	"frontdesk/internal/platform/config"
	"frontdesk/internal/platform/httpx"
)

// Version of the program, set by the build.
var Version = "dev"

const about = "Everything the desk can do. Sign in with a personal access token as a bearer token, or with the session cookie and " +
	"the header X-Frontdesk-CSRF. Lists are paged by cursor; errors are problem details (RFC 9457) with a stable code. Requests to operations that have the header " +
	"Idempotency-Key, or a clientId in their body, may be repeated safely."

// Edge is what the configuration says about requests, whatever the role that answers them.
func Edge(cfg config.Config, log *slog.Logger) httpx.Options {
	return httpx.Options{
		Title: "Frontdesk", Version: Version, Log: log, Origins: origins(cfg), Proxies: proxies(cfg), Rates: rates(cfg),
		HSTS: strings.HasPrefix(cfg.Server.BaseURL, "https://"), RegionHeader: cfg.Visitors.RegionHeader,
	}
}

// api puts the operations of all domains together.
func (c *Core) api() *httpx.API {
	cookies := Cookies(c.cfg)
	o := Edge(c.cfg, c.log)
	o.Description, o.Clock = about, c.clock
	o.Authenticate, o.AuthenticateVisitor = identityhttp.Authenticator(c.Services.Identity, cookies), c.visitor
	o.AllowOrigin = c.allowOrigin
	o.Metrics, o.Units, o.Replies = newRequests(c.metrics), c.DB, c.DB
	o.MaxBody = int64(c.cfg.Limits.BodyKB) << 10
	api := httpx.New(o)
	register(api, c.Services, c.sample(), cookies)
	return api
}

// register adds every operation. It touches no service before an operation is called, so the description of the API can be
// written without a database.
func register(api *httpx.API, s *Services, d *sample, cookies httpx.Cookies) {
	identityhttp.Register(api, s.Identity, cookies, accounthttp.Current(s.Account))
	accounthttp.Register(api, s.Account)
	accounthttp.RegisterDemo(api, d)
	accounthttp.RegisterStart(api, s.Start)
	customerhttp.Register(api, s.Customers)
	s.Panel.register(api)
	qualityhttp.Register(api, s.Quality)
	channelhttp.Register(api, s.Channels, s.Conversations.VisitorList)
	conversationhttp.Register(api, s.Conversations, s.Personal, s.Files, s.Intake)
	conversationhttp.RegisterPictures(api, s.Pictures)
	conversationhttp.RegisterWaiting(api, s.Conversations, s.Waiting)
	conversationhttp.RegisterSupervision(api, s.Monitor, s.Supervision)
	conversationhttp.RegisterPlanned(api, s.Planner)
	conversationhttp.RegisterViews(api, s.Views)
	wrapuphttp.Register(api, s.Summaries)
	s.Insight.register(api)
	searchhttp.Register(api, s.Search)
	notifyhttp.Register(api, s.Notices)
	integrationhttp.Register(api, s.Integration)
	audithttp.Register(api, s.History)
	audithttp.RegisterReveals(api, s.Reveals)
	moderationhttp.Register(api, s.Moderation)
	knowledgehttp.Register(api, s.Knowledge)
	knowledgehttp.RegisterFAQ(api, s.FAQ)
	s.Assistance.register(api)
	visitorhttp.Register(api, s.Visitors)
	s.Walls.register(api)
	routinghttp.RegisterPlan(api, s.Routing)
	routinghttp.RegisterLive(api, s.Dispatch, s.Dispatch)
	routinghttp.RegisterTimeMachine(api, s.Rehearse)
	routinghttp.RegisterLearning(api, s.Lessons)
}

// Describe is the OpenAPI description of the API, as YAML and as JSON.
func Describe() (yaml, asJSON []byte, err error) {
	api := httpx.New(httpx.Options{Title: "Frontdesk", Version: "1", Description: about, Log: slog.New(slog.DiscardHandler), Clock: clock.Real{}})
	cfg, err := config.Load(config.Sources{})
	if err != nil {
		return nil, nil, err
	}
	bare := &Services{Conversations: conversation.New(nil, clock.Real{}, nil, nil, nil, nil, nil, nil)}
	bare.Personal = conversation.NewPersonal(nil, clock.Real{}, nil, bare.Conversations)
	bare.Files = conversation.NewFiles(bare.Conversations, nil, nil, int64(cfg.Limits.UploadMB)<<20)
	register(api, bare, &sample{}, httpx.Cookies{})
	return api.OpenAPI()
}

// Cookies is how the session cookie is made.
func Cookies(cfg config.Config) httpx.Cookies {
	return httpx.Cookies{Secure: strings.HasPrefix(cfg.Server.BaseURL, "https://") || cfg.Server.TLSCert != ""}
}

func (c *Core) visitor(r *http.Request) (actor.Actor, httpx.Session, error) {
	token := httpx.Bearer(r)
	if token == "" {
		return actor.Actor{}, httpx.Session{}, nil
	}
	a, until, err := c.Services.Channels.Authenticate(r.Context(), token, r.Header.Get("Origin"))
	if err == nil && r.Method != http.MethodGet { // who is on the block list may still read what was said
		err = c.Services.Moderation.Admit(actor.With(r.Context(), a), httpx.ClientIP(r.Context()), a.ID, a.OnBehalfOf)
	}
	return a, httpx.Session{Bearer: true, Until: until}, err
}

func (c *Core) allowOrigin(r *http.Request, origin string) bool {
	key := r.Header.Get("X-Frontdesk-Widget")
	if key == "" {
		key = r.URL.Query().Get("key")
	}
	return c.Services.Channels.AllowsOrigin(r.Context(), key, origin)
}

func origins(cfg config.Config) []string {
	if cfg.Server.BaseURL == "" {
		return nil
	}
	return []string{strings.TrimRight(cfg.Server.BaseURL, "/")}
}

func rates(cfg config.Config) map[string]httpx.Rate {
	l := cfg.Limits
	return map[string]httpx.Rate{
		httpx.RateAPI:     {Burst: max(60, l.Requests/4), PerMinute: l.Requests},
		httpx.RateSignIn:  {Burst: l.SignIns, PerMinute: l.SignIns},
		httpx.RatePublic:  {Burst: l.VisitorStarts, PerMinute: l.VisitorStarts},
		httpx.RateWidget:  {Burst: l.VisitorWrites, PerMinute: 4 * l.VisitorWrites},
		httpx.RateCrowd:   {Burst: 10 * l.VisitorWrites, PerMinute: 10 * l.VisitorWrites},
		httpx.RateSockets: {Burst: l.SocketOpens, PerMinute: l.SocketOpens},
	}
}
