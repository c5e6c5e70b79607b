package httpx_test

import (
	"net/http"
	"strings"
	"testing"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/platform/httpx"
)

func TestSuccessIsPlain(t *testing.T) {
	t.Parallel()
	f := setup(t)
	w := f.do(call{http.MethodPut, "/api/v1/things/a", `{"name":"x","tags":["a"]}`, token()})
	check.Equal(t, w.Code, http.StatusOK)
	check.Equal(t, strings.TrimSpace(w.Body.String()), `{"name":"x","count":1,"tags":["a"]}`)
	check.Equal(t, w.Header().Get("Content-Type"), "application/json")
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Cache-Control": "no-store",
		"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
	} {
		check.Equal(t, w.Header().Get(name), want)
	}
	check.Equal(t, len(w.Header().Get("X-Request-Id")), 16)
}

func TestProblems(t *testing.T) {
	t.Parallel()
	type field struct{ name, code string }
	put := func(body string) call { return call{http.MethodPut, "/api/v1/things/a", body, token()} }
	for name, tt := range map[string]struct {
		call
		status int
		code   string
		fields []field
	}{
		"missing field":    {put(`{}`), 422, "input", []field{{"name", "input.required"}}},
		"empty field":      {put(`{"name":""}`), 422, "input", []field{{"name", "input.required"}}},
		"too long":         {put(`{"name":"secret-value"}`), 422, "input", []field{{"name", "input.too_long"}}},
		"unknown field":    {put(`{"name":"x","nope":1}`), 422, "input", []field{{"nope", "input.unknown_field"}}},
		"other case":       {put(`{"Name":"x"}`), 422, "input", []field{{"name", "input.required"}, {"Name", "input.unknown_field"}}},
		"wrong type":       {put(`{"name":7}`), 422, "input", []field{{"name", "input.type"}}},
		"choice":           {put(`{"name":"x","kind":"odd"}`), 422, "input", []field{{"kind", "input.choice"}}},
		"minimum":          {put(`{"name":"x","count":-1}`), 422, "input", []field{{"count", "input.minimum"}}},
		"maximum":          {put(`{"name":"x","count":10}`), 422, "input", []field{{"count", "input.maximum"}}},
		"too many entries": {put(`{"name":"x","tags":["a","b","c"]}`), 422, "input", []field{{"tags", "input.too_many"}}},
		"NUL in list":      {put(`{"name":"x","tags":["a","\u0000"]}`), 422, "input", []field{{"tags[1]", "input.encoding"}}},
		"broken UTF-8":     {put("{\"name\":\"x\xff\"}"), 422, "input", []field{{"name", "input.encoding"}}},
		"NUL in map value": {put(`{"name":"x","more":{"k":"\u0000"}}`), 422, "input", []field{{"more.k", "input.encoding"}}},
		"NUL in map key":   {put(`{"name":"x","more":{"\u0000":"v"}}`), 422, "input", []field{{"more", "input.encoding"}}},
		"half a pair":      {put(`{"name":"\ud83d","tags":["\ude00","\ud83d\ude00"],"more":{"\ud83dx":"v"}}`), 422, "input", []field{{"name", "input.encoding"}, {"tags[0]", "input.encoding"}, {"more", "input.encoding"}}},
		"NUL in path":      {call{http.MethodPut, "/api/v1/things/%00", `{"name":"x"}`, token()}, 422, "input", []field{{"id", "input.encoding"}}},
		"NUL in query":     {call{http.MethodPut, "/api/v1/things/a?q=%00", `{"name":"x"}`, token()}, 422, "input", []field{{"q", "input.encoding"}}},
		"long query":       {call{http.MethodPut, "/api/v1/things/a?q=secret-value", `{"name":"x"}`, token()}, 422, "input", []field{{"q", "input.too_long"}}},
		"no JSON":          {put(`{secret-value`), 400, "malformed", nil},
		"no body":          {put(``), 400, "malformed", nil},
		"null body":        {put(`null`), 422, "input", []field{{"body", "input.type"}}},
		"two bodies":       {put(`{"name":"x"}{"name":"y"}`), 400, "malformed", nil},
		"media type":       {call{http.MethodPut, "/api/v1/things/a", `name=x`, token("Content-Type", "text/plain")}, 415, "http.media_type", nil},
		"too large":        {put(`{"name":"` + strings.Repeat("x", 4<<10) + `"}`), 413, "http.too_large", nil},
		"raw too large":    {call{http.MethodPost, "/api/v1/files", "12345", token()}, 413, "http.too_large", nil},
		"raw NUL":          {call{http.MethodPost, "/api/v1/files?name=%00", "1", token()}, 422, "input", []field{{"name", "input.encoding"}}},
		"fault":            {put(`{"name":"taken"}`), 409, "thing.taken", nil},
		"bug":              {put(`{"name":"bug"}`), 500, "internal", nil},
		"panic":            {put(`{"name":"panic"}`), 500, "internal", nil},
		"no session":       {call{http.MethodPut, "/api/v1/things/a", `{}`, nil}, 401, "unauthenticated", nil},
		"wrong token":      {call{http.MethodPut, "/api/v1/things/a", `{}`, map[string]string{"Authorization": "Bearer bad"}}, 401, "unauthenticated", nil},
		"visitor as user":  {call{http.MethodPut, "/api/v1/things/a", `{}`, map[string]string{"Authorization": "Bearer visitor"}}, 401, "unauthenticated", nil},
		"user as visitor":  {call{http.MethodPost, "/api/v1/widget/hello", ``, token()}, 401, "unauthenticated", nil},
		"no route":         {call{http.MethodGet, "/api/v1/nothing", ``, token()}, 404, "http.no_route", nil},
		"wrong method":     {call{http.MethodGet, "/api/v1/things/a", ``, token()}, 405, "http.method", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := setup(t)
			w := f.do(tt.call)
			p := problem(t, w)
			check.Equal(t, [2]any{p.Status, p.Code}, [2]any{tt.status, tt.code})
			var got []field
			for _, e := range p.Errors {
				got = append(got, field{e.Field, e.Code})
				check.Equal(t, e.Detail != "" && !strings.Contains(e.Detail, "{"), true)
			}
			check.Equal(t, got, tt.fields, fields[field]())
			check.Equal(t, strings.Contains(w.Body.String(), "secret"), false)
		})
	}
}

