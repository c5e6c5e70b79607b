package template

import (
	"context"
	"slices"
	"strings"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/knowledge"
	"frontdesk/internal/domain/moderation"
	"frontdesk/internal/domain/wrapup"
)

func (j *job) categories(ctx context.Context) (plan, error) {
	setup, err := j.s.d.Categories.Setup(ctx)
	if err != nil {
		return plan{}, err
	}
	tree := wrapup.NewTree(setup.Categories)
	var p plan
	var rows []wrapup.Row
	// A subject that is there lends its names to the way to what is below it, so that nothing is renamed.
	var walk func(list []Subject, parent string, known bool, way []wrapup.Level)
	walk = func(list []Subject, parent string, known bool, way []wrapup.Level) {
		for _, s := range list {
			level, id, there := wrapup.Level{Zh: s.Zh, En: s.En}, "", false
			if known {
				for _, c := range tree.Children(parent) {
					if s.same(c.NameZh, c.NameEn) {
						level, id, there = wrapup.Level{Zh: c.NameZh, En: c.NameEn}, c.ID, true
					}
				}
			}
			under := make([]string, 0, len(way))
			for _, l := range way {
				under = append(under, Text{l.Zh, l.En}.In(j.lang))
			}
			p.items = append(p.items, Item{Name: s.In(j.lang), Under: strings.Join(under, " / "), There: there})
			path := append(slices.Clone(way), level)
			if !there {
				r := wrapup.Row{Line: len(rows) + 1}
				copy(r.Levels[:], path)
				rows = append(rows, r)
			}
			walk(s.Below, id, there, path)
		}
	}
	walk(j.t.Summaries.Categories, "", true, nil)
	p.write = func(ctx context.Context) error {
		if _, err := j.s.d.Categories.Import(ctx, rows); err != nil {
			return err
		}
		decided := slices.ContainsFunc(setup.Forms, func(f wrapup.Form) bool { return f.TeamID == wrapup.DefaultTeam })
		if decided || j.t.Summaries.Mode == "" {
			return nil
		}
		_, err := j.s.d.Categories.ChangeForm(ctx, wrapup.Form{TeamID: wrapup.DefaultTeam, Mode: wrapup.Mode(j.t.Summaries.Mode)})
		return err
	}
	return p, nil
}

// every reads all pages of a list.
func every[T any](read func(p page.Request) (page.Of[T], error)) ([]T, error) {
	var out []T
	for p := (page.Request{Limit: page.MaxLimit}); ; {
		list, err := read(p)
		if err != nil {
			return nil, err
		}
		out = append(out, list.Items...)
		if p.Cursor = list.Next; p.Cursor == "" {
			return out, nil
		}
	}
}

var company = knowledge.Tree{Scope: knowledge.Company}

func (j *job) replies(ctx context.Context) (plan, error) {
	all, err := every(func(p page.Request) (page.Of[knowledge.Reply], error) {
		return j.s.d.Texts.Replies.List(ctx, knowledge.Filter{Tree: company}, p)
	})
	if err != nil {
		return plan{}, err
	}
	titles, shortcuts := map[string]bool{}, map[string]bool{}
	for _, r := range all {
		titles[strings.ToLower(r.Title)], shortcuts[strings.ToLower(r.Shortcut)] = true, true
	}
	var p plan
	made := map[int][]knowledge.Reply{} // by folder
	for at, f := range j.t.Replies {
		for _, r := range f.Items {
			for _, lang := range []string{Chinese, English} {
				s, ok := r.sayings()[lang]
				if !ok {
					continue
				}
				there := titles[strings.ToLower(s.Title)]
				p.items = append(p.items, Item{Name: s.Title, Under: f.Folder.In(j.lang), About: s.Text, There: there})
				if there {
					continue
				}
				reply := knowledge.Reply{Tree: company, Content: knowledge.Content{Title: s.Title, Body: s.Text, Lang: lang}}
				if !shortcuts[strings.ToLower(s.Shortcut)] { // one that is taken stays with whoever has it
					reply.Shortcut = s.Shortcut
				}
				made[at] = append(made[at], reply)
			}
		}
	}
	p.write = func(ctx context.Context) error {
		folders, err := j.s.d.Texts.Replies.Folders(ctx, company)
		if err != nil {
			return err
		}
		for at, f := range j.t.Replies {
			if err := j.shelve(ctx, folders, f.Folder, made[at]); err != nil {
				return err
			}
		}
		return nil
	}
	return p, nil
}

