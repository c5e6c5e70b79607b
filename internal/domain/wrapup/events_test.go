package wrapup_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"frontdesk/internal/check"
	"frontdesk/internal/domain/wrapup"
)

var update = flag.Bool("update", false, "write the golden files of events")

// What the log keeps can be read for ever: a change of these files needs a new version of the event.
func TestEventsKeepTheirShape(t *testing.T) {
	t.Parallel()
	said := wrapup.Summarised{Resolution: 1, CategoryID: "wct_1", Outcome: wrapup.FollowUp, TeamID: "tem_1", AgentID: "usr_1", Version: 1}
	edited := said
	edited.Version, edited.Fields = 2, []string{"outcome", "remark"}
	samples := map[string]any{
		wrapup.EventCategoryCreated: wrapup.CategoryChanged{Version: 1, ParentID: "wct_1"},
		wrapup.EventCategoryChanged: wrapup.CategoryChanged{Version: 2, ParentID: "wct_1", Archived: true, Fields: []string{"archived"}},
		wrapup.EventCategoryDeleted: wrapup.CategoryChanged{Version: 2},
		wrapup.EventFormChanged:     wrapup.FormChanged{Version: 1, Mode: wrapup.Required},
		wrapup.EventSummaryWritten:  said,
		wrapup.EventSummaryChanged:  edited,
	}
	for kind, data := range samples {
		path := filepath.Join("testdata", "events", kind+".json")
		got := string(check.Must(json.MarshalIndent(data, "", "  "))(t)) + "\n"
		if *update {
			check.NoError(t, os.WriteFile(path, []byte(got), 0o600))
		}
		check.Equal(t, got, string(check.Must(os.ReadFile(path))(t)))
	}
	files := check.Must(filepath.Glob(filepath.Join("testdata", "events", "*.json")))(t)
	check.Equal(t, len(files), len(samples))
}
