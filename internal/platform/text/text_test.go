package text

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"frontdesk/internal/check"
)

func TestFold(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"": "", "  Hello   World ": "hello world", "Café Ünïcode": "cafe unicode", "ＡＢＣ１２３": "abc123",
		"STRASSE Straße": "strasse strasse", "Łódź Ærø": "lodz aero", "退货": "退货", "ガ": "ガ", "한국어": "한국어",
		"zero\u200bwidth": "zerowidth", "ﬁle": "file", "İstanbul": "istanbul", "a\x00b\xffc": "a b c", "й": "и",
	} {
		check.Equal(t, Fold(in), want)
	}
}

func TestTokens(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Café au lait":             "cafe au lait",
		"退货款":                      "退 退货 货 货款 款",
		"我的iPhone坏了":               "我 我的 的 iphone 坏 坏了 了",
		"SF-20261012-7781":         "sf-20261012-7781 sf 20261012 7781",
		"mail a.b@example.com, ok": "mail a.b@example.com a b example com ok",
		"-- ... --":                "",
		"３０％ off":                  "30 off",
		"O'Neil's":                 "o'neil's o neil s",
	} {
		check.Equal(t, strings.Join(Tokens(in), " "), want)
	}
	for _, token := range Tokens(strings.Repeat("长", 20_000) + strings.Repeat(" abc", 40_000) + strings.Repeat("x", 5_000)) {
		if utf8.RuneCountInString(token) > MaxTokenLen {
			t.Fatal("a token is longer than the limit")
		}
	}
	if n := len(Tokens(strings.Repeat("a ", 100_000))); n != MaxTokens {
		t.Fatalf("%d tokens, want the limit", n)
	}
}

func TestQuery(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][]Term{
		"":                 nil,
		"!!":               nil,
		"退":                {{"退", false}},
		"退货款":              {{"退货", false}, {"货款", false}},
		"Late Deliv":       {{"late", false}, {"deliv", true}},
		"退货 order":         {{"退货", false}, {"order", true}},
		"order 退货":         {{"order", false}, {"退货", false}},
		"SF-20261012-7781": {{"sf-20261012-7781", true}},
		"7781":             {{"7781", true}},
	} {
		check.Equal(t, Query(in), want)
	}
	if n := len(Query(strings.Repeat("退货款项发票", 500))); n > MaxTerms {
		t.Fatalf("%d terms", n)
	}
}

// matches is what the indexes of both databases do with terms.
func matches(tokens []string, terms []Term) bool {
	for _, term := range terms {
		if !slices.ContainsFunc(tokens, func(tok string) bool {
			return tok == term.Text || term.Prefix && strings.HasPrefix(tok, term.Text)
		}) {
			return false
		}
	}
	return len(terms) > 0
}

func TestQueryFindsWhatTokensStore(t *testing.T) {
	t.Parallel()
	doc := "您好，我的订单 SF-20261012-7781 想退货退款，Résumé attached, call +86 138-0013-8000"
	for _, q := range []string{"退", "退货", "订单", "退货退款", "sf-2026", "20261012", "7781", "resume", "RES", "138-0013", "8000", "订单 attached", "ＳＦ"} {
		if !matches(Tokens(doc), Query(q)) {
			t.Errorf("%q is not found", q)
		}
	}
	for _, q := range []string{"货订", "esume", "7782", "退 missing", ""} {
		if matches(Tokens(doc), Query(q)) {
			t.Errorf("%q is found", q)
		}
	}
}

func TestLang(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"": "", "12345 !": "", "Where is my order?": "en", "我的订单在哪里": "zh", "iPhone 15 Pro Max 什么时候发货": "zh",
		"注文はどこですか": "ja", "주문이 어디 있나요": "ko", "Где мой заказ": "ru", "คำสั่งซื้อ": "th", "Hello, this is 李雷 from Shanghai": "en",
	} {
		if got := Lang(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestPreview(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		in   string
		n    int
		want string
	}{
		{"  one\n\ttwo ", 20, "one two"},
		{"abcdef", 6, "abcdef"},
		{"abcdefg", 6, "abcde…"},
		{"退货退款了", 4, "退货退…"},
		{"ab cd", 3, "ab…"},
		{"", 5, ""},
		{"abc", 1, "…"},
		{"\xff\x00x", 5, "\uFFFD x"},
	} {
		check.Equal(t, Preview(tc.in, tc.n), tc.want)
	}
}

func TestHighlight(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ s, q, want string }{
		{"请帮我退货款好吗", "退货款", "退货款"},
		{"The Café is closed", "cafe", "Café"},
		{"Cafe\u0301 here", "cafe", "Cafe\u0301"},
		{"orders and order", "order", "order|order"},
		{"reorder", "order", ""},
		{"退货和退款", "退", "退|退"},
		{"no 7781 SF-2-7781.", "7781 sf", "7781|SF|7781"},
		{"ＡＢＣ", "abc", "ＡＢＣ"},
		{"x", "", ""},
	} {
		var got []string
		for _, sp := range Highlight(tc.s, Query(tc.q)) {
			got = append(got, tc.s[sp.Start:sp.End])
		}
		check.Equal(t, strings.Join(got, "|"), tc.want)
	}
}

