package translate_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/assist"
	"frontdesk/internal/edge/translate"
	"frontdesk/internal/platform/egress"
)

// libre speaks the interface as a LibreTranslate server does.
func libre(t *testing.T) *httptest.Server {
	mux := http.NewServeMux()
	answer := func(w http.ResponseWriter, status int, v any) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		raw, err := json.Marshal(v)
		check.NoError(t, err)
		_, _ = w.Write(raw)
	}
	mux.HandleFunc("GET /languages", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, []map[string]any{{"code": "en", "name": "English", "targets": []string{"en", "zh-Hans"}}, {"code": "zh-Hans", "name": "Chinese"}})
	})
	read := func(w http.ResponseWriter, r *http.Request) (map[string]string, bool) {
		var in map[string]string
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil || in["api_key"] != "k" {
			answer(w, http.StatusForbidden, map[string]string{"error": "Invalid API key"})
			return nil, false
		}
		return in, true
	}
	mux.HandleFunc("POST /detect", func(w http.ResponseWriter, r *http.Request) {
		if _, ok := read(w, r); ok {
			answer(w, http.StatusOK, []map[string]any{{"confidence": 90.0, "language": "fr"}})
		}
	})
	mux.HandleFunc("POST /translate", func(w http.ResponseWriter, r *http.Request) {
		in, ok := read(w, r)
		switch {
		case !ok:
		case in["target"] == "xx":
			answer(w, http.StatusBadRequest, map[string]string{"error": "xx is not supported"})
		case in["format"] != "text":
			answer(w, http.StatusBadRequest, map[string]string{"error": "format"})
		case in["source"] == "auto":
			answer(w, http.StatusOK, map[string]any{"translatedText": in["target"] + ":" + in["q"], "detectedLanguage": map[string]any{"confidence": 90.0, "language": "fr"}})
		default:
			answer(w, http.StatusOK, map[string]any{"translatedText": in["target"] + ":" + in["q"]})
		}
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func engine(t *testing.T, allow ...string) *translate.Libre {
	return translate.New(check.Must(egress.NewGuard(allow))(t))
}

func TestLibre(t *testing.T) {
	t.Parallel()
	e, s := engine(t, "127.0.0.1"), assist.Server{URL: libre(t).URL + "/", Key: "k"}
	check.Equal(t, check.Must(e.Languages(t.Context(), s))(t), []string{"en", "zh-Hans"})
	check.Equal(t, check.Must(e.Detect(t.Context(), s, "bonjour"))(t), "fr")
	check.Equal(t, check.Must(e.Translate(t.Context(), s, []string{"a <b>", "好"}, "auto", "en"))(t),
		[]assist.Rendered{{Text: "en:a <b>", Source: "fr"}, {Text: "en:好", Source: "fr"}})
	check.Equal(t, check.Must(e.Translate(t.Context(), s, []string{"a"}, "en", "zh-Hans"))(t), []assist.Rendered{{Text: "zh-Hans:a", Source: "en"}})
	_, err := e.Translate(t.Context(), s, []string{"a"}, "en", "xx")
	check.Fault(t, err, assist.ErrRefused)
	check.Equal(t, fault.From(err).Args["reason"], any("xx is not supported"))
	_, err = e.Detect(t.Context(), assist.Server{URL: s.URL}, "bonjour")
	check.Fault(t, err, assist.ErrKey)
}

// What answers strangely is named, and nothing of it is believed.
func TestStrangeServers(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]*fault.Def{
		"200 <html>":                          assist.ErrStrange,
		"200 {}":                              assist.ErrStrange,
		"200 []":                              assist.ErrStrange,
		"200 null":                            assist.ErrStrange,
		`200 {"translatedText": "a\u0000"}`:   assist.ErrStrange,
		`200 {"translatedText": "no source"}`: assist.ErrStrange,
		"404 not found":                       assist.ErrStrange,
		"429 {}":                              assist.ErrBusy,
		"401 ":                                assist.ErrKey,
		`500 {"error": "out of memory"}`:      assist.ErrRefused,
		"302 ":                                egress.ErrRedirect,
		"200 " + strings.Repeat("x", 2<<20):   egress.ErrTooLarge,
	} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(map[string]int{"200": 200, "302": 302, "401": 401, "404": 404, "429": 429, "500": 500}[body[:3]])
			_, _ = io.WriteString(w, body[4:])
		}))
		_, err := engine(t, "127.0.0.1").Translate(t.Context(), assist.Server{URL: s.URL}, []string{"a"}, "auto", "en")
		s.Close()
		check.Fault(t, err, want)
	}
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	_, err := engine(t, "127.0.0.1").Languages(t.Context(), assist.Server{URL: gone.URL})
	check.Fault(t, err, assist.ErrUnreachable)
}

// Nothing goes into the private network unless the operator allows it.
func TestPrivateNetwork(t *testing.T) {
	t.Parallel()
	e, s := engine(t), libre(t)
	check.Fault(t, e.Check(s.URL), egress.ErrBlocked)
	check.Fault(t, e.Check("http://169.254.169.254/"), egress.ErrBlocked)
	check.Fault(t, e.Check("file:///etc/passwd"), egress.ErrAddress)
	_, err := e.Languages(t.Context(), assist.Server{URL: s.URL})
	check.Fault(t, err, egress.ErrBlocked)
	check.NoError(t, engine(t, "127.0.0.0/8").Check(s.URL))
}
