package customer_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"frontdesk/internal/check"
	"frontdesk/internal/domain/customer"
)

var update = flag.Bool("update", false, "write the golden files of events")

// What the log keeps can be read for ever: a change of these files needs a new version of the event.
func TestEventsKeepTheirShape(t *testing.T) {
	t.Parallel()
	samples := map[string]any{
		customer.EventCreated:    customer.Created{By: customer.KindEmail},
		customer.EventUpdated:    customer.Updated{Fields: []string{"name"}, Version: 2},
		customer.EventMerged:     customer.Merged{From: "cus_a", Into: "cus_b"},
		customer.EventErased:     customer.Erased{},
		customer.EventTagged:     customer.Tagged{Added: []string{"tag_a"}, Removed: []string{}},
		customer.EventTagCreated: customer.TagChanged{Version: 1},
		customer.EventTagUpdated: customer.TagChanged{Version: 2},
		customer.EventTagDeleted: customer.TagChanged{Version: 2},

		customer.EventNoted:          customer.Noted{NoteID: "cnt_a", Mentions: []string{"usr_a"}, Version: 1},
		customer.EventNoteDeleted:    customer.Noted{NoteID: "cnt_a", Mentions: []string{}, Version: 2},
		customer.EventFieldCreated:   customer.FieldChanged{Of: customer.OfCustomer, Version: 1},
		customer.EventFieldUpdated:   customer.FieldChanged{Of: customer.OfCustomer, Version: 2},
		customer.EventFieldDeleted:   customer.FieldChanged{Of: customer.OfConversation, Version: 2},
		customer.EventFieldsSet:      customer.FieldsSet{Of: customer.OfCustomer, Fields: []string{"fld_a"}},
		customer.EventSegmentCreated: customer.TagChanged{Version: 1},
		customer.EventSegmentUpdated: customer.TagChanged{Version: 2},
		customer.EventSegmentDeleted: customer.TagChanged{Version: 2},
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
