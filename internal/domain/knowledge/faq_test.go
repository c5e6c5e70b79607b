package knowledge_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/knowledge"
	"frontdesk/internal/domain/knowledge/knowledgetest"
)

// Asked stands for the widgets: one key, one site.
func (words) Asked(ctx context.Context, key, origin string) (context.Context, error) {
	if key != "wgt_1" || origin != "https://shop.example" {
		return ctx, fault.ErrDenied.New()
	}
	return actor.With(ctx, actor.SystemFor("wsp_1")), nil
}

type faq struct {
	*knowledge.FAQ
	run *unit.Memory
	t   *testing.T
}

func newFAQ(t *testing.T) faq {
	run := &unit.Memory{}
	return faq{knowledge.NewFAQ(knowledge.FAQDeps{
		Run: run, Clock: clock.Fixed(knowledgetest.Epoch), Store: knowledgetest.NewFAQ(), Words: words{}, Widgets: words{},
	}), run, t}
}

func (f faq) as(id string, ps ...actor.Permission) context.Context {
	g := map[actor.Permission]actor.Level{}
	for _, p := range ps {
		g[p] = actor.All
	}
	return actor.With(f.t.Context(), actor.Actor{Tenant: "wsp_1", Kind: actor.User, ID: id, Grants: g, Locale: "en"})
}

func (f faq) writer() context.Context {
	return f.as("usr_w", knowledge.PermFAQ, knowledge.PermFAQManage)
}

func english(question, answer string, alternatives ...string) knowledge.Question {
	return knowledge.Question{En: knowledge.Text{Question: question, Answer: answer, Alternatives: alternatives}, Status: knowledge.Published}
}

func (f faq) find(query string) []string {
	out := []string{}
	for _, one := range check.Must(f.Find(f.as("usr_a", knowledge.PermFAQ), query, "en", ""))(f.t) {
		out = append(out, one.Question)
	}
	return out
}

func TestQuestionsAreCheckedAndKept(t *testing.T) {
	t.Parallel()
	f := newFAQ(t)
	ctx := f.writer()
	_, err := f.Create(ctx, knowledge.Question{})
	check.FieldFault(t, err, "zh.question", knowledge.ErrNoQuestion)
	_, err = f.Create(ctx, english("Where?", ""))
	check.FieldFault(t, err, "en.answer", knowledge.ErrNotWhole)
	half := english("Where?", "Here")
	half.Zh.Question = "哪里？"
	_, err = f.Create(ctx, half)
	check.FieldFault(t, err, "zh.answer", knowledge.ErrNotWhole)
	from, until := knowledgetest.Epoch.Add(time.Hour), knowledgetest.Epoch
	bad := english("Where?", "Here")
	bad.ValidFrom, bad.ValidUntil = &from, &until
	_, err = f.Create(ctx, bad)
	check.FieldFault(t, err, "validUntil", knowledge.ErrPeriod)
	many := english("Where?", "Here", strings.Split(strings.Repeat("x,", 40), ",")...)
	for i := range many.En.Alternatives {
		many.En.Alternatives[i] = strconv.Itoa(i)
	}
	_, err = f.Create(ctx, many)
	check.FieldFault(t, err, "en.alternatives", fault.ErrTooManyOf)
	lost := english("Where?", "Here")
	lost.CategoryID = "fqc_lost"
	_, err = f.Create(ctx, lost)
	check.FieldFault(t, err, "categoryId", fault.ErrUnknownItem)

	q := check.Must(f.Create(ctx, english(" Where? ", "Here", "where", "where", " ", "Where?")))(t)
	check.Equal(t, q.En, knowledge.Text{Question: "Where?", Answer: "Here", Alternatives: []string{"where"}})
	draft := knowledge.Unpublished
	_, err = f.Update(ctx, q.ID, knowledge.EditQuestion{Version: 9, Status: &draft})
	check.Fault(t, err, fault.ErrConflict)
	q = check.Must(f.Update(ctx, q.ID, knowledge.EditQuestion{Version: 1, Status: &draft}))(t)
	check.Equal(t, []any{q.Status, q.Version, q.EditedBy}, []any{draft, int64(2), "usr_w"})
	check.Equal(t, f.find(""), []string{})
	kept := f.run.Kept()
	check.Equal(t, len(kept), 2)
	check.NoError(t, f.RestoreQuestion(ctx, q.ID, []byte(`{"status":"published","hot":true,"en":{"question":"Where now?","answer":"There","alternatives":[]}}`)))
	check.Equal(t, f.find(""), []string{"Where now?"})
	check.NoError(t, f.Delete(ctx, q.ID))
	check.Fault(t, f.Delete(ctx, q.ID), knowledge.ErrQuestionNotFound)
}

