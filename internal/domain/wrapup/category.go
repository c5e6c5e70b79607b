package wrapup

import (
	"cmp"
	"slices"
	"strings"

	"frontdesk/internal/base/fault"
)

// Limits of the tree.
const (
	MaxLevels     = 4
	MaxCategories = 2000
	MaxName       = 60
)

// Category is one entry of the tree that summaries are chosen from. It has a name in one language at least.
type Category struct {
	ID       string `json:"id"`
	ParentID string `json:"parentId,omitempty"`
	NameZh   string `json:"nameZh,omitempty"`
	NameEn   string `json:"nameEn,omitempty"`
	Position int    `json:"position" doc:"Place among those of the same parent."`
	Archived bool   `json:"archived" doc:"It and everything below it can no longer be chosen."`
	Used     bool   `json:"used" doc:"A summary names it, or has named it: it cannot be deleted."`
	Version  int64  `json:"version"`
}

// Name is the name in a language, or the other one.
func (c Category) Name(lang string) string {
	if strings.HasPrefix(lang, "zh") {
		return cmp.Or(c.NameZh, c.NameEn)
	}
	return cmp.Or(c.NameEn, c.NameZh)
}

func (c *Category) clean() error {
	c.NameZh, c.NameEn = strings.TrimSpace(c.NameZh), strings.TrimSpace(c.NameEn)
	var k fault.Checker
	k.Text("nameZh", c.NameZh, 0, MaxName)
	k.Text("nameEn", c.NameEn, 0, MaxName)
	k.If(c.NameZh == "" && c.NameEn == "", "nameZh", fault.ErrRequired)
	return k.Err()
}

// same reports whether two categories would be taken for one another in a language.
func (c Category) same(o Category) (field string, yes bool) {
	switch {
	case c.NameZh != "" && strings.EqualFold(c.NameZh, o.NameZh):
		return "nameZh", true
	case c.NameEn != "" && strings.EqualFold(c.NameEn, o.NameEn):
		return "nameEn", true
	default:
		return "", false
	}
}

// Tree answers about categories that were read together.
type Tree struct {
	byID  map[string]Category
	below map[string][]Category // children by parent, in their order
}

// NewTree makes it.
func NewTree(all []Category) Tree {
	t := Tree{byID: map[string]Category{}, below: map[string][]Category{}}
	for _, c := range all {
		t.byID[c.ID] = c
		t.below[c.ParentID] = append(t.below[c.ParentID], c)
	}
	for _, list := range t.below {
		slices.SortFunc(list, func(a, b Category) int {
			return cmp.Or(cmp.Compare(a.Position, b.Position), strings.Compare(a.ID, b.ID))
		})
	}
	return t
}

// Get is one category.
func (t Tree) Get(id string) (Category, bool) {
	c, ok := t.byID[id]
	return c, ok
}

// Children are those right below a parent, in order; "" is the root.
func (t Tree) Children(parent string) []Category { return t.below[parent] }

// Path is the way from the root to the category, itself last. A loop in the rows, which the rules never make, ends it.
func (t Tree) Path(id string) []Category {
	var out []Category
	for c, ok := t.byID[id]; ok && len(out) < MaxLevels; c, ok = t.byID[c.ParentID] {
		out = append(out, c)
	}
	slices.Reverse(out)
	return out
}

// Below are the ids of the category and of everything below it.
func (t Tree) Below(id string) []string {
	out := []string{id}
	for i := 0; i < len(out) && len(out) <= MaxCategories; i++ {
		for _, c := range t.below[out[i]] {
			out = append(out, c.ID)
		}
	}
	return out
}

// height is how many levels the category takes up with what is below it.
func (t Tree) height(id string) int {
	high := 0
	for _, c := range t.below[id] {
		high = max(high, t.height(c.ID))
	}
	return high + 1
}

// mayStand refuses a place below parent: an unknown one, one inside the moved part, one too deep, or beside a namesake.
func (t Tree) mayStand(c Category, parent string) error {
	if parent != "" {
		if _, ok := t.byID[parent]; !ok {
			return fault.ErrUnknownItem.On("parentId")
		}
		if slices.Contains(t.Below(c.ID), parent) {
			return ErrLoop.On("parentId")
		}
	}
	high := 1
	if _, known := t.byID[c.ID]; known {
		high = t.height(c.ID)
	}
	if len(t.Path(parent))+high > MaxLevels {
		return ErrTooDeep.On("parentId").With("max", MaxLevels)
	}
	for _, o := range t.below[parent] {
		if o.ID == c.ID || o.Archived || c.Archived {
			continue
		}
		if field, yes := c.same(o); yes {
			return fault.ErrTaken.On(field)
		}
	}
	return nil
}

// place gives c its place below parent and the positions of all its neighbours that change by it.
func (t Tree) place(c Category, parent string, index int) []Category {
	list := slices.DeleteFunc(slices.Clone(t.below[parent]), func(o Category) bool { return o.ID == c.ID })
	index = min(max(index, 0), len(list))
	list = slices.Insert(list, index, c)
	var out []Category
	for i, o := range list {
		if o.ID == c.ID || o.Position != i {
			o.Position = i
			out = append(out, o)
		}
	}
	return out
}

// open reports whether neither the category nor one above it is archived.
func (t Tree) open(id string) bool {
	path := t.Path(id)
	return len(path) > 0 && !slices.ContainsFunc(path, func(c Category) bool { return c.Archived })
}

// Choosable reports whether a summary may name the category: open, with nothing open below, and within the parts that
// roots name (all of them when there are none).
func (t Tree) Choosable(id string, roots []string) bool {
	if !t.open(id) || slices.ContainsFunc(t.below[id], func(c Category) bool { return !c.Archived }) {
		return false
	}
	return len(roots) == 0 || slices.ContainsFunc(t.Path(id), func(c Category) bool { return slices.Contains(roots, c.ID) })
}

// anyChoosable reports whether there is anything to choose.
func (t Tree) anyChoosable(roots []string) bool {
	for id := range t.byID {
		if t.Choosable(id, roots) {
			return true
		}
	}
	return false
}
