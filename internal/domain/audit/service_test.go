package audit_test

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/audit"
	"frontdesk/internal/domain/audit/audittest"
)

type lamp struct {
	Name   string            `json:"name"`
	Colour string            `json:"colour,omitempty"`
	Sites  []string          `json:"sites,omitempty"`
	Rights map[string]string `json:"rights,omitempty"`
}

// shop is a domain with one kind of settings, whose history is kept.
type shop struct {
	run    unit.Runner
	log    *unit.Memory
	store  *audittest.Memory
	keeper *audit.Keeper
	s      *audit.Service
	lamps  map[string]*lamp
	fails  error
}

func open() *shop {
	w := &shop{log: &unit.Memory{}, store: audittest.NewMemory(), lamps: map[string]*lamp{}}
	w.keeper = audit.NewKeeper(w.store, clock.Fixed(audittest.Epoch))
	w.run = unit.Keeping(w.log, w.keeper)
	w.s = audit.New(w.log, w.store, w)
	return w
}

func (w *shop) put(ctx context.Context, id string, next *lamp, touched ...string) error {
	return w.run.Do(ctx, func(ctx context.Context) error {
		c := unit.Change{Kind: "lamp", Subject: id, Touched: touched}
		if old := w.lamps[id]; old != nil {
			c.Before = *old
		}
		if next != nil {
			c.After = *next
		}
		w.lamps[id] = next
		return unit.Keep(ctx, c)
	})
}

// Restore implements audit.Restorer.
func (w *shop) Restore(ctx context.Context, kind, id string, state json.RawMessage) error {
	if kind != "lamp" {
		return audit.ErrOneWay.New()
	}
	if _, err := actor.Require(ctx, "lamp.manage"); err != nil {
		return err
	}
	var l lamp
	if err := errors.Join(w.fails, json.Unmarshal(state, &l)); err != nil {
		return err
	}
	return w.put(ctx, id, &l)
}

func by(t *testing.T, grants ...actor.Permission) context.Context {
	t.Helper()
	a := actor.Actor{Tenant: "wsp_1", Kind: actor.User, ID: "usr_1", Grants: map[actor.Permission]actor.Level{}}
	for _, g := range grants {
		a.Grants[g] = actor.All
	}
	return actor.With(t.Context(), a)
}

func (w *shop) list(t *testing.T, f audit.Filter) []audit.View {
	t.Helper()
	return check.Must(w.s.List(by(t, audit.PermRead), f, page.Request{}))(t).Items
}

func TestHistory(t *testing.T) {
	t.Parallel()
	w, me := open(), by(t, audit.PermRead, "lamp.manage")
	check.NoError(t, w.put(me, "l1", &lamp{Name: "Desk", Colour: "red", Sites: []string{"a", "b"}}))
	check.NoError(t, w.put(me, "l1", &lamp{Name: "Desk", Colour: "red", Sites: []string{"a", "b"}})) // nothing changed
	check.NoError(t, w.put(me, "l1", &lamp{Name: "Lamp", Sites: []string{"b"}, Rights: map[string]string{"see.it": "all"}}))
	check.NoError(t, w.put(me, "l1", &lamp{Name: "Lamp", Sites: []string{"b"}, Rights: map[string]string{"see.it": "all"}}, "secret"))
	all := w.list(t, audit.Filter{Kind: "lamp", SubjectID: "l1"})
	check.Equal(t, len(all), 3)
	check.Equal(t, all[0].Touched, []string{"secret"})
	check.Equal(t, all[0].Fields, []audit.Field{})
	check.Equal(t, all[1].Version, 2)
	check.Equal(t, all[1].Action, audit.Changed)
	check.Equal(t, all[1].By, actor.Ref{Kind: actor.User, ID: "usr_1"})
	check.Equal(t, all[1].Name, "Lamp")
	check.Equal(t, all[1].Fields, []audit.Field{
		{Path: []string{"colour"}, Before: "red"},
		{Path: []string{"name"}, Before: "Desk", After: "Lamp"},
		{Path: []string{"rights", "see.it"}, After: "all"},
		{Path: []string{"sites"}, Before: []any{"a", "b"}, After: []any{"b"}},
	})
	check.Equal(t, all[2].Action, audit.Created)

	back := check.Must(w.s.Restore(me, audit.Back{VersionID: all[2].ID, Latest: 3}))(t)
	check.Equal(t, back.Version, 4)
	check.Equal(t, back.Restored, 1)
	check.Equal(t, *w.lamps["l1"], lamp{Name: "Desk", Colour: "red", Sites: []string{"a", "b"}})
	undone := check.Must(w.s.Restore(me, audit.Back{VersionID: back.ID, Undo: true, Latest: 4}))(t)
	check.Equal(t, undone.Undone, true)
	check.Equal(t, w.lamps["l1"].Name, "Lamp")

	check.NoError(t, w.put(me, "l1", nil))
	gone := w.list(t, audit.Filter{Kind: "lamp", SubjectID: "l1"})[0]
	check.Equal(t, gone.Action, audit.Removed)
	check.Equal(t, gone.Name, "Lamp")
	_, err := w.s.Restore(me, audit.Back{VersionID: all[1].ID, Latest: gone.Version})
	check.Fault(t, err, audit.ErrGone)
}

