package customer

import (
	"net/url"
	"strings"
	"time"

	"frontdesk/internal/base/fault"
)

// PagesKept is how many page views are kept per visitor.
const PagesKept = 50

const maxURL = 2000

// Visitor is one browser that loaded the widget. It becomes (or joins) a customer with its first message.
type Visitor struct {
	ID         string    `json:"id"`
	CustomerID string    `json:"customerId,omitempty"`
	ChannelID  string    `json:"channelId"`
	Device     string    `json:"device" enum:"desktop,phone,tablet,bot,unknown"`
	Browser    string    `json:"browser,omitempty"`
	System     string    `json:"system,omitempty"`
	Locale     string    `json:"locale,omitempty"`
	Timezone   string    `json:"timezone,omitempty"`
	Referrer   string    `json:"referrer,omitempty" personal:"text"`
	EntryPage  string    `json:"entryPage,omitempty"`
	Verified   bool      `json:"verified" doc:"The site vouched for who this is."`
	CreatedAt  time.Time `json:"createdAt"`
	LastSeenAt time.Time `json:"lastSeenAt"`

	PrivacyVersion int       `json:"privacyVersion,omitempty" doc:"The version of the privacy notice that was accepted last."`
	PrivacyAt      time.Time `json:"privacyAt,omitzero"`
}

// PageView is one page a visitor looked at.
type PageView struct {
	URL   string    `json:"url" personal:"text"`
	Title string    `json:"title,omitempty" personal:"text"`
	At    time.Time `json:"at"`
}

// Arrival is what is known when a browser starts a session.
type Arrival struct {
	VisitorID string // of an earlier session of this browser; empty for a new one
	ChannelID string
	UserAgent string
	Locale    string
	Timezone  string
	Referrer  string
	Page      PageView
	Identity  *Claim // only when it was verified
}

// Claim is a verified statement of the company's site about who its visitor is.
type Claim struct {
	ExternalID string
	Signed     bool // the profile too was signed, not only the id
	Profile
}

// CleanURL keeps what helps an agent of a page's address: no user name, no fragment, only web addresses. Anything else
// becomes empty.
func CleanURL(raw string) string {
	if raw == "" || len(raw) > maxURL || !fault.Storable(raw) {
		return ""
	}
	u, err := url.Parse(raw)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return ""
	}
	u.User, u.Fragment, u.RawFragment = nil, "", ""
	return u.String()
}

// Agent reads the sort of device, the browser and the system out of a User-Agent header. It knows the common ones; a
// wrong guess only shows a wrong icon.
func Agent(ua string) (device, browser, system string) {
	has := func(s string) bool { return strings.Contains(ua, s) }
	switch {
	case ua == "":
		return "unknown", "", ""
	case has("bot") || has("Bot") || has("spider") || has("crawler"):
		device = "bot"
	case has("iPad") || has("Tablet") || (has("Android") && !has("Mobile")):
		device = "tablet"
	case has("Mobi") || has("iPhone") || has("Android"):
		device = "phone"
	default:
		device = "desktop"
	}
	return device, first(ua, browsers), first(ua, systems)
}

// Order matters: later ones name earlier ones for compatibility.
var (
	browsers = [][2]string{
		{"MicroMessenger", "WeChat"},
		{"DingTalk", "DingTalk"},
		{"Edg", "Edge"},
		{"OPR/", "Opera"},
		{"SamsungBrowser", "Samsung Internet"},
		{"Firefox", "Firefox"},
		{"FxiOS", "Firefox"},
		{"Chrome", "Chrome"},
		{"CriOS", "Chrome"},
		{"Safari", "Safari"},
	}
	systems = [][2]string{
		{"Windows", "Windows"},
		{"iPhone", "iOS"},
		{"iPad", "iPadOS"},
		{"HarmonyOS", "HarmonyOS"},
		{"Android", "Android"},
		{"Mac OS X", "macOS"},
		{"CrOS", "ChromeOS"},
		{"Linux", "Linux"},
	}
)

func first(ua string, table [][2]string) string {
	for _, row := range table {
		if strings.Contains(ua, row[0]) {
			return row[1]
		}
	}
	return ""
}

// cut keeps the first n characters; what no database can store becomes empty.
func cut(s string, n int) string {
	if !fault.Storable(s) {
		return ""
	}
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}
