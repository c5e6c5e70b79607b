package channel

import (
	"regexp"
	"slices"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
)

// Occasion is when the program says something by itself in a conversation.
type Occasion string

// The occasions, in the order in which a conversation meets them.
const (
	Welcome  Occasion = "welcome"   // it begins, and somebody is there
	OffHours Occasion = "off_hours" // it begins outside business hours
	Waiting  Occasion = "waiting"   // nobody has taken it
	Busy     Occasion = "busy"      // nobody has answered
	Idle     Occasion = "idle"      // the customer does not answer: Attention says when, and what
	Closing  Occasion = "closing"   // it is resolved
)

// Texts are what the program says in conversations of a channel.
type Texts struct {
	Welcome  Say         `json:"welcome" doc:"When a conversation begins in business hours."`
	OffHours Say         `json:"offHours" doc:"When a conversation begins outside business hours."`
	Waiting  Say         `json:"waiting" doc:"When nobody has taken the conversation after some time."`
	Busy     Say         `json:"busy" doc:"When nobody has answered after some time."`
	Closing  Say         `json:"closing" doc:"When the conversation is resolved."`
	Idle     []TeamWords `json:"idle" doc:"Other words of the reminder for teams; when it is sent, attention says."`
}

// Say is one of them.
type Say struct {
	On    bool        `json:"on"`
	After int         `json:"after" doc:"Seconds without an answer, for waiting and busy; 0 for the others."`
	Text  Localised   `json:"text"`
	Teams []TeamWords `json:"teams" doc:"Other words in conversations of these teams."`
}

// TeamWords are the words of one team.
type TeamWords struct {
	TeamID string    `json:"teamId"`
	Text   Localised `json:"text"`
}

// Position is the variable for the place in the queue; only the words for who waits have it.
const Position = "queue.position"

var variable = regexp.MustCompile(`\{\{\s*([^{}]*?)\s*\}\}`)

// Asks reports whether the words have a variable.
func (l Localised) Asks(name string) bool {
	return slices.Contains(append(variables(l.En), variables(l.Zh)...), name)
}

// Put writes a value in the place of a variable.
func (l Localised) Put(name, value string) Localised {
	put := func(text string) string {
		return variable.ReplaceAllStringFunc(text, func(found string) string {
			if variable.FindStringSubmatch(found)[1] == name {
				return value
			}
			return found
		})
	}
	return Localised{En: put(l.En), Zh: put(l.Zh)}
}

func variables(text string) []string {
	var out []string
	for _, found := range variable.FindAllStringSubmatch(text, -1) {
		out = append(out, found[1])
	}
	return out
}

// Limits of Texts.
const (
	MaxTextTeams = 50
	maxWords     = 500
	minAfter     = 5
	maxAfter     = 60 * 60
)

// DefaultTexts has words for every occasion, and says none of them.
func DefaultTexts() Texts {
	say := func(after int, en, zh string) Say {
		return Say{After: after, Text: Localised{En: en, Zh: zh}, Teams: []TeamWords{}}
	}
	return Texts{
		Welcome:  say(0, "Thank you for your message. An agent will be with you in a moment.", "您好，已收到您的消息，客服马上为您服务。"),
		OffHours: say(0, "We are away at the moment. We have your message and will answer as soon as we are back.", "当前为非服务时间，您的消息我们已收到，上班后会第一时间回复您。"),
		Waiting:  say(20, "All agents are talking to other customers. You are in the queue; please stay with us.", "客服正忙，您已进入排队，请稍候，我们会尽快接入。"),
		Busy:     say(120, "It takes longer than usual today. Your message is not lost; we answer in order.", "当前咨询量较大，回复可能稍慢，您的消息我们会按顺序处理，感谢您的耐心等待。"),
		Closing:  say(0, "Thank you for contacting us. This conversation has ended; just write if you need us again.", "感谢您的咨询，本次会话已结束。如需帮助，欢迎随时再次联系我们。"),
		Idle:     []TeamWords{},
	}
}

