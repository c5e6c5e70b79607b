package knowledge

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
)

var questionForm = form{
	{"id", "ID", "编号"},
	{"categoryId", "Category", "分类"},
	{"zh.question", "Question (Chinese)", "问题"},
	{"zh.alternatives", "Other wordings (Chinese)", "相似问法"},
	{"zh.answer", "Answer (Chinese)", "答案"},
	{"en.question", "Question (English)", "英文问题"},
	{"en.alternatives", "Other wordings (English)", "英文相似问法"},
	{"en.answer", "Answer (English)", "英文答案"},
	{"status", "Status", "状态"},
	{"hot", "Hot", "热门"},
	{"internal", "Internal", "仅内部"},
	{"validFrom", "Valid from", "生效时间"},
	{"validUntil", "Valid until", "失效时间"},
	{"uses", "Uses", "使用次数"},
	{"helped", "Helped", "有帮助"},
	{"notHelped", "Did not help", "没帮助"},
}

// Import adds the questions of a table and changes those that are there already: the ones whose number or whose question
// stands in a row. Unless bad rows are to be skipped, one bad row keeps all of them out.
func (s *FAQ) Import(ctx context.Context, lines []Line, zone *time.Location, skip bool) (Report, error) {
	a, err := actor.Require(ctx, PermFAQManage)
	if err != nil {
		return Report{}, err
	}
	if len(lines) == 0 {
		return Report{}, ErrQuestionColumn.New()
	}
	at := questionForm.head(lines[0].Cells)
	if !holds(at, "zh.question", "zh.answer") && !holds(at, "en.question", "en.answer") {
		return Report{}, ErrQuestionColumn.New()
	}
	if len(lines)-1 > MaxImport {
		return Report{}, fault.ErrTooManyOf.With("max", MaxImport)
	}
	var out Report
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		i := questions{s: s, a: a, reader: reader{form: questionForm, at: at, zone: zone, locale: a.Locale}, before: map[string]Question{}}
		if err := i.read(ctx, lines[1:]); err != nil {
			return err
		}
		out = Report{Rows: len(lines) - 1, Problems: i.problems}
		if len(i.problems) > 0 && !skip {
			return nil
		}
		out.Changed = i.known()
		out.Imported = len(i.good) - out.Changed
		return i.write(ctx)
	})
	return out, err
}

// questions reads the rows of one table.
type questions struct {
	reader
	s          *FAQ
	a          actor.Actor
	categories Categories // with those to be made
	fresh      []Category
	asked      map[string]string   // what is asked already, and by which question
	good       []Question          // as they will be
	before     map[string]Question // what those that are there already were, by id
}

func (i *questions) read(ctx context.Context, lines []Line) error {
	all, err := i.s.d.Store.AllCategories(ctx)
	if err != nil {
		return err
	}
	i.categories = all
	if i.asked, err = i.s.d.Store.Asked(ctx); err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, l := range lines {
		var c fault.Checker
		q, err := i.question(ctx, l, &c)
		if err != nil {
			return err
		}
		q.check(&c)
		asked := "zh.question"
		if q.Zh.Question == "" {
			asked = "en.question"
		}
		c.If(seen[q.ID], asked, fault.ErrTaken)
		if err := c.Err(); err != nil {
			i.note(l.Number, err, nil)
			continue
		}
		if holds(i.at, "categoryId") {
			if q.CategoryID, err = i.category(i.cell(l, "categoryId")); err != nil {
				i.note(l.Number, err, map[string]string{"nameZh": "categoryId", "nameEn": "categoryId", "parentId": "categoryId"})
				continue
			}
		}
		seen[q.ID] = true
		i.good = append(i.good, q)
		for _, sound := range []Sound{q.ZhSound, q.EnSound} {
			if first, _, _ := strings.Cut(sound.Ask, "\n"); first != "" {
				i.asked[first] = q.ID
			}
		}
	}
	if len(i.categories) > MaxCategories {
		return ErrTooManyCategories.With("max", MaxCategories)
	}
	return i.s.room(ctx, len(i.good)-i.known())
}

// known is how many rows are about questions that are there already.
func (i *questions) known() int {
	n := 0
	for _, q := range i.good {
		if _, ok := i.before[q.ID]; ok {
			n++
		}
	}
	return n
}

// question is what a row says, laid over the question that it changes.
func (i *questions) question(ctx context.Context, l Line, c *fault.Checker) (Question, error) {
	q, err := i.about(ctx, l)
	if err != nil {
		return q, err
	}
	for lang, t := range map[string]*Text{"zh": &q.Zh, "en": &q.En} {
		i.lay(l, lang+".question", func(cell string) { t.Question = cell })
		i.lay(l, lang+".answer", func(cell string) { t.Answer = cell })
		i.lay(l, lang+".alternatives", func(cell string) {
			t.Alternatives = strings.FieldsFunc(cell, func(r rune) bool { return r == '\n' || r == '|' })
		})
	}
	i.lay(l, "status", func(cell string) { q.Status = status(cell) })
	i.lay(l, "hot", func(cell string) { q.Hot = yes(cell, "hot", c) })
	i.lay(l, "internal", func(cell string) { q.Internal = yes(cell, "internal", c) })
	i.lay(l, "validFrom", func(string) { q.ValidFrom = i.moment(l, "validFrom", c) })
	i.lay(l, "validUntil", func(string) { q.ValidUntil = i.moment(l, "validUntil", c) })
	if q.ID == "" {
		return i.s.fresh(i.a, q), nil
	}
	return q.prepare(i.s.d.Words), nil
}

