package assist_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"frontdesk/internal/check"
	"frontdesk/internal/domain/assist"
)

// What the log keeps can be read for ever: a change of the file needs a new version of the event.
func TestEventsKeepTheirShape(t *testing.T) {
	t.Parallel()
	got := string(check.Must(json.MarshalIndent(assist.Configured{Enabled: true, Version: 3}, "", "  "))(t)) + "\n"
	check.Equal(t, got, string(check.Must(os.ReadFile(filepath.Join("testdata", "events", assist.EventConfigured+".json")))(t)))
}
