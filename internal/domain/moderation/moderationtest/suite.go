package moderationtest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/moderation"
)

// Epoch is the moment at which the suite begins.
var Epoch = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

// In is a context that acts for the system in a workspace.
func In(ctx context.Context, tenant string) context.Context {
	return actor.With(ctx, actor.SystemFor(tenant))
}

// NewWord is an entry that blocks a word of both sides.
func NewWord(id, text string) moderation.Word {
	return moderation.Word{
		ID: id, Text: text, Side: moderation.Both, Action: moderation.Block, Enabled: true, CreatedAt: Epoch, UpdatedAt: Epoch,
		UpdatedBy: "usr_1", Version: 1,
	}
}

// Suite is what every store passes.
func Suite(t *testing.T, run unit.Runner, s moderation.Store) {
	t.Helper()
	t.Run("words", func(t *testing.T) { words(t, run, s) })
	t.Run("many words", func(t *testing.T) { manyWords(t, run, s) })
	t.Run("hits", func(t *testing.T) { hits(t, run, s) })
	t.Run("blocks", func(t *testing.T) { blocks(t, run, s) })
	t.Run("versions", func(t *testing.T) { versions(t, run, s) })
}

func words(t *testing.T, run unit.Runner, s moderation.Store) {
	here, there := In(t.Context(), "wsp_here"), In(t.Context(), "wsp_there")
	insert := func(w moderation.Word) error {
		return run.Do(here, func(ctx context.Context) error { return s.InsertWord(ctx, w) })
	}
	update := func(ctx context.Context, w moderation.Word) error {
		return run.Do(ctx, func(ctx context.Context) error { return s.UpdateWord(ctx, w) })
	}
	a, b := NewWord("wrd_a", "加微信"), NewWord("wrd_b", "Refund Now")
	a.Replacement, a.Note, a.Inside, a.Action = "**", "请使用站内沟通", true, moderation.Replace
	b.Side, b.Enabled = moderation.Visitor, false
	check.NoError(t, insert(a))
	check.NoError(t, insert(b))
	check.Fault(t, insert(NewWord("wrd_c", "加 微 信")), moderation.ErrWordTaken)
	check.Equal(t, check.Must(s.Word(here, "wrd_a"))(t), a)
	check.Equal(t, check.Must(s.AllWords(here))(t), []moderation.Word{a, b})
	check.Equal(t, check.Must(s.CountWords(here))(t), 2)

	moved := b
	moved.Text, moved.Side = "加微信", moderation.Both
	check.Fault(t, update(here, moved), moderation.ErrWordTaken)
	moved.Side = moderation.Agent
	check.NoError(t, update(here, moved))
	check.Fault(t, update(here, moved), fault.ErrConflict)
	moved.Version = 2
	check.Equal(t, check.Must(s.Word(here, "wrd_b"))(t), moved)

	on, off := true, false
	for name, c := range map[string]struct {
		q    moderation.WordQuery
		want []string
	}{
		"all":     {moderation.WordQuery{}, []string{"wrd_b", "wrd_a"}},
		"search":  {moderation.WordQuery{Search: "微"}, []string{"wrd_b", "wrd_a"}},
		"nothing": {moderation.WordQuery{Search: "refund"}, nil},
		"side":    {moderation.WordQuery{Side: moderation.Agent}, []string{"wrd_b"}},
		"action":  {moderation.WordQuery{Action: moderation.Replace, Enabled: &on}, []string{"wrd_a"}},
		"off":     {moderation.WordQuery{Enabled: &off}, []string{"wrd_b"}},
	} {
		var got []string
		for _, w := range check.Must(s.ListWords(here, c.q))(t).Items {
			got = append(got, w.ID)
		}
		check.Equal(t, append([]string{name}, got...), append([]string{name}, c.want...))
	}
	first := check.Must(s.ListWords(here, moderation.WordQuery{Page: page.Request{Limit: 1}}))(t)
	check.Equal(t, []any{len(first.Items), first.Next != ""}, []any{1, true})
	rest := check.Must(s.ListWords(here, moderation.WordQuery{Page: page.Request{Limit: 1, Cursor: first.Next}}))(t)
	check.Equal(t, []any{rest.Items[0].ID, rest.Next}, []any{"wrd_a", ""})

	check.Equal(t, check.Must(s.CountWords(there))(t), 0)
	check.Fault(t, update(there, moved), fault.ErrConflict)
	_, err := s.Word(there, "wrd_a")
	check.Fault(t, err, moderation.ErrWordNotFound)
	remove := func(ctx context.Context, ids ...string) (n int) {
		check.NoError(t, run.Do(ctx, func(ctx context.Context) error { n, err = s.DeleteWords(ctx, ids); return err }))
		return n
	}
	check.Equal(t, remove(there, "wrd_a", "wrd_b"), 0)
	check.Equal(t, remove(here, "wrd_a", "wrd_none"), 1)
	check.Equal(t, check.Must(s.CountWords(here))(t), 1)
	_, err = s.AllWords(t.Context())
	check.Fault(t, err, fault.ErrUnauthenticated)
}