func TestWhoMayUseTheFAQ(t *testing.T) {
	t.Parallel()
	f := newFAQ(t)
	q := check.Must(f.Create(f.writer(), english("a", "b")))(t)
	nobody, agent := f.as("usr_n"), f.as("usr_a", knowledge.PermFAQ)
	for name, err := range map[string]error{
		"find":     second(f.Find(nobody, "", "en", "")),
		"use":      f.Used(nobody, q.ID),
		"list":     second(f.List(agent, knowledge.QuestionFilter{}, page.Request{})),
		"get":      second(f.Get(agent, q.ID)),
		"create":   second(f.Create(agent, english("c", "d"))),
		"update":   second(f.Update(agent, q.ID, knowledge.EditQuestion{Version: 1})),
		"delete":   f.Delete(agent, q.ID),
		"category": second(f.CreateCategory(agent, knowledge.Category{NameEn: "x"})),
		"import":   second(f.Import(agent, nil, time.UTC, false)),
		"export":   f.Export(agent, time.UTC, nil),
		"restore":  f.RestoreQuestion(agent, q.ID, []byte(`{}`)),
		"site":     second(f.Front(t.Context(), "wgt_1", "https://evil.example", "en")),
		"key":      f.Vote(t.Context(), "wgt_2", "https://shop.example", q.ID, true),
	} {
		if !fault.Has(err, fault.ErrDenied) {
			t.Errorf("%s: %v", name, err)
		}
	}
	check.NoError(t, f.Used(agent, q.ID))
	check.Equal(t, check.Must(f.Get(f.writer(), q.ID))(t).Uses, int64(1))
}

func TestCategoriesFormATree(t *testing.T) {
	t.Parallel()
	f := newFAQ(t)
	ctx := f.writer()
	ids := []string{""}
	for _, name := range []string{"a", "b", "c", "d"} {
		c := check.Must(f.CreateCategory(ctx, knowledge.Category{NameEn: name, ParentID: ids[len(ids)-1]}))(t)
		ids = append(ids, c.ID)
	}
	_, err := f.CreateCategory(ctx, knowledge.Category{NameEn: "e", ParentID: ids[4]})
	check.FieldFault(t, err, "parentId", knowledge.ErrCategoryDepth)
	_, err = f.CreateCategory(ctx, knowledge.Category{NameEn: "A"})
	check.FieldFault(t, err, "nameEn", fault.ErrTaken)
	_, err = f.CreateCategory(ctx, knowledge.Category{NameZh: "甲/乙"})
	check.FieldFault(t, err, "nameZh", knowledge.ErrCategoryName)
	_, err = f.UpdateCategory(ctx, ids[1], knowledge.EditCategory{Version: 1, ParentID: &ids[3]})
	check.FieldFault(t, err, "parentId", knowledge.ErrCategoryLoop)
	top := check.Must(f.CreateCategory(ctx, knowledge.Category{NameEn: "top"}))(t)
	check.Equal(t, top.Position, 1)
	_, err = f.UpdateCategory(ctx, ids[1], knowledge.EditCategory{Version: 1, ParentID: &top.ID})
	check.FieldFault(t, err, "parentId", knowledge.ErrCategoryDepth)
	check.Fault(t, f.DeleteCategory(ctx, ids[3]), knowledge.ErrCategoryFull)
	name := "renamed"
	check.Equal(t, check.Must(f.UpdateCategory(ctx, ids[4], knowledge.EditCategory{Version: 1, NameEn: &name}))(t).NameEn, name)
	check.NoError(t, f.RestoreCategory(ctx, ids[4], []byte(`{"nameEn":"d","parentId":"`+top.ID+`"}`)))
	check.NoError(t, f.DeleteCategory(ctx, ids[3]))

	q := english("below", "x")
	q.CategoryID = ids[4]
	check.Must(f.Create(ctx, q))(t)
	check.Equal(t, len(check.Must(f.List(ctx, knowledge.QuestionFilter{Categories: []string{top.ID}}, page.Request{}))(t).Items), 1)
	check.Equal(t, len(check.Must(f.List(ctx, knowledge.QuestionFilter{Categories: []string{ids[1]}}, page.Request{}))(t).Items), 0)
}

