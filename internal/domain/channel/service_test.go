package channel_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/channel/channeltest"
)

func TestMemory(t *testing.T) {
	t.Parallel()
	channeltest.Suite(t, &unit.Memory{}, channeltest.NewMemory())
}

// fakes stand for everything around the domain: seals are readable, tokens are their claims, the hash "good" is right.
type fakes struct {
	now     time.Time
	tokens  map[string]channel.TokenClaims
	arrived []channel.Arrival
	missing []string
	secrets []string // what the verifier was given last
	shut    string   // an address or id on the block list

	accepted int // the version of the notice
}

func (f *fakes) Now() time.Time                         { return f.now }
func (f *fakes) Seal(_ string, plaintext []byte) string { return "sealed:" + string(plaintext) }
func (f *fakes) Open(_, envelope string) ([]byte, error) {
	plain, ok := strings.CutPrefix(envelope, "sealed:")
	if !ok {
		return nil, errors.New("not sealed")
	}
	return []byte(plain), nil
}

func (f *fakes) Issue(c channel.TokenClaims) (string, error) {
	token := "token of " + c.VisitorID
	f.tokens[token] = c
	return token, nil
}

func (f *fakes) Read(token string) (channel.TokenClaims, error) {
	c, ok := f.tokens[token]
	if !ok || !f.now.Before(c.ExpiresAt) {
		return c, channel.ErrToken.New()
	}
	return c, nil
}

func (f *fakes) Verify(_ channel.Identity, _ string, secrets [][]byte, p channel.Presented) (channel.Claim, error) {
	f.secrets = nil
	for _, s := range secrets {
		f.secrets = append(f.secrets, string(s))
	}
	if p.Hash != "good" {
		return channel.Claim{}, channel.ErrIdentity.New()
	}
	return channel.Claim{UserID: p.UserID}, nil
}

func (f *fakes) Begin(_ context.Context, a channel.Arrival) (channel.VisitorRef, error) {
	f.arrived = append(f.arrived, a)
	if a.VisitorID == "" {
		a.VisitorID = id.New("vis")
	}
	return channel.VisitorRef{ID: a.VisitorID, CustomerID: "cus_1"}, nil
}

func (f *fakes) Visitor(_ context.Context, visitorID string) (channel.VisitorRef, error) {
	return channel.VisitorRef{ID: visitorID, CustomerID: "cus_1", Privacy: f.accepted}, nil
}

func (f *fakes) AcceptPrivacy(_ context.Context, _ string, version int) error {
	f.accepted = version
	return nil
}

func (f *fakes) AddPage(context.Context, string, string, string) error { return nil }
func (f *fakes) Admit(_ context.Context, address string, ids ...string) error {
	if f.shut == "" {
		return nil
	}
	if address == f.shut || slices.Contains(ids, f.shut) {
		return fault.ErrDenied.New()
	}
	return nil
}

func (f *fakes) Hours(context.Context, string) (channel.Hours, error) {
	return channel.Hours{Timezone: "UTC"}, nil
}

func (f *fakes) Watches(context.Context) (bool, error) { return true, nil }

func (f *fakes) Faces(context.Context, string) ([]channel.Face, error) {
	return make([]channel.Face, 5), nil
}
func (f *fakes) Missing(context.Context, string, string) ([]string, error) { return f.missing, nil }

type world struct {
	*channel.Service
	f   *fakes
	run *unit.Memory
}

func newWorld() world {
	f, run, m := &fakes{now: channeltest.Epoch, tokens: map[string]channel.TokenClaims{}}, &unit.Memory{}, channeltest.NewMemory()
	return world{channel.New(channel.Deps{
		Run: run, Clock: clockOf{f}, Store: m, Sealer: f, Webchat: f,
		Visitors: f, Workplace: f, BaseURL: "https://desk.example/",
	}), f, run}
}

type clockOf struct{ f *fakes }

func (c clockOf) Now() time.Time { return c.f.now }

var _ clock.Clock = clockOf{}

func as(t *testing.T, perms ...actor.Permission) context.Context {
	a := actor.Actor{Tenant: "wsp_1", Kind: actor.User, ID: "usr_1", Grants: map[actor.Permission]actor.Level{}}
	for _, p := range perms {
		a.Grants[p] = actor.All
	}
	return actor.With(t.Context(), a)
}

func admin(t *testing.T) context.Context { return as(t, channel.PermRead, channel.PermManage) }

