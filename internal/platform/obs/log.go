// Package obs lets operators see what the program does: structured logs that know who acts and never hold secrets,
// figures for Prometheus, what was built, and how much memory is in use.
package obs

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/url"
	"os"
	"regexp"
	"strings"

	"frontdesk/internal/base/actor"
)

// Redacted stands where a value was that must not be logged.
const Redacted = "[redacted]"

// NewLogger makes the program's logger. level is debug, info, warn or error; format is json, text or auto (text on a
// terminal). Anything else counts as info and json: a wrong setting is refused elsewhere and must not silence the log.
func NewLogger(w io.Writer, level, format string) *slog.Logger {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		l = slog.LevelInfo
	}
	opts := &slog.HandlerOptions{Level: l, ReplaceAttr: redact}
	var h slog.Handler = slog.NewJSONHandler(w, opts)
	if format == "text" || format == "auto" && isTerminal(w) {
		h = slog.NewTextHandler(w, opts)
	}
	return slog.New(handler{h})
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

type requestKey struct{}

// WithRequest puts the id of a request into the context; every record logged with it carries the id.
func WithRequest(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestKey{}, id)
}

// Request is the id of the request, or "".
func Request(ctx context.Context) string {
	if id, ok := ctx.Value(requestKey{}).(string); ok {
		return id
	}
	return ""
}

// handler adds what the context knows. Ids only: a name or an address never enters the log.
type handler struct{ next slog.Handler }

func (h handler) Enabled(ctx context.Context, l slog.Level) bool { return h.next.Enabled(ctx, l) }

func (h handler) Handle(ctx context.Context, r slog.Record) error {
	if a, ok := actor.From(ctx); ok {
		r.AddAttrs(slog.String("tenant", a.Tenant), slog.String("actor_kind", string(a.Kind)), slog.String("actor", a.ID))
	}
	if id := Request(ctx); id != "" {
		r.AddAttrs(slog.String("request", id))
	}
	return h.next.Handle(ctx, r)
}

func (h handler) WithAttrs(attrs []slog.Attr) slog.Handler { return handler{h.next.WithAttrs(attrs)} }

func (h handler) WithGroup(name string) slog.Handler { return handler{h.next.WithGroup(name)} }

// secretWords are whole words of attribute keys whose values are secrets or personal data.
var secretWords = map[string]bool{
	"password": true, "passwd": true, "secret": true, "token": true, "authorization": true, "cookie": true, "csrf": true,
	"dsn": true, "credential": true, "credentials": true, "jwt": true, "otp": true, "totp": true, "apikey": true,
	"email": true, "mail": true, "phone": true, "mobile": true, "ip": true, "body": true, "message_text": true, "query": true,
}

// harmless are keys that hold such a word but name something else.
var harmless = map[string]bool{"token_id": true, "token_kind": true, "secret_kind": true, "body_bytes": true, "query_count": true}

// withUserInfo finds addresses with a password in them, which drivers and clients like to put into errors.
var withUserInfo = regexp.MustCompile(`\b[a-zA-Z][a-zA-Z0-9+.-]*://[^\s/@"']+@`)

// redact looks at every attribute on its way out, inside groups too.
func redact(_ []string, a slog.Attr) slog.Attr {
	if isSecret(a.Key) {
		return slog.String(a.Key, Redacted)
	}
	switch v := a.Value.Any().(type) {
	case string:
		return slog.String(a.Key, CleanURLs(v))
	case error:
		var u *url.Error
		if errors.As(v, &u) { // it quotes the whole address, with its query
			return slog.String(a.Key, u.Op+": "+CleanURLs(u.Err.Error()))
		}
		return slog.String(a.Key, CleanURLs(v.Error()))
	}
	return a
}

func isSecret(key string) bool {
	key = strings.ToLower(key)
	if harmless[key] {
		return false
	}
	if secretWords[key] || strings.HasSuffix(key, "_key") || strings.HasSuffix(key, "_hash") {
		return true
	}
	for part := range strings.FieldsFuncSeq(key, func(r rune) bool { return r == '_' || r == '-' || r == '.' }) {
		if secretWords[part] {
			return true
		}
	}
	return false
}

// CleanURLs takes user names and passwords out of addresses in a text.
func CleanURLs(s string) string {
	if !strings.Contains(s, "://") {
		return s
	}
	return withUserInfo.ReplaceAllStringFunc(s, func(m string) string {
		scheme, _, _ := strings.Cut(m, "://")
		return scheme + "://" + Redacted + "@"
	})
}
