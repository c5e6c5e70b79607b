package moderation_test

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/moderation"
	"frontdesk/internal/domain/moderation/moderationtest"
)

// now is a clock that the test moves.
type now struct{ at time.Time }

func (n *now) Now() time.Time { return n.at }

// reads counts how often the lists are read.
type reads struct {
	*moderationtest.Memory
	versions, words int
}

func (r *reads) Versions(ctx context.Context) (moderation.Versions, error) {
	r.versions++
	return r.Memory.Versions(ctx)
}

func (r *reads) AllWords(ctx context.Context) ([]moderation.Word, error) {
	r.words++
	return r.Memory.AllWords(ctx)
}

type fixture struct {
	*moderation.Service
	store *reads
	run   *unit.Memory
	clock *now
}

func newFixture() fixture {
	f := fixture{store: &reads{Memory: moderationtest.NewMemory()}, run: &unit.Memory{}, clock: &now{moderationtest.Epoch}}
	f.Service = moderation.New(f.run, f.clock, f.store)
	return f
}

// as acts with some permissions in the workspace of the tests.
func as(ctx context.Context, user string, permissions ...actor.Permission) context.Context {
	grants := map[actor.Permission]actor.Level{}
	for _, p := range permissions {
		grants[p] = actor.All
	}
	return actor.With(ctx, actor.Actor{Tenant: "wsp_1", Kind: actor.User, ID: user, Grants: grants})
}

func word(text string, action moderation.Action, side moderation.Side) moderation.Word {
	return moderation.Word{Text: text, Action: action, Side: side, Enabled: true}
}

func TestVetReadsMemoryOnly(t *testing.T) {
	t.Parallel()
	f := newFixture()
	boss := as(t.Context(), "usr_boss", moderation.PermWords, moderation.PermHits)
	agent := as(t.Context(), "usr_agent")
	w := check.Must(f.AddWord(boss, word(" 加微信 ", moderation.Block, moderation.Both)))(t)
	check.Equal(t, []any{w.Text, w.UpdatedBy, w.Version}, []any{"加微信", "usr_boss", int64(1)})
	check.Must(f.AddWord(boss, word("保证收益", moderation.Warn, moderation.Agent)))(t)
	versions, words := f.store.versions, f.store.words
	for range 3 {
		_, err := f.Vet(agent, moderation.Agent, "请加微信", true)
		check.FieldFault(t, err, "body", moderation.ErrBlocked)
		check.Equal(t, strings.Contains(fault.From(err).Sentence("zh-CN"), "加微信"), true)
		_, err = f.Vet(agent, moderation.Visitor, "请加微信", true)
		check.FieldFault(t, err, "body", moderation.ErrRefused)
		_, err = f.Vet(agent, moderation.Agent, "保证收益", false)
		check.Fault(t, err, moderation.ErrWarned)
		v := check.Must(f.Vet(agent, moderation.Agent, "保证收益", true))(t)
		check.Equal(t, v.Text, "保证收益")
		check.NoError(t, f.Admit(agent, "203.0.113.7", "vis_1", "cus_1"))
	}
	check.Equal(t, []int{f.store.versions, f.store.words}, []int{versions, words})

	off := false
	changed := check.Must(f.UpdateWord(boss, w.ID, moderation.WordEdit{Version: 1, Enabled: &off}))(t)
	check.Must(f.Vet(agent, moderation.Agent, "请加微信", false))(t) // felt by who asks next
	_, err := f.UpdateWord(boss, w.ID, moderation.WordEdit{Version: 1})
	check.Fault(t, err, fault.ErrConflict)
	check.Equal(t, changed.Version, int64(2))
	check.Equal(t, check.Must(f.RemoveWords(boss, []string{w.ID}))(t), 1)
	check.Equal(t, len(f.run.Types()), 4)
}

