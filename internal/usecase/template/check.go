package template

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/knowledge"
	"frontdesk/internal/domain/moderation"
	"frontdesk/internal/domain/wrapup"
)

// Limits of a file. What a thing may say is the matter of its domain; these keep a file from being a flood, and a name from being
// refused halfway.
const (
	maxTeams      = 50
	maxHours      = 10
	maxTags       = 100
	maxFields     = 30
	maxCategories = 500
	maxReplies    = 500
	maxQuestions  = 500
	maxWords      = 500
	maxAbout      = 300
	maxName       = 60
	maxTag        = 40
	maxTitle      = 100
	maxShortcut   = 30
	maxQuestion   = 200
	maxBody       = 5000
	maxNote       = 200
)

var keyShape = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// checker names what is wrong with a file, each at its place.
type checker struct {
	fault.Checker
	sets map[string]Set
}

// Check says everything that is wrong with a template.
func (t Template) check(sets map[string]Set) error {
	c := &checker{sets: sets}
	if t.Format != Format {
		c.Add("format", ErrFormat, map[string]any{"format": Format})
	}
	c.If(len(t.Key) > account.MaxTemplate || !keyShape.MatchString(t.Key) || t.Key == account.NoTemplate, "key", ErrKey)
	c.both("name", t.Name, maxName)
	c.Text("about.zh", t.About.Zh, 0, maxAbout)
	c.Text("about.en", t.About.En, 0, maxAbout)
	c.teams(t.Teams)
	c.hours(t.Hours)
	c.tags(t.Tags)
	c.fields(t.Fields)
	c.Choice("summaries.mode", t.Summaries.Mode, "", string(wrapup.Off), string(wrapup.Optional), string(wrapup.Required))
	c.Count("summaries.categories", subjects(t.Summaries.Categories), maxCategories)
	c.subjects("summaries.categories", t.Summaries.Categories, 1)
	c.replies(t.Replies)
	c.questions(t.FAQ)
	c.words(t.Words)
	return c.Err()
}

// both wants a text in one language at least.
func (c *checker) both(at string, t Text, longest int) {
	c.Text(at+".zh", t.Zh, 0, longest)
	c.Text(at+".en", t.En, 0, longest)
	c.If(strings.TrimSpace(t.Zh) == "" && strings.TrimSpace(t.En) == "", at+".zh", fault.ErrRequired)
	c.If(t.Zh != strings.TrimSpace(t.Zh), at+".zh", fault.ErrFormat)
	c.If(t.En != strings.TrimSpace(t.En), at+".en", fault.ErrFormat)
}

// names are texts that must differ from one another in each language.
type names map[string]bool

func (n names) add(c *checker, at string, t Text) {
	for lang, s := range map[string]string{"zh": t.Zh, "en": t.En} {
		key := lang + ":" + strings.ToLower(s)
		c.If(s != "" && n[key], at+"."+lang, ErrTwice)
		n[key] = true
	}
}

func (c *checker) teams(list []Team) {
	c.Count("teams", len(list), maxTeams)
	seen := names{}
	for i, t := range list {
		at := fmt.Sprintf("teams[%d]", i)
		c.both(at, t.Text, maxName)
		c.Text(at+".about.zh", t.About.Zh, 0, identity.MaxDescription)
		c.Text(at+".about.en", t.About.En, 0, identity.MaxDescription)
		seen.add(c, at, t.Text)
	}
}

func (c *checker) hours(list []Hours) {
	c.Count("hours", len(list), maxHours)
	seen := names{}
	for i, h := range list {
		at := fmt.Sprintf("hours[%d]", i)
		c.both(at, h.Text, maxName)
		seen.add(c, at, h.Text)
		for day, times := range h.Open {
			c.If(days[day] == nil, at+".open", ErrWeek)
			c.times(at+".open", times)
		}
		c.times(at+".onHolidays", h.OnHolidays)
		if _, ok := c.sets[h.Holidays]; h.Holidays != "" && !ok {
			c.Add(at+".holidays", ErrSet, nil)
		}
		c.days(at+".days", h.Days)
	}
}

func (c *checker) times(at, text string) {
	_, ok := intervals(text)
	c.If(!ok, at, ErrTimes)
}

func (c *checker) days(at string, list []Day) {
	c.Count(at, len(list), account.MaxExceptions)
	for i, d := range list {
		at := fmt.Sprintf("%s[%d]", at, i)
		c.both(at, d.Text, maxName)
		_, ok := d.dates()
		c.If(!ok, at+".from", ErrDays)
		c.times(at+".open", d.Open)
	}
}

func (c *checker) tags(list []Tag) {
	c.Count("tags", len(list), maxTags)
	seen := names{}
	for i, t := range list {
		at := fmt.Sprintf("tags[%d]", i)
		c.both(at, t.Text, maxTag)
		seen.add(c, at, t.Text)
		c.Choice(at+".colour", t.Colour, customer.Colours...)
	}
}

