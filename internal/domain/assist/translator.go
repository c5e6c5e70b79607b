package assist

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
)

// PermManage is needed to name the translation server, as for other programs that Frontdesk speaks to.
const PermManage actor.Permission = "webhook.manage"

// KindTranslator is the kind of settings whose history is kept; a workspace has one, of this subject.
const (
	KindTranslator    = "translation"
	translatorSubject = "server"
)

const sealKey = "assist.translator"

// Limits of the settings.
const (
	maxURL       = 500
	maxKey       = 200
	MinChars     = 100
	MaxChars     = 10_000
	MaxPerMinute = 6000
)

// Translator is the translation server of a workspace, one that speaks the LibreTranslate interface.
type Translator struct {
	URL       string    `json:"url" doc:"Where /translate, /detect and /languages are found below."`
	HasKey    bool      `json:"hasKey"`
	Enabled   bool      `json:"enabled"`
	MaxChars  int       `json:"maxChars" doc:"Longer texts are not translated."`
	PerMinute int       `json:"perMinute" doc:"How many texts go to the server in a minute."`
	Languages []string  `json:"languages" doc:"What it translated into when it was last asked."`
	UpdatedAt time.Time `json:"updatedAt,omitzero"`
	Version   int64     `json:"version"`
}

// DefaultTranslator is that of a workspace that has named none.
func DefaultTranslator() Translator {
	const chars, texts = 2000, 300
	return Translator{MaxChars: chars, PerMinute: texts, Languages: []string{}}
}

func (t Translator) check(e Engine) error {
	var c fault.Checker
	c.Text("url", t.URL, 0, maxURL)
	c.Range("maxChars", t.MaxChars, MinChars, MaxChars)
	c.Range("perMinute", t.PerMinute, 1, MaxPerMinute)
	if u, err := url.Parse(t.URL); t.URL != "" && (err != nil || u.RawQuery != "" || u.Fragment != "") {
		c.Add("url", fault.ErrFormat, nil)
	} else if t.URL != "" {
		if err := e.Check(t.URL); err != nil {
			c.Add("url", fault.From(err).Def, nil)
		}
	}
	c.If(t.Enabled && t.URL == "", "url", fault.ErrRequired)
	return c.Err()
}

func (t Translator) host() string {
	u, err := url.Parse(t.URL)
	if err != nil {
		return ""
	}
	return u.Host
}

// Deps are what translation needs. Run keeps a history.
type Deps struct {
	Run      unit.Runner
	Clock    clock.Clock
	Store    Store
	Engine   Engine
	Sealer   Sealer
	Messages Messages
	Lang     func(text string) string // by its letters: "zh", "en" for all that use Latin ones, "" when they do not tell
}

// Translations holds the use cases of translation.
type Translations struct {
	d     Deps
	limit *limiter
}

// NewTranslations makes the service.
func NewTranslations(d Deps) *Translations {
	return &Translations{d: d, limit: &limiter{used: map[string]int{}}}
}

// Translator are the settings.
func (s *Translations) Translator(ctx context.Context) (Translator, error) {
	if _, err := actor.Require(ctx, PermManage); err != nil {
		return Translator{}, err
	}
	t, _, err := s.d.Store.Translator(ctx)
	return t, err
}

// Edit changes the settings; nil leaves a part as it is, an empty key takes it away.
type Edit struct {
	Version             int64
	URL, Key            *string
	Enabled             *bool
	MaxChars, PerMinute *int
}

// apply changes the settings. A key is for the host it was given for: another one never gets it.
func (e Edit) apply(t *Translator) {
	host := t.host()
	if e.URL != nil {
		t.URL = strings.TrimRight(strings.TrimSpace(*e.URL), "/")
	}
	if e.Enabled != nil {
		t.Enabled = *e.Enabled
	}
	if e.MaxChars != nil {
		t.MaxChars = *e.MaxChars
	}
	if e.PerMinute != nil {
		t.PerMinute = *e.PerMinute
	}
	if t.host() != host {
		t.HasKey = false
	}
	if e.Key != nil {
		t.HasKey = *e.Key != ""
	}
}

// Save changes the settings. Switching on asks the server for its languages: what is on has answered.
func (s *Translations) Save(ctx context.Context, e Edit) (Translator, error) {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return Translator{}, err
	}
	before, sealed, err := s.d.Store.Translator(ctx)
	if err != nil {
		return Translator{}, err
	}
	if before.Version != e.Version {
		return Translator{}, fault.ErrConflict.New()
	}
	now, server, err := s.edited(before, sealed, e)
	if err != nil {
		return Translator{}, err
	}
	rekeyed := now.HasKey != before.HasKey || e.Key != nil
	if now.Enabled {
		if now.Languages, err = s.d.Engine.Languages(ctx, server); err != nil {
			return Translator{}, err
		}
	}
	if sealed = ""; now.HasKey {
		sealed = s.d.Sealer.Seal(sealKey, []byte(server.Key))
	}
	now.UpdatedAt = s.d.Clock.Now()
	err = s.d.Run.Do(ctx, func(ctx context.Context) error { return s.write(ctx, a, before, now, sealed, rekeyed) })
	now.Version++
	return now, err
}

