package searchsql_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"frontdesk/internal/base/page"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/search"
	"frontdesk/internal/domain/search/searchsql"
	"frontdesk/internal/domain/search/searchtest"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { searchtest.Suite(t, d, searchsql.New(d)) })
}

// Rare words lie behind more documents than are looked at one by one; common ones fill a page at once; those that were common
// lie between.
func TestRareAndCommonWords(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := searchsql.New(d)
		ctx := searchtest.In(t.Context(), "wsp_big")
		const total = 4600
		docs := []search.Document{searchtest.Message(0, "tem_a", "", "很久以前的发票 archaeopteryx")}
		for n := 1; n < total; n++ {
			text := "您好，请问有什么可以帮您 hello"
			if n < 3000 {
				text += " blackout"
			}
			docs = append(docs, searchtest.Message(n, fmt.Sprintf("tem_%d", n%50), "", text))
		}
		check.NoError(t, d.Do(ctx, func(ctx context.Context) error { return searchtest.Put(ctx, s, docs) }))
		for q, want := range map[string]string{"发票": "ent_0000", "archaeopteryx": "ent_0000", "发票 arch": "ent_0000"} {
			check.Equal(t, searchtest.IDs(t, ctx, s, search.Query{Text: q, Kind: search.Messages, Scope: searchtest.Everything}), []string{want})
		}
		got := searchtest.IDs(t, ctx, s, search.Query{Text: "帮您", Kind: search.Messages, Scope: searchtest.Everything, Request: page.Request{Limit: 2}})
		check.Equal(t, got, []string{"ent_4599", "ent_4598"})
		got = searchtest.IDs(t, ctx, s, search.Query{Text: "blackout", Kind: search.Messages, Scope: searchtest.Everything, Request: page.Request{Limit: 2}})
		check.Equal(t, got, []string{"ent_2999", "ent_2998"})
	})
}

func TestSnippetShowsTheHit(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := searchsql.New(d)
		ctx := searchtest.In(t.Context(), "wsp_snippet")
		long := strings.Repeat("好的，", 200) + "退款已经到账"
		check.NoError(t, d.Do(ctx, func(ctx context.Context) error {
			return searchtest.Put(ctx, s, []search.Document{searchtest.Message(1, "", "", long)})
		}))
		snippet := check.Must(s.Find(ctx, search.Query{Text: "退款", Kind: search.Messages, Scope: searchtest.Everything}))(t).Items[0].Snippet
		check.Equal(t, len(snippet.Marks), 1)
		check.Equal(t, string([]rune(snippet.Text)[snippet.Marks[0][0]:snippet.Marks[0][1]]), "退款")
	})
}

// Whatever is typed or written reaches no syntax of the index: both engines must answer without an error.
func TestOddTextIsOnlyText(t *testing.T) {
	t.Parallel()
	odd := []string{
		`"`, `' OR 1=1 --`, `a" OR "b`, `a:b*c`, `\`, `&|!()<->`, `NEAR(a b)`, `·wwsp·here`, "é\u0301", "ǅ", "😀😀", "ａＢＣ１２", "a\u00a0b",
		strings.Repeat("x", 300), "٣٤", "กำลัง", "-a", "a-", "tokens:a", "_", "İ",
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := searchsql.New(d)
		ctx := searchtest.In(t.Context(), "wsp_odd")
		for i, text := range odd {
			text = clip(text)
			check.NoError(t, d.Do(ctx, func(ctx context.Context) error {
				return searchtest.Put(ctx, s, []search.Document{searchtest.Message(i, "", "", "x1 "+text)})
			}))
			_, err := s.Find(ctx, search.Query{Text: text, Kind: search.Messages, Scope: searchtest.Everything})
			if err != nil {
				check.FieldFault(t, err, "q", search.ErrQuery)
			}
			ids := searchtest.IDs(t, ctx, s, search.Query{Text: "x1 " + text, Kind: search.Messages, Scope: searchtest.Everything})
			if len(ids) == 0 || ids[0] != fmt.Sprintf("ent_%04d", i) {
				t.Errorf("%q: found %v", text, ids)
			}
		}
	})
}

func clip(s string) string { return string([]rune(s)[:min(190, len([]rune(s)))]) }
