package visitor_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"frontdesk/internal/check"
	"frontdesk/internal/domain/visitor"
)

var update = flag.Bool("update", false, "write the golden files of events")

// What the log keeps can be read for ever: a change of these files needs a new version of the event.
func TestEventsKeepTheirShape(t *testing.T) {
	t.Parallel()
	samples := map[string]any{
		visitor.EventInvited:  visitor.InvitedData{VisitorID: "vis_1", UserID: "usr_1", RuleID: "ivr_1"},
		visitor.EventAnswered: visitor.AnsweredData{VisitorID: "vis_1", UserID: "usr_1", RuleID: "ivr_1", Answer: visitor.Accepted, ConversationID: "cnv_1"},
		visitor.EventSettings: visitor.SettingsChanged{RuleID: "ivr_1", Change: "changed", Version: 2},
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
