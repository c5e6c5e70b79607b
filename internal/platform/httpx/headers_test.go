package httpx

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
)

// FuzzHeaders feeds the readers of headers whatever a caller may send.
func FuzzHeaders(f *testing.F) {
	for _, s := range []string{"", "en", "zh;q=0.5, en;q=0.4", "gzip, br;q=0", "Bearer x", "1.2.3.4, ::1", ";;,,q=", "zh;q=NaN"} {
		f.Add(s)
	}
	a := New(Options{Proxies: []netip.Prefix{netip.MustParsePrefix("0.0.0.0/0")}})
	f.Fuzz(func(t *testing.T, s string) {
		if got := preferred(s); got != "en" && got != "zh-CN" {
			t.Fatalf("language %q", got)
		}
		accepts(s, "br")
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
		r.Header["X-Forwarded-For"] = []string{s}
		r.Header["Authorization"] = []string{s}
		Bearer(r)
		ip, _ := a.caller(r)
		if _, err := netip.ParseAddr(ip); err != nil {
			t.Fatalf("address %q", ip)
		}
		a.OwnOrigin(r, s)
	})
}

var replacement = regexp.MustCompile("(?i)\ufffd|\\\\ufffd")

// FuzzUnmarshal holds that whatever JSON decodes to is either storable or refused.
func FuzzUnmarshal(f *testing.F) {
	for _, s := range []string{`{"a":"x"}`, "{\"a\":\"\xff\"}", `{"a":"\u0000"}`, `{"a":["\ud800"]}`, `{"a":"\ud83d\ude00"}`, "{\"a\":\"\\\xff\"}", "\xff", `[{"a":{"\u0000":1}}]`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var v any
		if unmarshal(data, &v) != nil || v == nil {
			return
		}
		if checkText(reflect.ValueOf(v)) != nil {
			return
		}
		check.Equal(t, everyStringStorable(v), true)
		var plain any
		check.NoError(t, json.Unmarshal(data, &plain))
		check.Equal(t, v, plain)
		if strings.Contains(fmt.Sprint(v), "\ufffd") { // then it was sent, and does not stand for something else
			check.Equal(t, replacement.Match(data), true)
		}
	})
}

func everyStringStorable(v any) bool {
	switch v := v.(type) {
	case string:
		return fault.Storable(v)
	case []any:
		for _, e := range v {
			if !everyStringStorable(e) {
				return false
			}
		}
	case map[string]any:
		for k, e := range v {
			if !fault.Storable(k) || !everyStringStorable(e) {
				return false
			}
		}
	}
	return true
}
