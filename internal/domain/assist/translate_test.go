package assist_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/assist"
	"frontdesk/internal/domain/assist/assisttest"
)

// plainBox seals by writing the purpose before the text.
type plainBox struct{}

func (plainBox) Seal(purpose string, text []byte) string { return purpose + ":" + string(text) }

func (plainBox) Open(purpose, envelope string) ([]byte, error) {
	return []byte(strings.TrimPrefix(envelope, purpose+":")), nil
}

// engine puts the target before a text; "fr:" at its beginning is French.
type engine struct {
	asked   []string
	server  assist.Server
	failing error
}

func (e *engine) Check(url string) error {
	if strings.Contains(url, "10.0.0.1") {
		return errors.New("private")
	}
	return nil
}

func (e *engine) Languages(_ context.Context, s assist.Server) ([]string, error) {
	e.server = s
	return []string{"en", "fr", "zh-Hans"}, e.failing
}

func (e *engine) Detect(_ context.Context, _ assist.Server, text string) (string, error) {
	e.asked = append(e.asked, "detect "+text)
	return language(text), e.failing
}

func language(text string) string {
	if strings.HasPrefix(text, "fr:") {
		return "fr"
	}
	return "en"
}

func (e *engine) Translate(_ context.Context, s assist.Server, texts []string, source, target string) ([]assist.Rendered, error) {
	e.server = s
	e.asked = append(e.asked, source+">"+target+" "+texts[0])
	if source == "auto" {
		source = language(texts[0])
	}
	return []assist.Rendered{{Text: target + "(" + texts[0] + ")", Source: source}}, e.failing
}

// said are the messages of cnv_1; its customer wrote the first one.
type said []assist.Said

func (s said) Said(_ context.Context, conversation string, ids []string) ([]assist.Said, error) {
	if conversation != "cnv_1" {
		return nil, fault.ErrNotFound.New()
	}
	var out []assist.Said
	for _, one := range s {
		for _, id := range ids {
			if one.ID == id {
				out = append(out, one)
			}
		}
	}
	return out, nil
}

func (s said) Spoken(_ context.Context, conversation string) (assist.Said, error) {
	switch {
	case conversation != "cnv_1":
		return assist.Said{}, fault.ErrNotFound.New()
	case len(s) == 0:
		return assist.Said{}, assist.ErrNobodySpoke.New()
	}
	return s[0], nil
}

type desk struct {
	*assist.Translations
	run    *unit.Memory
	engine *engine
	store  *assisttest.Memory
	t      *testing.T
}

func newDesk(t *testing.T, messages ...assist.Said) desk {
	d := desk{run: &unit.Memory{}, engine: &engine{}, store: assisttest.NewMemory(), t: t}
	d.Translations = assist.NewTranslations(assist.Deps{
		Run: d.run, Clock: clock.Fixed(assisttest.Epoch), Store: d.store, Engine: d.engine, Sealer: plainBox{}, Messages: said(messages),
		Lang: func(text string) string {
			if strings.ContainsRune(text, '您') {
				return "zh"
			}
			return "en"
		},
	})
	return d
}

func ptr[T any](v T) *T { return &v }

// on switches translation on.
func (d desk) on(more ...func(*assist.Edit)) assist.Translator {
	e := assist.Edit{URL: ptr("https://t.example/api/"), Key: ptr("s3cret"), Enabled: ptr(true)}
	for _, change := range more {
		change(&e)
	}
	return check.Must(d.Save(as(d.t, assist.PermManage), e))(d.t)
}

func TestNothingLeavesBeforeAServerIsNamed(t *testing.T) {
	t.Parallel()
	d := newDesk(t, assist.Said{ID: "ent_1", Body: "fr:bonjour", Lang: "en"})
	agent := as(t, assist.PermRead, assist.PermReply)
	check.Equal(t, check.Must(d.Ready(agent))(t), assist.Ready{Languages: []string{}})
	_, err := d.Messages(agent, "cnv_1", []string{"ent_1"}, "zh-CN")
	check.Fault(t, err, assist.ErrOff)
	_, err = d.Draft(agent, "cnv_1", "您好", "")
	check.Fault(t, err, assist.ErrOff)
	check.Equal(t, len(d.engine.asked), 0)
	for _, no := range []context.Context{as(t), as(t, assist.PermRead)} {
		_, err := d.Save(no, assist.Edit{})
		check.Fault(t, err, fault.ErrDenied)
		_, err = d.Translator(no)
		check.Fault(t, err, fault.ErrDenied)
		_, err = d.Test(no, assist.Edit{})
		check.Fault(t, err, fault.ErrDenied)
		_, err = d.Draft(no, "cnv_1", "x", "")
		check.Fault(t, err, fault.ErrDenied)
	}
	_, err = d.Messages(as(t), "cnv_1", []string{"ent_1"}, "zh-CN")
	check.Fault(t, err, fault.ErrDenied)
	_, err = d.Ready(as(t))
	check.Fault(t, err, fault.ErrDenied)
}

