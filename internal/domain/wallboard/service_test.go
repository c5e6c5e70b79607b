package wallboard_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/wallboard"
	"frontdesk/internal/domain/wallboard/wallboardtest"
)

// prints makes fingerprints under two keys.
type prints struct{}

func (prints) HashToken(token string) string     { return "new#" + token }
func (prints) TokenHashes(token string) []string { return []string{"newer#" + token, "new#" + token} }

// history remembers what was kept of settings.
type history struct {
	unit.Memory
	kept []unit.Change
}

func (h *history) Keep(_ context.Context, c unit.Change) error {
	h.kept = append(h.kept, c)
	return nil
}

func as(t *testing.T, tenant string, perms ...actor.Permission) context.Context {
	t.Helper()
	a := actor.Actor{Tenant: tenant, Kind: actor.User, ID: "usr_1", Grants: map[actor.Permission]actor.Level{}}
	for _, p := range perms {
		a.Grants[p] = actor.All
	}
	return actor.With(t.Context(), a)
}

func TestBoards(t *testing.T) {
	t.Parallel()
	run := &history{}
	s := wallboard.NewService(wallboard.Deps{
		Run: unit.Keeping(run, run), Clock: clock.Fixed(wallboardtest.Epoch), Store: wallboardtest.NewMemory(), Secrets: prints{},
	})
	boss := as(t, "wsp_1", wallboard.PermManage, wallboard.PermRead)
	looker, agent, stranger := as(t, "wsp_1", wallboard.PermRead), as(t, "wsp_1"), as(t, "wsp_2", wallboard.PermManage, wallboard.PermRead)

	made := check.Must(s.Create(boss, " Hall ", wallboard.Usual()))(t)
	check.Equal(t, made.Name, "Hall")
	for _, ctx := range []context.Context{looker, agent} {
		_, err := s.Create(ctx, "Hall", wallboard.Usual())
		check.Fault(t, err, fault.ErrDenied)
		_, err = s.Update(ctx, made.ID, 1, "Hall", wallboard.Usual())
		check.Fault(t, err, fault.ErrDenied)
		_, err = s.MakeLink(ctx, made.ID, nil)
		check.Fault(t, err, fault.ErrDenied)
		_, err = s.RevokeLink(ctx, made.ID)
		check.Fault(t, err, fault.ErrDenied)
		check.Fault(t, s.Delete(ctx, made.ID), fault.ErrDenied)
		check.Fault(t, s.Restore(ctx, made.ID, []byte(`{}`)), fault.ErrDenied)
	}
	_, err := s.List(agent)
	check.Fault(t, err, fault.ErrDenied)
	_, err = s.Board(agent, made.ID)
	check.Fault(t, err, fault.ErrDenied)
	check.Equal(t, check.Must(s.Board(looker, made.ID))(t), made)
	check.Equal(t, len(check.Must(s.List(stranger))(t)), 0)
	_, err = s.Board(stranger, made.ID)
	check.Fault(t, err, wallboard.ErrNotFound)
	_, err = s.MakeLink(stranger, made.ID, nil)
	check.Fault(t, err, wallboard.ErrNotFound)
	check.Fault(t, s.Delete(stranger, made.ID), wallboard.ErrNotFound)

	shows := wallboard.Usual()
	shows.Queues, shows.Names = []string{"que_1"}, true
	changed := check.Must(s.Update(boss, made.ID, 1, "Floor", shows))(t)
	check.Equal(t, changed.Version, int64(2))
	_, err = s.Update(boss, made.ID, 1, "Floor", shows)
	check.Fault(t, err, fault.ErrConflict)
	check.NoError(t, s.Restore(boss, made.ID, []byte(`{"name":"Hall","queues":null,"parts":["level"],"period":"hour","theme":"light","rotate":10}`)))
	back := check.Must(s.Board(boss, made.ID))(t)
	check.Equal(t, back.Name, "Hall")
	check.Equal(t, back.Shows, wallboard.WallShows{Queues: []string{}, Channels: []string{}, Parts: []wallboard.Part{wallboard.PartLevel}, Period: wallboard.LastHour, Theme: "light", Rotate: 10})
	check.NoError(t, s.Delete(boss, made.ID))
	check.Equal(t, run.Types(), []string{wallboard.EventCreated, wallboard.EventUpdated, wallboard.EventUpdated, wallboard.EventDeleted})
	check.Equal(t, len(run.kept), 4)
}