func TestProblemSpeaksTheCallersLanguage(t *testing.T) {
	t.Parallel()
	f := setup(t)
	body := `{"name":"taken"}`
	for header, want := range map[string]string{
		"": "Taken by Ann.", "de, fr;q=0.3": "Taken by Ann.", "zh-TW": "已被 Ann 使用。",
		"en;q=0.4, zh-CN;q=0.8": "已被 Ann 使用。", "en-GB, zh": "Taken by Ann.", "zh;q=x": "Taken by Ann.",
	} {
		p := problem(t, f.do(call{http.MethodPut, "/api/v1/things/a", body, token("Accept-Language", header)}))
		check.Equal(t, p.Detail, want)
		check.Equal(t, p.Args, map[string]any{"who": "Ann"})
	}
	p := problem(t, f.do(call{http.MethodPut, "/api/v1/things/a", body, map[string]string{
		"Cookie": "frontdesk=session", httpx.HeaderCSRF: csrf, "Accept-Language": "en",
	}}))
	check.Equal(t, p.Detail, "已被 Ann 使用。") // the actor's own language wins
}

func TestLogHidesContentAndKeepsCauses(t *testing.T) {
	t.Parallel()
	f := setup(t)
	f.do(call{http.MethodPut, "/api/v1/things/a?q=pry", `{"name":"bug"}`, token()})
	f.do(call{http.MethodPut, "/api/v1/things/a", `{"name":"panic"}`, token()})
	log := f.log.String()
	for _, want := range []string{"secret cause", "secret panic", `route="PUT /api/v1/things/{id}"`, "status=500", "tenant=wsp_1", "actor=usr_1"} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %q:\n%s", want, log)
		}
	}
	for _, not := range []string{"pry", "things/a", "192.0.2.7"} {
		if strings.Contains(log, not) {
			t.Errorf("the log tells %q:\n%s", not, log)
		}
	}
}

func TestStatusOfEveryKind(t *testing.T) {
	t.Parallel()
	for kind, want := range map[fault.Kind]int{
		fault.Invalid: 422, fault.Malformed: 400, fault.Unauthenticated: 401, fault.Denied: 403, fault.NotFound: 404,
		fault.Conflict: 409, fault.Gone: 410, fault.TooLarge: 413, fault.Unsupported: 415, fault.TooMany: 429,
		fault.Unavailable: 503, fault.Internal: 500, "else": 500,
	} {
		check.Equal(t, httpx.StatusOf(kind), want)
	}
}
