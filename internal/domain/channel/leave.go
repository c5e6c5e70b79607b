package channel

import (
	"fmt"
	"strings"

	"frontdesk/internal/base/fault"
)

// LeaveField is a question of the form for messages outside business hours, beside name, e-mail and message.
type LeaveField struct {
	ID       string    `json:"id"`
	Label    Localised `json:"label"`
	Long     bool      `json:"long" doc:"Several lines."`
	Required bool      `json:"required"`
}

// Limits of the form.
const (
	MaxLeaveFields = 8
	MaxLeaveAnswer = 500
	maxLeaveLabel  = 60
)

func checkLeave(c *fault.Checker, fields []LeaveField) {
	const at = "settings.leave"
	c.Count(at, len(fields), MaxLeaveFields)
	seen := map[string]bool{}
	for i, f := range fields {
		field := fmt.Sprintf("%s[%d]", at, i)
		c.If(!reasonID.MatchString(f.ID) || seen[f.ID], field+".id", fault.ErrFormat)
		c.Text(field+".label.en", f.Label.En, 1, maxLeaveLabel)
		c.Text(field+".label.zh", f.Label.Zh, 1, maxLeaveLabel)
		seen[f.ID] = true
	}
}

// Answered checks the answers to the form and says them in words, one a line, in the visitor's language. Answers to
// questions that are gone are left out.
func (s Settings) Answered(c *fault.Checker, answers map[string]string, locale string) string {
	var lines []string
	for _, f := range s.Leave {
		value := strings.TrimSpace(answers[f.ID])
		least := 0
		if f.Required {
			least = 1
		}
		c.Text("answers."+f.ID, value, least, MaxLeaveAnswer)
		if value == "" {
			continue
		}
		if strings.HasPrefix(locale, "zh") {
			lines = append(lines, f.Label.Zh+"："+value)
		} else {
			lines = append(lines, f.Label.En+": "+value)
		}
	}
	return strings.Join(lines, "\n")
}
