package knowledge_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
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

var update = flag.Bool("update", false, "write the golden files of events")

func TestMemory(t *testing.T) {
	t.Parallel()
	knowledgetest.Suite(t, &unit.Memory{}, knowledgetest.NewMemory())
	knowledgetest.FAQSuite(t, &unit.Memory{}, knowledgetest.NewFAQ())
}

// words stand for pinyin: the first letters of the words.
type words struct{}

func (words) Fold(s string) string { return strings.ToLower(s) }
func (words) Pinyin(s string) (full, initials string) {
	var first strings.Builder
	for _, w := range strings.Fields(strings.ToLower(s)) {
		first.WriteString(w[:1])
	}
	return strings.ReplaceAll(strings.ToLower(s), " ", ""), first.String()
}

func (words) Terms(q string) []string { return strings.Fields(strings.ToLower(q)) }

// TeamExists stands for the teams.
func (words) TeamExists(_ context.Context, id string) (bool, error) { return id == "tem_1", nil }

type world struct {
	*knowledge.Service
	run *unit.Memory
	t   *testing.T
}

func newWorld(t *testing.T) world {
	run := &unit.Memory{}
	return world{knowledge.New(knowledge.Deps{
		Run: run, Clock: clock.Fixed(knowledgetest.Epoch), Store: knowledgetest.NewMemory(), Directory: words{}, Words: words{},
	}), run, t}
}

func (w world) as(id string, ps ...actor.Permission) context.Context {
	g := map[actor.Permission]actor.Level{knowledge.PermUse: actor.All}
	for _, p := range ps {
		g[p] = actor.All
	}
	return actor.With(w.t.Context(), actor.Actor{Tenant: "wsp_1", Kind: actor.User, ID: id, Teams: []string{"tem_1"}, Grants: g, Locale: "en"})
}

func (w world) offered(ctx context.Context) []string {
	var out []string
	for _, o := range check.Must(w.Offer(ctx, page.Request{}))(w.t).Items {
		out = append(out, o.Title+": "+o.Body)
	}
	slices.Sort(out)
	return out
}

var (
	own     = knowledge.Tree{Scope: knowledge.Personal}
	team    = knowledge.Tree{Scope: knowledge.Team, OwnerID: "tem_1"}
	company = knowledge.Tree{Scope: knowledge.Company}
)

func text(tree knowledge.Tree, title, body string) knowledge.Reply {
	return knowledge.Reply{Tree: tree, Content: knowledge.Content{Title: title, Body: body}}
}

func TestTreesBelongToTheirOwners(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	anna, ben, lead := w.as("usr_a"), w.as("usr_b"), w.as("usr_l", knowledge.PermTeam)
	mine := check.Must(w.Create(anna, text(own, "Mine", "hello")))(t)
	check.Equal(t, mine.OwnerID, "usr_a")
	check.Must(w.Create(lead, text(team, "Ours", "we")))(t)
	check.Equal(t, w.offered(anna), []string{"Mine: hello", "Ours: we"})
	check.Equal(t, w.offered(ben), []string{"Ours: we"})
	for name, err := range map[string]error{
		"team":     second(w.Create(ben, text(team, "x", "x"))),
		"company":  second(w.Create(lead, text(company, "x", "x"))),
		"other's":  second(w.Create(ben, text(knowledge.Tree{Scope: knowledge.Personal, OwnerID: "usr_a"}, "x", "x"))),
		"list":     second(w.List(ben, knowledge.Filter{Tree: knowledge.Tree{Scope: knowledge.Personal, OwnerID: "usr_a"}}, page.Request{})),
		"nobody":   second(w.Offer(actor.With(t.Context(), actor.Actor{Tenant: "wsp_1", ID: "usr_x"}), page.Request{})),
		"import":   second(w.Import(ben, company, nil, time.UTC, false)),
		"approval": second(w.Review(lead, check.Must(w.Create(w.as("usr_c", knowledge.PermCompany), text(company, "c", "c")))(t).ID, 1, knowledge.Approve, "")),
	} {
		if !fault.Has(err, fault.ErrDenied) && !fault.Has(err, knowledge.ErrReview) {
			t.Errorf("%s: %v", name, err)
		}
	}
	check.Fault(t, second(w.Get(ben, mine.ID)), knowledge.ErrNotFound)
	check.Fault(t, w.Delete(ben, mine.ID), knowledge.ErrNotFound)
	check.Fault(t, w.Used(ben, mine.ID), knowledge.ErrNotFound)
	check.FieldFault(t, second(w.Create(w.as("usr_c", knowledge.PermTeam, knowledge.PermCompany), text(knowledge.Tree{Scope: knowledge.Team, OwnerID: "tem_9"}, "x", "x"))), "ownerId", fault.ErrUnknownItem)
	check.NoError(t, w.Delete(anna, mine.ID))
}

