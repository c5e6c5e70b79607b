package channel

import (
	"fmt"
	"regexp"

	"frontdesk/internal/base/fault"
)

// Feedback is how customers are asked for a rating. Whether they are asked at all, Settings.Rating says.
type Feedback struct {
	Invite   string         `json:"invite" enum:"auto,agent" doc:"auto: whenever a conversation is resolved, whatever the agent does; agent: when the agent asks."`
	Solved   bool           `json:"solved" doc:"Ask whether the matter is settled."`
	LowScore int            `json:"lowScore" minimum:"0" maximum:"4" doc:"Scores up to this one come on the list of follow-ups; 0 for none."`
	Reasons  []ScoreReasons `json:"reasons" doc:"What can be chosen with each score."`
}

// ScoreReasons are the reasons of one score.
type ScoreReasons struct {
	Score int      `json:"score" minimum:"1" maximum:"5"`
	Items []Reason `json:"items"`
}

// Reason is one of them. Its id stays when its words change.
type Reason struct {
	ID   string    `json:"id"`
	Text Localised `json:"text"`
}

// Ways of inviting a rating.
const (
	InviteAuto  = "auto"
	InviteAgent = "agent"
)

// Limits of Feedback.
const (
	MaxScoreReasons = 10 // of one score
	maxReason       = 40
	maxLowScore     = 4
)

var reasonID = regexp.MustCompile(`^[a-z0-9_-]{1,20}$`)

// DefaultFeedback asks by itself, with the usual reasons of content and discontent.
func DefaultFeedback() Feedback {
	bad := []Reason{
		{"slow", Localised{"Slow answers", "回复太慢"}},
		{"attitude", Localised{"Unfriendly", "态度不好"}},
		{"unsolved", Localised{"Not solved", "问题未解决"}},
		{"unclear", Localised{"Hard to understand", "表述不清"}},
	}
	good := []Reason{
		{"fast", Localised{"Fast answers", "回复及时"}},
		{"friendly", Localised{"Friendly", "态度亲切"}},
		{"expert", Localised{"Knows the subject", "专业"}},
	}
	return Feedback{
		Invite: InviteAuto, Solved: true, LowScore: 2,
		Reasons: []ScoreReasons{{1, bad}, {2, bad}, {3, bad}, {4, good}, {5, good}},
	}
}

// Asks is how the channel asks for ratings; what was never set has its usual value.
func (s Settings) Asks() Feedback {
	if s.Feedback == nil {
		return DefaultFeedback()
	}
	return *s.Feedback
}

// check names everything that is wrong with it.
func (f *Feedback) check(c *fault.Checker) {
	const at = "settings.feedback."
	c.Choice(at+"invite", f.Invite, InviteAuto, InviteAgent)
	c.Range(at+"lowScore", f.LowScore, 0, maxLowScore)
	scores := map[int]bool{}
	for i, list := range f.Reasons {
		field := fmt.Sprintf("%sreasons[%d]", at, i)
		c.Range(field+".score", list.Score, 1, 5)
		c.If(scores[list.Score], field+".score", fault.ErrUnknownItem)
		scores[list.Score] = true
		c.Count(field+".items", len(list.Items), MaxScoreReasons)
		ids := map[string]bool{}
		for j, r := range list.Items {
			item := fmt.Sprintf("%s.items[%d]", field, j)
			c.If(!reasonID.MatchString(r.ID) || ids[r.ID], item+".id", fault.ErrFormat)
			c.Text(item+".text.en", r.Text.En, 1, maxReason)
			c.Text(item+".text.zh", r.Text.Zh, 1, maxReason)
			ids[r.ID] = true
		}
		f.Reasons[i].Items = append([]Reason{}, list.Items...)
	}
	f.Reasons = append([]ScoreReasons{}, f.Reasons...)
}
