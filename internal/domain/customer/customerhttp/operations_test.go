package customerhttp_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/personal"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/domain/customer/customerhttp"
	"frontdesk/internal/domain/customer/customertest"
	"frontdesk/internal/platform/httpx"
)

// roles are customer.Roles and customer.Colleagues of one person with one role.
type roles struct{}

func (roles) RoleOf(context.Context, string) (string, error)                  { return "rol_1", nil }
func (roles) MissingRoles(context.Context, []string) ([]string, error)        { return nil, nil }
func (roles) MissingPeople(_ context.Context, ids []string) ([]string, error) { return ids, nil }

// talks are conversations that everybody may use.
type talks struct{}

func (talks) MayRead(context.Context, string) error   { return nil }
func (talks) MayManage(context.Context, string) error { return nil }

func api(t *testing.T) (http.Handler, *customer.Service) {
	t.Helper()
	m := customertest.NewMemory()
	s := customer.New(&unit.Memory{}, clock.Fixed(customertest.Epoch), m, m, m, m, m)
	a := httpx.New(httpx.Options{Title: "t", Version: "1", Authenticate: func(*http.Request) (actor.Actor, httpx.Session, error) {
		return actor.Actor{Tenant: "wsp_1", Kind: actor.User, ID: "usr_1", Grants: map[actor.Permission]actor.Level{
			customer.PermRead: actor.All, customer.PermEdit: actor.All, customer.PermTagsManage: actor.All,
			customer.PermFields: actor.All, customer.PermSegments: actor.All, personal.See: actor.All,
			"conversation.read": actor.All, "conversation.manage": actor.All,
		}}, httpx.Session{Bearer: true}, nil
	}})
	customerhttp.Register(a, s)
	d := customer.FieldDeps{Run: &unit.Memory{}, Customers: s, Store: m, Roles: roles{}, Conversations: talks{}}
	customerhttp.RegisterFields(a, customer.NewFields(d))
	customerhttp.RegisterSegments(a, customer.NewSegments(d, m))
	customerhttp.RegisterPanel(a, customer.NewPanel(customer.PanelDeps{
		Run: &unit.Memory{}, Clock: clock.Fixed(customertest.Epoch), Customers: s, Cards: m, Notes: m, People: roles{},
	}))
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

func TestFieldsSegmentsNotes(t *testing.T) {
	t.Parallel()
	h, s := api(t)
	i := check.Must(customer.NewIdentity(customer.KindEmail, "anna@example.com", false))(t)
	c := check.Must(s.Resolve(customertest.In(t.Context(), "wsp_1"), i, customer.Profile{Name: "Anna"}))(t)
	at := "/customers/" + c.ID

	var f customer.Field
	call(t, h, "POST", "/fields", `{"of":"customer","kind":"choice","nameEn":"Plan","options":[{"nameEn":"Gold"},{"nameEn":"Silver"}]}`, 201, &f)
	gold := f.Options[0].ID
	var values customer.Values
	call(t, h, "PATCH", at+"/fields", `{"values":{"`+f.ID+`":"`+gold+`"}}`, 200, &values)
	check.Equal(t, values.Values, map[string]any{f.ID: gold})
	call(t, h, "PATCH", at+"/fields", `{"values":{"`+f.ID+`":"opt_none"}}`, 422, nil)
	call(t, h, "GET", at+"/fields", "", 200, &values)
	call(t, h, "PATCH", "/fields/"+f.ID, `{"version":1,"required":true}`, 200, &f)
	call(t, h, "PATCH", at+"/fields", `{"values":{"`+f.ID+`":null}}`, 422, nil)
	call(t, h, "PUT", "/fields/order", `{"of":"customer","ids":["`+f.ID+`"]}`, 204, nil)
	call(t, h, "PATCH", "/conversations/cnv_1/fields", `{"values":{"`+f.ID+`":"`+gold+`"}}`, 422, nil)
	var none customer.Values
	call(t, h, "GET", "/conversations/cnv_1/fields", "", 200, &none)
	check.Equal(t, len(none.Values), 0)
	var fields struct{ Items []customer.FieldView }
	call(t, h, "GET", "/fields", "", 200, &fields)
	check.Equal(t, fields.Items[0].Editable, true)

	where := `[{"field":"` + f.ID + `","op":"is","value":"` + gold + `"}]`
	var found page.Of[customer.Customer]
	call(t, h, "GET", "/customers?where="+url.QueryEscape(where), "", 200, &found)
	check.Equal(t, len(found.Items), 1)
	call(t, h, "GET", "/customers?where=nonsense", "", 422, nil)
	var g customer.Segment
	call(t, h, "POST", "/segments", `{"name":"Gold","colour":"yellow","conditions":`+where+`}`, 201, &g)
	call(t, h, "PATCH", "/segments/"+g.ID, `{"version":1,"name":"Golden"}`, 200, &g)
	var n customer.Found
	call(t, h, "POST", "/segments/count", `{"conditions":`+where+`}`, 200, &n)
	check.Equal(t, n, customer.Found{Count: 1})
	var in struct{ IDs []string }
	call(t, h, "GET", at+"/segments", "", 200, &in)
	check.Equal(t, in.IDs, []string{g.ID})
	call(t, h, "GET", "/customers?segment="+g.ID, "", 200, &found)
	check.Equal(t, len(found.Items), 1)
	call(t, h, "DELETE", "/segments/"+g.ID, "", 204, nil)
	call(t, h, "DELETE", "/fields/"+f.ID, "", 204, nil)

	var note customer.Note
	call(t, h, "POST", at+"/notes", `{"body":"likes tea"}`, 201, &note)
	call(t, h, "POST", at+"/notes", `{"body":"x","mentions":["usr_none"]}`, 422, nil)
	call(t, h, "PATCH", "/customer-notes/"+note.ID, `{"version":1,"body":"likes green tea"}`, 200, &note)
	check.Equal(t, note.Body, "likes green tea")
	var notes page.Of[customer.Note]
	call(t, h, "GET", at+"/notes", "", 200, &notes)
	check.Equal(t, len(notes.Items), 1)
	call(t, h, "DELETE", "/customer-notes/"+note.ID, "", 204, nil)
	var cards struct{ Items []customer.PageCards }
	call(t, h, "GET", at+"/cards", "", 200, &cards)
}