// lay hands over a cell, if the table has its column.
func (i *questions) lay(l Line, field string, put func(cell string)) {
	if holds(i.at, field) {
		put(i.cell(l, field))
	}
}

// about is the question that a row is about, or an empty one.
func (i *questions) about(ctx context.Context, l Line) (Question, error) {
	ids := []string{i.cell(l, "id")}
	for _, field := range []string{"zh.question", "en.question"} {
		if asked := i.s.d.Words.Fold(i.cell(l, field)); asked != "" {
			ids = append(ids, i.asked[asked])
		}
	}
	for _, known := range ids {
		if !id.Valid("faq", known) {
			continue
		}
		if j := slices.IndexFunc(i.good, func(q Question) bool { return q.ID == known }); j >= 0 {
			return i.good[j], nil // the same question twice in one table, which is refused
		}
		q, err := i.s.d.Store.Question(ctx, known)
		if fault.Has(err, ErrQuestionNotFound) {
			continue
		}
		if err == nil {
			i.before[q.ID] = q
		}
		return q, err
	}
	return Question{}, nil
}

// status understands what people write for one; nothing is a draft.
func status(cell string) Status {
	switch strings.ToLower(cell) {
	case "published", "已发布", "发布":
		return Published
	case "", "draft", "草稿", "未发布":
		return Unpublished
	default:
		return Status(cell)
	}
}

func yes(cell, field string, c *fault.Checker) bool {
	switch strings.ToLower(cell) {
	case "yes", "y", "true", "1", "是", "√":
		return true
	case "", "no", "n", "false", "0", "否", "×":
	default:
		c.Add(field, ErrYesNo, nil)
	}
	return false
}

// category is the category of a path; those that are missing are made.
func (i *questions) category(path string) (string, error) {
	return walk(path, func(parent, name string) (string, bool) {
		at := slices.IndexFunc(i.categories, func(c Category) bool { return c.ParentID == parent && c.called(name) })
		if at < 0 {
			return "", false
		}
		return i.categories[at].ID, true
	}, func(parent, name string) (string, error) {
		c := Category{ID: id.At("fqc", i.s.d.Clock.Now()), ParentID: parent, NameZh: name, Position: min(len(i.categories), MaxCategories), Version: 1}
		if !chinese(i.locale) {
			c.NameZh, c.NameEn = "", name
		}
		if err := fits(i.categories, c); err != nil {
			return "", err
		}
		i.fresh, i.categories = append(i.fresh, c), append(i.categories, c)
		return c.ID, nil
	})
}

func (i *questions) write(ctx context.Context) error {
	for _, c := range i.fresh {
		if err := i.s.d.Store.InsertCategory(ctx, c); err != nil {
			return err
		}
		if err := keepCategory(ctx, nil, &c); err != nil {
			return err
		}
	}
	added, changed := 0, 0
	for _, q := range i.good {
		before, known := i.before[q.ID]
		switch {
		case !known:
			added++
			if err := i.s.d.Store.InsertQuestion(ctx, q); err != nil {
				return err
			}
		case !q.same(before):
			changed++
			if _, err := i.s.write(ctx, i.a, before, q); err != nil {
				return err
			}
		}
	}
	if added+changed+len(i.fresh) == 0 {
		return nil
	}
	if err := i.s.d.Store.Changed(ctx); err != nil {
		return err
	}
	return unit.Append(ctx, event.New(i.a.Tenant, QuestionStream, i.a.Tenant, EventFAQImported, i.a.Ref(), i.s.d.Clock.Now(),
		FAQImported{Added: added, Changed: changed}))
}

// Export gives all questions row by row, the head first, as Import reads them.
func (s *FAQ) Export(ctx context.Context, zone *time.Location, row func(cells ...string) error) error {
	a, err := actor.Require(ctx, PermFAQManage)
	if err != nil {
		return err
	}
	all, err := s.d.Store.AllCategories(ctx)
	if err != nil {
		return err
	}
	if err := row(questionForm.titles(a.Locale)...); err != nil {
		return err
	}
	for p := (page.Request{Limit: page.MaxLimit}); ; {
		list, err := s.d.Store.ListQuestions(ctx, QuestionFilter{}, p)
		if err != nil {
			return err
		}
		for _, q := range list.Items {
			if err := row(cells(q, all, zone, a.Locale)...); err != nil {
				return err
			}
		}
		if p.Cursor = list.Next; p.Cursor == "" {
			return nil
		}
	}
}

func cells(q Question, all Categories, zone *time.Location, locale string) []string {
	words := map[any]string{Published: "published", Unpublished: "draft", true: "yes", false: "no"}
	if chinese(locale) {
		words = map[any]string{Published: "已发布", Unpublished: "草稿", true: "是", false: "否"}
	}
	var names []string
	for _, c := range all.Path(q.CategoryID) {
		names = append(names, c.Name(locale))
	}
	return []string{
		q.ID, strings.Join(names, "/"), q.Zh.Question, strings.Join(q.Zh.Alternatives, "\n"), q.Zh.Answer,
		q.En.Question, strings.Join(q.En.Alternatives, "\n"), q.En.Answer, words[q.Status], words[q.Hot], words[q.Internal],
		day(q.ValidFrom, zone), day(q.ValidUntil, zone),
		strconv.FormatInt(q.Uses, 10), strconv.FormatInt(q.Helped, 10), strconv.FormatInt(q.NotHelped, 10),
	}
}