func TestFindingInOrder(t *testing.T) {
	t.Parallel()
	f := newFAQ(t)
	ctx := f.writer()
	for _, q := range []knowledge.Question{
		english("refund", "the very word"), english("refund of shipping", "begins so"), english("return everything for unknown dogs", "typed as its first letters: refud"),
		english("how to get a refund", "holds it"), english("shipping and other things", "the words stand in the answer: refund"),
		english("parcel", "where is it", "where is my order"),
	} {
		check.Must(f.Create(ctx, q))(t)
	}
	check.Equal(t, f.find("REFUND"), []string{"refund", "refund of shipping", "how to get a refund", "shipping and other things"})
	check.Equal(t, f.find("refud"), []string{"return everything for unknown dogs"})
	check.Equal(t, f.find("shipping refund")[:2], []string{"refund of shipping", "shipping and other things"})
	check.Equal(t, f.find("where is my order"), []string{"parcel"})
	check.Equal(t, f.find("please tell me where the parcel is")[0], "parcel")
	check.Equal(t, f.find("nothing like that"), []string{})
	// What only the other language has is found as well, and said.
	got := check.Must(f.Find(ctx, "parcel", "zh-CN", ""))(t)
	check.Equal(t, []any{got[0].Lang, got[0].Languages}, []any{"en", []string{"en"}})
}

func TestWhatVisitorsSee(t *testing.T) {
	t.Parallel()
	f := newFAQ(t)
	ctx := f.writer()
	top := check.Must(f.CreateCategory(ctx, knowledge.Category{NameZh: "售后", NameEn: "After-sales"}))(t)
	below := check.Must(f.CreateCategory(ctx, knowledge.Category{NameEn: "Returns", ParentID: top.ID}))(t)
	check.Must(f.CreateCategory(ctx, knowledge.Category{NameEn: "Empty"}))(t)
	past, coming := knowledgetest.Epoch.Add(-time.Hour), knowledgetest.Epoch.Add(time.Hour)
	var ids []string
	for i, change := range []func(q *knowledge.Question){
		func(q *knowledge.Question) { q.Hot, q.CategoryID = true, below.ID },
		func(q *knowledge.Question) { q.Internal, q.Hot, q.CategoryID = true, true, below.ID },
		func(q *knowledge.Question) { q.ValidUntil = &past },
		func(q *knowledge.Question) { q.ValidFrom = &coming },
		func(q *knowledge.Question) { q.Status = knowledge.Unpublished },
		func(q *knowledge.Question) { q.CategoryID = top.ID },
	} {
		q := english(fmt.Sprint("question ", i), fmt.Sprint("answer ", i))
		change(&q)
		ids = append(ids, check.Must(f.Create(ctx, q))(t).ID)
	}
	const key, site = "wgt_1", "https://shop.example"
	check.Equal(t, check.Must(f.Front(t.Context(), key, site, "zh-CN"))(t), knowledge.Front{
		Hot: []knowledge.Asked{{ID: ids[0], Question: "question 0"}},
		Categories: []knowledge.FrontCategory{
			{ID: top.ID, Name: "售后", Questions: 2}, {ID: below.ID, ParentID: top.ID, Name: "Returns", Questions: 1},
		},
	})
	ask := func(q, category string) []string {
		var out []string
		for _, a := range check.Must(f.Ask(t.Context(), key, site, "en", q, category))(t) {
			out = append(out, a.Question)
		}
		slices.Sort(out)
		return out
	}
	check.Equal(t, ask("question", ""), []string{"question 0", "question 5"})
	check.Equal(t, ask("", below.ID), []string{"question 0"})
	check.Equal(t, ask("", ""), []string{"question 0", "question 5"})
	check.Equal(t, len(f.find("question")), 3) // agents see what is internal
	for i, seen := range []bool{true, false, false, false, false, true} {
		got, err := f.Read(t.Context(), key, site, "en", ids[i])
		if seen {
			check.Equal(t, got, knowledge.Answered{ID: ids[i], Lang: "en", Question: fmt.Sprint("question ", i), Answer: fmt.Sprint("answer ", i)})
			check.NoError(t, f.Vote(t.Context(), key, site, ids[i], i == 0))
			continue
		}
		check.Fault(t, err, knowledge.ErrQuestionNotFound)
		check.Fault(t, f.Vote(t.Context(), key, site, ids[i], true), knowledge.ErrQuestionNotFound)
	}
	first, last := check.Must(f.Get(ctx, ids[0]))(t), check.Must(f.Get(ctx, ids[5]))(t)
	check.Equal(t, []int64{first.Helped, first.NotHelped, last.Helped, last.NotHelped, first.Version}, []int64{1, 0, 0, 1, 1})
}

