package quality_test

import (
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/quality"
	"frontdesk/internal/domain/quality/qualitytest"
)

var update = flag.Bool("update", false, "write the golden files of events")

const tenant = "wsp_1"

// talks are conversations of which only cnv_1 may be read.
type talks struct{}

func (talks) Look(_ context.Context, id string) (quality.Conversation, error) {
	if id != "cnv_1" {
		return quality.Conversation{}, fault.ErrNotFound.New()
	}
	return quality.Conversation{Number: 42, AgentID: "usr_agent"}, nil
}

func as(t *testing.T, user string, perms ...actor.Permission) context.Context {
	a := actor.Actor{Tenant: tenant, Kind: actor.User, ID: user, Grants: map[actor.Permission]actor.Level{}}
	for _, p := range perms {
		a.Grants[p] = actor.All
	}
	return actor.With(t.Context(), a)
}

func TestMemory(t *testing.T) {
	t.Parallel()
	qualitytest.Suite(t, &unit.Memory{}, qualitytest.NewMemory())
}

func TestInspection(t *testing.T) {
	t.Parallel()
	run := &unit.Memory{}
	s := quality.New(run, clock.Fixed(qualitytest.Epoch), qualitytest.NewMemory(), talks{})
	agent, other := as(t, "usr_1", quality.PermMark), as(t, "usr_2", quality.PermMark)
	inspector := as(t, "usr_3", quality.PermMark, quality.PermInspect)

	_, err := s.Mark(as(t, "usr_9"), "cnv_1", quality.Good, "")
	check.Fault(t, err, fault.ErrDenied)
	_, err = s.Mark(agent, "cnv_2", quality.Good, "")
	check.Fault(t, err, fault.ErrNotFound)
	_, err = s.Mark(agent, "cnv_1", quality.Other, " ")
	check.FieldFault(t, err, "comment", fault.ErrRequired)
	_, err = s.Mark(agent, "cnv_1", "boredom", "")
	check.FieldFault(t, err, "reason", fault.ErrChoice)
	m := check.Must(s.Mark(agent, "cnv_1", quality.Attitude, " rude "))(t)
	check.Equal(t, []any{m.Comment, m.Number, m.AgentID, m.State}, []any{"rude", int64(42), "usr_agent", quality.Open})
	if strings.Contains(string(run.Events()[0].Data), "rude") {
		t.Fatal("the event holds the comment")
	}

	check.Equal(t, len(check.Must(s.Of(agent, "cnv_1"))(t)), 1)
	check.Equal(t, len(check.Must(s.Of(other, "cnv_1"))(t)), 0)
	check.Equal(t, len(check.Must(s.Of(inspector, "cnv_1"))(t)), 1)
	_, err = s.List(agent, quality.Filter{State: quality.Open}, page.Request{})
	check.Fault(t, err, fault.ErrDenied)
	_, err = s.Finish(agent, m.ID, 1, "fine")
	check.Fault(t, err, fault.ErrDenied)
	check.Fault(t, s.Withdraw(other, m.ID), quality.ErrNotFound)

	_, err = s.Finish(inspector, m.ID, 9, "fine")
	check.Fault(t, err, fault.ErrConflict)
	done := check.Must(s.Finish(inspector, m.ID, 1, "fine"))(t)
	check.Equal(t, []any{done.State, done.Verdict, done.DoneBy}, []any{quality.Done, "fine", "usr_3"})
	_, err = s.Finish(inspector, m.ID, 2, "fine")
	check.Fault(t, err, quality.ErrClosed)
	check.Fault(t, s.Withdraw(agent, m.ID), quality.ErrClosed)
	check.Equal(t, check.Must(s.Reopen(inspector, m.ID, 2))(t).State, quality.Open)
	check.NoError(t, s.Withdraw(agent, m.ID))
	check.Equal(t, run.Types(), []string{quality.EventMarked, quality.EventDone, quality.EventReopened, quality.EventWithdrawn})

	for range quality.MaxMarks {
		check.Must(s.Mark(agent, "cnv_1", quality.Good, ""))(t)
	}
	_, err = s.Mark(agent, "cnv_1", quality.Good, "")
	check.Fault(t, err, quality.ErrTooMany)
	gone := event.New(tenant, "conversation", "cnv_1", "conversation.erased", actor.Ref{}, qualitytest.Epoch, struct{}{})
	check.Equal(t, quality.Concerns(gone), true)
	check.NoError(t, s.Handle(t.Context(), []event.Recorded{{Event: gone}}))
	check.Equal(t, len(check.Must(s.List(inspector, quality.Filter{}, page.Request{}))(t).Items), 0)
}

// What the log keeps can be read for ever: a change of these files needs a new version of the event.
func TestEventsKeepTheirShape(t *testing.T) {
	t.Parallel()
	data := quality.Marked{ConversationID: "cnv_a", AgentID: "usr_a", Reason: quality.Good, Version: 1}
	kinds := []string{quality.EventMarked, quality.EventDone, quality.EventReopened, quality.EventWithdrawn}
	for _, kind := range kinds {
		path := filepath.Join("testdata", "events", kind+".json")
		got := string(check.Must(json.MarshalIndent(data, "", "  "))(t)) + "\n"
		if *update {
			check.NoError(t, os.MkdirAll(filepath.Dir(path), 0o750))
			check.NoError(t, os.WriteFile(path, []byte(got), 0o600))
		}
		check.Equal(t, got, string(check.Must(os.ReadFile(path))(t)))
	}
	check.Equal(t, len(check.Must(filepath.Glob(filepath.Join("testdata", "events", "*.json")))(t)), len(kinds))
}
