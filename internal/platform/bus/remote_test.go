package bus

import (
	"strings"
	"testing"

	"frontdesk/internal/check"
)

// FuzzRemoteFault holds that whatever a peer sends becomes a fault that can be shown.
func FuzzRemoteFault(f *testing.F) {
	for _, s := range []string{`{"kind":"conflict","code":"a.b","en":"x {n}","zh":"y","args":{"n":1}}`, `{`, ``, `{"code":"x","fields":[{"name":"a"}]}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		got := decodeFault(raw)
		if got.Def == nil || got.Def.Code == "" {
			t.Fatal("a fault without a code")
		}
		_ = got.Error() + got.Sentence("zh")
		again := decodeFault(encodeFault(got))
		check.Equal(t, again.Def.Code, strings.ToValidUTF8(got.Def.Code, "\ufffd"))
	})
}

// FuzzPattern holds that an accepted subject cannot smuggle a second line or another subject to the server.
func FuzzPattern(f *testing.F) {
	for _, s := range []string{"a.b", "a.*", "a.>", ">", "a b", "a\r\nb", "..", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if validPattern(s) && (strings.ContainsAny(s, " \t\r\n") || strings.HasPrefix(s, ".") || strings.HasSuffix(s, ".")) {
			t.Fatalf("accepted %q", s)
		}
	})
}
