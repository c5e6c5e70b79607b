package visitortest

import (
	"context"
	"slices"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/visitor"
)

// Epoch is the moment at which the suite begins.
var Epoch = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

// In is a context that acts for the system in a workspace.
func In(ctx context.Context, tenant string) context.Context {
	return actor.With(ctx, actor.SystemFor(tenant))
}

// Suite is what every store passes.
func Suite(t *testing.T, run unit.Runner, s visitor.Store) {
	t.Helper()
	t.Run("visits", func(t *testing.T) { visits(t, run, s) })
	t.Run("erasure", func(t *testing.T) { erasure(t, run, s) })
	t.Run("invites", func(t *testing.T) { invites(t, run, s) })
	t.Run("counts", func(t *testing.T) { counts(t, run, s) })
	t.Run("rules", func(t *testing.T) { rules(t, run, s) })
	t.Run("settings", func(t *testing.T) { settings(t, run, s) })
}

// Kept is a browser that was on the site.
func Kept(id, customer string, seen time.Time) visitor.Kept {
	p := visitor.Page{URL: "https://shop.example/茶", Title: "茶", At: seen}
	return visitor.Kept{SeenAt: seen, Visit: visitor.Visit{
		ID: id, ChannelID: "chn_1", CustomerID: customer, Device: "phone", Locale: "zh-CN", Region: visitor.Region{Code: "CN", Zh: "上海"},
		Source: visitor.Source{Kind: visitor.SourceSearch, Name: "Baidu", Word: "茶"}, First: p, Page: p, Pages: 1, Visits: 2,
		StartedAt: seen, Track: []visitor.Page{p},
	}}
}

func write(ctx context.Context, t *testing.T, run unit.Runner, fn func(ctx context.Context) error) {
	t.Helper()
	check.NoError(t, run.Do(ctx, fn))
}

func visits(t *testing.T, run unit.Runner, s visitor.Store) {
	here, there := In(t.Context(), "wsp_v"), In(t.Context(), "wsp_w")
	k := Kept("vis_1", "", Epoch)
	write(here, t, run, func(ctx context.Context) error { return s.Save(ctx, k) })
	check.Equal(t, check.Must(s.Kept(here, []string{"vis_1", "vis_2"}))(t), []visitor.Kept{k})
	check.Equal(t, len(check.Must(s.Kept(there, []string{"vis_1"}))(t)), 0)
	check.Equal(t, len(check.Must(s.Kept(here, nil))(t)), 0)

	l := visitor.Limits{Day: "2026-03-01", Invited: 1, QuietUntil: Epoch.Add(time.Hour)}
	put := func(ctx context.Context) error { return s.PutLimits(ctx, "vis_1", l) }
	check.Fault(t, run.Do(there, put), fault.ErrConflict)
	write(here, t, run, put)
	check.Fault(t, run.Do(here, put), fault.ErrConflict) // somebody else was faster
	k.Visit.Pages = 2
	write(here, t, run, func(ctx context.Context) error { return s.Save(ctx, k) }) // a page view leaves the limits alone
	l.Turn = 1
	check.Equal(t, check.Must(s.Limits(here, "vis_1"))(t), l)
	check.Equal(t, check.Must(s.Limits(there, "vis_1"))(t), visitor.Limits{})
	check.Equal(t, check.Must(s.Kept(here, []string{"vis_1"}))(t)[0].Visit.Pages, 2)
	_, err := s.Kept(t.Context(), []string{"vis_1"})
	check.Fault(t, err, fault.ErrUnauthenticated)
}

func erasure(t *testing.T, run unit.Runner, s visitor.Store) {
	here, there := In(t.Context(), "wsp_e"), In(t.Context(), "wsp_f")
	write(here, t, run, func(ctx context.Context) error {
		for _, k := range []visitor.Kept{
			Kept("vis_a", "", Epoch), Kept("vis_b", "cus_old", Epoch), Kept("vis_c", "cus_2", Epoch), Kept("vis_d", "", Epoch.Add(time.Hour)),
		} {
			if err := s.Save(ctx, k); err != nil {
				return err
			}
		}
		if err := s.Own(ctx, "cus_1", "cus_old", []string{"vis_a"}); err != nil {
			return err
		}
		return s.InsertInvite(ctx, visitor.Invite{ID: "inv_e", VisitorID: "vis_a", State: visitor.Sent, Body: "secret", At: Epoch})
	})
	erase := func(in context.Context, ids ...string) (gone []string) {
		write(in, t, run, func(ctx context.Context) error {
			var err error
			gone, err = s.EraseCustomers(ctx, ids)
			return err
		})
		slices.Sort(gone)
		return gone
	}
	check.Equal(t, len(erase(there, "cus_1")), 0)
	check.Equal(t, len(erase(here, "")), 0) // nobody's browsers are not somebody's
	check.Equal(t, erase(here, "cus_1"), []string{"vis_a", "vis_b"})
	_, err := s.Invite(here, "inv_e")
	check.Fault(t, err, visitor.ErrInviteNotFound)
	write(there, t, run, func(ctx context.Context) error { return s.Forget(ctx, Epoch.Add(time.Minute)) })
	check.Equal(t, len(check.Must(s.Kept(here, []string{"vis_c", "vis_d"}))(t)), 2)
	write(here, t, run, func(ctx context.Context) error { return s.Forget(ctx, Epoch.Add(time.Minute)) })
	left := check.Must(s.Kept(here, []string{"vis_c", "vis_d"}))(t)
	check.Equal(t, []any{len(left), left[0].Visit.ID}, []any{1, "vis_d"})
}