func TestSnipShowsTheHit(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("filler words ", 50) + "退货 here " + strings.Repeat("more ", 50)
	got := Snip(long, Query("退货"), 60)
	if len(got.Hits) != 1 {
		t.Fatalf("hits %v in %q", got.Hits, got.Text)
	}
	check.Equal(t, string([]rune(got.Text)[got.Hits[0].Start:got.Hits[0].End]), "退货")
	if n := utf8.RuneCountInString(got.Text); n > 61 {
		t.Fatalf("%d characters", n)
	}
}

func TestSanitizeHTML(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`<p onclick="x()">hi<script>alert(1)</script></p>`:    `<p>hi</p>`,
		`<a href="javascript:alert(1)">x</a>`:                 `x`,
		`<img src="data:image/svg+xml,x" onerror=alert(1)>`:   ``,
		`<style>p{}</style><iframe src="https://e"></iframe>`: ``,
		`<b>你好</b> & <i>x</i>`:                                `<b>你好</b> &amp; <i>x</i>`,
		`<svg><a xlink:href="x">y</a></svg>`:                  `y`,
		"a\x00b":                                              "ab",
	} {
		check.Equal(t, SanitizeHTML(in), want)
	}
	link := SanitizeHTML(`<a href="https://example.com/a">x</a>`)
	for _, part := range []string{"noopener", "noreferrer", "nofollow", `target="_blank"`} {
		if !strings.Contains(link, part) {
			t.Errorf("%s misses %s", link, part)
		}
	}
	check.Equal(t, StripHTML("<p>a <b>b</b></p>"), "a b")
}

func FuzzTokens(f *testing.F) {
	for _, s := range []string{"退货 Café SF-1-2", "\xff\x00", "ﷺ", "e\u0301", "한국", strings.Repeat("-a", 100)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		tokens := Tokens(s)
		for _, tok := range tokens {
			if tok == "" || !utf8.ValidString(tok) || utf8.RuneCountInString(tok) > MaxTokenLen || strings.ContainsAny(tok, " \x00") {
				t.Fatalf("bad token %q of %q", tok, s)
			}
		}
		if f := Fold(s); Fold(f) != f {
			t.Fatalf("folding %q twice gives another key: %q, %q", s, f, Fold(f))
		}
		if terms := Query(s); len(tokens) > 0 && len(tokens) < 100 && !matches(tokens, terms) {
			t.Fatalf("%q does not find itself: %q %v", s, tokens, terms)
		}
	})
}

func FuzzHighlight(f *testing.F) {
	f.Add("请帮我退货款", "退货款")
	f.Add("e\u0301\xff", "e")
	f.Fuzz(func(t *testing.T, s, q string) {
		last := 0
		for _, sp := range Highlight(s, Query(q)) {
			if sp.Start < last || sp.End <= sp.Start || sp.End > len(s) {
				t.Fatalf("bad span %v", sp)
			}
			last = sp.End
		}
		if p := Preview(s, 20); utf8.RuneCountInString(p) > 20 || !utf8.ValidString(p) {
			t.Fatalf("bad preview %q", p)
		}
		Snip(s, Query(q), 40)
	})
}

func FuzzSanitizeHTML(f *testing.F) {
	f.Add(`<a href="javascript:x">y</a><script>z</script>`)
	f.Fuzz(func(t *testing.T, s string) {
		out := strings.ToLower(SanitizeHTML(s))
		for _, bad := range []string{"<script", "<iframe", "<style", "<object", `href="javascript`, `src="data`} {
			if strings.Contains(out, bad) {
				t.Fatalf("%q lets %q through: %q", s, bad, out)
			}
		}
		if again := SanitizeHTML(out); strings.Contains(again, "<script") {
			t.Fatalf("second pass of %q", s)
		}
	})
}
