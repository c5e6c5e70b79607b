package wrapup_test

import (
	"fmt"
	"strings"
	"testing"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/wrapup"
)

func ptr[T any](v T) *T { return &v }

// shape is the tree in one line: names in order, with the depth of each.
func (w world) shape() string {
	w.t.Helper()
	var out []string
	all := check.Must(w.Setup(w.agent()))(w.t).Categories
	tree := wrapup.NewTree(all)
	for _, c := range all {
		name := fmt.Sprintf("%d%s", len(tree.Path(c.ID)), c.Name("zh"))
		if c.Archived {
			name += "!"
		}
		out = append(out, name)
	}
	return strings.Join(out, " ")
}

func TestTreeHasFourLevelsAndNoLoop(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.add("", "售后", "After sales")
	b := w.add(a, "退货", "Return")
	c := w.add(b, "质量", "Quality")
	d := w.add(c, "破损", "")
	_, err := w.CreateCategory(w.boss(), wrapup.NewCategory{ParentID: d, NameZh: "更深"})
	check.FieldFault(t, err, "parentId", wrapup.ErrTooDeep)
	_, err = w.CreateCategory(w.boss(), wrapup.NewCategory{ParentID: "wct_none", NameZh: "x"})
	check.FieldFault(t, err, "parentId", fault.ErrUnknownItem)
	_, err = w.CreateCategory(w.boss(), wrapup.NewCategory{ParentID: a, NameEn: " return "})
	check.FieldFault(t, err, "nameEn", fault.ErrTaken)
	_, err = w.CreateCategory(w.boss(), wrapup.NewCategory{NameZh: "  "})
	check.FieldFault(t, err, "nameZh", fault.ErrRequired)
	_, err = w.CreateCategory(w.boss(), wrapup.NewCategory{NameZh: strings.Repeat("长", wrapup.MaxName+1)})
	check.FieldFault(t, err, "nameZh", fault.ErrTooLong)

	_, err = w.ChangeCategory(w.boss(), a, wrapup.Edit{Version: 1, ParentID: &c})
	check.FieldFault(t, err, "parentId", wrapup.ErrLoop)
	_, err = w.ChangeCategory(w.boss(), a, wrapup.Edit{Version: 1, ParentID: &a})
	check.FieldFault(t, err, "parentId", wrapup.ErrLoop)
	other := w.add("", "咨询", "Questions")
	_, err = w.ChangeCategory(w.boss(), a, wrapup.Edit{Version: 1, ParentID: &other})
	check.FieldFault(t, err, "parentId", wrapup.ErrTooDeep) // with what is below it
	check.Must(w.ChangeCategory(w.boss(), b, wrapup.Edit{Version: 1, ParentID: &other}))(t)
	check.Equal(t, w.shape(), "1售后 1咨询 2退货 3质量 4破损")
	check.Fault(t, w.DeleteCategory(w.boss(), other), wrapup.ErrHasChildren)
	check.NoError(t, w.DeleteCategory(w.boss(), d))
	check.Fault(t, w.DeleteCategory(w.boss(), d), wrapup.ErrCategoryNotFound)
	_, err = w.CreateCategory(w.agent(), wrapup.NewCategory{NameZh: "x"})
	check.Fault(t, err, fault.ErrDenied)
}

func TestOrderAndNames(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ids := []string{w.add("", "一", ""), w.add("", "二", ""), w.add("", "三", "")}
	moved := check.Must(w.ChangeCategory(w.boss(), ids[2], wrapup.Edit{Version: 1, Index: ptr(0)}))(t)
	check.Equal(t, moved.Version, int64(2))
	check.Equal(t, w.shape(), "1三 1一 1二")
	// Neighbours keep their version: a name that somebody types meanwhile is no conflict.
	check.Must(w.ChangeCategory(w.boss(), ids[0], wrapup.Edit{Version: 1, NameZh: ptr("壹"), NameEn: ptr("One")}))(t)
	_, err := w.ChangeCategory(w.boss(), ids[0], wrapup.Edit{Version: 1, NameZh: ptr("Ⅰ")})
	check.Fault(t, err, fault.ErrConflict)
	check.Must(w.ChangeCategory(w.boss(), ids[1], wrapup.Edit{Version: 1, Archived: ptr(true)}))(t)
	check.Equal(t, w.shape(), "1三 1壹 1二!")
	w.add("", "二", "") // the name of an archived one is free
	_, err = w.ChangeCategory(w.boss(), ids[1], wrapup.Edit{Version: 2, Archived: ptr(false)})
	check.FieldFault(t, err, "nameZh", fault.ErrTaken)
	before := len(w.run.Events())
	check.Must(w.ChangeCategory(w.boss(), ids[2], wrapup.Edit{Version: 2, Index: ptr(0)}))(t)
	check.Equal(t, len(w.run.Events()), before) // what is so already tells nothing
}

func TestAFileAddsAndRemovesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.add("", "售后", "")
	row := func(line int, names ...string) wrapup.Row {
		r := wrapup.Row{Line: line}
		for i, n := range names {
			r.Levels[i].Zh, r.Levels[i].En, _ = strings.Cut(n, "/")
		}
		return r
	}
	rows := []wrapup.Row{row(2, "售后/After sales"), row(3, "售后", "退货/Return"), row(4, "/Questions", "尺寸"), row(5, "售后", "/Return"), row(6)}
	done := check.Must(w.Import(w.boss(), rows))(t)
	check.Equal(t, done, wrapup.Imported{Rows: 4, Created: 3, Renamed: 1})
	check.Equal(t, w.shape(), "1售后 2退货 1Questions 2尺寸")
	check.Equal(t, check.Must(w.Import(w.boss(), rows))(t), wrapup.Imported{Rows: 4})
	check.Equal(t, check.Must(w.Setup(w.agent()))(t).Categories[0], wrapup.Category{ID: a, NameZh: "售后", NameEn: "After sales", Version: 2})
	check.Equal(t, check.Must(w.ExportTree(w.boss()))(t), []wrapup.Row{
		row(2, "售后/After sales"), row(3, "售后/After sales", "退货/Return"), row(4, "/Questions"), row(5, "/Questions", "尺寸"),
	})

	_, err := w.Import(w.boss(), []wrapup.Row{row(2, "新"), row(3, "新", "", "深"), row(4, strings.Repeat("长", 61))})
	check.FieldFault(t, err, "rows[3]", wrapup.ErrRowGap)
	check.FieldFault(t, err, "rows[4]", fault.ErrTooLong)
	check.Equal(t, w.shape(), "1售后 2退货 1Questions 2尺寸") // nothing of it
	var many []wrapup.Row
	for i := range wrapup.MaxCategories {
		many = append(many, row(i, fmt.Sprint("n", i)))
	}
	_, err = w.Import(w.boss(), many)
	check.Fault(t, err, wrapup.ErrTooManyOf)
	_, err = w.Import(w.agent(), rows)
	check.Fault(t, err, fault.ErrDenied)
}