func manyWords(t *testing.T, run unit.Runner, s moderation.Store) {
	here := In(t.Context(), "wsp_many")
	var all []moderation.Word
	for i := range 450 { // more than one statement takes
		all = append(all, NewWord(fmt.Sprintf("wrd_%04d", i), fmt.Sprintf("词语%04d", i)))
	}
	put := func(list []moderation.Word) error {
		return run.Do(here, func(ctx context.Context) error { return s.PutWords(ctx, list) })
	}
	check.NoError(t, put(all))
	check.Equal(t, check.Must(s.AllWords(here))(t), all)
	again := all[7]
	again.Action, again.Version, again.Note = moderation.Warn, 2, "…"
	check.NoError(t, put([]moderation.Word{again}))
	check.Equal(t, check.Must(s.Word(here, again.ID))(t), again)
	check.Equal(t, check.Must(s.CountWords(here))(t), len(all))
}

func hits(t *testing.T, run unit.Runner, s moderation.Store) {
	here := In(t.Context(), "wsp_here")
	one := moderation.Hit{
		ID: "hit_1", At: Epoch, Side: moderation.Agent, Action: moderation.Warn, WordID: "wrd_1", Word: "保证收益", AuthorID: "usr_1",
		ConversationID: "cnv_1", EntryID: "ent_1",
	}
	two := one
	two.ID, two.At, two.Side, two.AuthorID, two.EntryID, two.Action = "hit_2", Epoch.Add(time.Minute), moderation.Visitor, "cus_1", "", moderation.Block
	check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.AddHits(ctx, []moderation.Hit{one, two}) }))
	list := func(q moderation.HitQuery) page.Of[moderation.Hit] { return check.Must(s.ListHits(here, q))(t) }
	check.Equal(t, list(moderation.HitQuery{}).Items, []moderation.Hit{two, one})
	check.Equal(t, list(moderation.HitQuery{Side: moderation.Agent, Action: moderation.Warn, Author: "usr_1", WordID: "wrd_1"}).Items, []moderation.Hit{one})
	check.Equal(t, len(list(moderation.HitQuery{Author: "usr_2"}).Items), 0)
	first := list(moderation.HitQuery{Page: page.Request{Limit: 1}})
	check.Equal(t, list(moderation.HitQuery{Page: page.Request{Limit: 1, Cursor: first.Next}}).Items, []moderation.Hit{one})
	check.Equal(t, len(check.Must(s.ListHits(In(t.Context(), "wsp_there"), moderation.HitQuery{}))(t).Items), 0)
	check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.ForgetHits(ctx, Epoch.Add(time.Second)) }))
	check.Equal(t, list(moderation.HitQuery{}).Items, []moderation.Hit{two})
	check.NoError(t, run.Do(In(t.Context(), "wsp_there"), func(ctx context.Context) error { return s.ForgetOf(ctx, []string{two.AuthorID}) }))
	check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.ForgetOf(ctx, []string{"usr_other"}) }))
	check.Equal(t, list(moderation.HitQuery{}).Items, []moderation.Hit{two})
	check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.ForgetOf(ctx, []string{"usr_other", two.AuthorID}) }))
	check.Equal(t, len(list(moderation.HitQuery{}).Items), 0)
}

