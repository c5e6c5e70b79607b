package visitor

import (
	"time"

	"frontdesk/internal/base/actor"
)

// Permissions that this domain checks.
const (
	PermRead   actor.Permission = "visitor.read"
	PermInvite actor.Permission = "visitor.invite"
	PermManage actor.Permission = "visitor.manage"
	// PermReport is everybody's who sees reports.
	PermReport actor.Permission = "report.read"
	// PermReply is the conversation domain's: who invites must be able to answer.
	PermReply actor.Permission = "conversation.reply"
)

const (
	// visitGap ends a visit: who comes back later begins another one.
	visitGap = 30 * time.Minute
	// trackKept is how many pages of the present visit are kept.
	trackKept = 20
	// keepVisits is how long a browser that does not come back is remembered.
	keepVisits = 180 * 24 * time.Hour

	maxURL   = 500
	maxTitle = 120
)

// Page is one page of the site.
type Page struct {
	URL   string    `json:"url" personal:"text"`
	Title string    `json:"title,omitempty" personal:"text"`
	At    time.Time `json:"at"`
}

// Talk is a conversation that goes on.
type Talk struct {
	ConversationID string `json:"conversationId"`
	AssigneeID     string `json:"assigneeId,omitempty"`
}

// Region is where an address comes from, as far as the operator's data says.
type Region struct {
	Code string `json:"code,omitempty" doc:"Two letters of the country."`
	En   string `json:"en,omitempty"`
	Zh   string `json:"zh,omitempty"`
}

// Visit is one browser on the site: what the list shows of it.
type Visit struct {
	ID         string    `json:"id"`
	ChannelID  string    `json:"channelId"`
	CustomerID string    `json:"customerId,omitempty"`
	Name       string    `json:"name,omitempty" personal:"text" doc:"Of a known customer."`
	Level      string    `json:"level,omitempty"`
	Verified   bool      `json:"verified" doc:"The site vouched for who this is."`
	Device     string    `json:"device" enum:"desktop,phone,tablet,bot,unknown"`
	Browser    string    `json:"browser,omitempty"`
	System     string    `json:"system,omitempty"`
	Locale     string    `json:"locale,omitempty"`
	Region     Region    `json:"region"`
	Source     Source    `json:"source"`
	First      Page      `json:"first"`
	Page       Page      `json:"page" doc:"The one that is looked at now."`
	Pages      int       `json:"pages" doc:"Pages of this visit."`
	Visits     int       `json:"visits" doc:"Which visit this is; 1 for the first."`
	StartedAt  time.Time `json:"startedAt"`
	Talk       *Talk     `json:"talk,omitempty" doc:"The conversation that goes on."`
	Invite     *Invited  `json:"invite,omitempty" doc:"The last invitation of this visit."`
	Track      []Page    `json:"track,omitempty" doc:"Pages of this visit, the newest first; only where one visitor is shown."`
}

// Invited is what the list shows of an invitation.
type Invited struct {
	ID     string    `json:"id"`
	State  State     `json:"state" enum:"sent,shown,accepted,refused"`
	UserID string    `json:"userId,omitempty"`
	RuleID string    `json:"ruleId,omitempty"`
	At     time.Time `json:"at"`
}

// pending reports whether an answer may still come.
func (i *Invited) pending(now time.Time) bool {
	return i != nil && (i.State == Sent || i.State == Shown) && now.Sub(i.At) < inviteLife
}

// state is the one word that the list filters by.
func (v Visit) state(now time.Time) string {
	switch {
	case v.Talk != nil:
		return StateTalking
	case v.Invite.pending(now):
		return StateInvited
	default:
		return StateIdle
	}
}

// The states of a visitor in the list.
const (
	StateIdle    = "idle"
	StateInvited = "invited"
	StateTalking = "talking"
)

// look makes p the present page. Who was away for long begins another visit.
func (v Visit) look(p Page, referrer string, known bool, lastSeen time.Time) Visit {
	p.URL, p.Title = cut(p.URL, maxURL), cut(p.Title, maxTitle)
	if !known || p.At.Sub(lastSeen) > visitGap {
		v.Visits++
		v.StartedAt, v.First, v.Pages, v.Track, v.Invite = p.At, p, 0, nil, nil
		v.Source = SourceOf(p.URL, referrer)
	}
	if v.Pages > 0 && v.Page.URL == p.URL { // a reload
		v.Page.Title = p.Title
		return v
	}
	v.Page = p
	v.Pages++
	track := append(make([]Page, 0, trackKept), p) // a new list: others read the old one
	v.Track = append(track, v.Track[:min(len(v.Track), trackKept-1)]...)
	return v
}

func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	end := 0
	for i := range s { // not through the middle of a character
		if i > n {
			break
		}
		end = i
	}
	return s[:end]
}