func TestReview(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	writer, lead := w.as("usr_w", knowledge.PermCompany, knowledge.PermApprove), w.as("usr_l", knowledge.PermApprove)
	r := check.Must(w.Create(writer, text(company, "Refund", "v1")))(t)
	check.Equal(t, []any{r.State, r.InUse, len(w.offered(writer))}, []any{knowledge.Draft, false, 0})
	check.Fault(t, second(w.Review(lead, r.ID, 1, knowledge.Approve, "")), knowledge.ErrReview)
	r = check.Must(w.Review(writer, r.ID, 1, knowledge.Submit, ""))(t)
	check.Fault(t, second(w.Review(writer, r.ID, 2, knowledge.Approve, "")), knowledge.ErrOwnReview)
	r = check.Must(w.Review(lead, r.ID, 2, knowledge.Reject, "too short"))(t)
	check.Equal(t, []any{r.State, r.Reason}, []any{knowledge.Draft, "too short"})
	check.Must(w.Review(writer, r.ID, 3, knowledge.Submit, ""))(t)
	r = check.Must(w.Review(lead, r.ID, 4, knowledge.Approve, ""))(t)
	check.Equal(t, []any{r.State, r.ApprovedBy, r.Reason}, []any{knowledge.Approved, "usr_l", ""})
	check.Equal(t, w.offered(writer), []string{"Refund: v1"})

	// A change waits for its approval; what was approved stays in use until then.
	v2, v3 := "v2", "v3"
	check.Must(w.Update(writer, r.ID, knowledge.Edit{Version: 5, Body: &v2}))(t)
	r = check.Must(w.Update(writer, r.ID, knowledge.Edit{Version: 6, Body: &v3}))(t)
	check.Equal(t, []any{r.State, r.Body, r.InUse}, []any{knowledge.Draft, "v3", true})
	check.Equal(t, w.offered(writer), []string{"Refund: v1"})
	check.Must(w.Review(writer, r.ID, 7, knowledge.Submit, ""))(t)
	check.Must(w.Review(lead, r.ID, 8, knowledge.Approve, ""))(t)
	check.Equal(t, w.offered(writer), []string{"Refund: v3"})
	check.Fault(t, second(w.Update(writer, r.ID, knowledge.Edit{Version: 1})), fault.ErrConflict)

	// One that is over is not offered any more.
	past := knowledgetest.Epoch.Add(-time.Hour)
	check.Must(w.Update(writer, r.ID, knowledge.Edit{Version: 9, EffectiveUntil: &past}))(t)
	check.Equal(t, len(w.offered(writer)), 0)
	check.Equal(t, w.run.Types()[:3], []string{knowledge.EventCreated, knowledge.EventSubmitted, knowledge.EventRejected})
}

func TestInput(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	anna := w.as("usr_a")
	long := text(own, strings.Repeat("x", 101), strings.Repeat("文", 5001))
	long.Shortcut, long.Lang = "a b", "fr"
	late, early := knowledgetest.Epoch.Add(time.Hour), knowledgetest.Epoch
	long.EffectiveFrom, long.EffectiveUntil = &late, &early
	_, err := w.Create(anna, long)
	for field, def := range map[string]*fault.Def{
		"title": fault.ErrTooLong, "body": fault.ErrTooLong, "shortcut": knowledge.ErrShortcut, "lang": fault.ErrChoice,
		"effectiveUntil": knowledge.ErrPeriod,
	} {
		check.FieldFault(t, err, field, def)
	}
	check.FieldFault(t, second(w.Create(anna, text(own, "x", "{{customer.nmae}}"))), "body", knowledge.ErrVariable)
	check.FieldFault(t, second(w.Create(anna, text(own, "x", "{{customer.name"))), "body", knowledge.ErrUnclosed)
	r := text(own, "x", "y")
	r.Shortcut = "/Hi"
	check.Equal(t, check.Must(w.Create(anna, r))(t).Shortcut, "Hi")
	r.Shortcut = "hI"
	check.FieldFault(t, second(w.Create(anna, r)), "shortcut", fault.ErrTaken)
	r.Shortcut, r.FolderID = "", "fld_x"
	check.FieldFault(t, second(w.Create(anna, r)), "folderId", fault.ErrUnknownItem)
}