func TestChannels(t *testing.T) {
	t.Parallel()
	w := newWorld()
	c := check.Must(w.Create(admin(t), "Shop", nil))(t)
	d := check.Must(w.Get(admin(t), c.ID))(t)
	check.Equal(t, d.Warnings, []string{"any_origin"})
	check.Equal(t, check.Must(w.Snippet(admin(t), c.ID))(t),
		`<script async src="https://desk.example/widget.js" data-key="`+c.WidgetKey+`"></script>`)

	s := c.Settings
	s.AllowedOrigins = []string{"https://Shop.example/", "*.shop.example"}
	got := check.Must(w.Update(admin(t), c.ID, channel.Edit{Version: 1, Settings: &s}))(t)
	check.Equal(t, got.Settings.AllowedOrigins, []string{"https://shop.example", "*.shop.example"})
	_, err := w.Update(admin(t), c.ID, channel.Edit{Version: 1, Settings: &s})
	check.Fault(t, err, fault.ErrConflict)

	s.Identity.Method = channel.MethodHMAC
	_, err = w.Update(admin(t), c.ID, channel.Edit{Version: 2, Settings: &s})
	check.Fault(t, err, channel.ErrNoSecret)
	check.Must(w.RotateSecret(admin(t), c.ID))(t)
	check.Must(w.Update(admin(t), c.ID, channel.Edit{Version: 2, Settings: &s}))(t)
	check.NoError(t, w.Delete(admin(t), c.ID))
	check.Equal(t, w.run.Types(), []string{
		channel.EventCreated, channel.EventUpdated, channel.EventSecretRotated,
		channel.EventUpdated, channel.EventDeleted,
	})
	for _, e := range w.run.Events() {
		if strings.Contains(string(e.Data), "shop.example") {
			t.Fatalf("the event %s holds settings", e.Type)
		}
	}
	_, err = w.Create(as(t, channel.PermRead), "x", nil)
	check.Fault(t, err, fault.ErrDenied)
	_, err = w.RotateSecret(as(t, channel.PermRead), c.ID)
	check.Fault(t, err, fault.ErrDenied)
}

func TestLimitsStayWhereAFormDoesNotKnowThem(t *testing.T) {
	t.Parallel()
	w := newWorld()
	c := check.Must(w.Create(admin(t), "Shop", nil))(t)
	set := c.Settings
	limits := channel.Attention{WarnAfter: 5, AlertAfter: 9}
	set.Attention = &limits
	check.Must(w.Update(admin(t), c.ID, channel.Edit{Version: 1, Settings: &set}))(t)
	set.Attention = nil
	got := check.Must(w.Update(admin(t), c.ID, channel.Edit{Version: 2, Settings: &set}))(t)
	check.Equal(t, got.Settings.Limits(), limits)
	check.Equal(t, channel.Settings{}.Limits(), channel.DefaultAttention())
}

func TestSettingsAreChecked(t *testing.T) {
	t.Parallel()
	w := newWorld()
	for field, change := range map[string]func(s *channel.Settings){
		"settings.appearance.colour":      func(s *channel.Settings) { s.Appearance.Colour = "red" },
		"settings.appearance.position":    func(s *channel.Settings) { s.Appearance.Position = "top" },
		"settings.appearance.title.zh":    func(s *channel.Settings) { s.Appearance.Title.Zh = strings.Repeat("长", 61) },
		"settings.appearance.greeting.en": func(s *channel.Settings) { s.Appearance.Greeting.En = "a\x00" },
		"settings.preChat.email":          func(s *channel.Settings) { s.PreChat.Email = "maybe" },
		"settings.offline":                func(s *channel.Settings) { s.Offline = "" },
		"settings.allowedOrigins[1]":      func(s *channel.Settings) { s.AllowedOrigins = []string{"a.example", "https://a.example/path"} },
		"settings.identity.required":      func(s *channel.Settings) { s.Identity.Required = true },
		"settings.identity.publicKey":     func(s *channel.Settings) { s.Identity.Method = channel.MethodES256 },
		"settings.attention.alertAfter":   func(s *channel.Settings) { s.Attention.AlertAfter = 30 },
		"settings.attention.warnAfter":    func(s *channel.Settings) { s.Attention.WarnAfter = -1 },
		"settings.attention.closeAfter":   func(s *channel.Settings) { s.Attention.CloseAfter = 5 },
		"settings.attention.reminder.zh":  func(s *channel.Settings) { s.Attention.RemindAfter, s.Attention.Reminder.Zh = 300, " " },
		"settings.attention.reminder.en":  func(s *channel.Settings) { s.Attention.Reminder.En = strings.Repeat("x", 301) },
		"settings.texts.waiting.text.zh":  func(s *channel.Settings) { s.Texts.Waiting.Text.Zh = "第 {{queue.postion}} 位" },
		"settings.texts.busy.text.en":     func(s *channel.Settings) { s.Texts.Busy.Text.En = "Number {{queue.position}}" },
		"settings.texts.waiting.teams": func(s *channel.Settings) {
			s.Texts.Waiting.Text.En = "Number {{ queue.position }}"
			s.Texts.Waiting.Teams = []channel.TeamWords{{TeamID: id.New("tem"), Text: channel.Localised{En: "{{x}}", Zh: "好"}}}
		},
		"settings.calendarId": func(s *channel.Settings) { s.CalendarID = "x" },
	} {
		s := channel.DefaultSettings()
		change(&s)
		_, err := w.Create(admin(t), "Shop", &s)
		if err == nil {
			t.Errorf("%s was accepted", field)
			continue
		}
		if got := fault.From(err).Fields; len(got) != 1 || got[0].Name != field {
			t.Errorf("%s: got %v", field, err)
		}
	}
	w.f.missing = []string{"defaultTeamId"}
	_, err := w.Create(admin(t), "Shop", nil)
	check.FieldFault(t, err, "settings.defaultTeamId", fault.ErrUnknownItem)
}

