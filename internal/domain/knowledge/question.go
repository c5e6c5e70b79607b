package knowledge

import (
	"slices"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
)

// Permissions of the FAQ.
const (
	PermFAQ       actor.Permission = "faq.use"    // search it, and put answers into replies
	PermFAQManage actor.Permission = "faq.manage" // write and publish it
)

// Limits of the FAQ.
const (
	MaxQuestions    = 20_000
	MaxAlternatives = 20
	maxQuestion     = 200
	maxAnswer       = 5000
)

// Text is a question and its answer in one language.
type Text struct {
	Question     string   `json:"question" doc:"Empty: this language is missing."`
	Alternatives []string `json:"alternatives" doc:"Other wordings of the same question; they are searched and not shown."`
	Answer       string   `json:"answer" doc:"Plain text; line ends are kept, addresses become links."`
}

func (t Text) empty() bool { return t.Question == "" && t.Answer == "" && len(t.Alternatives) == 0 }

func (t Text) equal(o Text) bool {
	return t.Question == o.Question && t.Answer == o.Answer && slices.Equal(t.Alternatives, o.Alternatives)
}

// Whole reports whether somebody who asks gets an answer.
func (t Text) Whole() bool { return t.Question != "" && t.Answer != "" }

func (t *Text) clean() {
	t.Question, t.Answer = strings.TrimSpace(t.Question), strings.TrimSpace(t.Answer)
	kept := make([]string, 0, len(t.Alternatives))
	for _, a := range t.Alternatives {
		if a = strings.TrimSpace(a); a != "" && a != t.Question && !slices.Contains(kept, a) {
			kept = append(kept, a)
		}
	}
	t.Alternatives = kept
}

func (t Text) check(lang string, c *fault.Checker) {
	c.Text(lang+".question", t.Question, 0, maxQuestion)
	c.Text(lang+".answer", t.Answer, 0, maxAnswer)
	if len(t.Alternatives) > MaxAlternatives {
		c.Add(lang+".alternatives", fault.ErrTooManyOf, map[string]any{"max": MaxAlternatives})
	}
	for _, a := range t.Alternatives[:min(len(t.Alternatives), MaxAlternatives)] {
		c.Text(lang+".alternatives", a, 1, maxQuestion)
	}
}

// Status says whether a question is offered.
type Status string

// The statuses.
const (
	Unpublished Status = "draft"
	Published   Status = "published"
)

// Sound is how the texts of one language are found.
type Sound struct {
	Ask   string // the question and its other wordings, folded, a line each
	Typed string // for each of them the first letters in pinyin, then the pinyin, a line each
	Said  string // the answer, folded
}

// Question is one of the FAQ, with its answer.
type Question struct {
	ID         string     `json:"id"`
	CategoryID string     `json:"categoryId,omitempty"`
	Zh         Text       `json:"zh"`
	En         Text       `json:"en"`
	Status     Status     `json:"status" enum:"draft,published"`
	Hot        bool       `json:"hot" doc:"Shown to visitors before they ask."`
	Internal   bool       `json:"internal" doc:"For agents only, never shown to visitors."`
	ValidFrom  *time.Time `json:"validFrom,omitempty"`
	ValidUntil *time.Time `json:"validUntil,omitempty"`
	Uses       int64      `json:"uses" doc:"How often agents sent the answer."`
	Helped     int64      `json:"helped"`
	NotHelped  int64      `json:"notHelped"`
	EditedBy   string     `json:"editedBy,omitempty"`
	CreatedAt  time.Time  `json:"createdAt"`
	UpdatedAt  time.Time  `json:"updatedAt"`
	Version    int64      `json:"version"`

	ZhSound Sound `json:"-"`
	EnSound Sound `json:"-"`
}

// In is the text in a language, or in the other one if it is missing there.
func (q Question) In(lang string) (Text, string) {
	first, second, code, other := q.En, q.Zh, "en", "zh-CN"
	if chinese(lang) {
		first, second, code, other = q.Zh, q.En, "zh-CN", "en"
	}
	if first.Whole() || !second.Whole() {
		return first, code
	}
	return second, other
}

// stands reports whether the question is offered at a moment.
func (q *Question) stands(now time.Time) bool {
	return q.Status == Published && (q.ValidFrom == nil || !q.ValidFrom.After(now)) && (q.ValidUntil == nil || q.ValidUntil.After(now))
}

func (q Question) check(c *fault.Checker) {
	q.Zh.check("zh", c)
	q.En.check("en", c)
	c.Choice("status", string(q.Status), string(Unpublished), string(Published))
	c.If(q.Zh.Question == "" && q.En.Question == "", "zh.question", ErrNoQuestion)
	c.If(q.ValidFrom != nil && q.ValidUntil != nil && !q.ValidFrom.Before(*q.ValidUntil), "validUntil", ErrPeriod)
	if q.Status != Published {
		return
	}
	for lang, t := range map[string]Text{"zh": q.Zh, "en": q.En} {
		c.If(!t.empty() && t.Question == "", lang+".question", ErrNotWhole)
		c.If(!t.empty() && t.Answer == "", lang+".answer", ErrNotWhole)
	}
}

// same reports whether two states of a question differ in what people see of it.
func (q Question) same(o Question) bool {
	return q.CategoryID == o.CategoryID && q.Zh.equal(o.Zh) && q.En.equal(o.En) && q.Status == o.Status && q.Hot == o.Hot &&
		q.Internal == o.Internal && at(q.ValidFrom).Equal(at(o.ValidFrom)) && at(q.ValidUntil).Equal(at(o.ValidUntil))
}

func at(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}