func TestSettings(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	boss := as(t, assist.PermManage)
	for field, e := range map[string]assist.Edit{
		"url": {Enabled: ptr(true)}, "maxChars": {MaxChars: ptr(1)}, "perMinute": {PerMinute: ptr(0)}, "key": {Key: ptr(strings.Repeat("x", 201))},
	} {
		_, err := d.Save(boss, e)
		check.Equal(t, fault.From(err).Fields[0].Name, field)
	}
	for _, bad := range []string{"https://10.0.0.1", "https://t.example/?q=1", "https://t.example/#x"} {
		_, err := d.Save(boss, assist.Edit{URL: &bad})
		check.Equal(t, fault.From(err).Fields[0].Name, "url")
	}
	d.engine.failing = assist.ErrUnreachable.New()
	_, err := d.Save(boss, assist.Edit{URL: ptr("https://t.example"), Enabled: ptr(true)})
	check.Fault(t, err, assist.ErrUnreachable) // what is on has answered
	d.engine.failing = nil
	now := d.on()
	check.Equal(t, []any{now.URL, now.HasKey, now.Enabled, now.Version, d.engine.server.Key}, []any{"https://t.example/api", true, true, int64(1), "s3cret"})
	_, sealed, err := d.store.Translator(boss)
	check.NoError(t, err)
	check.Equal(t, sealed, "assist.translator:s3cret")
	_, err = d.Save(boss, assist.Edit{Version: 9})
	check.Fault(t, err, fault.ErrConflict)
	// The key stays with a change of anything else, and is never given to another host.
	now = check.Must(d.Save(boss, assist.Edit{Version: 1, MaxChars: ptr(500)}))(t)
	check.Equal(t, []any{now.HasKey, d.engine.server.Key}, []any{true, "s3cret"})
	check.Must(d.Test(boss, assist.Edit{URL: ptr("https://evil.example")}))(t)
	check.Equal(t, d.engine.server, assist.Server{URL: "https://evil.example"})
	now = check.Must(d.Save(boss, assist.Edit{Version: 2, URL: ptr("https://other.example")}))(t)
	check.Equal(t, []any{now.HasKey, d.engine.server.Key}, []any{false, ""})

	kept, err := json.Marshal(d.run.Kept())
	check.NoError(t, err)
	for _, secret := range []string{"s3cret", "/api"} {
		check.Equal(t, strings.Contains(string(kept), secret), false)
	}
	check.NoError(t, d.Restore(boss, "server", json.RawMessage(`{"host":"t.example","enabled":false,"maxChars":800,"perMinute":5}`)))
	now = check.Must(d.Translator(boss))(t)
	check.Equal(t, []any{now.URL, now.Enabled, now.MaxChars, now.PerMinute, now.Version}, []any{"https://other.example", false, 800, 5, int64(4)})
	check.Equal(t, len(d.run.Events()), 4)
}

func TestTest(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	boss := as(t, assist.PermManage)
	got := check.Must(d.Test(boss, assist.Edit{URL: ptr("https://t.example"), Key: ptr("k")}))(t)
	check.Equal(t, got, assist.Tested{Languages: []string{"en", "fr", "zh-Hans"}, From: "en", Into: "zh-Hans", Sample: "zh-Hans(Where is my order?)"})
	check.Equal(t, check.Must(d.Translator(boss))(t).Version, int64(0)) // nothing was kept
	_, err := d.Test(boss, assist.Edit{})
	check.FieldFault(t, err, "url", fault.ErrRequired)
}