// Another node has changed the list: it is felt after a look, and not read again when nothing changed.
func TestRefresh(t *testing.T) {
	t.Parallel()
	f := newFixture()
	here := moderationtest.In(t.Context(), "wsp_1")
	check.NoError(t, f.Refresh(here))
	check.Equal(t, f.store.versions, 0) // nobody asked for the lists of this workspace yet
	check.Must(f.Vet(here, moderation.Visitor, "骗子", false))(t)
	other := moderation.New(f.run, f.clock, f.store.Memory)
	check.Must(other.AddWord(here, word("骗子", moderation.Block, moderation.Both)))(t)
	check.Must(f.Vet(here, moderation.Visitor, "骗子", false))(t)
	check.NoError(t, f.Refresh(here))
	_, err := f.Vet(here, moderation.Visitor, "骗子", false)
	check.Fault(t, err, moderation.ErrRefused)
	words := f.store.words
	check.NoError(t, f.Refresh(here))
	check.Equal(t, f.store.words, words)
	check.Equal(t, f.AtHand(), []string{"wsp_1"})
	f.clock.at = f.clock.at.Add(2 * time.Hour)
	check.Equal(t, f.AtHand(), nil)
	_, err = f.Vet(here, moderation.Visitor, "骗子", false)
	check.Fault(t, err, moderation.ErrRefused)
	check.Must(f.Vet(moderationtest.In(t.Context(), "wsp_2"), moderation.Visitor, "骗子", false))(t) // not theirs
}

func TestWordsRefused(t *testing.T) {
	t.Parallel()
	f := newFixture()
	boss := as(t.Context(), "usr_boss", moderation.PermWords)
	check.Must(f.AddWord(boss, word("骗子", moderation.Block, moderation.Both)))(t)
	for name, c := range map[string]struct {
		w     moderation.Word
		field string
		def   *fault.Def
	}{
		"empty":       {word("  ", moderation.Block, moderation.Both), "text", fault.ErrRequired},
		"only marks":  {word("。！", moderation.Block, moderation.Both), "text", moderation.ErrWordEmpty},
		"invisible":   {word("\u200b\u200d", moderation.Block, moderation.Both), "text", moderation.ErrWordEmpty},
		"too common":  {word("的", moderation.Report, moderation.Both), "text", moderation.ErrWordCommon},
		"one letter":  {word("Ａ", moderation.Block, moderation.Both), "text", moderation.ErrWordCommon},
		"too long":    {word(strings.Repeat("长", 51), moderation.Block, moderation.Both), "text", fault.ErrTooLong},
		"NUL":         {word("a\x00b", moderation.Block, moderation.Both), "text", fault.ErrEncoding},
		"side":        {word("词语", moderation.Block, "nobody"), "side", fault.ErrChoice},
		"action":      {word("词语", "shoot", moderation.Both), "action", fault.ErrChoice},
		"twice":       {word("骗 子！", moderation.Warn, moderation.Both), "text", moderation.ErrWordTaken},
		"replacement": {moderation.Word{Text: "词语", Replacement: "此词 语", Action: moderation.Replace, Side: moderation.Both}, "replacement", moderation.ErrReplacement},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := f.AddWord(boss, c.w)
			check.FieldFault(t, err, c.field, c.def)
		})
	}
	check.Must(f.AddWord(boss, word("骗子", moderation.Block, moderation.Agent)))(t) // another side
	check.Must(f.AddWord(boss, word("屌", moderation.Block, moderation.Both)))(t)   // one rare character
}

func TestImportAndExport(t *testing.T) {
	t.Parallel()
	f := newFixture()
	boss := as(t.Context(), "usr_boss", moderation.PermWords)
	run := func(file string, o moderation.Import) moderation.Imported {
		return check.Must(f.ImportWords(boss, []byte(file), o))(t)
	}
	count := func() int { return check.Must(f.store.CountWords(boss))(t) }
	bad := run("骗子\n的\n骗 子\n!", plain)
	check.Equal(t, []any{bad.Done, bad.Bad, bad.Rows, count()}, []any{false, 3, 4, 0})
	trial := plain
	trial.DryRun = true
	check.Equal(t, []any{run("骗子\n加微信", trial).Added, count()}, []any{2, 0})
	good := run("骗子\n加微信,agent,replace,站内沟通", plain)
	check.Equal(t, []any{good.Done, good.Added, count()}, []any{true, 2, 2})
	check.Equal(t, run("骗子,both,warn\n新词", plain).Kept, 1)
	over := plain
	over.Overwrite = true
	check.Equal(t, run("骗子,both,warn\n新词", over).Changed, 1)
	_, err := f.Vet(boss, moderation.Agent, "骗子", false)
	check.Fault(t, err, moderation.ErrWarned)

	check.Must(f.AddWord(boss, moderation.Word{Text: "=HYPERLINK(1)", Side: moderation.Both, Action: moderation.Block, Note: "a, \"b\"\n"}))(t)
	var out bytes.Buffer
	check.NoError(t, f.ExportWords(boss, &out))
	if !strings.Contains(out.String(), "'=HYPERLINK(1)") {
		t.Fatalf("a spreadsheet would take a word for a formula: %s", out.String())
	}
	other := newFixture()
	check.Equal(t, check.Must(other.ImportWords(boss, out.Bytes(), plain))(t).Added, 4)
	var again bytes.Buffer
	check.NoError(t, other.ExportWords(boss, &again))
	lines := func(b bytes.Buffer) []string { return slices.Sorted(strings.Lines(b.String())) }
	check.Equal(t, lines(again), lines(out))
}

