package channel

import (
	"context"
	"slices"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
)

// tokenLife is how long a visitor is remembered without coming back; every session start gives a fresh token.
const tokenLife = 90 * 24 * time.Hour

// Config is what a widget may know: the settings that show, and nothing else.
type Config struct {
	Key              string       `json:"key"`
	Appearance       Appearance   `json:"appearance"`
	Colours          Colours      `json:"colours"`
	PreChat          PreChat      `json:"preChat"`
	Offline          string       `json:"offline" enum:"capture,hide"`
	Leave            []LeaveField `json:"leave,omitempty" doc:"Own questions of the form for messages outside business hours."`
	Rating           bool         `json:"rating"`
	Feedback         Feedback     `json:"feedback"`
	Privacy          int          `json:"privacy,omitempty" doc:"Version of the privacy notice that is to be accepted before the first message; absent for none."`
	Home             bool         `json:"home" doc:"Show the FAQ before the first message."`
	Files            bool         `json:"files"`
	Preview          bool         `json:"preview,omitempty" doc:"Agents see what is typed before it is sent, and the widget says so."`
	Queue            bool         `json:"queue,omitempty" doc:"The place in the queue is shown."`
	IdentityRequired bool         `json:"identityRequired"`
	Hours            Hours        `json:"hours"`
	Faces            []Face       `json:"faces"`
	Visits           bool         `json:"visits" doc:"The widget tells who is on the site."`
}

// Start is the request for a session.
type Start struct {
	Key, Token, Origin, UserAgent string
	Address                       string // of the browser
	Locale, Timezone, Referrer    string
	PageURL, PageTitle            string
	Identity                      *Presented
}

// Session is a started one.
type Session struct {
	Token      string
	ExpiresAt  time.Time
	VisitorID  string
	Identified bool // by this request
	Privacy    int  // the version of the privacy notice that the browser accepted last
	Config     Config
	Actor      actor.Actor
}

// Config is the public view of a widget.
func (s *Service) Config(ctx context.Context, key, origin string) (Config, error) {
	ctx, c, err := s.widget(ctx, key, origin)
	if err != nil {
		return Config{}, err
	}
	return s.config(ctx, c)
}

// widget finds the channel of a key and checks who asks; the context returned acts for the system in its workspace.
func (s *Service) widget(ctx context.Context, key, origin string) (context.Context, Channel, error) {
	if !id.Valid("wgt", key) {
		return ctx, Channel{}, ErrWidgetUnknown.New()
	}
	tenant, c, err := s.d.Store.Widget(ctx, key)
	if err != nil {
		return ctx, Channel{}, err
	}
	ctx = actor.With(ctx, actor.SystemFor(tenant))
	switch {
	case !c.Enabled:
		return ctx, c, ErrWidgetOff.New()
	case !c.Settings.Allows(origin) && !strings.EqualFold(origin, s.d.BaseURL):
		return ctx, c, ErrOrigin.New()
	}
	return ctx, c, nil
}

func (s *Service) config(ctx context.Context, c Channel) (Config, error) {
	out := Config{
		Key: c.WidgetKey, Appearance: c.Settings.Appearance, Colours: c.Settings.Appearance.colours(), PreChat: c.Settings.PreChat, Offline: c.Settings.Offline, Leave: c.Settings.Leave,
		Rating: c.Settings.Rating, Feedback: c.Settings.Asks(), Privacy: c.Settings.Asked(), Home: c.Settings.Home, Files: c.Settings.Files, Preview: c.Settings.Preview, Queue: c.Settings.Queue, IdentityRequired: c.Settings.Identity.Required,
		Hours: Hours{Open: true}, Faces: []Face{},
	}
	var err error
	if c.Settings.CalendarID != "" {
		if out.Hours, err = s.d.Workplace.Hours(ctx, c.Settings.CalendarID); err != nil {
			return out, err
		}
	}
	if out.Appearance.Faces {
		if out.Faces, err = s.d.Workplace.Faces(ctx, c.Settings.DefaultTeamID); err != nil {
			return out, err
		}
		out.Faces = append([]Face{}, out.Faces[:min(len(out.Faces), 3)]...)
	}
	out.Visits, err = s.d.Workplace.Watches(ctx)
	return out, err
}

// StartSession begins or continues the session of a browser. A token that no longer counts gives a new visitor, not an
// error: the person only wants to chat.
func (s *Service) StartSession(ctx context.Context, in Start) (Session, error) {
	if err := in.check(); err != nil {
		return Session{}, err
	}
	ctx, c, err := s.widget(ctx, in.Key, in.Origin)
	if err != nil {
		return Session{}, err
	}
	sys, err := actor.Of(ctx)
	if err != nil {
		return Session{}, err
	}
	arrival := Arrival{
		ChannelID: c.ID, UserAgent: in.UserAgent, Locale: in.Locale, Timezone: in.Timezone,
		Referrer: in.Referrer, PageURL: in.PageURL, PageTitle: in.PageTitle,
	}
	if t, err := s.d.Webchat.Read(in.Token); err == nil && t.Tenant == sys.Tenant && t.Key == c.WidgetKey {
		arrival.VisitorID = t.VisitorID
	}
	if err := s.admit(ctx, in.Address, arrival.VisitorID); err != nil {
		return Session{}, err
	}
	if arrival.Claim, err = s.proved(ctx, c, in.Identity); err != nil {
		return Session{}, err
	}
	v, err := s.d.Visitors.Begin(ctx, arrival)
	if err != nil {
		return Session{}, err
	}
	if err := s.admit(ctx, "", v.ID, v.CustomerID); err != nil {
		return Session{}, err
	}
	now := s.clock.Now()
	out := Session{
		VisitorID: v.ID, Privacy: v.Privacy, Identified: arrival.Claim != nil, ExpiresAt: now.Add(tokenLife),
		Actor: visitorActor(sys.Tenant, c, v, in.Locale),
	}
	out.Token, err = s.d.Webchat.Issue(TokenClaims{Tenant: sys.Tenant, Key: c.WidgetKey, VisitorID: v.ID, IssuedAt: now, ExpiresAt: out.ExpiresAt})
	if err != nil {
		return Session{}, err
	}
	out.Config, err = s.config(ctx, c)
	return out, err
}

