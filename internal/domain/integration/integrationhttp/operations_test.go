package integrationhttp_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/integration"
	"frontdesk/internal/domain/integration/integrationhttp"
	"frontdesk/internal/domain/integration/integrationtest"
	"frontdesk/internal/platform/httpx"
)

// around stands for the receiver, the sealer and the log.
type around struct{}

func (around) Check(string) error { return nil }
func (around) Send(context.Context, integration.Request) (integration.Response, error) {
	return integration.Response{Status: 200}, nil
}
func (around) Seal(_ string, plaintext []byte) string  { return string(plaintext) }
func (around) Open(_, envelope string) ([]byte, error) { return []byte(envelope), nil }
func (around) Since(_ context.Context, tenant, cursor string, _ int) ([]event.Recorded, string, error) {
	e := event.New(tenant, "customer", "cus_1", "customer.created", actor.Ref{}, integrationtest.Epoch, struct{}{})
	return []event.Recorded{{Event: e, Cursor: cursor + "1"}}, cursor + "2", nil
}

func api() http.Handler {
	m := integrationtest.NewMemory()
	s := integration.New(integration.Deps{
		Run: &unit.Memory{}, Clock: clock.Fixed(integrationtest.Epoch), Store: m, Deliveries: m,
		Sender: around{}, Sealer: around{}, Log: around{},
	})
	a := httpx.New(httpx.Options{Title: "t", Version: "1", Authenticate: func(*http.Request) (actor.Actor, httpx.Session, error) {
		return actor.Actor{
			Tenant: "wsp_1", Kind: actor.User, ID: "usr_1",
			Grants: map[actor.Permission]actor.Level{integration.PermManage: actor.All},
		}, httpx.Session{Bearer: true}, nil
	}})
	integrationhttp.Register(a, s)
	return a.Handler()
}

func call(t *testing.T, h http.Handler, method, path, body string, status int, out any) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, "/api/v1"+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != status {
		t.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
	}
	if out != nil {
		check.NoError(t, json.Unmarshal(w.Body.Bytes(), out))
	}
}

func TestOperations(t *testing.T) {
	t.Parallel()
	h := api()
	var made, changed integration.Created
	call(t, h, "POST", "/webhooks", `{"url":"https://a.example","events":["conversation.*"]}`, 201, &made)
	if !strings.HasPrefix(made.Secret, "whsec_") {
		t.Fatalf("the secret is %q", made.Secret)
	}
	call(t, h, "POST", "/webhooks", `{"url":"https://a.example","events":["nonsense"]}`, 422, nil)
	call(t, h, "PATCH", "/webhooks/"+made.ID, `{"version":1,"rotateSecret":true}`, 200, &changed)
	if changed.Secret == made.Secret || changed.Secret == "" {
		t.Fatal("the secret was not rotated")
	}
	call(t, h, "PATCH", "/webhooks/"+made.ID, `{"version":1}`, 409, nil)
	var d, again integration.Delivery
	call(t, h, "POST", "/webhooks/"+made.ID+"/test", "", 200, &d)
	check.Equal(t, d.Status, integration.Delivered)
	call(t, h, "POST", "/webhooks/"+made.ID+"/deliveries/"+d.ID+"/replay", "", 200, &again)
	check.Equal(t, again.Status, integration.Pending)
	var deliveries page.Of[integration.Delivery]
	call(t, h, "GET", "/webhooks/"+made.ID+"/deliveries", "", 200, &deliveries)
	check.Equal(t, len(deliveries.Items), 1)
	var list struct{ Items []map[string]any }
	call(t, h, "GET", "/webhooks", "", 200, &list)
	if _, shown := list.Items[0]["secret"]; shown || len(list.Items) != 1 {
		t.Fatalf("the list shows %v", list.Items)
	}
	var events integration.EventPage
	call(t, h, "GET", "/events?after=c", "", 200, &events)
	check.Equal(t, []string{events.Next, events.Items[0].Cursor, events.Items[0].Type}, []string{"c2", "c1", "customer.created"})
	call(t, h, "DELETE", "/webhooks/"+made.ID, "", 204, nil)
	call(t, h, "DELETE", "/webhooks/"+made.ID, "", 404, nil)
}