func TestFolders(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	anna := w.as("usr_a")
	parent := ""
	var all []knowledge.Folder
	for i := range knowledge.MaxDepth {
		f := check.Must(w.CreateFolder(anna, own, parent, fmt.Sprint("level ", i)))(t)
		all, parent = append(all, f), f.ID
	}
	check.FieldFault(t, second(w.CreateFolder(anna, own, parent, "too deep")), "parentId", knowledge.ErrTooDeep)
	check.FieldFault(t, second(w.CreateFolder(anna, own, "", "a/b")), "name", knowledge.ErrFolderName)
	for _, into := range all {
		check.FieldFault(t, second(w.UpdateFolder(anna, all[0].ID, knowledge.EditFolder{Version: 1, ParentID: &into.ID})), "parentId", knowledge.ErrLoop)
	}
	other := check.Must(w.CreateFolder(anna, own, "", "other"))(t)
	check.FieldFault(t, second(w.UpdateFolder(anna, all[0].ID, knowledge.EditFolder{Version: 1, ParentID: &other.ID})), "parentId", knowledge.ErrTooDeep)
	check.Must(w.UpdateFolder(anna, all[1].ID, knowledge.EditFolder{Version: 1, ParentID: &other.ID}))(t)
	check.Fault(t, w.DeleteFolder(anna, other.ID), knowledge.ErrFolderFull)
	check.NoError(t, w.DeleteFolder(anna, all[0].ID))
	check.Fault(t, w.DeleteFolder(w.as("usr_b"), other.ID), knowledge.ErrFolderNotFound)
	check.Fault(t, second(w.CreateFolder(anna, company, "", "x")), fault.ErrDenied)
	check.Equal(t, len(check.Must(w.Folders(anna, knowledge.Tree{}))(t)), 4)
}

func TestUses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	lead, anna := w.as("usr_l", knowledge.PermTeam), w.as("usr_a")
	r := check.Must(w.Create(lead, text(team, "Hello there", "x")))(t)
	check.NoError(t, w.Used(anna, r.ID))
	check.NoError(t, w.Used(anna, r.ID))
	check.NoError(t, w.Favour(anna, r.ID, true))
	o := check.Must(w.Offer(anna, page.Request{}))(t).Items[0]
	check.Equal(t, []any{o.Uses, o.OwnUses, o.Favourite, o.Initials}, []any{int64(2), int64(2), true, "ht"})
	check.Equal(t, check.Must(w.UsesOf(lead, r.ID))(t), []knowledge.Use{{UserID: "usr_a", Uses: 2, LastAt: knowledgetest.Epoch}})
	check.Fault(t, second(w.UsesOf(anna, r.ID)), fault.ErrDenied)
}

func table(rows ...string) []knowledge.Line {
	var out []knowledge.Line
	for i, r := range rows {
		out = append(out, knowledge.Line{Number: i + 1, Cells: strings.Split(r, "|")})
	}
	return out
}