func TestOrigins(t *testing.T) {
	t.Parallel()
	s := channel.DefaultSettings()
	check.Equal(t, s.Allows("https://any.example"), true)
	s.AllowedOrigins = []string{"https://shop.example", "*.cafe.example", "local.test:8080"}
	for origin, want := range map[string]bool{
		"https://shop.example": true, "https://SHOP.example": true, "http://shop.example": false, "https://shop.example:444": false,
		"https://evilshop.example": false, "https://shop.example.evil.example": false,
		"https://a.cafe.example": true, "http://b.a.cafe.example": true, "https://cafe.example": false, "https://xcafe.example": false,
		"http://local.test:8080": true, "http://local.test": false, "null": false, "": true, "file://": false, "ftp://shop.example": false,
	} {
		if got := s.Allows(origin); got != want {
			t.Errorf("%q: got %v, want %v", origin, got, want)
		}
	}
}

func FuzzAllows(f *testing.F) {
	f.Add("https://shop.example")
	f.Add("https://shop.example@evil.example")
	s := channel.DefaultSettings()
	s.AllowedOrigins = []string{"https://shop.example"}
	f.Fuzz(func(t *testing.T, origin string) {
		if s.Allows(origin) && origin != "" && !strings.Contains(strings.ToLower(origin), "shop.example") {
			t.Fatalf("%q is allowed", origin)
		}
	})
}

func TestSession(t *testing.T) {
	t.Parallel()
	w := newWorld()
	s := channel.DefaultSettings()
	s.AllowedOrigins, s.CalendarID = []string{"https://shop.example"}, id.New("cal")
	c := check.Must(w.Create(admin(t), "Shop", &s))(t)
	start := channel.Start{Key: c.WidgetKey, Origin: "https://shop.example"}

	first := check.Must(w.StartSession(t.Context(), start))(t)
	check.Equal(t, first.Config.Hours, channel.Hours{Timezone: "UTC"})
	check.Equal(t, len(first.Config.Faces), 3)
	check.Equal(t, first.Actor.Kind, actor.Visitor)
	start.Token = first.Token
	check.Equal(t, check.Must(w.StartSession(t.Context(), start))(t).VisitorID, first.VisitorID)

	a, until, err := w.Authenticate(t.Context(), first.Token, "https://shop.example")
	check.NoError(t, err)
	check.Equal(t, []string{a.ID, a.OnBehalfOf, a.Via, a.Tenant}, []string{first.VisitorID, "cus_1", c.ID, "wsp_1"})
	check.Equal(t, until, first.ExpiresAt)
	_, _, err = w.Authenticate(t.Context(), first.Token, "https://evil.example")
	check.Fault(t, err, channel.ErrOrigin)
	_, _, err = w.Authenticate(t.Context(), "forged", "")
	check.Fault(t, err, channel.ErrToken)

	// A token of another widget gives a new visitor.
	other := check.Must(w.Create(admin(t), "Other", nil))(t)
	crossed := check.Must(w.StartSession(t.Context(), channel.Start{Key: other.WidgetKey, Token: first.Token}))(t)
	if crossed.VisitorID == first.VisitorID {
		t.Fatal("a token works for another widget")
	}
	for origin, want := range map[string]*fault.Def{"https://evil.example": channel.ErrOrigin, "https://desk.example": nil} {
		start.Origin = origin
		if _, err := w.StartSession(t.Context(), start); want == nil && err != nil || want != nil && !fault.Has(err, want) {
			t.Errorf("%s: %v", origin, err)
		}
	}
	off := false
	check.Must(w.Update(admin(t), c.ID, channel.Edit{Version: 1, Enabled: &off}))(t)
	_, err = w.Config(t.Context(), c.WidgetKey, "")
	check.Fault(t, err, channel.ErrWidgetOff)
	_, err = w.Config(t.Context(), "wgt_nope", "")
	check.Fault(t, err, channel.ErrWidgetUnknown)
}

