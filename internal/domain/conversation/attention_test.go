package conversation_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
	ct "frontdesk/internal/domain/conversation/conversationtest"
)

// TestWaitedGolden pins the form of the event that no turn makes.
func TestWaitedGolden(t *testing.T) {
	t.Parallel()
	m := ct.NewMemory()
	w := ct.NewWorld(m, m)
	job := actor.With(t.Context(), actor.Actor{Tenant: "wsp_1", Kind: actor.Job, ID: "attention.wait"})
	c := conversation.Conversation{ID: "cnv_1", Seq: 4, WaitingSince: time.Date(2026, 3, 2, 8, 58, 0, 0, time.UTC)}
	check.NoError(t, m.Do(job, func(ctx context.Context) error {
		return w.Service.Overdue(ctx, c, conversation.Alerted, []string{"usr_1", "usr_2"})
	}))
	e := m.Events()[0]
	got, err := json.MarshalIndent(map[string]any{
		"stream": e.Stream, "streamId": e.StreamID, "seq": e.Seq, "type": e.Type, "version": e.Version, "actor": e.Actor,
		"at": "2026-03-02T09:00:00Z", "data": e.Data,
	}, "", "  ")
	check.NoError(t, err)
	want := check.Must(os.ReadFile(filepath.Join("testdata", "events", conversation.EventWaited+".json")))(t)
	check.Equal(t, string(got), string(bytes.TrimSpace(want)))
}
