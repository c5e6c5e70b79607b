package core

import (
	"context"
	"strings"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/audit"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/integration"
	"frontdesk/internal/platform/db"
)

// nowhere is a receiver of webhooks that nothing is sent to.
type nowhere struct{}

func (nowhere) Check(string) error { return nil }
func (nowhere) Send(context.Context, integration.Request) (integration.Response, error) {
	return integration.Response{Status: 204}, nil
}

// office is a workspace whose settings are changed.
type office struct {
	role
	t     *testing.T
	admin context.Context
}

func newOffice(t *testing.T, r role) office {
	t.Helper()
	r.parts.Sender = nowhere{}
	r.Services = NewServices(r.parts)
	signed := check.Must(r.Services.Identity.SetUp(t.Context(), identity.SetUp{
		Workspace: "Tea", Slug: "tea", Locale: "en", Timezone: "UTC", Name: "Ann Nobody", Email: "ann@private.example", Password: "quiet harbour lantern",
	}))(t)
	tenant := check.Must(r.Services.Account.Resolve(t.Context(), "tea"))(t)
	return office{r, t, actor.With(t.Context(), actor.Actor{
		Tenant: tenant, Kind: actor.User, ID: signed.User.ID, Grants: identity.Role{Key: identity.RoleAdmin}.Effective(),
	})}
}

func (o office) versions(kind, subject string) []audit.View {
	o.t.Helper()
	f := audit.Filter{Kind: kind, SubjectID: subject}
	return check.Must(o.Services.History.List(o.admin, f, page.Request{}))(o.t).Items
}

// back restores the oldest version and looks whether it is the newest one now.
func (o office) back(kind, subject string, changes int) {
	o.t.Helper()
	all := o.versions(kind, subject)
	check.Equal(o.t, len(all), changes)
	oldest := all[len(all)-1]
	undo := oldest.Action == audit.Changed // the settings are older than their history
	b := audit.Back{VersionID: oldest.ID, Undo: undo, Latest: all[0].Version}
	_, err := o.Services.History.Restore(actor.With(o.admin, actor.Actor{
		Tenant: "wsp_other", Grants: identity.Role{Key: identity.RoleAdmin}.Effective(),
	}), b)
	check.Fault(o.t, err, audit.ErrNotFound)
	a := check.Must(actor.Of(o.admin))(o.t)
	a.Grants = map[actor.Permission]actor.Level{audit.PermRead: actor.All} // the right to look is not the right to change
	_, err = o.Services.History.Restore(actor.With(o.admin, a), b)
	check.Fault(o.t, err, fault.ErrDenied)
	made := check.Must(o.Services.History.Restore(o.admin, b))(o.t)
	check.Equal(o.t, made.Version, all[0].Version+1)
	check.Equal(o.t, made.Restored, oldest.Version)
	check.Equal(o.t, made.Fields, reversed(all[0].Fields))
}

// reversed are the differences the other way round.
func reversed(fields []audit.Field) []audit.Field {
	out := []audit.Field{}
	for _, f := range fields {
		out = append(out, audit.Field{Path: f.Path, Before: f.After, After: f.Before})
	}
	return out
}

func ptr[T any](v T) *T { return &v }

