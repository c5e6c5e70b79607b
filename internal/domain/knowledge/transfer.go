package knowledge

import (
	"context"
	"slices"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
)

// MaxImport is how many replies one file may hold.
const MaxImport = 5000

// form is what a table looks like: its columns in their order, as they are called on the wire, in English and in Chinese.
type form []struct{ field, en, zh string }

var replyForm = form{
	{"folderId", "Folder", "分组"},
	{"title", "Title", "标题"},
	{"shortcut", "Shortcut", "快捷词"},
	{"body", "Text", "内容"},
	{"lang", "Language", "语言"},
	{"effectiveFrom", "Effective from", "生效时间"},
	{"effectiveUntil", "Effective until", "失效时间"},
}

// head finds where the columns of a table are.
func (f form) head(cells []string) map[string]int {
	at := map[string]int{}
	for i, cell := range cells {
		for _, c := range f {
			if cell = strings.TrimSpace(cell); strings.EqualFold(c.en, cell) || c.zh == cell {
				at[c.field] = i
			}
		}
	}
	return at
}

// title is what a field's column is called in a language; "" without such a column.
func (f form) title(field, locale string) string {
	for _, c := range f {
		if c.field == field && chinese(locale) {
			return c.zh
		} else if c.field == field {
			return c.en
		}
	}
	return ""
}

// titles are the first row of a table.
func (f form) titles(locale string) []string {
	out := make([]string, 0, len(f))
	for _, c := range f {
		out = append(out, f.title(c.field, locale))
	}
	return out
}

// Line is one row of a table, with its number as the person sees it.
type Line struct {
	Number int
	Cells  []string
}

