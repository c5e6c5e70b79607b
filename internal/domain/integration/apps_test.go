package integration_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/integration"
	"frontdesk/internal/domain/integration/integrationtest"
)

// plainBox seals by writing the purpose before the text.
type plainBox struct{}

func (plainBox) Seal(purpose string, text []byte) string { return purpose + ":" + string(text) }

func (plainBox) Open(purpose, envelope string) ([]byte, error) {
	return []byte(strings.TrimPrefix(envelope, purpose+":")), nil
}

// talks are conversations of which only cnv_1 may be read.
type talks struct{}

func (talks) CustomerOf(_ context.Context, id string) (string, error) {
	if id != "cnv_1" {
		return "", fault.ErrNotFound.New()
	}
	return "cus_1", nil
}

func TestApps(t *testing.T) {
	t.Parallel()
	run := &unit.Memory{}
	s := integration.NewApps(integration.AppDeps{
		Run: run, Clock: clock.Fixed(integrationtest.Epoch), Store: integrationtest.NewMemory(), Sealer: plainBox{}, Conversations: talks{},
	})
	as := func(perms ...actor.Permission) context.Context {
		a := actor.Actor{Tenant: tenant, Kind: actor.User, ID: "usr_1", Grants: map[actor.Permission]actor.Level{}}
		for _, p := range perms {
			a.Grants[p] = actor.All
		}
		return actor.With(t.Context(), a)
	}
	boss, agent := as(integration.PermManage, integration.PermApps), as(integration.PermApps)
	_, err := s.Create(agent, "CRM", "https://crm.example/")
	check.Fault(t, err, fault.ErrDenied)
	for _, bad := range []string{
		"http://crm.example/", "javascript:alert(1)", "https://", "https://me:pw@crm.example/", "https://crm.example/#x",
		"https://crm.example/; script-src *", "https://crm.example, https://evil.example", "//crm.example",
	} {
		_, err := s.Create(boss, "CRM", bad)
		check.FieldFault(t, err, "url", integration.ErrAppURL)
	}
	made := check.Must(s.Create(boss, " CRM ", "https://crm.example:8443/desk?x=1"))(t)
	check.Equal(t, []any{made.Name, made.Origin(), made.Enabled}, []any{"CRM", "https://crm.example:8443", true})
	check.Must(s.Create(boss, "Local", "http://127.0.0.1:9000/"))(t)

	_, err = s.Launch(agent, made.ID, "cnv_2")
	check.Fault(t, err, fault.ErrNotFound)
	launch := check.Must(s.Launch(agent, made.ID, "cnv_1"))(t)
	check.Equal(t, launch.ExpiresAt, integrationtest.Epoch.Add(5*60_000_000_000))
	parts := strings.Split(launch.Token, ".")
	mac := hmac.New(sha256.New, []byte(made.Secret))
	mac.Write([]byte(parts[0] + "." + parts[1]))
	check.Equal(t, parts[2], base64.RawURLEncoding.EncodeToString(mac.Sum(nil)))
	var claims integration.Claims
	check.NoError(t, json.Unmarshal(check.Must(base64.RawURLEncoding.DecodeString(parts[1]))(t), &claims))
	check.Equal(t, claims, integration.Claims{
		Issuer: "frontdesk", App: made.ID, User: "usr_1", Workspace: tenant, Conversation: "cnv_1", Customer: "cus_1",
		IssuedAt: integrationtest.Epoch.Unix(), Expires: integrationtest.Epoch.Unix() + 300,
	})

	off := false
	changed := check.Must(s.Update(boss, made.ID, integration.AppEdit{Version: 1, Enabled: &off, RotateSecret: true}))(t)
	if changed.Secret == "" || changed.Secret == made.Secret {
		t.Fatal("the secret is the old one")
	}
	_, err = s.Update(boss, made.ID, integration.AppEdit{Version: 1})
	check.Fault(t, err, fault.ErrConflict)
	_, err = s.Launch(agent, made.ID, "cnv_1")
	check.Fault(t, err, integration.ErrAppNotFound)
	_, err = s.Show(agent, made.ID)
	check.Fault(t, err, integration.ErrAppNotFound)
	check.Equal(t, []int{len(check.Must(s.List(boss))(t)), len(check.Must(s.List(agent))(t))}, []int{2, 1})
	check.NoError(t, s.Restore(boss, made.ID, []byte(`{"name":"CRM 2","enabled":true}`)))
	check.Equal(t, check.Must(s.Show(agent, made.ID))(t).Name, "CRM 2")
	check.NoError(t, s.Delete(boss, made.ID))
	check.Equal(t, run.Types(), []string{
		integration.EventAppCreated, integration.EventAppCreated, integration.EventAppUpdated, integration.EventAppUpdated, integration.EventAppDeleted,
	})
}
