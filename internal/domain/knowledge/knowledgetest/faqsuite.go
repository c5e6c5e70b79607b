package knowledgetest

import (
	"context"
	"strings"
	"testing"
	"time"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/knowledge"
)

// FAQSuite is what every store of the FAQ passes.
func FAQSuite(t *testing.T, run unit.Runner, s knowledge.FAQStore) {
	t.Helper()
	t.Run("categories", func(t *testing.T) { categories(t, run, s) })
	t.Run("questions", func(t *testing.T) { questions(t, run, s) })
	t.Run("question lists", func(t *testing.T) { questionLists(t, run, s) })
	t.Run("shelf", func(t *testing.T) { shelf(t, run, s) })
}

// Ask is a published question in Chinese with keys.
func Ask(id, ask, typed, said string) knowledge.Question {
	return knowledge.Question{
		ID: id, Zh: knowledge.Text{Question: ask, Alternatives: []string{}, Answer: said}, En: knowledge.Text{Alternatives: []string{}},
		Status: knowledge.Published, CreatedAt: Epoch, UpdatedAt: Epoch, Version: 1,
		ZhSound: knowledge.Sound{Ask: ask, Typed: typed, Said: said},
	}
}

func categories(t *testing.T, run unit.Runner, s knowledge.FAQStore) {
	here, there := In(t.Context(), "wsp_qa"), In(t.Context(), "wsp_qb")
	a := knowledge.Category{ID: "fqc_a", NameZh: "售前", NameEn: "Before", Position: 2, Version: 1}
	b := knowledge.Category{ID: "fqc_b", ParentID: "fqc_a", NameZh: "价格", Position: 1, Version: 1}
	check.NoError(t, run.Do(here, func(ctx context.Context) error {
		if err := s.InsertCategory(ctx, a); err != nil {
			return err
		}
		return s.InsertCategory(ctx, b)
	}))
	check.Equal(t, check.Must(s.AllCategories(here))(t), []knowledge.Category{b, a})
	check.Equal(t, len(check.Must(s.AllCategories(there))(t)), 0)
	a.NameEn = "Pre-sales"
	update := func(ctx context.Context) error { return s.UpdateCategory(ctx, a) }
	check.Fault(t, run.Do(there, update), fault.ErrConflict)
	check.NoError(t, run.Do(here, update))
	check.Fault(t, run.Do(here, update), fault.ErrConflict)
	drop := func(in context.Context, id string) error {
		return run.Do(in, func(ctx context.Context) error { return s.DeleteCategory(ctx, id) })
	}
	q := Ask("faq_c", "x", "", "")
	q.CategoryID = "fqc_b"
	check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.InsertQuestion(ctx, q) }))
	check.Fault(t, drop(here, "fqc_a"), knowledge.ErrCategoryFull)
	check.Fault(t, drop(here, "fqc_b"), knowledge.ErrCategoryFull)
	check.Fault(t, drop(there, "fqc_b"), knowledge.ErrCategoryFull)
	check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.DeleteQuestion(ctx, q.ID) }))
	check.NoError(t, drop(here, "fqc_b"))
	check.NoError(t, drop(here, "fqc_a"))
	_, err := s.AllCategories(t.Context())
	check.Fault(t, err, fault.ErrUnauthenticated)
}

func questions(t *testing.T, run unit.Runner, s knowledge.FAQStore) {
	here, there := In(t.Context(), "wsp_qc"), In(t.Context(), "wsp_qd")
	until := Epoch.Add(time.Hour)
	q := Ask("faq_1", "怎么退款", "zmtk\nzenmetuikuan", "三天")
	q.ValidUntil, q.Zh.Alternatives = &until, []string{"如何退钱", "退款流程"}
	check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.InsertQuestion(ctx, q) }))
	check.Equal(t, check.Must(s.Question(here, q.ID))(t), q)
	q.En, q.EnSound = knowledge.Text{Question: "How to refund", Alternatives: []string{}, Answer: "three days"}, knowledge.Sound{Ask: "how to refund"}
	q.Hot, q.Internal, q.ValidUntil, q.Status, q.EditedBy, q.CategoryID = true, true, nil, knowledge.Unpublished, "usr_1", "fqc_1"
	update := func(ctx context.Context) error { return s.UpdateQuestion(ctx, q) }
	check.Fault(t, run.Do(there, update), fault.ErrConflict)
	check.NoError(t, run.Do(here, update))
	check.Fault(t, run.Do(here, update), fault.ErrConflict)
	q.Version = 2
	check.Equal(t, check.Must(s.Question(here, q.ID))(t), q)
	count := func(in context.Context) error {
		return run.Do(in, func(ctx context.Context) error {
			if err := s.CountUse(ctx, q.ID); err != nil {
				return err
			}
			if err := s.CountVote(ctx, q.ID, true); err != nil {
				return err
			}
			return s.CountVote(ctx, q.ID, false)
		})
	}
	check.Fault(t, count(there), knowledge.ErrQuestionNotFound)
	check.NoError(t, count(here))
	check.NoError(t, count(here))
	got := check.Must(s.Question(here, q.ID))(t)
	check.Equal(t, []int64{got.Uses, got.Helped, got.NotHelped, got.Version}, []int64{2, 2, 2, 2})
	check.Equal(t, check.Must(s.Asked(here))(t), map[string]string{"怎么退款": "faq_1", "how to refund": "faq_1"})
	check.Equal(t, len(check.Must(s.Asked(there))(t)), 0)
	_, err := s.Question(there, q.ID)
	check.Fault(t, err, knowledge.ErrQuestionNotFound)
	remove := func(ctx context.Context) error { return s.DeleteQuestion(ctx, q.ID) }
	check.Fault(t, run.Do(there, remove), knowledge.ErrQuestionNotFound)
	check.Equal(t, check.Must(s.CountQuestions(here))(t), 1)
	check.NoError(t, run.Do(here, remove))
	check.Fault(t, run.Do(here, remove), knowledge.ErrQuestionNotFound)
	check.Equal(t, check.Must(s.CountQuestions(here))(t), 0)
}