func blocks(t *testing.T, run unit.Runner, s moderation.Store) {
	here, there := In(t.Context(), "wsp_here"), In(t.Context(), "wsp_there")
	end := Epoch.Add(time.Hour)
	one := moderation.Blocked{
		ID: "blk_1", Kind: moderation.Customer, Subject: "cus_1", Label: "王强", Status: moderation.Proposed, Reason: "辱骂坐席",
		ConversationID: "cnv_1", ProposedBy: "usr_1", ProposedAt: Epoch, Version: 1,
	}
	two := moderation.Blocked{
		ID: "blk_2", Kind: moderation.Address, Subject: "203.0.113.0/24", Status: moderation.Active, Reason: "spam", ExpiresAt: &end,
		ProposedBy: "usr_2", ProposedAt: Epoch, DecidedBy: "usr_2", DecidedAt: &end, Version: 1,
	}
	check.NoError(t, run.Do(here, func(ctx context.Context) error {
		if err := s.InsertBlock(ctx, one); err != nil {
			return err
		}
		return s.InsertBlock(ctx, two)
	}))
	list := func(q moderation.BlockQuery) []moderation.Blocked { return check.Must(s.ListBlocks(here, q))(t).Items }
	check.Equal(t, list(moderation.BlockQuery{}), []moderation.Blocked{two, one})
	check.Equal(t, list(moderation.BlockQuery{Status: moderation.Active, Kind: moderation.Address}), []moderation.Blocked{two})
	check.Equal(t, list(moderation.BlockQuery{Subject: "cus_1"}), []moderation.Blocked{one})
	check.Equal(t, check.Must(s.Standing(here, Epoch))(t), []moderation.Blocked{one, two})
	check.Equal(t, check.Must(s.Standing(here, end))(t), []moderation.Blocked{one})
	check.Equal(t, len(check.Must(s.Standing(there, Epoch))(t)), 0)
	one.Status, one.LiftedBy, one.LiftedAt = moderation.Lifted, "usr_2", &end
	update := func(ctx context.Context) error {
		return run.Do(ctx, func(ctx context.Context) error { return s.UpdateBlock(ctx, one) })
	}
	check.Fault(t, update(there), fault.ErrConflict)
	check.NoError(t, update(here))
	check.Fault(t, update(here), fault.ErrConflict)
	one.Version = 2
	check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.Repoint(ctx, "cus_1", "cus_2") }))
	one.Subject = "cus_2"
	check.Equal(t, check.Must(s.Block(here, "blk_1"))(t), one)
	_, err := s.Block(there, "blk_1")
	check.Fault(t, err, moderation.ErrBlockNotFound)
	next := check.Must(s.ListBlocks(here, moderation.BlockQuery{Page: page.Request{Limit: 1}}))(t).Next
	check.Equal(t, list(moderation.BlockQuery{Page: page.Request{Cursor: next}}), []moderation.Blocked{one})
}

func versions(t *testing.T, run unit.Runner, s moderation.Store) {
	here := In(t.Context(), "wsp_counts")
	check.Equal(t, check.Must(s.Versions(here))(t), moderation.Versions{})
	check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.Bump(ctx, true, false) }))
	check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.Bump(ctx, true, true) }))
	check.Equal(t, check.Must(s.Versions(here))(t), moderation.Versions{Words: 2, Blocks: 1})
}
