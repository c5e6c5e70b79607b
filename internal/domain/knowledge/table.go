package knowledge

import (
	"strings"
	"time"

	"frontdesk/internal/base/fault"
)

// reader reads the rows of one table, and keeps what is wrong with them.
type reader struct {
	form     form
	at       map[string]int
	zone     *time.Location
	locale   string
	problems []Problem
}

func holds(at map[string]int, fields ...string) bool {
	for _, f := range fields {
		if _, ok := at[f]; !ok {
			return false
		}
	}
	return true
}

func (r *reader) cell(l Line, field string) string {
	at, ok := r.at[field]
	if !ok || at >= len(l.Cells) {
		return ""
	}
	return strings.TrimSpace(l.Cells[at])
}

func (r *reader) moment(l Line, field string, c *fault.Checker) *time.Time {
	value := strings.NewReplacer("/", "-", "年", "-", "月", "-", "日", "").Replace(r.cell(l, field))
	if value == "" {
		return nil
	}
	for _, form := range []string{"2006-1-2", "2006-1-2 15:04", "2006-1-2 15:04:05"} {
		if t, err := time.ParseInLocation(form, value, r.zone); err == nil {
			t = t.UTC()
			return &t
		}
	}
	c.Add(field, ErrDate, nil)
	return nil
}

// note keeps what is wrong with a row, in the language of the person. A fault may concern a field of something that a column
// leads to.
func (r *reader) note(line int, err error, means map[string]string) {
	for _, f := range fault.From(err).Fields {
		if len(r.problems) >= maxProblems {
			return
		}
		name := f.Name
		if other, ok := means[name]; ok {
			name = other
		}
		r.problems = append(r.problems, Problem{Line: line, Column: r.form.title(name, r.locale), Code: f.Def.Code, Detail: f.Sentence(r.locale)})
	}
}
