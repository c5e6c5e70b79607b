package visitor_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/visitor"
)

func TestSourceOf(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		page, referrer string
		want           visitor.Source
	}{
		"typed":        {"https://shop.example/", "", visitor.Source{Kind: "direct"}},
		"own pages":    {"https://shop.example/a", "https://www.shop.example/", visitor.Source{Kind: "direct"}},
		"Baidu":        {"https://shop.example/", "https://www.baidu.com/s?wd=%E5%8F%B0%E7%81%AF", visitor.Source{Kind: "search", Name: "Baidu", Word: "台灯", Referrer: "https://www.baidu.com/s"}},
		"Baidu mobile": {"https://shop.example/", "https://m.baidu.com/s?word=lamp", visitor.Source{Kind: "search", Name: "Baidu", Word: "lamp", Referrer: "https://m.baidu.com/s"}},
		"no word":      {"https://shop.example/", "https://www.google.co.uk/", visitor.Source{Kind: "search", Name: "Google", Referrer: "https://www.google.co.uk/"}},
		"social":       {"https://shop.example/", "https://mp.weixin.qq.com/x", visitor.Source{Kind: "social", Name: "WeChat", Referrer: "https://mp.weixin.qq.com/x"}},
		"another site": {"https://shop.example/", "https://blog.example/post?id=7", visitor.Source{Kind: "referral", Name: "blog.example", Referrer: "https://blog.example/post"}},
		"no network":   {"https://shop.example/", "https://at.computer/", visitor.Source{Kind: "referral", Name: "at.computer", Referrer: "https://at.computer/"}},
		"campaign": {
			"https://shop.example/?utm_source=news&utm_medium=email&utm_campaign=spring&utm_term=tea&utm_content=b", "",
			visitor.Source{Kind: "referral", Name: "news", Medium: "email", Campaign: "spring", Word: "tea", Content: "b"},
		},
		"paid":          {"https://shop.example/?utm_source=baidu&utm_medium=cpc", "https://www.baidu.com/link", visitor.Source{Kind: "ad", Name: "Baidu", Medium: "cpc", Referrer: "https://www.baidu.com/link"}},
		"network":       {"https://shop.example/?utm_source=weibo", "", visitor.Source{Kind: "social", Name: "Weibo"}},
		"click":         {"https://shop.example/?bd_vid=1", "", visitor.Source{Kind: "ad", Name: "Baidu"}},
		"not addresses": {"://", "::", visitor.Source{Kind: "direct"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check.Equal(t, visitor.SourceOf(c.page, c.referrer), c.want)
		})
	}
}

// Whatever a browser says fits the database and the list.
func FuzzSourceOf(f *testing.F) {
	f.Add("https://a.example/?utm_source=%00%ff", "https://www.baidu.com/s?wd=%ff")
	f.Add("https://a.example/?utm_term="+strings.Repeat("茶", 200), "x")
	f.Fuzz(func(t *testing.T, page, referrer string) {
		s := visitor.SourceOf(page, referrer)
		for _, text := range []string{s.Name, s.Word, s.Medium, s.Campaign, s.Content, s.Referrer} {
			if !fault.Storable(text) || utf8.RuneCountInString(text) > 300 {
				t.Errorf("%q of %q, %q", text, page, referrer)
			}
		}
	})
}