func (s *Service) admit(ctx context.Context, address string, ids ...string) error {
	return s.d.Visitors.Admit(ctx, address, ids...)
}

func (in Start) check() error {
	var c fault.Checker
	c.Text("locale", in.Locale, 0, 35)
	c.Text("timezone", in.Timezone, 0, 64)
	c.Text("referrer", in.Referrer, 0, 4000)
	c.Text("page.url", in.PageURL, 0, 4000)
	c.Text("page.title", in.PageTitle, 0, 500)
	if p := in.Identity; p != nil {
		c.Text("identity.userId", p.UserID, 0, 200)
		c.Text("identity.hash", p.Hash, 0, 128)
		c.Text("identity.jwt", p.JWT, 0, 8000)
	}
	return c.Err()
}

// proved is what the site vouches for; nil when it says nothing, or when the channel does not listen to it. Nothing that
// a page merely claims is ever used.
func (s *Service) proved(ctx context.Context, c Channel, p *Presented) (*Claim, error) {
	settings := c.Settings.Identity
	said := p != nil && (p.UserID != "" || p.Hash != "" || p.JWT != "")
	switch {
	case settings.Method == MethodOff:
		return nil, nil
	case !said && settings.Required:
		return nil, ErrIdentityRequired.New()
	case !said:
		return nil, nil
	}
	sealed, err := s.d.Store.Secrets(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	var secrets [][]byte
	for _, envelope := range sealed.active(s.clock.Now()) {
		secret, err := s.d.Sealer.Open(sealPurpose, envelope)
		if err != nil {
			return nil, fault.ErrInternal.Wrap(err)
		}
		secrets = append(secrets, secret)
	}
	claim, err := s.d.Webchat.Verify(settings, c.WidgetKey, secrets, *p)
	if err != nil {
		return nil, err
	}
	return &claim, nil
}

// visitorActor is who acts in requests with a visitor's token.
func visitorActor(tenant string, c Channel, v VisitorRef, locale string) actor.Actor {
	return actor.Actor{Tenant: tenant, Kind: actor.Visitor, ID: v.ID, OnBehalfOf: v.CustomerID, Via: c.ID, Locale: locale, Unagreed: v.Privacy < c.Settings.Asked()}
}

// Authenticate is the actor of a visitor's token, and until when. The widget must still exist, be on and allow the site.
func (s *Service) Authenticate(ctx context.Context, token, origin string) (actor.Actor, time.Time, error) {
	t, err := s.d.Webchat.Read(token)
	if err != nil {
		return actor.Actor{}, time.Time{}, err
	}
	ctx, c, err := s.widget(ctx, t.Key, origin)
	if err != nil {
		return actor.Actor{}, time.Time{}, err
	}
	if tenant, err := actor.Tenant(ctx); err != nil || tenant != t.Tenant {
		return actor.Actor{}, time.Time{}, ErrToken.Wrap(err)
	}
	v, err := s.d.Visitors.Visitor(ctx, t.VisitorID)
	if err != nil && fault.KindOf(err) == fault.NotFound {
		return actor.Actor{}, time.Time{}, ErrToken.Wrap(err)
	}
	if err == nil && c.Settings.Identity.Required && !v.Verified { // a token from before this was asked for
		return actor.Actor{}, time.Time{}, ErrIdentityRequired.New()
	}
	return visitorActor(t.Tenant, c, v, ""), t.ExpiresAt, err
}

// AllowsOrigin answers a browser's question before a request: may pages of this origin call for this widget? Without a
// key (a preflight cannot carry one) the request itself decides.
func (s *Service) AllowsOrigin(ctx context.Context, key, origin string) bool {
	if key == "" {
		return true
	}
	_, _, err := s.widget(ctx, key, origin)
	return err == nil
}

// AddPage notes the page the visitor of the context looks at now.
func (s *Service) AddPage(ctx context.Context, url, title string) error {
	a, err := actor.Of(ctx)
	if err != nil {
		return err
	}
	if a.Kind != actor.Visitor {
		return fault.ErrDenied.New()
	}
	return s.d.Visitors.AddPage(ctx, a.ID, url, title)
}

// WebchatOf gives the settings of a channel to use cases that act on it (team of new conversations, offline mode).
func (s *Service) WebchatOf(ctx context.Context, channelID string) (Channel, error) {
	a, err := actor.Of(ctx)
	if err != nil {
		return Channel{}, err
	}
	if !slices.Contains([]actor.Kind{actor.System, actor.Job, actor.Visitor}, a.Kind) || (a.Kind == actor.Visitor && a.Via != channelID) {
		return Channel{}, fault.ErrDenied.New()
	}
	return s.d.Store.Known(ctx, channelID)
}
