package httpx

import (
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// strict sets huma's package-wide switches once: lists are never null on the wire, names are matched by case.
var strict = sync.OnceFunc(func() {
	huma.DefaultArrayNullable = false
	huma.ValidateStrictCasing = true
})

// Names of the security schemes in the OpenAPI document.
const (
	schemeSession = "session"
	schemeToken   = "token"
	schemeVisitor = "visitor"
)

const opKey = "op"

func (a *API) humaConfig() huma.Config {
	strict()
	registry := huma.NewMapRegistry("#/components/schemas/", a.names.name)
	registry.RegisterTypeAlias(reflect.TypeFor[huma.ErrorModel](), reflect.TypeFor[Problem]())
	format := huma.Format{Marshal: huma.DefaultJSONFormat.Marshal, Unmarshal: unmarshal}
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info:    &huma.Info{Title: a.opts.Title, Version: a.opts.Version, Description: a.opts.Description},
			Components: &huma.Components{
				Schemas: registry,
				SecuritySchemes: map[string]*huma.SecurityScheme{
					schemeSession: {
						Type: "apiKey", In: "cookie", Name: CookieName(true),
						Description: "Session of a signed-in user. Unsafe methods also need the header " + HeaderCSRF + " with the value that GET /session tells.",
					},
					schemeToken:   {Type: "http", Scheme: "bearer", Description: "Personal access token of a user."},
					schemeVisitor: {Type: "http", Scheme: "bearer", Description: "Token of a visitor of a widget."},
				},
			},
		},
		Formats:       map[string]huma.Format{"application/json": format, "json": format},
		DefaultFormat: "application/json",
		Transformers:  []huma.Transformer{a.transform},
	}
}

// transform replaces huma's own error replies by ours.
func (a *API) transform(ctx huma.Context, _ string, v any) (any, error) {
	if m, ok := v.(*huma.ErrorModel); ok {
		return a.failure(ctx.Context(), fromHuma(m)), nil
	}
	return v, nil
}

// adapter puts huma's handlers on the mux, each behind the guard of its operation.
type adapter struct{ api *API }

// Handle is called by huma.Register.
func (d adapter) Handle(hop *huma.Operation, handler func(huma.Context)) {
	op, ok := hop.Metadata[opKey].(Op)
	if !ok {
		return // huma's own pages are not served
	}
	d.api.mux.Handle(hop.Method+" "+hop.Path, d.api.guard(op, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handler(humago.NewContext(hop, r, w))
	})))
}

// ServeHTTP is part of huma's interface.
func (d adapter) ServeHTTP(w http.ResponseWriter, r *http.Request) { d.api.mux.ServeHTTP(w, r) }

var pathParam = regexp.MustCompile(`\{(\w+)(\.\.\.)?\}`)

func (a *API) humaOperation(op Op) huma.Operation {
	registry := a.huma.OpenAPI().Components.Schemas
	schema := registry.Schema(reflect.TypeFor[Problem](), true, "Problem")
	hop := huma.Operation{
		OperationID: op.ID, Method: op.Method, Path: a.opts.Prefix + op.Path, Tags: []string{op.Tag},
		Summary: op.Summary, Description: described(op),
		DefaultStatus: op.Status, MaxBodyBytes: op.MaxBody + 1, // huma refuses a body that is as long as its limit
		Security: security(op),
		Metadata: map[string]any{opKey: op},
		Responses: map[string]*huma.Response{
			"default": {Description: "Problem", Content: map[string]*huma.MediaType{problemType: {Schema: schema}}},
		},
		Extensions: map[string]any{"x-permission": permissionName(op)},
	}
	if op.Idempotent {
		op.Codes = append(slices.Clone(op.Codes), ErrKeyReused.Code)
	}
	if len(op.Codes) > 0 {
		hop.Extensions["x-codes"] = slices.Sorted(slices.Values(op.Codes))
	}
	if op.Idempotent {
		hop.Parameters = append(hop.Parameters, &huma.Param{
			Name: HeaderKey, In: "header", Schema: &huma.Schema{Type: huma.TypeString},
			Description: "Any unique text of 1 to 100 printable characters. Within two days a repeated request of the same person with the same key and content " +
				"gets the first reply again, without a second effect; the same key with other content is a conflict.",
		})
	}
	return hop
}

// described adds what follows from the kind of the operation.
func described(op Op) string {
	if !op.Secret {
		return op.Description
	}
	return strings.TrimSpace(op.Description + " The reply holds a secret and is kept nowhere, so an Idempotency-Key is not read.")
}

// permissionName is what the document says: every operation says something.
func permissionName(op Op) string {
	switch {
	case op.Permission != "":
		return string(op.Permission)
	case op.Visitor:
		return "visitor"
	default:
		return "signed_in"
	}
}

func security(op Op) []map[string][]string {
	switch {
	case op.Permission == Public:
		return []map[string][]string{}
	case op.Visitor:
		return []map[string][]string{{schemeVisitor: {}}}
	default:
		return []map[string][]string{{schemeSession: {}}, {schemeToken: {}}}
	}
}

// documentRaw describes an operation whose bytes huma does not see.
func (a *API) documentRaw(hop *huma.Operation, op Op) {
	text := func() *huma.Schema { return &huma.Schema{Type: huma.TypeString} }
	for _, m := range pathParam.FindAllStringSubmatch(op.Path, -1) {
		hop.Parameters = append(hop.Parameters, &huma.Param{Name: m[1], In: "path", Required: true, Schema: text()})
	}
	names := make([]string, 0, len(op.Query))
	for name := range op.Query {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		hop.Parameters = append(hop.Parameters, &huma.Param{Name: name, In: "query", Description: op.Query[name], Schema: text()})
	}
	binary := func(kind string) map[string]*huma.MediaType {
		return map[string]*huma.MediaType{kind: {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}
	}
	if op.Consumes != "" {
		hop.RequestBody = &huma.RequestBody{Required: true, Content: binary(op.Consumes)}
	}
	ok := &huma.Response{Description: http.StatusText(op.Status)}
	switch {
	case op.Reply != nil:
		schema := a.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeOf(op.Reply), true, upperFirst(op.ID)+"Response")
		ok.Content = map[string]*huma.MediaType{"application/json": {Schema: schema}}
	case op.Produces != "":
		ok.Content = binary(op.Produces)
	}
	hop.Responses[statusText(op.Status)] = ok
}
