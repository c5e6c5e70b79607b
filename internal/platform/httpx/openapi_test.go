package httpx_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"frontdesk/internal/base/page"
	"frontdesk/internal/check"
	"frontdesk/internal/platform/httpx"
)

func TestOpenAPI(t *testing.T) {
	t.Parallel()
	f := setup(t)
	type listed struct{ Body page.Of[thing] }
	httpx.Register(f.api, httpx.Op{
		Method: http.MethodGet, Path: "/things", ID: "listThings", Tag: "Things", Summary: "List", Codes: []string{"b.x", "a.y"},
	}, func(context.Context, *struct{}) (*listed, error) {
		return &listed{}, nil
	})
	check.Equal(t, strings.TrimSpace(f.do(call{http.MethodGet, "/api/v1/things", ``, token()}).Body.String()), `{"items":[]}`)
	yaml, raw, err := f.api.OpenAPI()
	check.NoError(t, err)

	var doc struct {
		OpenAPI string
		Paths   map[string]map[string]struct {
			OperationID string
			Permission  string                `json:"x-permission"`
			Codes       []string              `json:"x-codes"`
			Security    []map[string][]string `json:"security"`
			Responses   map[string]struct {
				Content map[string]struct {
					Schema struct {
						Ref string `json:"$ref"`
					}
				}
			}
		}
		Components struct {
			Schemas map[string]struct {
				Properties map[string]struct{ Type any }
			}
		}
		Tags []struct{ Name string }
	}
	check.NoError(t, json.Unmarshal(raw, &doc))
	check.Equal(t, doc.OpenAPI, "3.1.0")
	got := map[string]string{}
	for path, item := range doc.Paths {
		for method, op := range item {
			got[method+" "+path] = op.OperationID + " " + op.Permission
			_, ok := op.Responses["default"].Content["application/problem+json"]
			check.Equal(t, ok, true)
		}
	}
	check.Equal(t, got, map[string]string{
		"get /api/v1/things":        "listThings signed_in",
		"put /api/v1/things/{id}":   "putThing thing.edit",
		"post /api/v1/open":         "open public",
		"post /api/v1/widget/hello": "widgetHello visitor",
		"post /api/v1/files":        "upload signed_in",
	})
	check.Equal(t, doc.Paths["/api/v1/things"]["get"].Codes, []string{"a.y", "b.x"})
	check.Equal(t, doc.Paths["/api/v1/widget/hello"]["post"].Security, []map[string][]string{{"visitor": {}}})
	check.Equal(t, doc.Paths["/api/v1/files"]["post"].Responses["200"].Content["application/json"].Schema.Ref, "#/components/schemas/Thing")
	check.Equal(t, doc.Components.Schemas["ThingPage"].Properties["items"].Type, any("array"))
	check.Equal(t, len(doc.Tags), 3)
	for _, not := range []string{"$schema", "ErrorModel"} {
		check.Equal(t, strings.Contains(string(raw), not), false)
	}
	for range 5 {
		y, j, err := f.api.OpenAPI()
		check.NoError(t, err)
		check.Equal(t, string(y), string(yaml))
		check.Equal(t, string(j), string(raw))
	}
	check.Equal(t, len(f.api.Operations()), 5)

	h, err := f.api.Document()
	check.NoError(t, err)
	f.api.Mount("GET /api/openapi.json", h)
	w := f.do(call{http.MethodGet, "/api/openapi.json", ``, nil})
	check.Equal(t, w.Body.String(), string(raw))
	w = f.do(call{http.MethodGet, "/api/openapi.json", ``, map[string]string{"If-None-Match": w.Header().Get("ETag")}})
	check.Equal(t, w.Code, http.StatusNotModified)
}

func TestDeclarationsAreChecked(t *testing.T) {
	t.Parallel()
	for name, op := range map[string]httpx.Op{
		"no summary":   {Method: http.MethodGet, Path: "/x", ID: "x", Tag: "X"},
		"same id":      {Method: http.MethodGet, Path: "/x", ID: "open", Tag: "X", Summary: "X"},
		"kept secret":  {Method: http.MethodPost, Path: "/x", ID: "x", Tag: "X", Summary: "X", Idempotent: true, Secret: true},
		"nobody's key": {Method: http.MethodPost, Path: "/x", ID: "x", Tag: "X", Summary: "X", Idempotent: true, Permission: httpx.Public},
		"no key":       {Method: http.MethodPost, Path: "/x", ID: "x", Tag: "X", Summary: "X", OwnUnit: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := setup(t)
			defer func() { check.Equal(t, recover() != nil, true) }()
			httpx.Register(f.api, op, func(context.Context, *struct{}) (*struct{}, error) { return nil, nil }) //nolint:nilnil // never runs
		})
	}
}