func TestImport(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	anna := w.as("usr_a")
	bad := table("标题|内容|分组|快捷词|语言|失效时间", "Hello|Good day|Sales/Prices|hi|zh|2026-12-31",
		"|x||||", "No|{{nothing}}||hi||soon", "Deep|x|a/b/c/d/e|||")
	got := check.Must(w.Import(anna, own, bad, time.UTC, false))(t)
	check.Equal(t, []int{got.Rows, got.Imported, len(got.Problems)}, []int{4, 0, 5})
	check.Equal(t, got.Problems[0], knowledge.Problem{Line: 3, Column: "Title", Code: "input.required", Detail: "This is required."})
	check.Equal(t, got.Problems[4].Column, "Folder")
	check.Equal(t, len(w.offered(anna))+len(check.Must(w.Folders(anna, own))(t)), 0)

	got = check.Must(w.Import(anna, own, bad, time.UTC, true))(t)
	check.Equal(t, got.Imported, 1)
	var out []knowledge.Line
	row := func(cells ...string) error {
		out = append(out, knowledge.Line{Number: len(out) + 1, Cells: cells})
		return nil
	}
	check.NoError(t, w.Export(anna, own, time.UTC, row))
	check.Equal(t, out[1].Cells, []string{"Sales/Prices", "Hello", "hi", "Good day", "zh-CN", "", "2026-12-31 00:00"})

	// What was exported can be imported elsewhere, and says the same there.
	ben := w.as("usr_b")
	check.Equal(t, check.Must(w.Import(ben, own, out, time.UTC, false))(t).Imported, 1)
	first := out
	out = nil
	check.NoError(t, w.Export(ben, own, time.UTC, row))
	check.Equal(t, out, first)
	check.Fault(t, second(w.Import(ben, own, table("nonsense"), time.UTC, false)), knowledge.ErrColumn)
	check.Fault(t, second(w.Import(ben, own, nil, time.UTC, false)), knowledge.ErrColumn)
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "{{customer.name|您}}，{{agent.alias}}", "{{", "}}{{}}", "{{a|{{b}}", "{{{customer.name}}}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		parts, err := knowledge.Parse(body)
		if err != nil {
			return
		}
		var again strings.Builder
		for _, p := range parts {
			if p.Variable != "" {
				again.WriteString("{{" + p.Variable + "|" + p.Default + "}}")
			}
			again.WriteString(p.Text)
		}
		if twice := check.Must(knowledge.Parse(again.String()))(t); fmt.Sprint(twice) != fmt.Sprint(parts) {
			t.Fatalf("%q: %v became %v", body, parts, twice)
		}
	})
}

func FuzzImport(f *testing.F) {
	f.Add("标题|内容|分组", "a|b|c/d")
	f.Add("Title|Text|Effective from|Language", "a|{{|2026/1/1|fr")
	f.Fuzz(func(t *testing.T, head, line string) {
		w := newWorld(t)
		got, err := w.Import(w.as("usr_a"), own, table(head, line, line), time.UTC, false)
		if err == nil && got.Imported != 0 && len(got.Problems) != 0 {
			t.Fatalf("half imported: %+v", got)
		}
	})
}

// What the log keeps can be read for ever: a change of these files needs a new version of the event.
func TestEventsKeepTheirShape(t *testing.T) {
	t.Parallel()
	samples := map[string]any{
		knowledge.EventImported:    knowledge.Imported{Scope: knowledge.Team, Replies: 3},
		knowledge.EventFAQImported: knowledge.FAQImported{Added: 3, Changed: 1},
	}
	for _, kind := range []string{knowledge.EventQuestionCreated, knowledge.EventQuestionUpdated, knowledge.EventQuestionDeleted} {
		samples[kind] = knowledge.QuestionChanged{Status: knowledge.Published, Version: 2}
	}
	for _, kind := range []string{knowledge.EventCategoryCreated, knowledge.EventCategoryUpdated, knowledge.EventCategoryDeleted} {
		samples[kind] = knowledge.CategoryChanged{Version: 2}
	}
	for _, kind := range []string{
		knowledge.EventCreated, knowledge.EventUpdated, knowledge.EventDeleted, knowledge.EventSubmitted, knowledge.EventApproved,
		knowledge.EventRejected, knowledge.EventFolderCreated, knowledge.EventFolderUpdated, knowledge.EventFolderDeleted,
	} {
		samples[kind] = knowledge.Changed{Scope: knowledge.Company, Version: 2}
	}
	for kind, data := range samples {
		path := filepath.Join("testdata", "events", kind+".json")
		got := string(check.Must(json.MarshalIndent(data, "", "  "))(t)) + "\n"
		if *update {
			check.NoError(t, os.MkdirAll(filepath.Dir(path), 0o750))
			check.NoError(t, os.WriteFile(path, []byte(got), 0o600))
		}
		check.Equal(t, got, string(check.Must(os.ReadFile(path))(t)))
	}
	files := check.Must(filepath.Glob(filepath.Join("testdata", "events", "*.json")))(t)
	check.Equal(t, len(files), len(samples))
}

func second[T any](_ T, err error) error { return err }
