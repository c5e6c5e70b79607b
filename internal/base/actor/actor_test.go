package actor_test

import (
	"context"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
)

func TestRequire(t *testing.T) {
	t.Parallel()
	if _, err := actor.Require(context.Background(), "x.read"); !fault.Has(err, fault.ErrUnauthenticated) {
		t.Errorf("nobody: got %v", err)
	}
	if _, err := actor.Tenant(actor.With(context.Background(), actor.Actor{ID: "usr_1"})); !fault.Has(err, fault.ErrUnauthenticated) {
		t.Errorf("an actor without workspace must not pass: %v", err)
	}
	ctx := actor.With(context.Background(), actor.Actor{Tenant: "wsp_1", Kind: actor.User, ID: "usr_1", Grants: map[actor.Permission]actor.Level{"x.read": actor.Own}})
	if _, err := actor.Require(ctx, "x.read"); err != nil {
		t.Errorf("granted: got %v", err)
	}
	if _, err := actor.Require(ctx, "x.write"); !fault.Has(err, fault.ErrDenied) {
		t.Errorf("not granted: got %v", err)
	}
	if _, err := actor.Require(actor.With(ctx, actor.SystemFor("wsp_1")), "x.write"); err != nil {
		t.Errorf("system: got %v", err)
	}
}

func TestScopeCovers(t *testing.T) {
	t.Parallel()
	cases := []struct {
		level          actor.Level
		assignee, team string
		want           bool
	}{
		{actor.All, "usr_2", "tem_9", true},
		{actor.Teams, "usr_2", "tem_1", true},
		{actor.Teams, "usr_2", "", true},
		{actor.Teams, "usr_1", "tem_9", true},
		{actor.Teams, "usr_2", "tem_9", false},
		{actor.Own, "usr_1", "tem_9", true},
		{actor.Own, "", "", false},
		{actor.None, "usr_1", "tem_1", false},
	}
	for _, c := range cases {
		s := actor.Scope{Level: c.level, User: "usr_1", Teams: []string{"tem_1"}}
		if got := s.Covers(c.assignee, c.team); got != c.want {
			t.Errorf("%+v: got %v", c, got)
		}
	}
}
