package channel

import (
	"fmt"
	"slices"
	"strings"

	"frontdesk/internal/base/fault"
)

// Kinds of questions of the form for messages outside business hours.
const (
	LeaveText    = "text"
	LeaveOne     = "one"
	LeaveSeveral = "several"
	LeaveTick    = "tick"
)

// LeaveField is a question of the form for messages outside business hours, beside name, e-mail and message.
type LeaveField struct {
	ID       string        `json:"id"`
	Label    Localised     `json:"label"`
	Kind     string        `json:"kind,omitempty" enum:"text,one,several,tick" doc:"How it is answered: in words, with one of the options, with several of them, or with a tick."`
	Long     bool          `json:"long" doc:"Of text: several lines."`
	Required bool          `json:"required" doc:"Of tick: it must be set."`
	Options  []LeaveOption `json:"options,omitempty" doc:"Of one and several."`
}

// LeaveOption is something to choose.
type LeaveOption struct {
	ID    string    `json:"id"`
	Label Localised `json:"label"`
}

// Limits of the form.
const (
	MaxLeaveFields  = 8
	MaxLeaveAnswer  = 500
	MaxLeaveOptions = 20
	maxLeaveLabel   = 60
)

func (f LeaveField) choice() bool { return f.Kind == LeaveOne || f.Kind == LeaveSeveral }

func checkLeave(c *fault.Checker, fields []LeaveField) {
	const at = "settings.leave"
	c.Count(at, len(fields), MaxLeaveFields)
	seen := map[string]bool{}
	for i, f := range fields {
		field := fmt.Sprintf("%s[%d]", at, i)
		c.If(!reasonID.MatchString(f.ID) || seen[f.ID], field+".id", fault.ErrFormat)
		checkLabel(c, field, f.Label)
		c.Choice(field+".kind", f.Kind, "", LeaveText, LeaveOne, LeaveSeveral, LeaveTick)
		f.checkOptions(c, field)
		seen[f.ID] = true
	}
}

func checkLabel(c *fault.Checker, at string, l Localised) {
	c.Text(at+".label.en", l.En, 1, maxLeaveLabel)
	c.Text(at+".label.zh", l.Zh, 1, maxLeaveLabel)
}

func (f LeaveField) checkOptions(c *fault.Checker, field string) {
	c.Count(field+".options", len(f.Options), MaxLeaveOptions)
	c.If(f.choice() && len(f.Options) < 2, field+".options", fault.ErrRequired)
	seen := map[string]bool{}
	for i, o := range f.Options {
		at := fmt.Sprintf("%s.options[%d]", field, i)
		c.If(!reasonID.MatchString(o.ID) || seen[o.ID], at+".id", fault.ErrFormat)
		checkLabel(c, at, o.Label)
		seen[o.ID] = true
	}
}

// Answered checks the answers to the form and says them in words, one a line, in the visitor's language. Answers to
// questions that are gone are left out.
func (s Settings) Answered(c *fault.Checker, answers map[string]string, locale string) string {
	zh := strings.HasPrefix(locale, "zh")
	var lines []string
	for _, f := range s.Leave {
		field, value := "answers."+f.ID, strings.TrimSpace(answers[f.ID])
		c.If(f.Required && value == "", field, fault.ErrRequired)
		if value == "" {
			continue
		}
		said, ok := f.said(c, field, value, zh)
		c.If(!ok, field, fault.ErrChoice)
		if zh {
			lines = append(lines, f.Label.Zh+"："+said)
		} else {
			lines = append(lines, f.Label.En+": "+said)
		}
	}
	return strings.Join(lines, "\n")
}

// said is an answer in words: chosen options come by their ids, in any order, with commas between them.
func (f LeaveField) said(c *fault.Checker, field, value string, zh bool) (said string, ok bool) {
	switch f.Kind {
	case LeaveTick:
		if zh {
			return "是", value == "yes"
		}
		return "yes", value == "yes"
	case LeaveOne, LeaveSeveral:
		chosen := strings.Split(value, ",")
		var labels []string
		for _, o := range f.Options {
			if !slices.Contains(chosen, o.ID) {
				continue
			}
			if zh {
				labels = append(labels, o.Label.Zh)
			} else {
				labels = append(labels, o.Label.En)
			}
		}
		between := ", "
		if zh {
			between = "、"
		}
		return strings.Join(labels, between), len(labels) == len(chosen) && (f.Kind == LeaveSeveral || len(chosen) == 1)
	default:
		c.Text(field, value, 0, MaxLeaveAnswer)
		return value, true
	}
}