func TestFAQGoesThroughATable(t *testing.T) {
	t.Parallel()
	f := newFAQ(t)
	ctx := f.writer()
	head := "Category|Question (English)|Answer (English)|Other wordings (English)|Status|Hot|Internal|Valid until"
	bad := table(head, "Sales/Prices|How much|Ten|cost|published|yes|no|2026-12-31", "Sales|Which|||published||", "x|Why|So||perhaps||", "x|When|Now|||often|", "a/b/c/d/e|Who|Me||||", "|How much|Eleven|||||",
		"|Until|then|||||31.12.")
	got := check.Must(f.Import(ctx, bad, time.UTC, false))(t)
	check.Equal(t, []int{got.Rows, got.Imported, len(got.Problems)}, []int{7, 0, 6})
	columns := []string{}
	for _, p := range got.Problems {
		columns = append(columns, fmt.Sprint(p.Line, " ", p.Column))
	}
	check.Equal(t, columns, []string{"3 Answer (English)", "4 Status", "5 Hot", "6 Category", "7 Question (English)", "8 Valid until"})
	check.Equal(t, len(check.Must(f.Categories(ctx))(t)), 0)
	got = check.Must(f.Import(ctx, bad, time.UTC, true))(t)
	check.Equal(t, []int{got.Imported, got.Changed}, []int{1, 0})

	var out []knowledge.Line
	row := func(cells ...string) error {
		out = append(out, knowledge.Line{Number: len(out) + 1, Cells: cells})
		return nil
	}
	check.NoError(t, f.Export(ctx, time.UTC, row))
	check.Equal(t, out[1].Cells[1:], []string{"Sales/Prices", "", "", "", "How much", "cost", "Ten", "published", "yes", "no", "", "2026-12-31 00:00", "0", "0", "0"})
	before := len(f.run.Events())
	got = check.Must(f.Import(ctx, out, time.UTC, false))(t)
	check.Equal(t, []int{got.Imported, got.Changed}, []int{0, 1})
	check.Equal(t, len(f.run.Events()), before) // nothing was different

	// A question that is there already changes by its words; a column that is missing leaves what is there.
	got = check.Must(f.Import(ctx, table("Question (English)|Answer (English)", "how MUCH|Twelve"), time.UTC, false))(t)
	check.Equal(t, []int{got.Imported, got.Changed}, []int{0, 1})
	all := check.Must(f.List(ctx, knowledge.QuestionFilter{}, page.Request{}))(t).Items
	check.Equal(t, []any{len(all), all[0].En.Answer, all[0].En.Alternatives, all[0].Hot, all[0].Status}, []any{1, "Twelve", []string{"cost"}, true, knowledge.Published})
	check.Fault(t, second(f.Import(ctx, table("Question (English)"), time.UTC, false)), knowledge.ErrQuestionColumn)
	check.Fault(t, second(f.Import(ctx, nil, time.UTC, false)), knowledge.ErrQuestionColumn)
}

func FuzzImportFAQ(f *testing.F) {
	f.Add("问题|答案|分类", "a|b|c/d")
	f.Add("Question (English)|Answer (English)|Hot|Status|Valid from", "a|b|maybe|x|2026/1/1")
	f.Fuzz(func(t *testing.T, head, line string) {
		w := newFAQ(t)
		got, err := w.Import(w.writer(), table(head, line, line), time.UTC, false)
		if err == nil && got.Imported != 0 && len(got.Problems) != 0 {
			t.Fatalf("half imported: %+v", got)
		}
	})
}

// Ten thousand questions are searched between two keystrokes.
func BenchmarkShelf(b *testing.B) {
	all := make([]knowledge.Question, 0, 10_000)
	for i := range 10_000 {
		q := knowledgetest.Ask(fmt.Sprint("faq_", i), fmt.Sprintf("第 %d 个问题怎么办理退货退款", i), "dgwtzmbl", strings.Repeat("请在我的订单中提交申请，", 20))
		all = append(all, q)
	}
	s := knowledge.NewShelf(1, nil, all)
	audience := knowledge.Audience{Lang: "zh-CN", Now: knowledgetest.Epoch}
	for b.Loop() {
		s.Search(audience, knowledge.Wanted{Text: "请问我的订单如何申请退款呢", Terms: strings.Fields("请问 问我 我的 的订 订单 单如 如何 何申 申请 请退 退款 款呢")}, 30)
	}
}
