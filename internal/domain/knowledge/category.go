package knowledge

import (
	"cmp"
	"slices"
	"strings"

	"frontdesk/internal/base/fault"
)

// MaxCategories is how many categories a workspace has; they stand in at most MaxDepth levels.
const MaxCategories = 500

// Category groups questions of the FAQ. It has a name in one language at least.
type Category struct {
	ID       string `json:"id"`
	ParentID string `json:"parentId,omitempty"`
	NameZh   string `json:"nameZh,omitempty"`
	NameEn   string `json:"nameEn,omitempty"`
	Position int    `json:"position"`
	Version  int64  `json:"version"`
}

// Name is the name in a language, or the other one.
func (c Category) Name(lang string) string {
	if chinese(lang) {
		return cmp.Or(c.NameZh, c.NameEn)
	}
	return cmp.Or(c.NameEn, c.NameZh)
}

func (c Category) called(name string) bool {
	return name != "" && (strings.EqualFold(c.NameZh, name) || strings.EqualFold(c.NameEn, name))
}

func (c *Category) clean() {
	c.NameZh, c.NameEn = strings.TrimSpace(c.NameZh), strings.TrimSpace(c.NameEn)
}

func (c Category) check(k *fault.Checker) {
	k.Text("nameZh", c.NameZh, 0, maxName)
	k.Text("nameEn", c.NameEn, 0, maxName)
	k.If(c.NameZh == "" && c.NameEn == "", "nameZh", fault.ErrRequired)
	k.If(strings.Contains(c.NameZh, "/"), "nameZh", ErrCategoryName) // it separates the names of a path
	k.If(strings.Contains(c.NameEn, "/"), "nameEn", ErrCategoryName)
	k.Range("position", c.Position, 0, MaxCategories)
}

// Categories are all of a workspace, read together.
type Categories []Category

func (all Categories) find(id string) int {
	return slices.IndexFunc(all, func(c Category) bool { return c.ID == id })
}

// Path is the way from the top to a category, itself last.
func (all Categories) Path(id string) []Category {
	var out []Category
	for i := all.find(id); i >= 0 && len(out) < MaxDepth; i = all.find(all[i].ParentID) {
		out = append(out, all[i])
	}
	slices.Reverse(out)
	return out
}

// Below are a category and all that stand below it.
func (all Categories) Below(id string) []string {
	out := []string{id}
	for i := 0; i < len(out) && len(out) <= len(all); i++ {
		for _, c := range all {
			if c.ParentID == out[i] {
				out = append(out, c.ID)
			}
		}
	}
	return out
}

// place checks where a category goes: under one that exists, not into itself, not too deep, not beside a namesake.
func (all Categories) place(c Category) error {
	if c.ParentID != "" && all.find(c.ParentID) < 0 {
		return fault.ErrUnknownItem.On("parentId")
	}
	below := all.Below(c.ID)
	if slices.Contains(below, c.ParentID) {
		return ErrCategoryLoop.On("parentId")
	}
	high := 1
	for _, id := range below[1:] {
		high = max(high, len(all.Path(id))-len(all.Path(c.ID))+1)
	}
	if len(all.Path(c.ParentID))+high > MaxDepth {
		var k fault.Checker
		k.Add("parentId", ErrCategoryDepth, map[string]any{"max": MaxDepth})
		return k.Err()
	}
	for _, o := range all {
		switch {
		case o.ID == c.ID || o.ParentID != c.ParentID:
		case o.NameZh != "" && strings.EqualFold(o.NameZh, c.NameZh):
			return fault.ErrTaken.On("nameZh")
		case o.NameEn != "" && strings.EqualFold(o.NameEn, c.NameEn):
			return fault.ErrTaken.On("nameEn")
		}
	}
	return nil
}

func chinese(lang string) bool { return strings.HasPrefix(strings.ToLower(lang), "zh") }