// Problem is what is wrong with one cell.
type Problem struct {
	Line   int    `json:"line"`
	Column string `json:"column,omitempty"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// Report says what became of an import.
type Report struct {
	Rows     int       `json:"rows" doc:"Replies in the file."`
	Imported int       `json:"imported" doc:"How many are new."`
	Changed  int       `json:"changed,omitempty" doc:"How many were there already; only the FAQ changes them."`
	Problems []Problem `json:"problems" doc:"At most a hundred."`
}

const maxProblems = 100

// Import adds the replies of a table to a tree. Unless bad rows are to be skipped, one bad row keeps all of them out.
// What the company says is imported as drafts that wait for their approval.
func (s *Service) Import(ctx context.Context, t Tree, lines []Line, zone *time.Location, skip bool) (Report, error) {
	a, err := actor.Require(ctx, PermUse)
	if err != nil {
		return Report{}, err
	}
	if t, err = s.tree(ctx, a, t, true); err != nil {
		return Report{}, err
	}
	if len(lines) == 0 {
		return Report{}, ErrColumn.New()
	}
	at := replyForm.head(lines[0].Cells)
	if !holds(at, "title", "body") {
		return Report{}, ErrColumn.New()
	}
	if len(lines)-1 > MaxImport {
		return Report{}, fault.ErrTooManyOf.With("max", MaxImport)
	}
	var out Report
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		i := importer{s: s, a: a, tree: t, reader: reader{form: replyForm, at: at, zone: zone, locale: a.Locale}}
		if err := i.read(ctx, lines[1:]); err != nil {
			return err
		}
		out = Report{Rows: len(lines) - 1, Problems: i.problems}
		if len(i.problems) > 0 && !skip || len(i.good) == 0 {
			return nil
		}
		out.Imported = len(i.good)
		return i.write(ctx)
	})
	return out, err
}

// importer reads the rows of one table.
type importer struct {
	reader
	s       *Service
	a       actor.Actor
	tree    Tree
	folders []Folder // of the tree, with those to be made
	fresh   []Folder
	taken   map[string]string
	good    []Reply
}

func (i *importer) read(ctx context.Context, lines []Line) error {
	if err := i.s.room(ctx, len(lines)); err != nil {
		return err
	}
	var err error
	if i.folders, err = i.s.d.Store.ListFolders(ctx, []Tree{i.tree}); err != nil {
		return err
	}
	if i.taken, err = i.s.d.Store.Shortcuts(ctx, i.tree); err != nil {
		return err
	}
	for _, l := range lines {
		var c fault.Checker
		r := i.reply(l, &c)
		r.check(&c)
		if other, ok := i.taken[r.Keys.Shortcut]; ok && r.Keys.Shortcut != "" && other != r.ID {
			c.Add("shortcut", fault.ErrTaken, nil)
		}
		if err := c.Err(); err != nil {
			i.note(l.Number, err, nil)
			continue
		}
		if r.FolderID, err = i.folder(i.cell(l, "folderId")); err != nil {
			i.note(l.Number, err, map[string]string{"name": "folderId", "parentId": "folderId"})
			continue
		}
		if r.Keys.Shortcut != "" {
			i.taken[r.Keys.Shortcut] = r.ID
		}
		i.good = append(i.good, r)
	}
	n, err := i.s.d.Store.CountFolders(ctx)
	if err == nil && n+len(i.fresh) > MaxFolders {
		err = ErrTooManyFolders.With("max", MaxFolders)
	}
	return err
}

func (i *importer) reply(l Line, c *fault.Checker) Reply {
	r := Reply{Tree: i.tree, Content: Content{
		Title: i.cell(l, "title"), Shortcut: i.cell(l, "shortcut"), Body: i.cell(l, "body"), Lang: language(i.cell(l, "lang")),
	}}
	r.EffectiveFrom, r.EffectiveUntil = i.moment(l, "effectiveFrom", c), i.moment(l, "effectiveUntil", c)
	return i.s.fresh(i.a, r)
}

// language understands what people write for one.
func language(s string) string {
	switch strings.ToLower(s) {
	case "", "any", "all", "不限", "全部":
		return Any
	case "zh", "zh-cn", "中文", "简体中文", "chinese":
		return "zh-CN"
	case "en", "english", "英文", "英语":
		return "en"
	default:
		return s
	}
}

// walk goes down a path such as "售前/价格" to the id of its last level; add makes a level that find does not know.
func walk(path string, find func(parent, name string) (id string, ok bool), add func(parent, name string) (id string, err error)) (string, error) {
	at := ""
	for name := range strings.SplitSeq(path, "/") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		below, ok := find(at, name)
		if !ok {
			var err error
			if below, err = add(at, name); err != nil {
				return "", err
			}
		}
		at = below
	}
	return at, nil
}

// folder is the folder of a path; those that are missing are made.
func (i *importer) folder(path string) (string, error) {
	return walk(path, func(parent, name string) (string, bool) {
		at := slices.IndexFunc(i.folders, func(f Folder) bool { return f.ParentID == parent && f.Name == name })
		if at < 0 {
			return "", false
		}
		return i.folders[at].ID, true
	}, func(parent, name string) (string, error) {
		f := Folder{ID: id.At("fld", i.s.d.Clock.Now()), Tree: i.tree, ParentID: parent, Name: name, Version: 1}
		var c fault.Checker
		f.check(&c)
		if err := c.Err(); err != nil {
			return "", err
		}
		if err := f.place(i.folders); err != nil {
			return "", err
		}
		i.fresh, i.folders = append(i.fresh, f), append(i.folders, f)
		return f.ID, nil
	})
}

func (i *importer) write(ctx context.Context) error {
	for _, f := range i.fresh {
		if err := i.s.d.Store.InsertFolder(ctx, f); err != nil {
			return err
		}
	}
	for _, r := range i.good {
		if err := i.s.d.Store.InsertReply(ctx, r); err != nil {
			return err
		}
	}
	stream := i.tree.OwnerID
	if stream == "" {
		stream = i.a.Tenant
	}
	return unit.Append(ctx, event.New(i.a.Tenant, Stream, stream, EventImported, i.a.Ref(), i.s.d.Clock.Now(),
		Imported{Scope: i.tree.Scope, Replies: len(i.good)}))
}

// Export gives a tree row by row, the head first, as Import reads it.
func (s *Service) Export(ctx context.Context, t Tree, zone *time.Location, row func(cells ...string) error) error {
	a, err := actor.Require(ctx, PermUse)
	if err != nil {
		return err
	}
	if t, err = s.tree(ctx, a, t, false); err != nil {
		return err
	}
	all, err := s.d.Store.ListFolders(ctx, []Tree{t})
	if err != nil {
		return err
	}
	if err := row(replyForm.titles(a.Locale)...); err != nil {
		return err
	}
	paths := map[string]string{}
	for _, f := range all {
		paths[f.ID] = path(all, f.ID)
	}
	for p := (page.Request{Limit: page.MaxLimit}); ; {
		list, err := s.d.Store.ListReplies(ctx, Filter{Tree: t}, p)
		if err != nil {
			return err
		}
		for _, r := range list.Items {
			if err := row(paths[r.FolderID], r.Title, r.Shortcut, r.Body, r.Lang, day(r.EffectiveFrom, zone), day(r.EffectiveUntil, zone)); err != nil {
				return err
			}
		}
		if p.Cursor = list.Next; p.Cursor == "" {
			return nil
		}
	}
}

// path is a folder with those above it.
func path(all []Folder, id string) string {
	var names []string
	for at := id; at != "" && len(names) < MaxDepth; {
		i := slices.IndexFunc(all, func(f Folder) bool { return f.ID == at })
		if i < 0 {
			break
		}
		names = append([]string{all[i].Name}, names...)
		at = all[i].ParentID
	}
	return strings.Join(names, "/")
}

func day(t *time.Time, zone *time.Location) string {
	if t == nil {
		return ""
	}
	return t.In(zone).Format("2006-01-02 15:04")
}