func invites(t *testing.T, run unit.Runner, s visitor.Store) {
	here, there := In(t.Context(), "wsp_i"), In(t.Context(), "wsp_j")
	i := visitor.Invite{ID: "inv_1", VisitorID: "vis_1", ChannelID: "chn_1", UserID: "usr_1", Body: "您好", State: visitor.Sent, Day: "2026-03-01", At: Epoch}
	write(here, t, run, func(ctx context.Context) error { return s.InsertInvite(ctx, i) })
	check.Equal(t, check.Must(s.Invite(here, "inv_1"))(t), i)
	_, err := s.Invite(there, "inv_1")
	check.Fault(t, err, visitor.ErrInviteNotFound)
	i.State, i.ConversationID = visitor.Accepted, "cnv_1"
	accept := func(ctx context.Context) error { return s.UpdateInvite(ctx, i, visitor.Sent) }
	check.Fault(t, run.Do(there, accept), fault.ErrConflict)
	write(here, t, run, accept)
	check.Fault(t, run.Do(here, accept), fault.ErrConflict)
	check.Equal(t, check.Must(s.Invite(here, "inv_1"))(t), i)
}

func counts(t *testing.T, run unit.Runner, s visitor.Store) {
	here, there := In(t.Context(), "wsp_c"), In(t.Context(), "wsp_d")
	write(here, t, run, func(ctx context.Context) error {
		for _, c := range []visitor.Counts{
			{Day: "2026-03-01", RuleID: "ivr_1", Sent: 1},
			{Day: "2026-03-01", RuleID: "ivr_1", Shown: 1},
			{Day: "2026-03-02", RuleID: "ivr_1", Sent: 1, Accepted: 1},
			{Day: "2026-03-02", UserID: "usr_1", Sent: 1, Refused: 1},
			{Day: "2026-03-03", UserID: "usr_1", Sent: 1},
		} {
			if err := s.Count(ctx, c); err != nil {
				return err
			}
		}
		return nil
	})
	check.Equal(t, check.Must(s.Counts(here, "2026-03-01", "2026-03-02"))(t), []visitor.Counts{
		{RuleID: "ivr_1", Sent: 2, Shown: 1, Accepted: 1}, {UserID: "usr_1", Sent: 1, Refused: 1},
	})
	check.Equal(t, len(check.Must(s.Counts(there, "2026-03-01", "2026-03-02"))(t)), 0)
	check.NoError(t, run.Do(there, func(ctx context.Context) error { return s.ForgetCounts(ctx, []string{"ivr_1", "usr_1"}) }))
	check.Equal(t, len(check.Must(s.Counts(here, "2026-03-01", "2026-03-02"))(t)), 2)
	check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.ForgetCounts(ctx, []string{"ivr_1"}) }))
	check.Equal(t, check.Must(s.Counts(here, "2026-03-01", "2026-03-02"))(t), []visitor.Counts{{UserID: "usr_1", Sent: 1, Refused: 1}})
}

func rules(t *testing.T, run unit.Runner, s visitor.Store) {
	here, there := In(t.Context(), "wsp_r"), In(t.Context(), "wsp_s")
	r := visitor.Rule{
		ID: "ivr_1", Name: "价格页", Enabled: true, Position: 2, CreatedAt: Epoch, Version: 1, Message: visitor.Localised{Zh: "您好", En: "Hello"},
		When: visitor.Conditions{ChannelIDs: []string{}, Pages: []string{"/price*"}, Seconds: 30, Sources: []string{"search"}, Languages: []string{}, Visitors: "all"},
	}
	first := r
	first.ID, first.Position = "ivr_2", 1
	write(here, t, run, func(ctx context.Context) error {
		if err := s.InsertRule(ctx, r); err != nil {
			return err
		}
		return s.InsertRule(ctx, first)
	})
	check.Equal(t, check.Must(s.Rules(here))(t), []visitor.Rule{first, r})
	check.Equal(t, len(check.Must(s.Rules(there))(t)), 0)
	_, err := s.Rule(there, "ivr_1")
	check.Fault(t, err, visitor.ErrRuleNotFound)
	r.Enabled, r.Position = false, 0
	update := func(ctx context.Context) error { return s.UpdateRule(ctx, r) }
	check.Fault(t, run.Do(there, update), fault.ErrConflict)
	write(here, t, run, update)
	check.Fault(t, run.Do(here, update), fault.ErrConflict)
	r.Version = 2
	check.Equal(t, check.Must(s.Rules(here))(t), []visitor.Rule{r, first}) // what is at hand is fresh again
	drop := func(ctx context.Context) error { return s.DeleteRule(ctx, "ivr_1", 2) }
	check.Fault(t, run.Do(there, drop), fault.ErrConflict)
	write(here, t, run, drop)
	check.Equal(t, check.Must(s.Rules(here))(t), []visitor.Rule{first})
}

func settings(t *testing.T, run unit.Runner, s visitor.Store) {
	here, there := In(t.Context(), "wsp_t"), In(t.Context(), "wsp_u")
	set := visitor.Settings{Watch: false, PerDay: 3, QuietDays: 9}
	put := func(ctx context.Context) error { return s.PutSettings(ctx, set) }
	check.Equal(t, check.Must(s.Settings(here))(t), visitor.DefaultSettings())
	write(here, t, run, put)
	check.Fault(t, run.Do(here, put), fault.ErrConflict)
	set.Version = 1
	check.Equal(t, check.Must(s.Settings(here))(t), set)
	check.Equal(t, check.Must(s.Settings(there))(t), visitor.DefaultSettings())
}
