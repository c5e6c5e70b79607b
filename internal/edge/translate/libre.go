// Package translate speaks with translation servers that a company runs itself and that have the open interface of LibreTranslate:
// POST /translate, POST /detect, GET /languages.
package translate

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/assist"
	"frontdesk/internal/platform/egress"
)

// Limits of one request. Nobody waits longer for a translation.
const (
	timeout      = 15 * time.Second
	readLimit    = 1 << 20
	maxLanguages = 300
	maxReason    = 120
)

// Libre implements assist.Engine.
type Libre struct {
	guard  *egress.Guard
	client *http.Client
}

// New makes it. Redirects are not followed: a key must not go to another place.
func New(guard *egress.Guard) *Libre {
	return &Libre{guard: guard, client: guard.Client(egress.Limits{Timeout: timeout, Response: readLimit, Redirects: -1})}
}

// Check refuses an address that can never be reached.
func (l *Libre) Check(url string) error { return l.guard.CheckURL(url) }

type language struct {
	Code    string   `json:"code"`
	Targets []string `json:"targets"`
}

// Languages are the codes it translates into.
func (l *Libre) Languages(ctx context.Context, s assist.Server) ([]string, error) {
	var list []language
	if err := l.ask(ctx, s, http.MethodGet, "/languages", nil, &list); err != nil {
		return nil, err
	}
	out := []string{}
	for _, one := range list {
		if one.Code != "" && len(one.Code) < 20 && utf8.ValidString(one.Code) && len(out) < maxLanguages {
			out = append(out, one.Code)
		}
	}
	if len(out) == 0 {
		return nil, assist.ErrStrange.New()
	}
	return out, nil
}

type detected struct {
	Language   string  `json:"language"`
	Confidence float64 `json:"confidence"`
}

// Detect names the language of a text.
func (l *Libre) Detect(ctx context.Context, s assist.Server, text string) (string, error) {
	var list []detected
	if err := l.ask(ctx, s, http.MethodPost, "/detect", map[string]any{"q": text}, &list); err != nil {
		return "", err
	}
	if len(list) == 0 || list[0].Language == "" {
		return "", assist.ErrStrange.New()
	}
	return list[0].Language, nil
}

// Translate translates texts one after the other: asked for several at once, servers find one language for all of them.
func (l *Libre) Translate(ctx context.Context, s assist.Server, texts []string, source, target string) ([]assist.Rendered, error) {
	out := make([]assist.Rendered, 0, len(texts))
	for _, text := range texts {
		var got struct {
			Text     *string   `json:"translatedText"`
			Detected *detected `json:"detectedLanguage"`
		}
		in := map[string]any{"q": text, "source": source, "target": target, "format": "text"}
		if err := l.ask(ctx, s, http.MethodPost, "/translate", in, &got); err != nil {
			return nil, err
		}
		if got.Text == nil || !fault.Storable(*got.Text) || (source == "auto" && got.Detected == nil) {
			return nil, assist.ErrStrange.New()
		}
		r := assist.Rendered{Text: *got.Text, Source: source}
		if got.Detected != nil && source == "auto" {
			r.Source = got.Detected.Language
		}
		out = append(out, r)
	}
	return out, nil
}

// ask makes one request and reads its answer.
func (l *Libre) ask(ctx context.Context, s assist.Server, method, path string, in map[string]any, out any) error {
	var body io.Reader
	if in != nil {
		if s.Key != "" {
			in["api_key"] = s.Key
		}
		raw, err := json.Marshal(in)
		if err != nil {
			return fault.ErrInternal.Wrap(err)
		}
		body = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimRight(s.URL, "/")+path, body)
	if err != nil {
		return egress.ErrAddress.New()
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "Frontdesk-Translation/1")
	res, err := l.client.Do(req)
	if err != nil {
		return unreached(err)
	}
	raw, err := io.ReadAll(res.Body)
	if err := errors.Join(err, res.Body.Close()); err != nil {
		return unreached(err)
	}
	if res.StatusCode != http.StatusOK {
		return refused(res.StatusCode, raw)
	}
	if err := json.Unmarshal(raw, out); err != nil {
		return assist.ErrStrange.Wrap(err)
	}
	return nil
}

func unreached(err error) error {
	var f *fault.Fault
	if errors.As(err, &f) {
		return f
	}
	return assist.ErrUnreachable.Wrap(err)
}

// refused says why a server does not do it, as far as it tells in the way of this interface.
func refused(status int, body []byte) error {
	switch status {
	case http.StatusForbidden, http.StatusUnauthorized:
		return assist.ErrKey.New()
	case http.StatusTooManyRequests:
		return assist.ErrBusy.New()
	}
	var said struct {
		Error string `json:"error"`
	}
	if json.Unmarshal(body, &said) != nil || said.Error == "" {
		return assist.ErrStrange.New()
	}
	reason := []rune(strings.ToValidUTF8(said.Error, ""))
	return assist.ErrRefused.With("reason", string(reason[:min(len(reason), maxReason)]))
}
