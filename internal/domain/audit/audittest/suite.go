package audittest

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/audit"
)

// Epoch is the moment at which the suite begins.
var Epoch = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

// In is a context that acts for the system in a workspace.
func In(ctx context.Context, tenant string) context.Context {
	return actor.With(ctx, actor.SystemFor(tenant))
}

func sample(kind, subject string, version int64, minute int, person string) audit.Version {
	v := audit.Version{
		ID: "hst_" + kind + subject + strconv.FormatInt(version, 10), Kind: kind, SubjectID: subject, Version: version,
		At: Epoch.Add(time.Duration(minute) * time.Minute), By: actor.Ref{Kind: actor.User, ID: person},
		Before: json.RawMessage(`{"name":"茶"}`), After: json.RawMessage(`{"name":"Tea"}`),
	}
	return v
}

// Suite is what every store passes.
func Suite(t *testing.T, run unit.Runner, s audit.Store) {
	t.Helper()
	here, there := In(t.Context(), "wsp_here"), In(t.Context(), "wsp_there")
	whole := sample("role", "rol_1", 3, 3, "usr_1")
	whole.Touched, whole.Restored, whole.Undone = []string{"secret", "url"}, 2, true
	for _, v := range []audit.Version{
		sample("role", "rol_1", 1, 1, "usr_1"), sample("role", "rol_1", 2, 2, "usr_2"), whole,
		sample("role", "rol_2", 1, 4, "usr_1"), sample("team", "rol_1", 1, 5, "usr_1"),
	} {
		check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.Insert(ctx, v) }))
	}
	again := sample("role", "rol_1", 3, 9, "usr_2") // two people at the same moment
	again.ID = "hst_again"
	check.Fault(t, run.Do(here, func(ctx context.Context) error { return s.Insert(ctx, again) }), fault.ErrConflict)
	t.Run("one", func(t *testing.T) {
		check.Equal(t, check.Must(s.Version(here, whole.ID))(t), whole)
		check.Equal(t, check.Must(s.Newest(here, "role", "rol_1"))(t), whole)
		check.Equal(t, check.Must(s.Newest(here, "role", "rol_9"))(t).Version, 0)
		check.Equal(t, check.Must(s.Newest(there, "role", "rol_1"))(t).Version, 0)
		_, err := s.Version(there, whole.ID)
		check.Fault(t, err, audit.ErrNotFound)
	})
	ids := func(ctx context.Context, f audit.Filter) []string {
		t.Helper()
		out := []string{}
		for p := (page.Request{Limit: 2}); ; {
			got := check.Must(s.List(ctx, f, p))(t)
			for _, v := range got.Items {
				out = append(out, v.ID)
			}
			if p.Cursor = got.Next; p.Cursor == "" {
				return out
			}
		}
	}
	t.Run("list", func(t *testing.T) {
		for name, c := range map[string]struct {
			filter audit.Filter
			want   []string
		}{
			"all":     {audit.Filter{}, []string{"hst_teamrol_11", "hst_rolerol_21", "hst_rolerol_13", "hst_rolerol_12", "hst_rolerol_11"}},
			"kind":    {audit.Filter{Kind: "role"}, []string{"hst_rolerol_21", "hst_rolerol_13", "hst_rolerol_12", "hst_rolerol_11"}},
			"subject": {audit.Filter{Kind: "role", SubjectID: "rol_1"}, []string{"hst_rolerol_13", "hst_rolerol_12", "hst_rolerol_11"}},
			"person":  {audit.Filter{PersonID: "usr_2"}, []string{"hst_rolerol_12"}},
			"period":  {audit.Filter{From: Epoch.Add(2 * time.Minute), To: Epoch.Add(4 * time.Minute)}, []string{"hst_rolerol_13", "hst_rolerol_12"}},
			"none":    {audit.Filter{Kind: "tag"}, []string{}},
		} {
			if got := ids(here, c.filter); !slices.Equal(got, c.want) {
				t.Errorf("%s: got %v, want %v", name, got, c.want)
			}
		}
		check.Equal(t, ids(there, audit.Filter{}), []string{})
		_, err := s.List(here, audit.Filter{}, page.Request{Cursor: "?"})
		check.Fault(t, err, fault.ErrCursor)
	})
	t.Run("thin", func(t *testing.T) {
		check.NoError(t, run.Do(there, func(ctx context.Context) error { return s.Thin(ctx, "role", "rol_1", 9) }))
		check.NoError(t, run.Do(here, func(ctx context.Context) error { return s.Thin(ctx, "role", "rol_1", 2) }))
		check.Equal(t, ids(here, audit.Filter{}), []string{"hst_teamrol_11", "hst_rolerol_21", "hst_rolerol_13"})
	})
}
