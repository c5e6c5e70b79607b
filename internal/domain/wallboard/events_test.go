package wallboard_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"frontdesk/internal/check"
	"frontdesk/internal/domain/wallboard"
)

var update = flag.Bool("update", false, "write the golden files of events")

// What the log keeps can be read for ever: a change of these files needs a new version of the event.
func TestEventsKeepTheirShape(t *testing.T) {
	t.Parallel()
	kinds := []string{wallboard.EventCreated, wallboard.EventUpdated, wallboard.EventDeleted, wallboard.EventLinkMade, wallboard.EventLinkRevoked}
	for _, kind := range kinds {
		path := filepath.Join("testdata", "events", kind+".json")
		got := string(check.Must(json.MarshalIndent(wallboard.Changed{Version: 2}, "", "  "))(t)) + "\n"
		if *update {
			check.NoError(t, os.MkdirAll(filepath.Dir(path), 0o750))
			check.NoError(t, os.WriteFile(path, []byte(got), 0o600))
		}
		check.Equal(t, got, string(check.Must(os.ReadFile(path))(t)))
	}
	check.Equal(t, len(check.Must(filepath.Glob(filepath.Join("testdata", "events", "*.json")))(t)), len(kinds))
}
