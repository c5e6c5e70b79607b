package knowledgetest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/knowledge"
)

// Epoch is the moment at which the suite begins.
var Epoch = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

var company = knowledge.Tree{Scope: knowledge.Company}

// In is a context that acts for the system in a workspace.
func In(ctx context.Context, tenant string) context.Context {
	return actor.With(ctx, actor.SystemFor(tenant))
}

// Suite is what every store passes.
func Suite(t *testing.T, run unit.Runner, s knowledge.Store) {
	t.Helper()
	t.Run("folders", func(t *testing.T) { folders(t, run, s) })
	t.Run("replies", func(t *testing.T) { replies(t, run, s) })
	t.Run("lists", func(t *testing.T) { lists(t, run, s) })
	t.Run("rack", func(t *testing.T) { rack(t, run, s) })
	t.Run("uses", func(t *testing.T) { uses(t, run, s) })
}

// Reply is one of the company with these keys, approved.
func Reply(id, title, shortcut, initials, pinyin string) knowledge.Reply {
	return knowledge.Reply{
		ID: id, Tree: company, Content: knowledge.Content{Title: title, Shortcut: shortcut, Body: "body of " + id, Lang: knowledge.Any},
		State: knowledge.Approved, InUse: true, CreatedAt: Epoch, UpdatedAt: Epoch, Version: 1,
		Keys: knowledge.Keys{Title: title, Shortcut: shortcut, Initials: initials, Pinyin: pinyin, Text: shortcut + "\n" + title + "\n" + initials + "\n" + pinyin + "\nbody of " + id},
	}
}

func folders(t *testing.T, run unit.Runner, s knowledge.Store) {
	here, there := In(t.Context(), "wsp_f"), In(t.Context(), "wsp_g")
	team := knowledge.Tree{Scope: knowledge.Team, OwnerID: "tem_1"}
	a := knowledge.Folder{ID: "fld_a", Tree: company, Name: "售前", Position: 2, Version: 1}
	b := knowledge.Folder{ID: "fld_b", Tree: company, ParentID: "fld_a", Name: "价格", Position: 1, Version: 1}
	c := knowledge.Folder{ID: "fld_c", Tree: team, Name: "Night", Version: 1}
	check.NoError(t, run.Do(here, func(ctx context.Context) error {
		for _, f := range []knowledge.Folder{a, b, c} {
			if err := s.InsertFolder(ctx, f); err != nil {
				return err
			}
		}
		return nil
	}))
	check.Equal(t, check.Must(s.ListFolders(here, []knowledge.Tree{company}))(t), []knowledge.Folder{b, a})
	check.Equal(t, check.Must(s.ListFolders(here, []knowledge.Tree{company, team}))(t), []knowledge.Folder{c, b, a})
	check.Equal(t, len(check.Must(s.ListFolders(there, []knowledge.Tree{company, team}))(t)), 0)
	check.Equal(t, len(check.Must(s.ListFolders(here, nil))(t)), 0)
	check.Equal(t, check.Must(s.Folder(here, "fld_c"))(t), c)
	_, err := s.Folder(there, "fld_c")
	check.Fault(t, err, knowledge.ErrFolderNotFound)
	c.Name = "Night shift"
	update := func(ctx context.Context) error { return s.UpdateFolder(ctx, c) }
	check.Fault(t, run.Do(there, update), fault.ErrConflict)
	check.NoError(t, run.Do(here, update))
	check.Fault(t, run.Do(here, update), fault.ErrConflict)
	drop := func(in context.Context, id string) error {
		return run.Do(in, func(ctx context.Context) error { return s.DeleteFolder(ctx, id) })
	}
	check.Fault(t, drop(here, "fld_a"), knowledge.ErrFolderFull)
	check.Fault(t, drop(there, "fld_b"), knowledge.ErrFolderFull)
	r := Reply("rpl_f", "in it", "", "", "")
	r.FolderID = "fld_b"
	check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.InsertReply(ctx, r) }))
	check.Fault(t, drop(here, "fld_b"), knowledge.ErrFolderFull)
	check.NoError(t, drop(here, "fld_c"))
	check.Equal(t, check.Must(s.CountFolders(here))(t), 2)
	_, err = s.ListFolders(t.Context(), []knowledge.Tree{company})
	check.Fault(t, err, fault.ErrUnauthenticated)
}