func TestBlockList(t *testing.T) {
	t.Parallel()
	f := newFixture()
	agent := as(t.Context(), "usr_agent", moderation.PermPropose)
	boss := as(t.Context(), "usr_boss", moderation.PermPropose, moderation.PermBlock)
	lin, phone := id.New("cus"), id.New("vis")
	end := moderationtest.Epoch.Add(time.Hour)
	proposed := check.Must(f.AddBlock(agent, moderation.Blocked{Kind: moderation.Customer, Subject: lin, Reason: "辱骂", ExpiresAt: &end}))(t)
	check.Equal(t, proposed.Status, moderation.Proposed)
	check.NoError(t, f.Admit(agent, "", lin))
	_, err := f.AddBlock(boss, moderation.Blocked{Kind: moderation.Customer, Subject: lin, Reason: "again"})
	check.FieldFault(t, err, "subject", moderation.ErrBlockTaken)
	_, err = f.DecideBlock(boss, proposed.ID, 1, moderation.Lift)
	check.Fault(t, err, moderation.ErrBlockDecided)
	active := check.Must(f.DecideBlock(boss, proposed.ID, 1, moderation.Approve))(t)
	check.Equal(t, []any{active.Status, active.DecidedBy}, []any{moderation.Active, "usr_boss"})
	check.Fault(t, f.Admit(agent, "", phone, lin), moderation.ErrShut)
	f.clock.at = end // it ends by itself
	check.NoError(t, f.Admit(agent, "", lin))
	f.clock.at = moderationtest.Epoch
	check.NoError(t, f.CustomerMerged(moderationtest.In(t.Context(), "wsp_1"), lin, "cus_into"))
	check.Fault(t, f.Admit(agent, "", "cus_into"), moderation.ErrShut)
	check.Fault(t, f.CustomerMerged(boss, lin, "x"), fault.ErrDenied)
	check.Must(f.DecideBlock(boss, proposed.ID, 2, moderation.Lift))(t)
	check.NoError(t, f.Admit(agent, "", "cus_into"))

	net := check.Must(f.AddBlock(boss, moderation.Blocked{Kind: moderation.Address, Subject: "203.0.113.77/24", Reason: "spam"}))(t)
	check.Equal(t, []any{net.Subject, net.Status}, []any{"203.0.113.0/24", moderation.Active})
	check.Must(f.AddBlock(boss, moderation.Blocked{Kind: moderation.Address, Subject: "2001:db8::1", Reason: "spam"}))(t)
	check.Must(f.AddBlock(boss, moderation.Blocked{Kind: moderation.Device, Subject: phone, Reason: "spam"}))(t)
	for address, shut := range map[string]bool{
		"203.0.113.5": true, "::ffff:203.0.113.5": true, "203.0.114.5": false, "2001:db8::1": true, "2001:db8::2": false, "": false, "nonsense": false,
	} {
		check.Equal(t, fault.Has(f.Admit(agent, address), moderation.ErrShut), shut)
	}
	check.Fault(t, f.Admit(agent, "", phone), moderation.ErrShut)
	past := moderationtest.Epoch.Add(-time.Hour)
	for name, c := range map[string]struct {
		b     moderation.Blocked
		field string
		def   *fault.Def
	}{
		"everybody":   {moderation.Blocked{Kind: moderation.Address, Subject: "0.0.0.0/0", Reason: "x"}, "subject", moderation.ErrNetwork},
		"no address":  {moderation.Blocked{Kind: moderation.Address, Subject: "example.com", Reason: "x"}, "subject", moderation.ErrAddress},
		"no customer": {moderation.Blocked{Kind: moderation.Customer, Subject: "cus_1", Reason: "x"}, "subject", fault.ErrUnknownItem},
		"no reason":   {moderation.Blocked{Kind: moderation.Device, Subject: id.New("vis"), Reason: " "}, "reason", fault.ErrRequired},
		"over":        {moderation.Blocked{Kind: moderation.Device, Subject: id.New("vis"), Reason: "x", ExpiresAt: &past}, "expiresAt", moderation.ErrExpiry},
		"kind":        {moderation.Blocked{Kind: "galaxy", Subject: "x", Reason: "x"}, "kind", fault.ErrChoice},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := f.AddBlock(boss, c.b)
			check.FieldFault(t, err, c.field, c.def)
		})
	}
}