// shelve puts replies into a folder and into use.
func (j *job) shelve(ctx context.Context, folders []knowledge.Folder, name Text, replies []knowledge.Reply) error {
	if len(replies) == 0 {
		return nil
	}
	into := ""
	for _, f := range folders {
		if f.ParentID == "" && name.called(f.Name) {
			into = f.ID
		}
	}
	if into == "" {
		f, err := j.s.d.Texts.Replies.CreateFolder(ctx, company, "", name.In(j.lang))
		if err != nil {
			return err
		}
		into = f.ID
	}
	for _, r := range replies {
		r.FolderID = into
		r, err := j.s.d.Texts.Replies.Create(ctx, r)
		if err != nil {
			return err
		}
		if err := j.approve(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// approve puts a reply into use if the actor may approve replies. The text is the template's and not the actor's own, so nobody
// else has to look at it; without that right it waits for somebody who has it.
func (j *job) approve(ctx context.Context, r knowledge.Reply) error {
	r, err := j.s.d.Texts.Replies.Review(ctx, r.ID, r.Version, knowledge.Submit, "")
	if err != nil || j.a.Can(knowledge.PermApprove) == actor.None {
		return err
	}
	_, err = j.s.d.Texts.Replies.Review(actor.With(ctx, actor.SystemFor(j.a.Tenant)), r.ID, r.Version, knowledge.Approve, "")
	return err
}

func (j *job) faq(ctx context.Context) (plan, error) {
	all, err := every(func(p page.Request) (page.Of[knowledge.Question], error) {
		return j.s.d.Texts.FAQ.List(ctx, knowledge.QuestionFilter{}, p)
	})
	if err != nil {
		return plan{}, err
	}
	asked := map[string]bool{}
	for _, q := range all {
		asked[strings.ToLower(q.Zh.Question)], asked[strings.ToLower(q.En.Question)] = true, true
	}
	delete(asked, "")
	var p plan
	made := map[int][]knowledge.Question{} // by category
	for at, k := range j.t.FAQ {
		for _, q := range k.Items {
			name := q.names()
			there := asked[strings.ToLower(name.Zh)] || asked[strings.ToLower(name.En)]
			zh, en := q.Zh.text(), q.En.text()
			p.items = append(p.items, Item{Name: name.In(j.lang), Under: k.Category.In(j.lang), About: Text{zh.Answer, en.Answer}.In(j.lang), There: there})
			if !there {
				made[at] = append(made[at], knowledge.Question{Zh: zh, En: en, Status: knowledge.Published, Hot: q.Hot, Internal: q.Internal})
			}
		}
	}
	p.write = func(ctx context.Context) error {
		categories, err := j.s.d.Texts.FAQ.Categories(ctx)
		if err != nil {
			return err
		}
		for at, k := range j.t.FAQ {
			if err := j.publish(ctx, categories, k.Category, made[at]); err != nil {
				return err
			}
		}
		return nil
	}
	return p, nil
}

func (a *Answer) text() knowledge.Text {
	if a == nil {
		return knowledge.Text{Alternatives: []string{}}
	}
	return knowledge.Text{Question: a.Question, Alternatives: append([]string{}, a.Also...), Answer: a.Answer}
}

func (j *job) publish(ctx context.Context, categories []knowledge.Category, name Text, questions []knowledge.Question) error {
	if len(questions) == 0 {
		return nil
	}
	into := ""
	for _, c := range categories {
		if c.ParentID == "" && name.same(c.NameZh, c.NameEn) {
			into = c.ID
		}
	}
	if into == "" {
		c, err := j.s.d.Texts.FAQ.CreateCategory(ctx, knowledge.Category{NameZh: name.Zh, NameEn: name.En})
		if err != nil {
			return err
		}
		into = c.ID
	}
	for _, q := range questions {
		q.CategoryID = into
		if _, err := j.s.d.Texts.FAQ.Create(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

func (j *job) words(ctx context.Context) (plan, error) {
	var p plan
	for _, w := range j.t.Words {
		there, err := j.listed(ctx, w)
		if err != nil {
			return p, err
		}
		p.items = append(p.items, Item{Name: w.Text, Under: w.Action, About: w.Note.In(j.lang), There: there})
	}
	p.write = func(ctx context.Context) error {
		for i, w := range j.t.Words {
			if p.items[i].There {
				continue
			}
			_, err := j.s.d.Texts.Words.AddWord(ctx, moderation.Word{
				Text: w.Text, Side: moderation.Side(w.Side), Action: moderation.Action(w.Action), Replacement: w.Replacement,
				Note: w.Note.In(j.lang), Enabled: true,
			})
			if err != nil {
				return err
			}
		}
		return nil
	}
	return p, nil
}

// listed reports whether a word is on the list for the same side.
func (j *job) listed(ctx context.Context, w Word) (bool, error) {
	want := moderation.Normal(w.Text)
	found, err := j.s.d.Texts.Words.ListWords(ctx, moderation.WordQuery{Search: w.Text, Side: moderation.Side(w.Side), Page: page.Request{Limit: page.MaxLimit}})
	return slices.ContainsFunc(found.Items, func(o moderation.Word) bool { return o.Normal() == want }), err
}
