package httpx

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"frontdesk/internal/base/actor"
)

// exchange is what the middlewares know about one request. The outermost one makes it, the inner ones fill it in.
type exchange struct {
	id        string
	ip        string
	agent     string
	origin    string
	https     bool
	languages string // Accept-Language
	region    string // from a trusted proxy
	nonce     string
	who       actor.Actor
	session   Session
	key       string      // Idempotency-Key
	header    http.Header // of the reply
}

type exchangeKey struct{}

func exchangeOf(ctx context.Context) *exchange {
	if x, ok := ctx.Value(exchangeKey{}).(*exchange); ok {
		return x
	}
	return &exchange{header: http.Header{}}
}

// RequestID names this request in the log and in the header X-Request-Id.
func RequestID(ctx context.Context) string { return exchangeOf(ctx).id }

// ClientIP is the address of the caller, seen through trusted proxies only.
func ClientIP(ctx context.Context) string { return exchangeOf(ctx).ip }

// Region is where a trusted proxy says that the caller is, in its own words; "" without Options.RegionHeader.
func Region(ctx context.Context) string { return exchangeOf(ctx).region }

// UserAgent is what the caller's program says it is, cut to 400 characters.
func UserAgent(ctx context.Context) string { return exchangeOf(ctx).agent }

// Origin is the site whose page calls, as the browser says; "" outside browsers.
func Origin(ctx context.Context) string { return exchangeOf(ctx).origin }

// Secure reports whether the caller came by https, directly or through a trusted proxy.
func Secure(ctx context.Context) bool { return exchangeOf(ctx).https }

// SessionOf is what the authenticator found.
func SessionOf(ctx context.Context) Session { return exchangeOf(ctx).session }

// Nonce is the value that inline scripts and styles of a page must carry under its content security policy.
func Nonce(ctx context.Context) string { return exchangeOf(ctx).nonce }

// Locale is the language to answer in: the actor's, else the one the browser prefers of "en" and "zh-CN".
func Locale(ctx context.Context) string {
	x := exchangeOf(ctx)
	if x.who.Locale != "" {
		return x.who.Locale
	}
	return preferred(x.languages)
}

// preferred reads an Accept-Language header and picks English or Chinese.
func preferred(header string) string {
	best, weight := "en", 0.0
	for part := range strings.SplitSeq(header, ",") {
		tag, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		q := 1.0
		if v, ok := strings.CutPrefix(strings.TrimSpace(params), "q="); ok {
			parsed, err := strconv.ParseFloat(v, 64)
			if err != nil {
				continue
			}
			q = parsed
		}
		lang, _, _ := strings.Cut(strings.ToLower(tag), "-")
		if q <= weight || lang != "en" && lang != "zh" {
			continue
		}
		weight = q
		best = "en"
		if lang == "zh" {
			best = "zh-CN"
		}
	}
	return best
}
