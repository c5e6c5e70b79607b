package assist

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
)

// PermRead is needed to have messages translated; the conversation itself must be readable too.
const PermRead actor.Permission = "conversation.read"

// Limits of translation.
const (
	// MaxTexts is how many messages one request translates.
	MaxTexts = 10
	// MinLatin is how long a text in Latin letters has to be to tell a language: everybody writes "ok", and order numbers.
	MinLatin = 12
	// MaxKept is how many translations of a workspace are kept, and KeptFor how long.
	MaxKept = 50_000
	KeptFor = 30 * 24 * time.Hour
	// thinEvery is after how many translations old ones are looked for.
	thinEvery = 200
)

// Kept is a translation as it is kept. Written says that it is no machine's work: somebody wrote it, and sent its translation.
type Kept struct {
	Hash, Target, Source, Text string
	Written                    bool
	CreatedAt                  time.Time
}

// Translation is a text in another language.
type Translation struct {
	EntryID string `json:"entryId,omitempty" doc:"The message; absent of a draft."`
	Source  string `json:"source" doc:"The language it was in."`
	Target  string `json:"target"`
	Same    bool   `json:"same,omitempty" doc:"It is in this language already."`
	Written bool   `json:"written,omitempty" doc:"What its author wrote before it was translated and sent."`
	Text    string `json:"text,omitempty" personal:"text"`
}

// hashOf names a text without saying it.
func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// base is a language without its region and script.
func base(lang string) string {
	b, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(lang, "_", "-")), "-")
	return b
}

// codeOf finds the code under which a server knows a language.
func codeOf(lang string, known []string) (string, bool) {
	for _, same := range []func(string) bool{
		func(k string) bool { return strings.EqualFold(k, lang) },
		func(k string) bool { return strings.EqualFold(k, base(lang)) },
		func(k string) bool { return base(k) == base(lang) },
	} {
		if i := slices.IndexFunc(known, same); i >= 0 {
			return known[i], true
		}
	}
	return "", false
}

// byLetters is the language that the letters of a text tell. Latin ones are those of many languages.
func byLetters(lang string) string {
	if lang == "" || lang == "en" || lang == "ru" || lang == "ar" {
		return "auto"
	}
	return lang
}

// ready are the settings of a server that is on, and the code of a language there.
func (s *Translations) ready(ctx context.Context, target string) (Translator, Server, string, error) {
	t, sealed, err := s.d.Store.Translator(ctx)
	if err != nil {
		return t, Server{}, "", err
	}
	if !t.Enabled {
		return t, Server{}, "", ErrOff.New()
	}
	code, ok := codeOf(target, t.Languages)
	if target != "" && !ok {
		return t, Server{}, "", ErrLanguage.On("target")
	}
	server, err := s.server(t, sealed)
	return t, server, code, err
}

// Messages translates messages of a conversation into a language. What is too long, gone or without text is left out.
func (s *Translations) Messages(ctx context.Context, conversationID string, ids []string, target string) ([]Translation, error) {
	a, err := actor.Require(ctx, PermRead)
	if err != nil {
		return nil, err
	}
	var c fault.Checker
	c.Count("entryIds", len(ids), MaxTexts)
	c.If(len(ids) == 0, "entryIds", fault.ErrRequired)
	if err := c.Err(); err != nil {
		return nil, err
	}
	said, err := s.d.Messages.Said(ctx, conversationID, ids)
	if err != nil {
		return nil, err
	}
	t, server, code, err := s.ready(ctx, target)
	if err != nil {
		return nil, err
	}
	hashes := make([]string, 0, len(said))
	for _, m := range said {
		hashes = append(hashes, hashOf(m.Body))
	}
	kept, err := s.d.Store.Translations(ctx, conversationID, base(target), hashes)
	if err != nil {
		return nil, err
	}
	out := make([]Translation, 0, len(said))
	for _, m := range said {
		k, ok := kept[hashOf(m.Body)]
		if !ok {
			if utf8.RuneCountInString(m.Body) > t.MaxChars {
				continue
			}
			if k, err = s.render(ctx, a, t, server, m, code); err != nil {
				return nil, err
			}
			if err := s.keep(ctx, conversationID, k); err != nil {
				return nil, err
			}
		}
		out = append(out, Translation{EntryID: m.ID, Source: k.Source, Target: target, Same: base(k.Source) == base(target), Written: k.Written, Text: k.Text})
	}
	return out, nil
}

