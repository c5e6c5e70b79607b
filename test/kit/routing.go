package kit

import (
	"net/http"
	"testing"
	"time"
)

// Plan is a plan of routing as tests change it.
type Plan = map[string]any

// Route publishes a plan: the one in force, changed. The first queue is usually all that there is.
func (a *Person) Route(t testing.TB, change func(plan Plan, queue map[string]any)) (queueID string) {
	t.Helper()
	draft := Get[struct {
		Plan          Plan
		Base, Version int64
	}](t, a.Client, "/routing/draft")
	queues, _ := draft.Plan["queues"].([]any)
	first, _ := queues[0].(map[string]any)
	change(draft.Plan, first)
	saved := Do[struct{ Version int64 }](t, a.Client, http.MethodPut, "/routing/draft", map[string]any{"plan": draft.Plan, "base": draft.Base, "version": draft.Version})
	Do[struct{ Number int64 }](t, a.Client, http.MethodPost, "/routing/publish", map[string]any{"version": saved.Version})
	queueID, _ = first["id"].(string)
	return queueID
}

// longest is how long Until waits: nodes that were killed keep what they had reserved for a while.
const longest = 2 * time.Minute

// Until waits for something that takes its time.
func Until(t testing.TB, what string, good func() bool) {
	t.Helper()
	end := time.NewTimer(longest)
	defer end.Stop()
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for !good() {
		select {
		case <-end.C:
			t.Errorf("in vain: %s", what)
			return
		case <-t.Context().Done():
			return
		case <-again.C:
		}
	}
}
