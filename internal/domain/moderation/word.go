package moderation

import (
	"strings"
	"time"
	"unicode/utf8"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
)

// Permissions of this domain.
const (
	PermWords   actor.Permission = "moderation.words"   // sensitive words: read and change
	PermHits    actor.Permission = "moderation.hits"    // what words were hit
	PermBlock   actor.Permission = "moderation.block"   // block list: approve, refuse, lift
	PermPropose actor.Permission = "moderation.propose" // block list: see it and propose
)

// Side says whose texts a word concerns.
type Side string

// The sides.
const (
	Agent   Side = "agent"
	Visitor Side = "visitor"
	Both    Side = "both"
)

// Action says what happens to a text with the word in it.
type Action string

// The actions, from mild to strict.
const (
	Report  Action = "report"  // sent, and noted
	Replace Action = "replace" // sent with something else in its place, and noted
	Warn    Action = "warn"    // an agent confirms, a visitor is given a hint; noted
	Block   Action = "block"   // not sent; noted
)

// strictness orders the actions.
func (a Action) strictness() int {
	switch a {
	case Report:
		return 1
	case Replace:
		return 2
	case Warn:
		return 3
	case Block:
		return 4
	default:
		return 0
	}
}

// Limits of the list.
const (
	MaxWords       = 200_000
	MaxWord        = 50
	MaxReplacement = 50
	MaxNote        = 200
)

// Word is one entry of the list.
type Word struct {
	ID          string    `json:"id"`
	Text        string    `json:"text"`
	Side        Side      `json:"side" enum:"agent,visitor,both"`
	Action      Action    `json:"action" enum:"warn,block,replace,report"`
	Replacement string    `json:"replacement,omitempty" doc:"Of replace; stars when absent."`
	Note        string    `json:"note,omitempty" doc:"Why, and what to say instead; shown to the author of a text that is warned of."`
	Inside      bool      `json:"inside" doc:"Also inside longer words, for scripts with spaces between words."`
	Enabled     bool      `json:"enabled"`
	CreatedAt   time.Time `json:"createdAt"`
	UpdatedAt   time.Time `json:"updatedAt"`
	UpdatedBy   string    `json:"updatedBy,omitempty" doc:"Id of the person who changed it last."`
	Version     int64     `json:"version"`
}

// Normal is the form in which the word is looked for.
func (w Word) Normal() string { return Normal(w.Text) }

// check names what is wrong with an entry.
func (w Word) check(c *fault.Checker) {
	c.Text("text", w.Text, 1, MaxWord)
	c.Choice("side", string(w.Side), string(Agent), string(Visitor), string(Both))
	c.Choice("action", string(w.Action), string(Warn), string(Block), string(Replace), string(Report))
	c.Text("replacement", w.Replacement, 0, MaxReplacement)
	c.Text("note", w.Note, 0, MaxNote)
	key := Form(w.Text)
	switch n := utf8.RuneCountInString(key); {
	case strings.TrimSpace(w.Text) == "":
	case n == 0:
		c.Add("text", ErrWordEmpty, nil)
	case n == 1 && (len(key) == 1 || strings.Contains(common, key)):
		c.Add("text", ErrWordCommon, nil)
	case strings.Contains(Form(w.Replacement), key):
		c.Add("replacement", ErrReplacement, nil)
	}
}

// tidy takes away what surrounds the texts of an entry.
func (w *Word) tidy() {
	w.Text, w.Replacement, w.Note = strings.TrimSpace(w.Text), strings.TrimSpace(w.Replacement), strings.TrimSpace(w.Note)
}

// common are characters so frequent that one alone would hit nearly every message.
const common = "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么" +
	"之都好看起发当没成只如事把还用第样道想作种开美总从无情己面最女但现前些所同日手又行意动方期它头经长儿回位分爱老因很给名法间" +
	"斯知世什两次使身者被高已亲其进此话常与活正感见明问力理尔点文几定本公特做外孩相西果走将月十实向声车全信重三机工物气每并别真打" +
	"太新比才便夫再书部水像眼等体却加电主界门利海受听表德少克代员许先口由死安写性马光白或住难望教命花结乐色更拉东神记处让母父应直" +
	"字场平报友关放至张认接告入笑内英军候民岁往何度山觉路带万男边风解叫任金快原吃妈变通师立象数四失满战远格士音轻目条呢吗吧啊哦嗯您"
