package identity_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"frontdesk/internal/check"
	"frontdesk/internal/domain/identity"
)

var update = flag.Bool("update", false, "write the golden files of events")

// What the log keeps can be read for ever: a change of these files needs a new version of the event.
func TestEventsKeepTheirShape(t *testing.T) {
	t.Parallel()
	session, user, role := "ses_1", "usr_1", "rol_1"
	samples := map[string]any{
		identity.EventUserJoined:      identity.UserJoined{RoleID: role, InviteID: "inv_1"},
		identity.EventUserChanged:     identity.Changed{Fields: []string{"name"}, Version: 2},
		identity.EventUserDisabled:    identity.Happened{},
		identity.EventUserEnabled:     identity.Happened{},
		identity.EventUserErased:      identity.Happened{},
		identity.EventPasswordChanged: identity.Happened{},
		identity.EventPasswordReset:   identity.Happened{},
		identity.EventSecondFactor:    identity.SecondFactor{State: "on"},
		identity.EventSignInFailed:    identity.Failed{Reason: "password"},
		identity.EventSessionStarted:  identity.SessionStarted{SessionID: session},
		identity.EventSessionEnded:    identity.SessionEnded{SessionIDs: []string{session}, Reason: "signed_out"},
		identity.EventTokenCreated:    identity.TokenEvent{UserID: user},
		identity.EventTokenRevoked:    identity.TokenEvent{UserID: user},
		identity.EventInviteCreated:   identity.InviteEvent{RoleID: role},
		identity.EventInviteAccepted:  identity.InviteEvent{RoleID: role, UserID: user},
		identity.EventInviteRevoked:   identity.InviteEvent{RoleID: role},
		identity.EventTeamCreated:     identity.Happened{},
		identity.EventTeamChanged:     identity.TeamChanged{Changed: identity.Changed{Fields: []string{"memberIds"}, Version: 2}, Added: []string{user}, Removed: []string{}},
		identity.EventTeamRemoved:     identity.Happened{},
		identity.EventRoleCreated:     identity.Happened{},
		identity.EventRoleChanged:     identity.Changed{Fields: []string{"grants"}, Version: 2},
		identity.EventRoleRemoved:     identity.Happened{},
		identity.EventPresenceChanged: identity.PresenceChanged{State: identity.Break, Reason: "lunch", Manual: true, Since: "2026-03-02T09:00:00Z"},
	}
	for kind, data := range samples {
		path := filepath.Join("testdata", "events", kind+".json")
		got := string(check.Must(json.MarshalIndent(data, "", "  "))(t)) + "\n"
		if *update {
			check.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
			check.NoError(t, os.WriteFile(path, []byte(got), 0o644))
		}
		check.Equal(t, got, string(check.Must(os.ReadFile(path))(t)))
	}
	files := check.Must(filepath.Glob(filepath.Join("testdata", "events", "*.json")))(t)
	check.Equal(t, len(files), len(samples))
}