func TestRestoreIsRefused(t *testing.T) {
	t.Parallel()
	w, me := open(), by(t, audit.PermRead, "lamp.manage")
	check.NoError(t, w.put(me, "l1", &lamp{Name: "One"}))
	check.NoError(t, w.put(me, "l1", &lamp{Name: "Two"}))
	all := w.list(t, audit.Filter{Kind: "lamp", SubjectID: "l1"})
	first := audit.Back{VersionID: all[1].ID, Latest: 2}
	for name, c := range map[string]struct {
		ctx  context.Context
		back audit.Back
		want *fault.Def
	}{
		"without the right to see":    {by(t, "lamp.manage"), first, fault.ErrDenied},
		"without the right to change": {by(t, audit.PermRead), first, fault.ErrDenied},
		"changed meanwhile":           {me, audit.Back{VersionID: all[1].ID, Latest: 1}, audit.ErrMoved},
		"as it is":                    {me, audit.Back{VersionID: all[0].ID, Latest: 2}, audit.ErrSame},
		"before it was":               {me, audit.Back{VersionID: all[1].ID, Undo: true, Latest: 2}, audit.ErrNothing},
		"unknown":                     {me, audit.Back{VersionID: "hst_9", Latest: 2}, audit.ErrNotFound},
		"of another workspace": {
			actor.With(t.Context(), actor.Actor{Tenant: "wsp_2", Grants: map[actor.Permission]actor.Level{audit.PermRead: actor.All}}),
			first, audit.ErrNotFound,
		},
	} {
		_, err := w.s.Restore(c.ctx, c.back)
		if !fault.Has(err, c.want) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	w.fails = fault.ErrUnknownItem.On("teamId") // what the settings speak of is gone
	_, err := w.s.Restore(me, first)
	check.FieldFault(t, err, "teamId", fault.ErrUnknownItem)
	check.Equal(t, len(w.list(t, audit.Filter{Kind: "lamp", SubjectID: "l1"})), 2)
	_, err = w.s.List(by(t), audit.Filter{}, page.Request{})
	check.Fault(t, err, fault.ErrDenied)
	_, err = w.s.List(me, audit.Filter{SubjectID: "l1"}, page.Request{})
	check.FieldFault(t, err, "kind", fault.ErrRequired)
}

func TestOldVersionsAreThinned(t *testing.T) {
	t.Parallel()
	w, me := open(), by(t, audit.PermRead)
	for i := range audit.Kept + 11 {
		check.NoError(t, w.put(me, "l1", &lamp{Name: strconv.Itoa(i)}))
	}
	waiting := w.log.Jobs()
	check.Equal(t, len(waiting), 1)
	check.Equal(t, waiting[0].Kind, audit.JobThin)
	check.NoError(t, w.log.Do(me, func(ctx context.Context) error { return w.keeper.Thin(ctx, waiting[0]) }))
	kept := check.Must(w.store.List(me, audit.Filter{Kind: "lamp", SubjectID: "l1"}, page.Request{Limit: page.MaxLimit}))(t)
	check.Equal(t, len(kept.Items), audit.Kept)
	check.Equal(t, kept.Next, "")
	check.Equal(t, kept.Items[audit.Kept-1].Version, 12)
}
