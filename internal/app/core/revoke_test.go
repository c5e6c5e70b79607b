package core

import (
	"encoding/json"
	"testing"

	"frontdesk/internal/app/contract"
	"frontdesk/internal/base/event"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/identity"
)

func happened(t *testing.T, stream, id, kind string, data any) event.Event {
	t.Helper()
	return event.Event{Tenant: "wsp_1", Stream: stream, StreamID: id, Type: kind, Data: check.Must(json.Marshal(data))(t)}
}

func TestRevoked(t *testing.T) {
	t.Parallel()
	user := contract.Revoked{Tenant: "wsp_1", User: "usr_1"}
	for name, c := range map[string]struct {
		kind, id string
		data     any
		want     []contract.Revoked
	}{
		"sessions ended": {identity.EventSessionEnded, "usr_1", identity.SessionEnded{SessionIDs: []string{"ses_1", "ses_2"}}, []contract.Revoked{
			{Tenant: "wsp_1", User: "usr_1", Session: "ses_1"}, {Tenant: "wsp_1", User: "usr_1", Session: "ses_2"},
		}},
		"token revoked":     {identity.EventTokenRevoked, "tok_1", nil, []contract.Revoked{{Tenant: "wsp_1", Session: "tok_1"}}},
		"person disabled":   {identity.EventUserDisabled, "usr_1", nil, []contract.Revoked{user}},
		"person erased":     {identity.EventUserErased, "usr_1", nil, []contract.Revoked{user}},
		"another role":      {identity.EventUserChanged, "usr_1", identity.Changed{Fields: []string{"name", "roleId"}}, []contract.Revoked{user}},
		"other teams":       {identity.EventUserChanged, "usr_1", identity.Changed{Fields: []string{"teamIds"}}, []contract.Revoked{user}},
		"another name":      {identity.EventUserChanged, "usr_1", identity.Changed{Fields: []string{"name", "locale"}}, nil},
		"role changed":      {identity.EventRoleChanged, "rol_1", nil, []contract.Revoked{{Tenant: "wsp_1"}}},
		"team changed":      {identity.EventTeamChanged, "tem_1", nil, []contract.Revoked{{Tenant: "wsp_1"}}},
		"team removed":      {identity.EventTeamRemoved, "tem_1", nil, []contract.Revoked{{Tenant: "wsp_1"}}},
		"session started":   {identity.EventSessionStarted, "usr_1", nil, nil},
		"presence":          {identity.EventPresenceChanged, "usr_1", nil, nil},
		"unreadable change": {identity.EventUserChanged, "usr_1", "odd", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check.Equal(t, revoked(happened(t, "any", c.id, c.kind, c.data)), c.want)
		})
	}
}

func TestChangedHands(t *testing.T) {
	t.Parallel()
	at := func(team, person string) conversation.Place {
		return conversation.Place{TeamID: team, AssigneeID: person}
	}
	for name, c := range map[string]struct {
		before *conversation.Place
		after  conversation.Place
		want   bool
	}{
		"opened":            {nil, at("t1", ""), false},
		"stays":             {new(at("t1", "u1")), at("t1", "u1"), false},
		"taken":             {new(at("t1", "")), at("t1", "u1"), false},
		"another person":    {new(at("t1", "u1")), at("t1", "u2"), true},
		"given back":        {new(at("t1", "u1")), at("t1", ""), true},
		"another team":      {new(at("t1", "")), at("t2", ""), true},
		"gets its team":     {new(at("", "")), at("t1", ""), true},
		"out of every team": {new(at("t1", "")), at("", ""), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := happened(t, conversation.Stream, "cnv_1", conversation.EventAssigned, conversation.Moved{Before: c.before, After: c.after})
			check.Equal(t, changedHands(e), c.want)
			e.Stream = "user"
			check.Equal(t, changedHands(e), false)
		})
	}
}