// TestUnagreed walks a notice through its versions: signing in tells of each that the visitor has not accepted yet.
func TestUnagreed(t *testing.T) {
	t.Parallel()
	w := newWorld()
	c := check.Must(w.Create(admin(t), "Shop", nil))(t)
	token := check.Must(w.StartSession(t.Context(), channel.Start{Key: c.WidgetKey}))(t).Token
	unagreed := func() bool {
		a, _, err := w.Authenticate(t.Context(), token, "")
		check.NoError(t, err)
		if a.Unagreed {
			check.NoError(t, w.AcceptPrivacy(actor.With(t.Context(), a), c.Settings.Notice().Version))
		}
		return a.Unagreed
	}
	say := func(on bool, words string) {
		c.Settings.Privacy = &channel.Privacy{On: on, Text: channel.Localised{En: words, Zh: words}}
		c = check.Must(w.Update(admin(t), c.ID, channel.Edit{Version: c.Version, Settings: &c.Settings}))(t)
	}
	for i, step := range []struct {
		on    bool
		words string
		want  bool
	}{{false, "A", false}, {true, "A", true}, {true, "A", false}, {true, "B", true}, {true, "B", false}, {true, "C", true}, {false, "D", false}} {
		say(step.on, step.words)
		if got := unagreed(); got != step.want {
			t.Errorf("step %d %+v: %v", i, step, got)
		}
	}
}

func TestIdentity(t *testing.T) {
	t.Parallel()
	w := newWorld()
	c := check.Must(w.Create(admin(t), "Shop", nil))(t)
	start := channel.Start{Key: c.WidgetKey, Identity: &channel.Presented{UserID: "42", Hash: "good"}}

	// Off: what the page claims is ignored.
	before := check.Must(w.StartSession(t.Context(), start))(t)
	check.Equal(t, before.Identified, false)
	check.Equal(t, w.f.arrived[0].Claim, (*channel.Claim)(nil))

	secret1 := check.Must(w.RotateSecret(admin(t), c.ID))(t)
	s := c.Settings
	s.Identity = channel.Identity{Method: channel.MethodHMAC, Required: true}
	check.Must(w.Update(admin(t), c.ID, channel.Edit{Version: 1, Settings: &s}))(t)
	check.Equal(t, check.Must(w.StartSession(t.Context(), start))(t).Identified, true)
	check.Equal(t, w.f.arrived[1].Claim, &channel.Claim{UserID: "42"})
	check.Equal(t, w.f.secrets, []string{secret1})
	_, err := w.StartSession(t.Context(), channel.Start{Key: c.WidgetKey})
	check.Fault(t, err, channel.ErrIdentityRequired)
	_, _, err = w.Authenticate(t.Context(), before.Token, "") // a token from before identity was asked for
	check.Fault(t, err, channel.ErrIdentityRequired)
	_, err = w.StartSession(t.Context(), channel.Start{Key: c.WidgetKey, Identity: &channel.Presented{UserID: "42", Hash: "bad"}})
	check.Fault(t, err, channel.ErrIdentity)

	// Both secrets count during a rotation, one after it.
	secret2 := check.Must(w.RotateSecret(admin(t), c.ID))(t)
	check.Must(w.StartSession(t.Context(), start))(t)
	check.Equal(t, w.f.secrets, []string{secret2, secret1})
	w.f.now = w.f.now.Add(8 * 24 * time.Hour)
	check.Must(w.StartSession(t.Context(), start))(t)
	check.Equal(t, w.f.secrets, []string{secret2})
}

// Who is on the block list gets no session, by address, as a visitor or as a customer.
func TestShutOut(t *testing.T) {
	t.Parallel()
	w := newWorld()
	c := check.Must(w.Create(admin(t), "Shop", nil))(t)
	start := channel.Start{Key: c.WidgetKey, Address: "203.0.113.7"}
	first := check.Must(w.StartSession(t.Context(), start))(t)
	start.Token = first.Token
	for _, shut := range []string{"203.0.113.7", first.VisitorID, first.Actor.OnBehalfOf} {
		w.f.shut = shut
		_, err := w.StartSession(t.Context(), start)
		check.Fault(t, err, fault.ErrDenied)
	}
	w.f.shut = "somebody else"
	check.Must(w.StartSession(t.Context(), start))(t)
}