func TestDenied(t *testing.T) {
	t.Parallel()
	f := newFixture()
	nobody := as(t.Context(), "usr_1")
	agent := as(t.Context(), "usr_1", moderation.PermPropose, moderation.PermReply)
	for name, call := range map[string]func(ctx context.Context) error{
		"words":   func(ctx context.Context) error { _, err := f.ListWords(ctx, moderation.WordQuery{}); return err },
		"add":     func(ctx context.Context) error { _, err := f.AddWord(ctx, moderation.Word{}); return err },
		"update":  func(ctx context.Context) error { _, err := f.UpdateWord(ctx, "", moderation.WordEdit{}); return err },
		"remove":  func(ctx context.Context) error { _, err := f.RemoveWords(ctx, nil); return err },
		"import":  func(ctx context.Context) error { _, err := f.ImportWords(ctx, nil, plain); return err },
		"export":  func(ctx context.Context) error { return f.ExportWords(ctx, &bytes.Buffer{}) },
		"try":     func(ctx context.Context) error { _, err := f.Try(ctx, moderation.Agent, ""); return err },
		"hits":    func(ctx context.Context) error { _, err := f.ListHits(ctx, moderation.HitQuery{}); return err },
		"decide":  func(ctx context.Context) error { _, err := f.DecideBlock(ctx, "", 1, moderation.Lift); return err },
		"blocks*": func(ctx context.Context) error { _, err := f.ListBlocks(ctx, moderation.BlockQuery{}); return err },
		"block*":  func(ctx context.Context) error { _, err := f.AddBlock(ctx, moderation.Blocked{}); return err },
		"check*":  func(ctx context.Context) error { _, err := f.CheckReply(ctx, ""); return err },
	} {
		check.Fault(t, call(nobody), fault.ErrDenied)
		if err := call(agent); fault.Has(err, fault.ErrDenied) == strings.HasSuffix(name, "*") {
			t.Errorf("%s for an agent: %v", name, err)
		}
	}
}

func TestNote(t *testing.T) {
	t.Parallel()
	f := newFixture()
	boss := as(t.Context(), "usr_boss", moderation.PermWords, moderation.PermHits)
	check.Must(f.AddWord(boss, word("投诉", moderation.Report, moderation.Both)))(t)
	v := check.Must(f.Vet(boss, moderation.Agent, "投诉投诉，我要投诉", false))(t)
	check.NoError(t, f.Note(as(t.Context(), "usr_2"), moderation.Agent, v, moderation.Where{ConversationID: "cnv_1", EntryID: "ent_1"}))
	check.NoError(t, f.Note(boss, moderation.Agent, moderation.Verdict{}, moderation.Where{}))
	hits := check.Must(f.ListHits(boss, moderation.HitQuery{}))(t).Items
	check.Equal(t, len(hits), 1) // each word once
	check.Equal(t, []string{hits[0].AuthorID, hits[0].Word, hits[0].EntryID}, []string{"usr_2", "投诉", "ent_1"})
}

func TestAWordHasAHistory(t *testing.T) {
	t.Parallel()
	f := newFixture()
	boss := as(t.Context(), "usr_boss", moderation.PermWords)
	w := check.Must(f.AddWord(boss, moderation.Word{Text: "返现", Side: moderation.Agent, Action: moderation.Warn, Enabled: true}))(t)
	block := moderation.Block
	check.Must(f.UpdateWord(boss, w.ID, moderation.WordEdit{Version: w.Version, Action: &block}))(t)
	kept := f.run.Kept()
	check.Equal(t, len(kept), 2)
	state, err := json.Marshal(kept[1].Before)
	check.NoError(t, err)
	check.NoError(t, f.RestoreWord(boss, w.ID, state))
	check.Must(f.RemoveWords(boss, []string{w.ID, "wrd_gone"}))(t)
	kept = f.run.Kept()
	check.Equal(t, len(kept), 4)
	check.Equal(t, kept[3].After == nil, true)
	check.Fault(t, f.RestoreWord(boss, w.ID, state), moderation.ErrWordNotFound)
}