func TestMessages(t *testing.T) {
	t.Parallel()
	d := newDesk(t, assist.Said{ID: "ent_1", Body: "fr:bonjour", Lang: "en"}, assist.Said{ID: "ent_2", Body: "您好", Lang: "zh"},
		assist.Said{ID: "ent_3", Body: strings.Repeat("x", 2001), Lang: "en"})
	d.on()
	agent := as(t, assist.PermRead)
	translate := func(target string, ids ...string) []assist.Translation {
		return check.Must(d.Messages(agent, "cnv_1", ids, target))(t)
	}
	want := []assist.Translation{
		{EntryID: "ent_1", Source: "fr", Target: "zh-CN", Text: "zh-Hans(fr:bonjour)"}, {EntryID: "ent_2", Source: "zh", Target: "zh-CN", Same: true},
	}
	check.Equal(t, translate("zh-CN", "ent_1", "ent_2", "ent_3", "ent_9"), want)
	check.Equal(t, d.engine.asked, []string{"auto>zh-Hans fr:bonjour"}) // letters tell that the other one is Chinese
	check.Equal(t, translate("zh-CN", "ent_1", "ent_2"), want)
	check.Equal(t, len(d.engine.asked), 1) // from what is kept
	check.Equal(t, translate("en", "ent_2")[0].Text, "en(您好)")
	check.Equal(t, d.engine.asked[1], "zh-Hans>en 您好")
	check.Equal(t, translate("fr-CA", "ent_1")[0].Same, true)

	_, err := d.Messages(agent, "cnv_2", []string{"ent_1"}, "en")
	check.Fault(t, err, fault.ErrNotFound)
	_, err = d.Messages(agent, "cnv_1", []string{"ent_1"}, "ja")
	check.FieldFault(t, err, "target", assist.ErrLanguage)
	_, err = d.Messages(agent, "cnv_1", make([]string, 11), "en")
	check.FieldFault(t, err, "entryIds", fault.ErrTooManyOf)
	d.engine.failing = assist.ErrBusy.New()
	_, err = d.Messages(agent, "cnv_1", []string{"ent_1"}, "en")
	check.Fault(t, err, assist.ErrBusy)

	// Nothing is left when something of it is taken back or erased.
	d.engine.failing = nil
	for i, kind := range []string{"conversation.erased", "conversation.entry_recalled", "conversation.entry_edited", "conversation.resolved"} {
		translate("zh-CN", "ent_1")
		e := event.New(tenant, "conversation", "cnv_1", kind, actor.Ref{}, assisttest.Epoch, struct{}{})
		check.Equal(t, assist.Concerns(e), i < 3)
		check.NoError(t, d.Handle(t.Context(), []event.Recorded{{Event: e}}))
		before := len(d.engine.asked)
		translate("zh-CN", "ent_1")
		check.Equal(t, len(d.engine.asked)-before, map[bool]int{true: 1, false: 0}[i < 3])
	}
}

func TestLimit(t *testing.T) {
	t.Parallel()
	d := newDesk(t, assist.Said{ID: "ent_1", Body: "a", Lang: "en"}, assist.Said{ID: "ent_2", Body: "b", Lang: "en"}, assist.Said{ID: "ent_3", Body: "c", Lang: "en"})
	d.on(func(e *assist.Edit) { e.PerMinute = ptr(2) })
	agent := as(t, assist.PermRead, assist.PermReply)
	_, err := d.Messages(agent, "cnv_1", []string{"ent_1", "ent_2", "ent_3"}, "fr")
	check.Fault(t, err, assist.ErrTooOften)
	check.Equal(t, len(check.Must(d.Messages(agent, "cnv_1", []string{"ent_1", "ent_2"}, "fr"))(t)), 2) // what was translated is there
	_, err = d.Draft(agent, "cnv_1", "您好", "en")
	check.Fault(t, err, assist.ErrTooOften)
}

// A draft becomes the language of the customer, and whoever looks at the message later reads what its author wrote.
func TestDraft(t *testing.T) {
	t.Parallel()
	d := newDesk(t, assist.Said{ID: "ent_1", Body: "fr:bonjour", Lang: "en"}, assist.Said{ID: "ent_2", Body: "fr(您好)", Lang: "en"})
	d.on()
	agent := as(t, assist.PermRead, assist.PermReply)
	got := check.Must(d.Draft(agent, "cnv_1", "您好", ""))(t)
	check.Equal(t, got, assist.Translation{Source: "zh-Hans", Target: "fr", Text: "fr(您好)"})
	check.Equal(t, d.engine.asked, []string{"detect fr:bonjour", "zh-Hans>fr 您好"})
	seen := check.Must(d.Messages(agent, "cnv_1", []string{"ent_2"}, "zh-CN"))(t)
	check.Equal(t, seen, []assist.Translation{{EntryID: "ent_2", Source: "fr", Target: "zh-CN", Written: true, Text: "您好"}})
	check.Equal(t, len(d.engine.asked), 2)
	check.Equal(t, check.Must(d.Draft(agent, "cnv_1", "您好", "zh-CN"))(t), assist.Translation{Source: "zh", Target: "zh-CN", Same: true})

	_, err := d.Draft(agent, "cnv_1", strings.Repeat("x", 2001), "")
	check.Fault(t, err, assist.ErrTooLong)
	_, err = d.Draft(agent, "cnv_1", "", "")
	check.FieldFault(t, err, "text", fault.ErrRequired)
	_, err = d.Draft(agent, "cnv_2", "x", "fr")
	check.Fault(t, err, fault.ErrNotFound)
	silent := newDesk(t)
	silent.on()
	_, err = silent.Draft(agent, "cnv_1", "x", "")
	check.Fault(t, err, assist.ErrNobodySpoke)
	check.Equal(t, check.Must(silent.Draft(agent, "cnv_1", "您好", "en"))(t).Text, "en(您好)")
}

func TestMemory(t *testing.T) {
	t.Parallel()
	assisttest.Suite(t, &unit.Memory{}, assisttest.NewMemory())
}