// Says are the texts of the channel; what was never set has its usual value.
func (s Settings) Says() Texts {
	if s.Texts == nil {
		return DefaultTexts()
	}
	return *s.Texts
}

// On is what is said on an occasion; ok is false when nothing is.
func (t Texts) On(o Occasion) (say Say, ok bool) {
	say = map[Occasion]Say{Welcome: t.Welcome, OffHours: t.OffHours, Waiting: t.Waiting, Busy: t.Busy, Closing: t.Closing}[o]
	return say, say.On
}

// For are the words in a conversation of this team.
func (s Say) For(team string) Localised { return wordsOf(s.Teams, team, s.Text) }

// ReminderFor are the words of the reminder in a conversation of this team.
func (s Settings) ReminderFor(team string) Localised {
	return wordsOf(s.Says().Idle, team, s.Limits().Reminder)
}

func wordsOf(teams []TeamWords, team string, usual Localised) Localised {
	at := slices.IndexFunc(teams, func(w TeamWords) bool { return w.TeamID == team })
	if team == "" || at < 0 {
		return usual
	}
	return teams[at].Text
}

// named lists each text with its name, and the reminder's words as one of them.
func (t *Texts) named() map[string]*Say {
	return map[string]*Say{"welcome": &t.Welcome, "offHours": &t.OffHours, "waiting": &t.Waiting, "busy": &t.Busy, "closing": &t.Closing}
}

// teams are all that have words of their own.
func (t Texts) teams() []string {
	var out []string
	for _, w := range t.Idle {
		out = append(out, w.TeamID)
	}
	for _, s := range t.named() {
		for _, w := range s.Teams {
			out = append(out, w.TeamID)
		}
	}
	return slices.Compact(slices.Sorted(slices.Values(out)))
}

// check names everything that is wrong with the texts.
func (t *Texts) check(c *fault.Checker) {
	const at = "settings.texts."
	for name, s := range t.named() {
		least := 0
		if s.On {
			least = 1
		}
		checkWords(c, at+name+".text", s.Text, least)
		s.checkVariables(c, at+name, name == "waiting")
		timed := name == "waiting" || name == "busy"
		if timed && (s.After < minAfter || s.After > maxAfter) {
			c.Add(at+name+".after", fault.ErrRange, map[string]any{"min": minAfter, "max": maxAfter})
		}
		if !timed {
			s.After = 0
		}
		s.Teams = checkTeams(c, at+name+".teams", s.Teams)
	}
	c.If(t.Waiting.On && t.Busy.On && t.Busy.After <= t.Waiting.After, at+"busy.after", ErrBusyOrder)
	t.Idle = checkTeams(c, at+"idle", t.Idle)
}

func checkWords(c *fault.Checker, at string, l Localised, least int) {
	c.Text(at+".en", l.En, least, maxWords)
	c.Text(at+".zh", l.Zh, least, maxWords)
}

// checkVariables of all its words; who waits has a place in the queue.
func (s *Say) checkVariables(c *fault.Checker, at string, queued bool) {
	var known []string
	if queued {
		known = append(known, Position)
	}
	checkVariables(c, at+".text.en", s.Text.En, known)
	checkVariables(c, at+".text.zh", s.Text.Zh, known)
	for _, w := range s.Teams {
		checkVariables(c, at+".teams", w.Text.En+w.Text.Zh, known)
	}
}

// checkVariables names one that does not exist.
func checkVariables(c *fault.Checker, at, text string, known []string) {
	for _, name := range variables(text) {
		if !slices.Contains(known, name) {
			c.Add(at, ErrVariable, map[string]any{"name": name})
		}
	}
}

// checkTeams is the list without holes; a team has one set of words.
func checkTeams(c *fault.Checker, at string, teams []TeamWords) []TeamWords {
	c.Count(at, len(teams), MaxTextTeams)
	seen := map[string]bool{}
	for _, w := range teams {
		c.If(!id.Valid("tem", w.TeamID) || seen[w.TeamID], at, fault.ErrUnknownItem)
		checkWords(c, at, w.Text, 1)
		seen[w.TeamID] = true
	}
	return append([]TeamWords{}, teams...)
}
