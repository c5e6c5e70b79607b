package wrapup

import (
	"context"
	"fmt"
	"strings"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
)

// maxProblems is how many rows of a file are complained about at once.
const maxProblems = 50

// Level is a category as a row of a file names it.
type Level struct{ Zh, En string }

// Row is one row of a file: the way to one category from the root. Line is what people see beside it.
type Row struct {
	Line   int
	Levels [MaxLevels]Level
}

// Imported says what a file changed.
type Imported struct {
	Rows    int `json:"rows"`
	Created int `json:"created"`
	Renamed int `json:"renamed"`
}

// ExportTree gives the tree as rows: one for each category that is not archived.
func (s *Service) ExportTree(ctx context.Context) ([]Row, error) {
	if _, err := actor.Require(ctx, PermManage); err != nil {
		return nil, err
	}
	all, err := s.d.Stores.Categories(ctx)
	if err != nil {
		return nil, err
	}
	tree := NewTree(all)
	var out []Row
	for _, c := range tree.inOrder() {
		if !tree.open(c.ID) {
			continue
		}
		r := Row{Line: len(out) + 2}
		for i, p := range tree.Path(c.ID) {
			r.Levels[i] = Level{p.NameZh, p.NameEn}
		}
		out = append(out, r)
	}
	return out, nil
}

// Import adds what the rows name and is not there, and gives what is there the names of the rows. It changes everything or
// nothing: the fault names every row that is wrong.
func (s *Service) Import(ctx context.Context, rows []Row) (Imported, error) {
	var out Imported
	err := s.inTree(ctx, func(ctx context.Context, a actor.Actor, t Tree) error {
		m := newMerge(t)
		out = Imported{}
		for _, r := range rows {
			done, err := m.row(r)
			if err != nil {
				return err
			}
			if done {
				out.Rows++
			}
		}
		if len(m.wrong) > 0 {
			return &fault.Fault{Def: ErrFile, Fields: m.wrong}
		}
		var err error
		out.Created, out.Renamed, err = s.store(ctx, a, m)
		return err
	})
	if err != nil {
		return Imported{}, err
	}
	return out, nil
}

// merge is a tree while rows are added to it.
type merge struct {
	cats   map[string]*Category
	named  map[[2]string]string // parent and name → id
	end    map[string]int       // next position below a parent
	fresh  []string
	other  map[string][]string // changed fields of those that were there
	order  []string            // of other
	before map[string]Category // of other
	wrong  []fault.Field
}

func newMerge(t Tree) *merge {
	m := &merge{cats: map[string]*Category{}, named: map[[2]string]string{}, end: map[string]int{}, other: map[string][]string{}, before: map[string]Category{}}
	for _, c := range t.inOrder() {
		m.end[c.ParentID] = c.Position + 1
		m.cats[c.ID] = &c
		if !c.Archived {
			m.name(c)
		}
	}
	return m
}

func (m *merge) name(c Category) {
	for _, n := range []string{"zh:" + c.NameZh, "en:" + c.NameEn} {
		if len(n) > len("zh:") {
			m.named[[2]string{c.ParentID, strings.ToLower(n)}] = c.ID
		}
	}
}

func (m *merge) complain(r Row, def *fault.Def, args map[string]any) {
	if len(m.wrong) < maxProblems {
		m.wrong = append(m.wrong, fault.Field{Name: fmt.Sprintf("rows[%d]", r.Line), Def: def, Args: args})
	}
}

// row adds the categories of one row; false for an empty one, or one that is wrong.
func (m *merge) row(r Row) (bool, error) {
	parent, gap := "", false
	for _, l := range r.Levels {
		l.Zh, l.En = strings.TrimSpace(l.Zh), strings.TrimSpace(l.En)
		if l == (Level{}) {
			gap = true
			continue
		}
		if gap {
			m.complain(r, ErrRowGap, nil)
			return false, nil
		}
		c := Category{NameZh: l.Zh, NameEn: l.En, ParentID: parent}
		if err := c.clean(); err != nil {
			for _, f := range fault.From(err).Fields {
				m.complain(r, f.Def, f.Args)
			}
			return false, nil
		}
		var err error
		if parent, err = m.put(c); err != nil {
			return false, err
		}
	}
	return parent != "", nil
}

func (m *merge) put(c Category) (string, error) {
	for _, n := range []string{"zh:" + c.NameZh, "en:" + c.NameEn} {
		if known, ok := m.named[[2]string{c.ParentID, strings.ToLower(n)}]; ok {
			m.rename(m.cats[known], c)
			return known, nil
		}
	}
	if len(m.cats) >= MaxCategories {
		return "", ErrTooManyOf.With("max", MaxCategories)
	}
	c.ID, c.Version, c.Position = id.New("wct"), 1, m.end[c.ParentID]
	m.end[c.ParentID]++
	m.cats[c.ID] = &c
	m.fresh = append(m.fresh, c.ID)
	m.name(c)
	return c.ID, nil
}

// rename gives a category that is there the names that a row has for it, unless a neighbour has them.
func (m *merge) rename(old *Category, c Category) {
	before := *old
	if c.NameZh != "" && m.free(old, "zh:"+c.NameZh) {
		old.NameZh = c.NameZh
	}
	if c.NameEn != "" && m.free(old, "en:"+c.NameEn) {
		old.NameEn = c.NameEn
	}
	fields := fieldsOf(before, *old)
	if len(fields) == 0 {
		return
	}
	m.name(*old)
	for _, n := range m.fresh {
		if n == old.ID {
			return
		}
	}
	if _, seen := m.other[old.ID]; !seen {
		m.order = append(m.order, old.ID)
		m.before[old.ID] = before
	}
	m.other[old.ID] = fieldsOf(m.before[old.ID], *old)
}

func (m *merge) free(c *Category, name string) bool {
	has, taken := m.named[[2]string{c.ParentID, strings.ToLower(name)}]
	return !taken || has == c.ID
}

func (s *Service) store(ctx context.Context, a actor.Actor, m *merge) (created, renamed int, err error) {
	for _, n := range m.fresh {
		c := *m.cats[n]
		if err := s.d.Stores.InsertCategory(ctx, c); err != nil {
			return 0, 0, err
		}
		if err := keepCategory(ctx, nil, &c); err != nil {
			return 0, 0, err
		}
		if err := s.told(ctx, a, c.ID, EventCategoryCreated, CategoryChanged{Version: c.Version, ParentID: c.ParentID}); err != nil {
			return 0, 0, err
		}
	}
	for _, n := range m.order {
		c := *m.cats[n]
		if err := s.d.Stores.UpdateCategory(ctx, c); err != nil {
			return 0, 0, err
		}
		old := m.before[n]
		if err := keepCategory(ctx, &old, &c); err != nil {
			return 0, 0, err
		}
		data := CategoryChanged{Version: c.Version + 1, ParentID: c.ParentID, Archived: c.Archived, Fields: m.other[n]}
		if err := s.told(ctx, a, c.ID, EventCategoryChanged, data); err != nil {
			return 0, 0, err
		}
	}
	return len(m.fresh), len(m.order), nil
}
