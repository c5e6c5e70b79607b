package routing_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"frontdesk/internal/check"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/domain/routing/routingtest"
)

var update = flag.Bool("update", false, "write the golden files of events")

// What the log keeps can be read for ever: a change of these files needs a new version of the event.
func TestEventsKeepTheirShape(t *testing.T) {
	t.Parallel()
	samples := map[string]any{
		routing.EventPublished:   routing.PlanPublished{Number: 3},
		routing.EventDeskChanged: routing.DeskChanged{UserID: "usr_1", Version: 2},
		routing.EventEntered:     routing.Entered{QueueID: "que_1", Cause: routing.CauseReturned, AgentID: "usr_1", Plan: 3},
		routing.EventOffered:     routing.OfferMade{QueueID: "que_1", AgentID: "usr_1", RecordID: "rdc_1", Until: routingtest.Epoch},
		routing.EventOfferEnded:  routing.OfferEnded{QueueID: "que_1", AgentID: "usr_1", Outcome: routing.TimedOut},
		routing.EventAccepted:    routing.AcceptedWork{QueueID: "que_1", AgentID: "usr_1", Mode: routing.Push},
		routing.EventHandedOver:  routing.HandedOver{WebhookID: "whk_1", Number: 7, CustomerID: "cus_1", QueueID: "que_1", WaitedSeconds: 30, Transcript: "/t", Return: "/r", Plan: 2},
		routing.EventLeft:        routing.Left{QueueID: "que_1", AgentID: "usr_1", Cause: routing.CauseClosed},
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