func TestSettingsHaveAHistory(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r role) {
		o := newOffice(t, r)
		s, ctx := o.Services, o.admin

		w := check.Must(s.Account.Workspace(ctx))(t)
		check.Must(s.Account.Change(ctx, account.ChangeWorkspace{Name: ptr("Green"), Version: w.Version}))(t)
		o.back(account.KindWorkspace, w.ID, 1)
		check.Equal(t, check.Must(s.Account.Workspace(ctx))(t).Name, "Tea")

		c := check.Must(s.Account.Calendars(ctx))(t)[0]
		week := c.Hours
		week.Saturday = []account.Interval{{From: "10:00", To: "12:00"}}
		check.Must(s.Account.ChangeCalendar(ctx, c.ID, account.ChangeCalendar{Hours: &week, Version: c.Version}))(t)
		o.back(account.KindCalendar, c.ID, 2)

		role := check.Must(s.Identity.CreateRole(ctx, identity.Role{Name: "Temp", Grants: identity.Grants{"customer.read": actor.All}}))(t)
		check.Must(s.Identity.ChangeRole(ctx, role.ID, identity.ChangeRole{Grants: &identity.Grants{"conversation.read": actor.Own}, Version: 1}))(t)
		o.back(identity.KindRole, role.ID, 2)
		check.Equal(t, check.Must(s.Identity.Role(ctx, role.ID))(t).Grants, role.Grants)

		team := check.Must(s.Identity.CreateTeam(ctx, identity.Team{Name: "Night"}))(t)
		me := check.Must(actor.Of(ctx))(t).ID
		check.Must(s.Identity.ChangeTeam(ctx, team.ID, identity.ChangeTeam{MemberIDs: &[]string{me}, Version: 1}))(t)
		o.back(identity.KindTeam, team.ID, 2)

		u := check.Must(s.Identity.User(ctx, me))(t)
		check.Must(s.Identity.ChangeUser(ctx, me, identity.ChangeUser{TeamIDs: &[]string{team.ID}, Version: u.Version}))(t)
		o.back(identity.KindPerson, me, 2)

		view := check.Must(s.Views.Create(ctx, conversation.SavedView{
			Name: "Slow", Scope: conversation.ViewTeam, TeamID: team.ID, Status: conversation.Open, Sort: conversation.Newest,
		}))(t)
		wide := view
		wide.Scope, wide.Sort, wide.Filter.Waiting = conversation.ViewCompany, conversation.Waiting, true
		check.Must(s.Views.Change(ctx, wide))(t)
		o.back(conversation.KindView, view.ID, 2)
		views := check.Must(s.Views.List(ctx))(t)
		check.Equal(t, []any{views[0].Scope, views[0].TeamID, views[0].Sort, views[0].Filter.Waiting}, []any{conversation.ViewTeam, team.ID, conversation.Newest, false})
		own := check.Must(s.Views.Create(ctx, conversation.SavedView{Name: "Mine", Scope: conversation.ViewPersonal, Status: conversation.Open, Sort: conversation.Newest}))(t)
		check.Equal(t, len(o.versions(conversation.KindView, own.ID)), 0)

		tag := check.Must(s.Customers.CreateTag(ctx, "Urgent", "red"))(t)
		check.Must(s.Customers.UpdateTag(ctx, tag.ID, 1, nil, ptr("blue")))(t)
		o.back("tag", tag.ID, 2)
		check.NoError(t, s.Customers.DeleteTag(ctx, tag.ID))
		gone := o.versions("tag", tag.ID)
		check.Equal(t, gone[0].Action, audit.Removed)
		_, err := s.History.Restore(ctx, audit.Back{VersionID: gone[1].ID, Latest: gone[0].Version})
		check.Fault(t, err, audit.ErrGone)

		chn := check.Must(s.Channels.Create(ctx, "Shop", nil))(t)
		check.Must(s.Channels.Update(ctx, chn.ID, channel.Edit{Version: 1, Name: ptr("Store"), Enabled: ptr(false)}))(t)
		o.back(channel.KindChannel, chn.ID, 2)
		check.Equal(t, check.Must(s.Channels.Get(ctx, chn.ID))(t).Name, "Shop")
	})
}

// What a thief of the history would look for is not there.
func TestHistoryHoldsNoSecrets(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r role) {
		o := newOffice(t, r)
		s, ctx := o.Services, o.admin
		made := check.Must(s.Integration.Create(ctx, "https://bot:hunter2@hooks.example/key-in-path?token=key-in-query", "Orders", []string{"*"}))(t)
		next := check.Must(s.Integration.Update(ctx, made.ID, integration.Edit{
			Version: 1, URL: ptr("https://hooks.example/another-key"), RotateSecret: true,
		}))(t)
		check.Must(s.Integration.Update(ctx, made.ID, integration.Edit{Version: 2, Description: ptr("Parcels")}))(t)
		o.back(integration.KindWebhook, made.ID, 3)
		all := o.versions(integration.KindWebhook, made.ID)
		check.Equal(t, all[2].Touched, []string{"url", "secret"}) // that it changed is told
		check.Equal(t, all[0].Name, "Orders")

		chn := check.Must(s.Channels.Create(ctx, "Shop", nil))(t)
		identitySecret := check.Must(s.Channels.RotateSecret(ctx, chn.ID))(t)
		check.Equal(t, o.versions(channel.KindChannel, chn.ID)[0].Touched, []string{"identitySecret"})
		u := check.Must(s.Identity.Users(ctx, identity.UserFilter{}, page.Request{}))(t).Items[0]
		check.Must(s.Identity.ChangeUser(ctx, u.ID, identity.ChangeUser{Name: ptr("Ann Somebody"), Version: u.Version}))(t)

		rows := check.Must(db.Query(ctx, o.DB, func(r db.Row) (string, error) {
			var was, became, touched string
			err := r.Scan(&was, &became, &touched)
			return was + became + touched, err
		}, `SELECT was, became, touched FROM audit_versions`))(t)
		kept := strings.Join(rows, "\n")
		check.Equal(t, strings.Contains(kept, "hooks.example"), true) // it is what we look through
		for _, secret := range []string{
			made.Secret, next.Secret, identitySecret, "hunter2", "key-in-path", "key-in-query", "another-key", "Nobody", "Somebody",
			"private.example", "harbour", "sealed",
		} {
			if secret == "" || strings.Contains(kept, secret) {
				t.Errorf("the history holds %q", secret)
			}
		}
	})
}
