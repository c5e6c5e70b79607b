package knowledge

import (
	"regexp"
	"slices"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
)

// Permissions of this domain.
const (
	PermUse     actor.Permission = "reply.use"     // use quick replies, and keep own ones
	PermTeam    actor.Permission = "reply.team"    // manage those of the own teams
	PermCompany actor.Permission = "reply.company" // manage those of the company
	PermApprove actor.Permission = "reply.approve"
)

// Limits.
const (
	MaxReplies  = 20_000
	maxTitle    = 100
	maxShortcut = 30
	maxBody     = 5000
	maxReason   = 500
)

// Languages of replies; Any is offered whatever the customer speaks.
const Any = "any"

func languages() []string { return []string{"zh-CN", "en", Any} }

// State is how far the review of a company reply has come. Others are always approved.
type State string

// The states.
const (
	Draft    State = "draft"
	InReview State = "review"
	Approved State = "approved"
)

// Content is what a reply says.
type Content struct {
	Title    string `json:"title"`
	Shortcut string `json:"shortcut,omitempty" doc:"What is typed after the slash."`
	Body     string `json:"body"`
	Lang     string `json:"lang" enum:"zh-CN,en,any"`
	Files    []File `json:"files,omitempty" doc:"Pictures and files that go out with it."`
}

func (c Content) equal(o Content) bool {
	return c.Title == o.Title && c.Shortcut == o.Shortcut && c.Body == o.Body && c.Lang == o.Lang && slices.Equal(c.Files, o.Files)
}

// Keys are how a reply is found.
type Keys struct {
	Title    string // folded
	Shortcut string // folded
	Initials string // of the pinyin of the title
	Pinyin   string // of the title
	Text     string // all of them, and the body
}

// Reply is a text to send again and again.
type Reply struct {
	ID string `json:"id"`
	Tree
	FolderID string `json:"folderId,omitempty"`
	Content
	State          State      `json:"state" enum:"draft,review,approved"`
	Reason         string     `json:"reason,omitempty" doc:"Why the review sent it back."`
	InUse          bool       `json:"inUse" doc:"Whether agents are offered it, perhaps in the form that was approved before."`
	EffectiveFrom  *time.Time `json:"effectiveFrom,omitempty"`
	EffectiveUntil *time.Time `json:"effectiveUntil,omitempty"`
	EditedBy       string     `json:"editedBy,omitempty"`
	ApprovedBy     string     `json:"approvedBy,omitempty"`
	Uses           int64      `json:"uses"`
	CreatedAt      time.Time  `json:"createdAt"`
	UpdatedAt      time.Time  `json:"updatedAt"`
	Version        int64      `json:"version"`

	Live *Content `json:"-"` // what was approved last, while a change waits
	Keys Keys     `json:"-"`
}

// Offered is a reply as the composer offers it.
type Offered struct {
	ID string `json:"id"`
	Tree
	FolderID string `json:"folderId,omitempty"`
	Content
	Initials       string     `json:"initials,omitempty" doc:"First letters of the title in pinyin."`
	Pinyin         string     `json:"pinyin,omitempty" doc:"The title in pinyin."`
	EffectiveFrom  *time.Time `json:"effectiveFrom,omitempty"`
	EffectiveUntil *time.Time `json:"effectiveUntil,omitempty"`
	Uses           int64      `json:"uses" doc:"By everybody."`
	OwnUses        int64      `json:"ownUses"`
	Favourite      bool       `json:"favourite"`
}

var shortcutShape = regexp.MustCompile(`^[\p{L}\p{N}_-]*$`)

func (r Reply) check(c *fault.Checker) {
	c.Text("title", r.Title, 1, maxTitle)
	c.Text("shortcut", r.Shortcut, 0, maxShortcut)
	c.If(!shortcutShape.MatchString(r.Shortcut), "shortcut", ErrShortcut)
	c.Text("body", r.Body, 1, maxBody)
	c.Choice("lang", r.Lang, languages()...)
	c.If(r.EffectiveFrom != nil && r.EffectiveUntil != nil && !r.EffectiveFrom.Before(*r.EffectiveUntil), "effectiveUntil", ErrPeriod)
	if _, err := Parse(r.Body); err != nil {
		for _, f := range fault.From(err).Fields {
			c.Add(f.Name, f.Def, f.Args)
		}
	}
}

// edited notes a change of what it says. In the company's tree it has to be approved again; until then the approved form
// stays in use.
func (r *Reply) edited(before Reply, by string) {
	if r.equal(before.Content) {
		return
	}
	r.EditedBy = by
	if r.Scope != Company {
		return
	}
	if before.State == Approved {
		live := before.Content
		r.Live = &live
	}
	r.State, r.ApprovedBy, r.Reason = Draft, "", ""
}

// use says whether agents are offered it in some form.
func (r *Reply) use() { r.InUse = r.State == Approved || r.Live != nil }

// Decision moves a company reply through its review.
type Decision string

// The decisions.
const (
	Submit  Decision = "submit"
	Approve Decision = "approve"
	Reject  Decision = "reject"
)

// decide applies a decision of the actor.
func (r *Reply) decide(a actor.Actor, d Decision, reason string) error {
	if r.Scope != Company {
		return ErrReview.New()
	}
	if d == Submit {
		if !r.manages(a) {
			return denied(PermCompany)
		}
		if r.State != Draft {
			return ErrReview.New()
		}
		r.State, r.Reason = InReview, ""
		return nil
	}
	switch {
	case a.Can(PermApprove) == actor.None:
		return denied(PermApprove)
	case r.State != InReview:
		return ErrReview.New()
	case d == Reject:
		r.State, r.Reason = Draft, reason
	case r.EditedBy == a.ID && a.Kind != actor.System:
		return ErrOwnReview.New()
	default:
		r.State, r.ApprovedBy, r.Reason, r.Live = Approved, a.ID, "", nil
	}
	return nil
}

func denied(p actor.Permission) error { return fault.ErrDenied.With("permission", string(p)) }