func (c *checker) fields(list []Field) {
	c.Count("fields", len(list), maxFields)
	seen := map[string]names{}
	for i, f := range list {
		at := fmt.Sprintf("fields[%d]", i)
		c.both(at, f.Text, maxName)
		if seen[f.Of] == nil {
			seen[f.Of] = names{}
		}
		seen[f.Of].add(c, at, f.Text)
		c.Choice(at+".of", f.Of, "customer", "conversation")
		c.Choice(at+".kind", f.Kind, "text", "number", "date", "choice", "choices", "yesno", "link")
		choice := f.Kind == "choice" || f.Kind == "choices"
		c.If(choice && len(f.Options) == 0, at+".options", fault.ErrRequired)
		c.If(!choice && len(f.Options) > 0, at+".options", fault.ErrFormat)
		options := names{}
		for j, o := range f.Options {
			at := fmt.Sprintf("%s.options[%d]", at, j)
			c.both(at, o, maxName)
			options.add(c, at, o)
		}
	}
}

func (c *checker) subjects(at string, list []Subject, level int) {
	if len(list) > 0 && level > wrapup.MaxLevels {
		c.Add(at, ErrDeep, map[string]any{"max": wrapup.MaxLevels})
		return
	}
	seen := names{}
	for i, s := range list {
		at := fmt.Sprintf("%s[%d]", at, i)
		c.both(at, s.Text, wrapup.MaxName)
		seen.add(c, at, s.Text)
		c.subjects(at+".below", s.Below, level+1)
	}
}

func (c *checker) replies(list []Folder) {
	titles, shortcuts, n := map[string]bool{}, map[string]bool{}, 0
	for i, f := range list {
		at := fmt.Sprintf("replies[%d]", i)
		c.both(at+".folder", f.Folder, maxName)
		c.If(strings.Contains(f.Folder.Zh+f.Folder.En, "/"), at+".folder", fault.ErrFormat)
		for j, r := range f.Items {
			at := fmt.Sprintf("%s.items[%d]", at, j)
			c.If(r.Zh == nil && r.En == nil, at+".zh", fault.ErrRequired)
			for lang, s := range r.sayings() {
				n++
				at := at + "." + lang[:2]
				c.Text(at+".title", s.Title, 1, maxTitle)
				c.Text(at+".shortcut", s.Shortcut, 0, maxShortcut)
				c.Text(at+".text", s.Text, 1, maxBody)
				if _, err := knowledge.Parse(s.Text); err != nil {
					for _, field := range fault.From(err).Fields {
						c.Add(at+".text", field.Def, field.Args)
					}
				}
				title, shortcut := lang+":"+strings.ToLower(s.Title), strings.ToLower(s.Shortcut)
				c.If(titles[title], at+".title", ErrTwice)
				c.If(shortcut != "" && shortcuts[shortcut], at+".shortcut", ErrTwice)
				titles[title], shortcuts[shortcut] = true, true
			}
		}
	}
	c.Count("replies", n, maxReplies)
}

func (c *checker) questions(list []Category) {
	seen, asked, n := names{}, names{}, 0
	for i, k := range list {
		at := fmt.Sprintf("faq[%d]", i)
		c.both(at+".category", k.Category, maxName)
		c.If(strings.Contains(k.Category.Zh+k.Category.En, "/"), at+".category", fault.ErrFormat)
		seen.add(c, at+".category", k.Category)
		for j, q := range k.Items {
			n++
			at := fmt.Sprintf("%s.items[%d]", at, j)
			c.If(q.Zh == nil && q.En == nil, at+".zh", fault.ErrRequired)
			c.answer(at+".zh", q.Zh)
			c.answer(at+".en", q.En)
			asked.add(c, at, q.names())
		}
	}
	c.Count("faq", n, maxQuestions)
}

// names are the question in both languages.
func (q Question) names() Text {
	var t Text
	if q.Zh != nil {
		t.Zh = q.Zh.Question
	}
	if q.En != nil {
		t.En = q.En.Question
	}
	return t
}

func (c *checker) answer(at string, a *Answer) {
	if a == nil {
		return
	}
	c.Text(at+".question", a.Question, 1, maxQuestion)
	c.Text(at+".answer", a.Answer, 1, maxBody)
	c.Count(at+".also", len(a.Also), knowledge.MaxAlternatives)
	for i, other := range a.Also {
		c.Text(fmt.Sprintf("%s.also[%d]", at, i), other, 1, maxQuestion)
	}
}

func (c *checker) words(list []Word) {
	c.Count("words", len(list), maxWords)
	seen := []string{}
	for i, w := range list {
		at := fmt.Sprintf("words[%d]", i)
		c.Text(at+".text", w.Text, 1, moderation.MaxWord)
		c.Choice(at+".side", w.Side, string(moderation.Agent), string(moderation.Visitor), string(moderation.Both))
		c.Choice(at+".action", w.Action, string(moderation.Warn), string(moderation.Block), string(moderation.Replace), string(moderation.Report))
		c.Text(at+".note.zh", w.Note.Zh, 0, maxNote)
		c.Text(at+".note.en", w.Note.En, 0, maxNote)
		key := moderation.Normal(w.Text) + "/" + w.Side
		c.If(slices.Contains(seen, key), at+".text", ErrTwice)
		seen = append(seen, key)
	}
}
