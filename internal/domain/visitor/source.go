package visitor

import (
	"net/url"
	"strings"
)

// Kinds of sources.
const (
	SourceDirect   = "direct"
	SourceSearch   = "search"
	SourceAd       = "ad"
	SourceSocial   = "social"
	SourceReferral = "referral"
)

// Source is where a visit came from.
type Source struct {
	Kind     string `json:"kind" enum:"direct,search,ad,social,referral"`
	Name     string `json:"name,omitempty" doc:"The search engine, the network or the site."`
	Word     string `json:"word,omitempty" personal:"text" doc:"What was searched for, where the engine or utm_term says so."`
	Medium   string `json:"medium,omitempty"`
	Campaign string `json:"campaign,omitempty"`
	Content  string `json:"content,omitempty"`
	Referrer string `json:"referrer,omitempty" doc:"Without its query."`
}

type engine struct {
	host, name string
	words      []string // query parameters that hold what was searched for
}

// engines are recognised by a part of their host; the more special ones come first.
var engines = []engine{
	{"baidu.", "Baidu", []string{"wd", "word", "kw"}},
	{"sogou.", "Sogou", []string{"query", "keyword"}},
	{"so.com", "360", []string{"q"}},
	{"sm.cn", "Shenma", []string{"q"}},
	{"toutiao.", "Toutiao", []string{"keyword"}},
	{"bing.", "Bing", []string{"q"}},
	{"google.", "Google", []string{"q"}},
	{"duckduckgo.", "DuckDuckGo", []string{"q"}},
	{"yandex.", "Yandex", []string{"text"}},
	{"yahoo.", "Yahoo", []string{"p"}},
	{"naver.", "Naver", []string{"query"}},
}

var networks = [][2]string{
	{"weixin.qq.com", "WeChat"},
	{"weibo.", "Weibo"},
	{"xiaohongshu.", "Xiaohongshu"},
	{"douyin.", "Douyin"},
	{"zhihu.", "Zhihu"},
	{"bilibili.", "Bilibili"},
	{"facebook.", "Facebook"},
	{"instagram.", "Instagram"},
	{"linkedin.", "LinkedIn"},
	{"t.co", "X"},
	{"twitter.", "X"},
	{"youtube.", "YouTube"},
	{"tiktok.", "TikTok"},
	{"reddit.", "Reddit"},
}

// paid are parameters that advertisers' networks add to the address of a page.
var paid = map[string]string{"gclid": "Google", "bd_vid": "Baidu", "msclkid": "Bing", "ttclid": "TikTok", "qhclickid": "360"}

// SourceOf reads where a visit came from out of its first page and its referrer. It knows the common ones; a wrong guess
// only shows a wrong word.
func SourceOf(page, referrer string) Source {
	at, _ := url.Parse(page)
	from, _ := url.Parse(referrer)
	out := Source{Kind: SourceDirect}
	if from != nil && from.Host != "" && (at == nil || !sameSite(at.Hostname(), from.Hostname())) {
		out = referred(from)
	}
	if at == nil {
		return out
	}
	q := at.Query()
	for name, network := range paid {
		if q.Get(name) != "" {
			out.Kind, out.Name = SourceAd, network
		}
	}
	if s := q.Get("utm_source"); s != "" {
		out.named(s)
	}
	out.Medium, out.Campaign, out.Content = cut(q.Get("utm_medium"), 60), cut(q.Get("utm_campaign"), 80), cut(q.Get("utm_content"), 80)
	if w := q.Get("utm_term"); w != "" {
		out.Word = cut(w, 100)
	}
	switch strings.ToLower(out.Medium) {
	case "cpc", "ppc", "cpm", "paid", "ads", "sem", "banner", "display":
		out.Kind = SourceAd
	case "social", "sns":
		out.Kind = SourceSocial
	}
	return out.storable()
}

func referred(from *url.URL) Source {
	host := strings.TrimPrefix(strings.ToLower(from.Hostname()), "www.")
	out := Source{Kind: SourceReferral, Name: host, Referrer: cut(from.Scheme+"://"+from.Host+from.EscapedPath(), 200)}
	for _, e := range engines {
		if !names(host, e.host) {
			continue
		}
		out.Kind, out.Name = SourceSearch, e.name
		for _, p := range e.words {
			if w := strings.TrimSpace(from.Query().Get(p)); w != "" {
				out.Word = cut(w, 100)
				break
			}
		}
		return out
	}
	for _, n := range networks {
		if names(host, n[0]) {
			out.Kind, out.Name = SourceSocial, n[1]
			return out
		}
	}
	return out
}

// named takes the name that a campaign gives to the source; networks and engines keep their own.
func (s *Source) named(name string) {
	kind := s.Kind
	s.Name = cut(name, 60)
	for _, n := range networks {
		if strings.EqualFold(n[1], name) {
			s.Name, kind = n[1], SourceSocial
		}
	}
	for _, e := range engines {
		if strings.EqualFold(e.name, name) {
			s.Name = e.name
		}
	}
	if kind == SourceDirect {
		kind = SourceReferral
	}
	if s.Kind != SourceAd {
		s.Kind = kind
	}
}

// names reports whether a host is, or lies below, one of that name; "baidu." stands for every ending.
func names(host, name string) bool {
	if strings.HasSuffix(name, ".") {
		return strings.HasPrefix(host, name) || strings.Contains(host, "."+name)
	}
	return host == name || strings.HasSuffix(host, "."+name)
}

func sameSite(a, b string) bool {
	return strings.EqualFold(strings.TrimPrefix(a, "www."), strings.TrimPrefix(b, "www."))
}

// storable drops what no database can keep: an address may hold any bytes.
func (s Source) storable() Source {
	for _, p := range []*string{&s.Name, &s.Word, &s.Medium, &s.Campaign, &s.Content, &s.Referrer} {
		*p = strings.ReplaceAll(strings.ToValidUTF8(*p, ""), "\x00", "")
	}
	return s
}