func replies(t *testing.T, run unit.Runner, s knowledge.Store) {
	here, there := In(t.Context(), "wsp_here"), In(t.Context(), "wsp_there")
	until := Epoch.Add(time.Hour)
	r := Reply("rpl_1", "退款", "tk", "tk", "tuikuan")
	r.EffectiveUntil = &until
	check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.InsertReply(ctx, r) }))
	check.Equal(t, check.Must(s.Reply(here, r.ID))(t), shown(r))
	check.Equal(t, check.Must(s.Shortcuts(here, company))(t), map[string]string{"tk": "rpl_1"})
	r.Files = []knowledge.File{{ID: "rpf_1", Name: "map.png", Size: 7, Mime: "image/png", Width: 4, Height: 3}}
	live := r.Content
	r.Live, r.Body, r.State, r.Reason, r.EditedBy, r.EffectiveUntil = &live, "另一段 {{customer.name|您}}", knowledge.Draft, "typo", "usr_1", nil
	update := func(ctx context.Context) error { return s.UpdateReply(ctx, r) }
	check.Fault(t, run.Do(there, update), fault.ErrConflict)
	check.NoError(t, run.Do(here, update))
	check.Fault(t, run.Do(here, update), fault.ErrConflict)
	r.Version = 2
	check.Equal(t, check.Must(s.Reply(here, r.ID))(t), shown(r))
	_, err := s.Reply(there, r.ID)
	check.Fault(t, err, knowledge.ErrNotFound)
	remove := func(ctx context.Context) error { return s.DeleteReply(ctx, r.ID) }
	check.Fault(t, run.Do(there, remove), knowledge.ErrNotFound)
	check.Equal(t, check.Must(s.CountReplies(here))(t), 1)
	check.Equal(t, check.Must(s.CountReplies(there))(t), 0)
	check.NoError(t, run.Do(here, remove))
	check.Fault(t, run.Do(here, remove), knowledge.ErrNotFound)
}

func lists(t *testing.T, run unit.Runner, s knowledge.Store) {
	here, there := In(t.Context(), "wsp_l"), In(t.Context(), "wsp_m")
	all := []knowledge.Reply{
		Reply("rpl_1", "你好", "tui", "nh", "nihao"),
		Reply("rpl_2", "退货", "tuihuo", "th", "tuihuo"),
		Reply("rpl_3", "退款", "", "tk", "tuikuan"),
		Reply("rpl_4", "100% cotton", "", "1c", "100cotton"),
	}
	all[3].State, all[3].InUse, all[3].FolderID = knowledge.InReview, false, "fld_1"
	check.NoError(t, run.Do(here, func(ctx context.Context) error {
		for _, r := range all {
			if err := s.InsertReply(ctx, r); err != nil {
				return err
			}
		}
		return nil
	}))
	ids := func(f knowledge.Filter, p page.Request) string {
		f.Tree = company
		got := check.Must(s.ListReplies(here, f, p))(t)
		var out strings.Builder
		for _, r := range got.Items {
			out.WriteString(r.ID[4:])
		}
		if got.Next != "" {
			p.Cursor = got.Next
			next := check.Must(s.ListReplies(here, f, p))(t)
			for _, r := range next.Items {
				out.WriteString("," + r.ID[4:])
			}
		}
		return out.String()
	}
	for _, c := range []struct {
		f    knowledge.Filter
		want string
	}{
		{knowledge.Filter{}, "4132"},
		{knowledge.Filter{Query: "tui"}, "123"},
		{knowledge.Filter{Query: "tk"}, "3"},
		{knowledge.Filter{Query: "0%"}, "4"},
		{knowledge.Filter{Query: "_%"}, ""},
		{knowledge.Filter{Query: "body"}, "1234"},
		{knowledge.Filter{State: knowledge.InReview}, "4"},
		{knowledge.Filter{FolderID: "fld_1"}, "4"},
	} {
		check.Equal(t, ids(c.f, page.Request{}), c.want)
	}
	check.Equal(t, ids(knowledge.Filter{}, page.Request{Limit: 3}), "413,2")
	check.Equal(t, ids(knowledge.Filter{Query: "tui"}, page.Request{Limit: 2}), "12,3")
	check.Equal(t, len(check.Must(s.ListReplies(there, knowledge.Filter{Tree: company}, page.Request{}))(t).Items), 0)

	trees := []knowledge.Tree{{Scope: knowledge.Personal, OwnerID: "usr_1"}, company}
	p := check.Must(s.Usable(here, "usr_1", trees, Epoch, page.Request{Limit: 2}))(t)
	check.Equal(t, p.Items, []knowledge.Usable{{Reply: shown(all[0])}, {Reply: shown(all[1])}})
	p = check.Must(s.Usable(here, "usr_1", trees, Epoch, page.Request{Limit: 2, Cursor: p.Next}))(t)
	check.Equal(t, p.Items, []knowledge.Usable{{Reply: shown(all[2])}}) // not what waits for its approval
	check.Equal(t, len(check.Must(s.Usable(here, "usr_1", trees[:1], Epoch, page.Request{}))(t).Items), 0)
	check.Equal(t, len(check.Must(s.Usable(there, "usr_1", trees, Epoch, page.Request{}))(t).Items), 0)
}

