package customerhttp_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/domain/customer/customerhttp"
	"frontdesk/internal/domain/customer/customertest"
	"frontdesk/internal/platform/httpx"
)

func api(t *testing.T) (http.Handler, *customer.Service) {
	t.Helper()
	m := customertest.NewMemory()
	s := customer.New(&unit.Memory{}, clock.Fixed(customertest.Epoch), m, m, m, m, m)
	a := httpx.New(httpx.Options{Title: "t", Version: "1", Authenticate: func(*http.Request) (actor.Actor, httpx.Session, error) {
		return actor.Actor{Tenant: "wsp_1", Kind: actor.User, ID: "usr_1", Grants: map[actor.Permission]actor.Level{
			customer.PermRead: actor.All, customer.PermEdit: actor.All, customer.PermTagsManage: actor.All,
		}}, httpx.Session{Bearer: true}, nil
	}})
	customerhttp.Register(a, s)
	return a.Handler(), s
}

// call makes a request and reads the answer into out.
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
	h, s := api(t)
	i := check.Must(customer.NewIdentity(customer.KindEmail, "anna@example.com", false))(t)
	c := check.Must(s.Resolve(customertest.In(t.Context(), "wsp_1"), i, customer.Profile{Name: "Anna"}))(t)

	var tag customer.Tag
	call(t, h, "POST", "/tags", `{"name":"Refund","colour":"red"}`, 201, &tag)
	call(t, h, "POST", "/tags", `{"name":"refund","colour":"red"}`, 409, nil)
	call(t, h, "PATCH", "/tags/"+tag.ID, `{"version":1,"colour":"blue"}`, 200, &tag)
	check.Equal(t, tag.Colour, "blue")

	var changed customer.Customer
	call(t, h, "PUT", "/customers/"+c.ID+"/tags", `{"tagIds":["`+tag.ID+`"]}`, 200, &changed)
	check.Equal(t, changed.TagIDs, []string{tag.ID})
	call(t, h, "PATCH", "/customers/"+c.ID, `{"version":1,"level":"vip","attributes":{"plan":"gold"}}`, 200, &changed)
	check.Equal(t, changed.Level, customer.LevelVIP)
	call(t, h, "PATCH", "/customers/"+c.ID, `{"version":1,"name":"Bob"}`, 409, nil)
	call(t, h, "PATCH", "/customers/"+c.ID, `{"version":2,"level":"king"}`, 422, nil)

	var list page.Of[customer.Customer]
	call(t, h, "GET", "/customers?q=ann&tag="+tag.ID+"&level=vip", "", 200, &list)
	check.Equal(t, len(list.Items), 1)
	var detail customer.Detail
	call(t, h, "GET", "/customers/"+c.ID, "", 200, &detail)
	check.Equal(t, detail.Identities[0].Value, "anna@example.com")
	check.Equal(t, detail.Attributes, map[string]any{"plan": "gold"})
	var pages struct{ Items []customer.PageView }
	call(t, h, "GET", "/customers/"+c.ID+"/pages", "", 200, &pages)
	call(t, h, "GET", "/customers/cus_none", "", 404, nil)
	call(t, h, "DELETE", "/tags/"+tag.ID, "", 204, nil)
	var tags struct{ Items []customer.Tag }
	call(t, h, "GET", "/tags", "", 200, &tags)
	check.Equal(t, len(tags.Items), 0)
}