// render has a text translated, if it is not in that language.
func (s *Translations) render(ctx context.Context, a actor.Actor, t Translator, server Server, m Said, code string) (Kept, error) {
	k := Kept{Hash: hashOf(m.Body), Target: base(code), Source: m.Lang, CreatedAt: s.d.Clock.Now()}
	source := byLetters(m.Lang)
	if base(source) == base(code) {
		return k, nil
	}
	if !s.limit.take(a.Tenant, k.CreatedAt, t.PerMinute) {
		return k, ErrTooOften.With("max", t.PerMinute)
	}
	if known, ok := codeOf(source, t.Languages); ok {
		source = known
	} else {
		source = "auto"
	}
	made, err := s.d.Engine.Translate(ctx, server, []string{m.Body}, source, code)
	if err != nil {
		return k, err
	}
	k.Source = made[0].Source
	if k.Text = made[0].Text; base(k.Source) == base(code) {
		k.Text = ""
	}
	return k, nil
}

var sinceThinned atomic.Int64

func (s *Translations) keep(ctx context.Context, conversationID string, k Kept) error {
	return s.d.Run.Do(ctx, func(ctx context.Context) error {
		if sinceThinned.Add(1)%thinEvery == 0 {
			if err := s.d.Store.ThinTranslations(ctx, k.CreatedAt.Add(-KeptFor), MaxKept); err != nil {
				return err
			}
		}
		return s.d.Store.KeepTranslation(ctx, conversationID, k)
	})
}

// Draft translates what is to be sent into the language of the customer, or the one that is named. What was written is kept
// beside what it became: who looks at the message later sees both.
func (s *Translations) Draft(ctx context.Context, conversationID, text, target string) (Translation, error) {
	a, err := actor.Require(ctx, PermReply)
	if err != nil {
		return Translation{}, err
	}
	var c fault.Checker
	c.Text("text", text, 1, MaxChars)
	if err := c.Err(); err != nil {
		return Translation{}, err
	}
	spoken, err := s.d.Messages.Spoken(ctx, conversationID)
	if err != nil && (target == "" || !fault.Has(err, ErrNobodySpoke)) {
		return Translation{}, err
	}
	t, server, code, err := s.ready(ctx, target)
	if err != nil {
		return Translation{}, err
	}
	if n := utf8.RuneCountInString(text); n > t.MaxChars {
		return Translation{}, ErrTooLong.With("max", t.MaxChars)
	}
	if target == "" {
		if target, code, err = s.languageOf(ctx, a, t, server, spoken); err != nil {
			return Translation{}, err
		}
	}
	k, err := s.render(ctx, a, t, server, Said{Body: text, Lang: s.d.Lang(text)}, code)
	if err != nil {
		return Translation{}, err
	}
	out := Translation{Source: k.Source, Target: target, Same: base(k.Source) == base(target), Text: k.Text}
	if out.Same {
		return out, nil
	}
	return out, s.keep(ctx, conversationID, Kept{Hash: hashOf(strings.TrimSpace(k.Text)), Target: base(k.Source), Source: base(target), Text: text, Written: true, CreatedAt: k.CreatedAt})
}

// languageOf finds out which language somebody writes.
func (s *Translations) languageOf(ctx context.Context, a actor.Actor, t Translator, server Server, m Said) (lang, code string, err error) {
	if lang = byLetters(m.Lang); lang == "auto" {
		if !s.limit.take(a.Tenant, s.d.Clock.Now(), t.PerMinute) {
			return "", "", ErrTooOften.With("max", t.PerMinute)
		}
		text := []rune(m.Body)
		if lang, err = s.d.Engine.Detect(ctx, server, string(text[:min(len(text), maxRead)])); err != nil {
			return "", "", err
		}
	}
	code, ok := codeOf(lang, t.Languages)
	if !ok {
		return "", "", ErrLanguage.New()
	}
	return lang, code, nil
}

// limiter counts what goes to servers in the running minute. It is for this process: a limit against mistakes, not a budget.
type limiter struct {
	mu     sync.Mutex
	minute int64
	used   map[string]int
}

func (l *limiter) take(tenant string, now time.Time, most int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	const perMinute = 60
	if m := now.Unix() / perMinute; m != l.minute {
		l.minute = m
		clear(l.used)
	}
	if l.used[tenant] >= most {
		return false
	}
	l.used[tenant]++
	return true
}

// The events of conversations after which their translations are forgotten.
const (
	conversationErased = "conversation.erased"
	entryRecalled      = "conversation.entry_recalled"
	entryEdited        = "conversation.entry_edited"
)

// Consumer is the name of the reader of the event log.
const Consumer = "translations"

// Concerns reports whether an event is about something whose translations have to go.
func Concerns(e event.Event) bool {
	return e.Type == conversationErased || e.Type == entryRecalled || e.Type == entryEdited
}

// Handle forgets the translations of conversations in which something was taken back, changed or erased.
func (s *Translations) Handle(ctx context.Context, batch []event.Recorded) error {
	for _, e := range batch {
		if !Concerns(e.Event) {
			continue
		}
		if err := s.d.Store.ForgetTranslations(actor.With(ctx, actor.SystemFor(e.Tenant)), e.StreamID); err != nil {
			return err
		}
	}
	return nil
}