// plain are words that are compared as they are.
type plain struct{}

// Fold implements knowledge.Words.
func (plain) Fold(s string) string { return s }

// Pinyin implements knowledge.Words.
func (plain) Pinyin(string) (full, initials string) { return "", "" }

// Terms implements knowledge.Words.
func (plain) Terms(q string) []string { return []string{q} }

func rack(t *testing.T, run unit.Runner, s knowledge.Store) {
	here, there := In(t.Context(), "wsp_ra"), In(t.Context(), "wsp_rb")
	mine := knowledge.Tree{Scope: knowledge.Personal, OwnerID: "usr_1"}
	said := Reply("rpl_1", "七天无理由退货", "", "", "")
	own := Reply("rpl_2", "上门维修", "", "", "")
	own.Tree = mine
	waits := Reply("rpl_3", "会员折扣", "", "", "")
	waits.State, waits.InUse = knowledge.Draft, false
	changed := Reply("rpl_4", "电子烟", "", "", "")
	changed.State, changed.Live = knowledge.Draft, &knowledge.Content{Title: "电子发票", Body: "发到邮箱", Lang: knowledge.Any}
	check.NoError(t, run.Do(here, func(ctx context.Context) error {
		for _, r := range []knowledge.Reply{said, own, waits, changed} {
			if err := s.InsertReply(ctx, r); err != nil {
				return err
			}
		}
		return nil
	}))
	found := func(in context.Context, trees []knowledge.Tree, text string) string {
		var out []string
		for _, f := range check.Must(s.Rack(in, plain{}))(t).Suggest(trees, Epoch, text, 3) {
			out = append(out, f.ID+" "+f.Title)
		}
		return strings.Join(out, ", ")
	}
	both := []knowledge.Tree{mine, company}
	check.Equal(t, found(here, both, "七天无理由退货可以吗"), "rpl_1 七天无理由退货")
	check.Equal(t, found(here, both, "上门维修"), "rpl_2 上门维修")
	check.Equal(t, found(here, both[1:], "上门维修"), "") // of somebody else
	check.Equal(t, found(here, both, "会员折扣"), "")     // not approved
	check.Equal(t, found(here, both, "电子烟"), "")
	check.Equal(t, found(here, both, "电子发票"), "rpl_4 电子发票") // as it was approved
	check.Equal(t, found(there, both, "上门维修"), "")
	// A change is seen at once.
	said.Title = "三十天退货"
	check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.UpdateReply(ctx, said) }))
	check.Equal(t, found(here, both, "三十天退货"), "rpl_1 三十天退货")
	check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.DeleteReply(ctx, own.ID) }))
	check.Equal(t, found(here, both, "上门维修"), "")
}

func uses(t *testing.T, run unit.Runner, s knowledge.Store) {
	here := In(t.Context(), "wsp_u")
	check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.InsertReply(ctx, Reply("rpl_1", "hello", "", "h", "hello")) }))
	for i, user := range []string{"usr_1", "usr_2", "usr_2"} {
		check.NoError(t, run.Do(here, func(ctx context.Context) error {
			return s.AddUse(ctx, "rpl_1", user, Epoch.Add(time.Duration(i)*time.Minute))
		}))
	}
	check.Fault(t, run.Do(In(t.Context(), "wsp_v"), func(ctx context.Context) error { return s.AddUse(ctx, "rpl_1", "usr_1", Epoch) }), knowledge.ErrNotFound)
	check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.MarkFavourite(ctx, "rpl_1", "usr_3", true) }))
	check.Equal(t, check.Must(s.UsesOf(here, "rpl_1", 10))(t), []knowledge.Use{
		{UserID: "usr_2", Uses: 2, LastAt: Epoch.Add(2 * time.Minute)}, {UserID: "usr_1", Uses: 1, LastAt: Epoch},
	})
	for user, want := range map[string]string{"usr_1": "3 1 false", "usr_2": "3 2 false", "usr_3": "3 0 true"} {
		u := check.Must(s.Usable(here, user, []knowledge.Tree{company}, Epoch, page.Request{}))(t).Items[0]
		check.Equal(t, fmt.Sprint(u.Uses, u.OwnUses, u.Favourite), want)
	}
}
