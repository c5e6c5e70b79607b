package wrapup_test

import (
	"context"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/wrapup"
	"frontdesk/internal/domain/wrapup/wrapuptest"
)

const tenant = "wsp_1"

func TestMemory(t *testing.T) {
	t.Parallel()
	wrapuptest.Suite(t, &unit.Memory{}, wrapuptest.NewMemory())
}

// around is the clock and the other domains.
type around struct {
	now    time.Time
	closed bool // nobody may read the conversation
}

func (o *around) Now() time.Time { return o.now }
func (o *around) TeamExists(_ context.Context, id string) (bool, error) {
	return id == "tem_1" || id == "tem_2", nil
}

func (o *around) Names(context.Context, []string) (wrapup.Names, error) {
	return wrapup.Names{Teams: map[string]string{"tem_1": "Tier 1"}, Agents: map[string]string{"usr_1": "Ann"}}, nil
}

func (o *around) MayRead(context.Context, string) error {
	if o.closed {
		return fault.ErrNotFound.New()
	}
	return nil
}

type world struct {
	*wrapup.Service
	*around
	keeper *wrapup.Keeper
	store  *wrapuptest.Memory
	run    *unit.Memory
	t      *testing.T
}

func newWorld(t *testing.T) world {
	t.Helper()
	o, run, m := &around{now: wrapuptest.Epoch}, &unit.Memory{}, wrapuptest.NewMemory()
	shanghai := check.Must(time.LoadLocation("Asia/Shanghai"))(t)
	keeper := wrapup.NewKeeper(o, m, func(context.Context) (*time.Location, error) { return shanghai, nil })
	return world{wrapup.New(wrapup.Deps{Run: run, Clock: o, Stores: m, Directory: o}), o, keeper, m, run, t}
}

// as is a context in which somebody acts with all permissions on conversations of a reach, and more.
func (w world) as(user string, level actor.Level, more ...actor.Permission) context.Context {
	grants := map[actor.Permission]actor.Level{wrapup.PermRead: level, wrapup.PermWrite: level}
	for _, p := range more {
		grants[p] = actor.All
	}
	return actor.With(w.t.Context(), actor.Actor{Tenant: tenant, Kind: actor.User, ID: user, Teams: []string{"tem_1"}, Grants: grants})
}

func (w world) boss() context.Context {
	return w.as("usr_9", actor.All, wrapup.PermManage, wrapup.PermReport)
}

func (w world) agent() context.Context { return w.as("usr_1", actor.Teams) }

// add makes a category and gives its id.
func (w world) add(parent, zh, en string) string {
	w.t.Helper()
	return check.Must(w.CreateCategory(w.boss(), wrapup.NewCategory{ParentID: parent, NameZh: zh, NameEn: en}))(w.t).ID
}

func (w world) form(team string, mode wrapup.Mode, roots ...string) wrapup.Form {
	w.t.Helper()
	return check.Must(w.ChangeForm(w.boss(), wrapup.Form{TeamID: team, Mode: mode, CategoryIDs: roots}))(w.t)
}

// keep writes a summary as the one who resolves a conversation does.
func (w world) keep(ctx context.Context, e wrapup.Ended, in wrapup.Input) (k wrapup.Kept, err error) {
	err = w.run.Do(ctx, func(ctx context.Context) error { k, err = w.keeper.Keep(ctx, e, in); return err })
	return k, err
}

var ended = wrapup.Ended{ConversationID: "cnv_1", Number: 41, Resolution: 1, TeamID: "tem_1", AssigneeID: "usr_1"}