func questionLists(t *testing.T, run unit.Runner, s knowledge.FAQStore) {
	here := In(t.Context(), "wsp_qe")
	all := []knowledge.Question{
		Ask("faq_1", "你好", "nh\nnihao", "退货"), Ask("faq_2", "退货", "th\ntuihuo", "a 100% b"), Ask("faq_3", "退款", "tk\ntuikuan", "x"),
		Ask("faq_4", "怎么退款", "zmtk\nzenmetuikuan", "y"),
	}
	all[1].CategoryID, all[2].Status, all[3].Hot = "fqc_1", knowledge.Unpublished, true
	all[3].Zh, all[3].En = knowledge.Text{Alternatives: []string{}}, all[3].Zh
	for i := range all {
		all[i].UpdatedAt = Epoch.Add(time.Duration(i) * time.Minute)
	}
	check.NoError(t, run.Do(here, func(ctx context.Context) error {
		for _, q := range all {
			if err := s.InsertQuestion(ctx, q); err != nil {
				return err
			}
		}
		return nil
	}))
	ids := func(f knowledge.QuestionFilter, limit int) string {
		var out strings.Builder
		for p := (page.Request{Limit: limit}); ; {
			got := check.Must(s.ListQuestions(here, f, p))(t)
			for _, q := range got.Items {
				out.WriteString(q.ID[4:])
			}
			if p.Cursor = got.Next; p.Cursor == "" {
				return out.String()
			}
			out.WriteByte(',')
		}
	}
	for name, c := range map[string]struct {
		f     knowledge.QuestionFilter
		limit int
		want  string
	}{
		"all":       {knowledge.QuestionFilter{}, 10, "4321"},
		"pages":     {knowledge.QuestionFilter{}, 2, "43,21"},
		"category":  {knowledge.QuestionFilter{Categories: []string{"fqc_1", "fqc_2"}}, 10, "2"},
		"nowhere":   {knowledge.QuestionFilter{Categories: []string{}}, 10, ""},
		"drafts":    {knowledge.QuestionFilter{Status: knowledge.Unpublished}, 10, "3"},
		"hot":       {knowledge.QuestionFilter{Hot: true}, 10, "4"},
		"no en":     {knowledge.QuestionFilter{Missing: "en"}, 10, "321"},
		"no zh":     {knowledge.QuestionFilter{Missing: "zh"}, 10, "4"},
		"words":     {knowledge.QuestionFilter{Query: "退"}, 1, "3,2,4,1"},
		"pinyin":    {knowledge.QuestionFilter{Query: "t"}, 10, "324"},
		"no wild %": {knowledge.QuestionFilter{Query: "0% b"}, 10, "2"},
		"none":      {knowledge.QuestionFilter{Query: "%"}, 10, "2"},
	} {
		if got := ids(c.f, c.limit); got != c.want {
			t.Errorf("%s: %s, not %s", name, got, c.want)
		}
	}
	check.Equal(t, len(check.Must(s.ListQuestions(In(t.Context(), "wsp_qf"), knowledge.QuestionFilter{}, page.Request{}))(t).Items), 0)
}

func shelf(t *testing.T, run unit.Runner, s knowledge.FAQStore) {
	here, there := In(t.Context(), "wsp_qg"), In(t.Context(), "wsp_qh")
	audience := knowledge.Audience{Lang: "zh-CN", Now: Epoch}
	held := func(in context.Context) string {
		var out strings.Builder
		for _, q := range check.Must(s.Shelf(in))(t).Browse(audience, nil, false, 10) {
			out.WriteString(q.ID[4:])
		}
		return out.String()
	}
	check.Equal(t, held(here), "")
	draft := Ask("faq_2", "b", "", "b")
	draft.Status = knowledge.Unpublished
	check.NoError(t, run.Do(here, func(ctx context.Context) error {
		for _, q := range []knowledge.Question{Ask("faq_1", "a", "", "a"), draft} {
			if err := s.InsertQuestion(ctx, q); err != nil {
				return err
			}
		}
		return s.Changed(ctx)
	}))
	check.Equal(t, held(here), "1")
	check.Equal(t, held(there), "")
	check.NoError(t, run.Do(here, func(ctx context.Context) error {
		if err := s.DeleteQuestion(ctx, "faq_1"); err != nil {
			return err
		}
		return s.Changed(ctx)
	}))
	check.Equal(t, held(here), "")
}
