package integration_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"frontdesk/internal/check"
	"frontdesk/internal/domain/integration"
)

var update = flag.Bool("update", false, "write the golden files of events")

// What the log keeps can be read for ever: a change of these files needs a new version of the event.
func TestEventsKeepTheirShape(t *testing.T) {
	t.Parallel()
	samples := map[string]any{
		integration.EventCreated:       integration.Changed{Version: 1},
		integration.EventUpdated:       integration.Changed{Version: 1},
		integration.EventDeleted:       integration.Changed{Version: 1},
		integration.EventSecretRotated: integration.Changed{Version: 1},
		integration.EventDisabled:      integration.Changed{Version: 2, Reason: "failing"},
		integration.EventUndelivered:   integration.Undelivered{EventType: "routing.handed_over", Stream: "routing_work", StreamID: "cnv_1"},
		integration.EventAppCreated:    integration.Changed{Version: 1},
		integration.EventAppUpdated:    integration.Changed{Version: 2},
		integration.EventAppDeleted:    integration.Changed{Version: 2},
	}
	for kind, data := range samples {
		path := filepath.Join("testdata", "events", kind+".json")
		got := string(check.Must(json.MarshalIndent(data, "", "  "))(t)) + "\n"
		if *update {
			check.NoError(t, os.MkdirAll(filepath.Dir(path), 0o750))
			check.NoError(t, os.WriteFile(path, []byte(got), 0o600))
		}
		check.Equal(t, got, string(check.Must(os.ReadFile(path))(t)))
	}
	files := check.Must(filepath.Glob(filepath.Join("testdata", "events", "*.json")))(t)
	check.Equal(t, len(files), len(samples))
}
