package demo

import (
	"context"
	"strings"

	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/knowledge"
)

// questions makes the FAQ of the shop, some of which was sent and voted on before.
func (s *shop) questions(ctx context.Context) error {
	raw, err := content.ReadFile("content/faq.txt")
	if err != nil {
		return err
	}
	categories := map[string]string{} // Chinese path → id
	c, err := s.Channels.Get(ctx, s.channel)
	if err != nil {
		return err
	}
	n := 0
	for line := range strings.Lines(string(raw)) {
		line = strings.TrimSpace(line)
		if path, ok := strings.CutPrefix(line, "@"); ok {
			if err := s.category(ctx, categories, path); err != nil {
				return err
			}
			continue
		}
		cells := strings.Split(line, "|")
		const all = 8
		if len(cells) != all || strings.HasPrefix(line, "#") {
			continue
		}
		n++
		if err := s.question(ctx, c, categories, cells, n); err != nil {
			return err
		}
	}
	return nil
}

// category makes the last one of a path in both languages.
func (s *shop) category(ctx context.Context, made map[string]string, path string) error {
	zh, en, _ := strings.Cut(path, "|")
	parent, name, below := cutLast(zh)
	_, nameEn, _ := cutLast(en)
	c := knowledge.Category{NameZh: name, NameEn: nameEn}
	if below {
		c.ParentID = made[parent]
	}
	c, err := s.FAQ.CreateCategory(ctx, c)
	made[zh] = c.ID
	return err
}

func cutLast(path string) (before, last string, found bool) {
	i := strings.LastIndexByte(path, '/')
	if i < 0 {
		return "", path, false
	}
	return path[:i], path[i+1:], true
}

func (s *shop) question(ctx context.Context, c channel.Detail, categories map[string]string, cells []string, n int) error {
	text := func(question, wordings, answer string) knowledge.Text {
		return knowledge.Text{Question: question, Alternatives: strings.Split(wordings, ";"), Answer: strings.ReplaceAll(answer, `\n`, "\n")}
	}
	marks := cells[7]
	q := knowledge.Question{
		CategoryID: categories[cells[0]], Zh: text(cells[1], cells[2], cells[3]), En: text(cells[4], cells[5], cells[6]),
		Status: knowledge.Published, Hot: strings.Contains(marks, "h"), Internal: strings.Contains(marks, "i"),
	}
	if strings.Contains(marks, "d") {
		q.Status = knowledge.Unpublished
	}
	q, err := s.FAQ.Create(ctx, q)
	if err != nil || q.Status != knowledge.Published {
		return err
	}
	for range 23 / n {
		if err := s.FAQ.Used(ctx, q.ID); err != nil {
			return err
		}
	}
	if q.Internal {
		return nil
	}
	const fewFail = 4
	for i := range 11 / n {
		if err := s.FAQ.Vote(ctx, c.WidgetKey, "", q.ID, i%fewFail != fewFail-1); err != nil {
			return err
		}
	}
	return nil
}