func TestWhatABoardMayShow(t *testing.T) {
	t.Parallel()
	s := wallboard.NewService(wallboard.Deps{
		Run: &unit.Memory{}, Clock: clock.Fixed(wallboardtest.Epoch), Store: wallboardtest.NewMemory(), Secrets: prints{},
	})
	boss := as(t, "wsp_1", wallboard.PermManage)
	for field, bad := range map[string]func(b *wallboard.WallShows){
		"queues":   func(b *wallboard.WallShows) { b.Queues = []string{"que_1", "que_1"} },
		"channels": func(b *wallboard.WallShows) { b.Channels = []string{strings.Repeat("x", 31)} },
		"parts":    func(b *wallboard.WallShows) { b.Parts = []wallboard.Part{"weather"} },
		"period":   func(b *wallboard.WallShows) { b.Period = "year" },
		"theme":    func(b *wallboard.WallShows) { b.Theme = "pink" },
		"language": func(b *wallboard.WallShows) { b.Language = "fr" },
		"rotate":   func(b *wallboard.WallShows) { b.Rotate = 1 },
	} {
		shows := wallboard.Usual()
		bad(&shows)
		_, err := s.Create(boss, "Hall", shows)
		if !fault.Has(err, fault.ErrInput) || !strings.Contains(err.Error(), field) {
			t.Errorf("%s: %v", field, err)
		}
	}
	_, err := s.Create(boss, "  ", wallboard.Usual())
	check.FieldFault(t, err, "name", fault.ErrRequired)
	_, err = s.Create(boss, "a\x00b", wallboard.Usual())
	check.FieldFault(t, err, "name", fault.ErrEncoding)
	for range wallboard.MaxBoards {
		check.Must(s.Create(boss, "Hall", wallboard.Usual()))(t)
	}
	_, err = s.Create(boss, "Hall", wallboard.Usual())
	check.Fault(t, err, wallboard.ErrTooMany)
}

// A link is kept as a fingerprint, opens its board under any key of ours, and nothing once it was taken back, replaced, or its board deleted.
func TestLinks(t *testing.T) {
	t.Parallel()
	store, run := wallboardtest.NewMemory(), &history{}
	s := wallboard.NewService(wallboard.Deps{Run: unit.Keeping(run, run), Clock: clock.Fixed(wallboardtest.Epoch), Store: store, Secrets: prints{}})
	boss := as(t, "wsp_1", wallboard.PermManage, wallboard.PermRead)
	board := check.Must(s.Create(boss, "Hall", wallboard.Usual()))(t)
	past := wallboardtest.Epoch
	_, err := s.MakeLink(boss, board.ID, &past)
	check.FieldFault(t, err, "until", wallboard.ErrPast)
	until := past.Add(time.Hour)
	link := check.Must(s.MakeLink(boss, board.ID, &until))(t)
	stored := check.Must(store.Board(boss, board.ID))(t)
	check.Equal(t, stored.Fingerprint, "new#"+link.Token)
	if strings.Contains(stored.Lookup, link.Token[len(link.Token)-52:]) {
		t.Error("the secret is kept")
	}
	tenant, b, err := s.ByLink(t.Context(), link.Token)
	check.NoError(t, err)
	check.Equal(t, tenant, "wsp_1")
	check.Equal(t, b.ID, board.ID)
	check.NoError(t, b.Valid(until.Add(-time.Second)))
	check.Fault(t, b.Valid(until), wallboard.ErrLinkExpired)
	asked := store.Asked
	for _, bad := range []string{"", "fdw_", strings.ToUpper(link.Token), link.Token + "a", "fdp" + link.Token[3:], strings.Replace(link.Token[4:], "_", "", 1), "fdw_'; DROP"} {
		_, _, err := s.ByLink(t.Context(), bad)
		check.Fault(t, err, wallboard.ErrLink)
	}
	check.Equal(t, store.Asked, asked) // what cannot be one is not looked for
	flipped := []byte(link.Token)
	if flipped[len(flipped)-1]++; flipped[len(flipped)-1] > 'z' || flipped[len(flipped)-1] < 'a' {
		flipped[len(flipped)-1] = 'a'
	}
	_, _, err = s.ByLink(t.Context(), string(flipped))
	check.Fault(t, err, wallboard.ErrLink)

	second := check.Must(s.MakeLink(boss, board.ID, nil))(t)
	_, _, err = s.ByLink(t.Context(), link.Token)
	check.Fault(t, err, wallboard.ErrLink)
	_, b, err = s.ByLink(t.Context(), second.Token)
	check.NoError(t, err)
	check.NoError(t, b.Valid(until.Add(100*24*time.Hour)))
	revoked := check.Must(s.RevokeLink(boss, board.ID))(t)
	check.Equal(t, revoked.Link, nil)
	check.Fault(t, revoked.Valid(past), wallboard.ErrLink)
	_, _, err = s.ByLink(t.Context(), second.Token)
	check.Fault(t, err, wallboard.ErrLink)
	check.Equal(t, run.Types()[1:], []string{wallboard.EventLinkMade, wallboard.EventLinkMade, wallboard.EventLinkRevoked})
	for _, c := range run.kept[1:] {
		check.Equal(t, c.Touched, []string{"link"})
	}
}

// The store in memory passes the suite that SQL passes.
func TestMemory(t *testing.T) {
	t.Parallel()
	wallboardtest.Suite(t, &unit.Memory{}, wallboardtest.NewMemory())
}