// write stores changed settings, with their version.
func (s *Translations) write(ctx context.Context, a actor.Actor, before, now Translator, sealed string, rekeyed bool) error {
	if err := s.d.Store.SaveTranslator(ctx, now, sealed); err != nil {
		return err
	}
	if err := keepTranslator(ctx, before, now, rekeyed); err != nil {
		return err
	}
	data := Configured{Enabled: now.Enabled, Version: now.Version + 1}
	return unit.Append(ctx, event.New(a.Tenant, Stream, a.Tenant, EventConfigured, a.Ref(), s.d.Clock.Now(), data))
}

// edited are changed settings that are sound, and the server they mean.
func (s *Translations) edited(t Translator, sealed string, e Edit) (Translator, Server, error) {
	if e.Key != nil {
		var c fault.Checker
		c.Text("key", *e.Key, 0, maxKey)
		if err := c.Err(); err != nil {
			return t, Server{}, err
		}
	}
	e.apply(&t)
	if err := t.check(s.d.Engine); err != nil {
		return t, Server{}, err
	}
	if e.Key != nil {
		return t, Server{URL: t.URL, Key: *e.Key}, nil
	}
	server, err := s.server(t, sealed)
	return t, server, err
}

func (s *Translations) server(t Translator, sealed string) (Server, error) {
	server := Server{URL: t.URL}
	if t.HasKey {
		key, err := s.d.Sealer.Open(sealKey, sealed)
		if err != nil {
			return server, fault.ErrInternal.Wrap(err)
		}
		server.Key = string(key)
	}
	return server, nil
}

// Tested is how a server answered.
type Tested struct {
	Languages []string `json:"languages"`
	From      string   `json:"from,omitempty"`
	Into      string   `json:"into,omitempty"`
	Sample    string   `json:"sample,omitempty" doc:"What it made of a short sentence."`
	TookMS    int64    `json:"tookMs"`
}

// sampleText is translated by a test, from English.
const sampleText = "Where is my order?"

// Test asks a server as the settings would be after an edit, and keeps nothing.
func (s *Translations) Test(ctx context.Context, e Edit) (Tested, error) {
	if _, err := actor.Require(ctx, PermManage); err != nil {
		return Tested{}, err
	}
	t, sealed, err := s.d.Store.Translator(ctx)
	if err != nil {
		return Tested{}, err
	}
	on := true
	e.Enabled = &on // without an address there is nothing to ask
	_, server, err := s.edited(t, sealed, e)
	if err != nil {
		return Tested{}, err
	}
	began := s.d.Clock.Now()
	out := Tested{From: "en"}
	if out.Languages, err = s.d.Engine.Languages(ctx, server); err != nil {
		return Tested{}, err
	}
	for _, into := range append([]string{"zh"}, out.Languages...) {
		if code, ok := codeOf(into, out.Languages); ok && base(code) != out.From {
			out.Into = code
			break
		}
	}
	if out.Into != "" {
		made, err := s.d.Engine.Translate(ctx, server, []string{sampleText}, out.From, out.Into)
		if err != nil {
			return Tested{}, err
		}
		out.Sample = made[0].Text
	}
	out.TookMS = s.d.Clock.Now().Sub(began).Milliseconds()
	return out, nil
}

// Ready is what the desk has to know.
type Ready struct {
	Enabled   bool     `json:"enabled"`
	Languages []string `json:"languages"`
	MaxChars  int      `json:"maxChars"`
}

// Ready tells whether texts can be translated, and into what.
func (s *Translations) Ready(ctx context.Context) (Ready, error) {
	if _, err := actor.Require(ctx, PermRead); err != nil {
		return Ready{}, err
	}
	t, _, err := s.d.Store.Translator(ctx)
	if err != nil || !t.Enabled {
		return Ready{Languages: []string{}}, err
	}
	return Ready{Enabled: true, Languages: t.Languages, MaxChars: t.MaxChars}, nil
}

// keptTranslator is what the history keeps: neither the key nor the whole address.
type keptTranslator struct {
	Host      string `json:"host"`
	Enabled   bool   `json:"enabled"`
	MaxChars  int    `json:"maxChars"`
	PerMinute int    `json:"perMinute"`
}

func (t Translator) kept() keptTranslator {
	return keptTranslator{t.host(), t.Enabled, t.MaxChars, t.PerMinute}
}

func keepTranslator(ctx context.Context, before, after Translator, rekeyed bool) error {
	c := unit.Change{Kind: KindTranslator, Subject: translatorSubject, After: after.kept()}
	if before.Version > 0 {
		c.Before = before.kept()
	}
	if before.Version > 0 && before.URL != after.URL {
		c.Touched = append(c.Touched, "url")
	}
	if rekeyed {
		c.Touched = append(c.Touched, "key")
	}
	return unit.Keep(ctx, c)
}

// Restore makes settings that the history kept those of the workspace. Address and key stay as they are.
func (s *Translations) Restore(ctx context.Context, _ string, state json.RawMessage) error {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return err
	}
	var k keptTranslator
	if err := json.Unmarshal(state, &k); err != nil {
		return err
	}
	before, sealed, err := s.d.Store.Translator(ctx)
	if err != nil {
		return err
	}
	now := before
	now.MaxChars, now.PerMinute, now.UpdatedAt = k.MaxChars, k.PerMinute, s.d.Clock.Now()
	now.Enabled = k.Enabled && len(now.Languages) > 0 // what is on has answered once
	if err := now.check(s.d.Engine); err != nil {
		return err
	}
	return s.d.Run.Do(ctx, func(ctx context.Context) error { return s.write(ctx, a, before, now, sealed, false) })
}
