package knowledge

import "strings"

// prepare trims the texts of a question, and makes the keys under which it is found.
func (q Question) prepare(w Words) Question {
	q.Zh.clean()
	q.En.clean()
	if q.Status == "" {
		q.Status = Unpublished
	}
	q.ZhSound, q.EnSound = sound(w, q.Zh), sound(w, q.En)
	return q
}

func sound(w Words, t Text) Sound {
	if t.empty() {
		return Sound{}
	}
	var ask, typed []string
	for _, s := range append([]string{t.Question}, t.Alternatives...) {
		if s == "" {
			continue
		}
		full, initials := w.Pinyin(s)
		ask, typed = append(ask, w.Fold(s)), append(typed, initials, full)
	}
	return Sound{Ask: strings.Join(ask, "\n"), Typed: strings.Join(typed, "\n"), Said: w.Fold(t.Answer)}
}
