package httpx

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"
)

// OpenAPI is the description of all operations, in both notations. It is the same for the same operations, byte by byte.
func (a *API) OpenAPI() (yaml, asJSON []byte, err error) {
	doc := a.huma.OpenAPI()
	doc.Tags = tags(doc)
	if asJSON, err = json.MarshalIndent(doc, "", "  "); err != nil {
		return nil, nil, err
	}
	yaml, err = doc.YAML()
	return yaml, asJSON, err
}

// Document serves the description as JSON, to be mounted when every operation is registered.
func (a *API) Document() (http.Handler, error) {
	_, doc, err := a.OpenAPI()
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(doc)
	etag := `"` + hex.EncodeToString(sum[:8]) + `"`
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("ETag", etag)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(doc))
	}), nil
}

// tags lists every tag in use.
func tags(doc *huma.OpenAPI) []*huma.Tag {
	seen := map[string]bool{}
	var out []*huma.Tag
	for _, item := range doc.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
			if op == nil || len(op.Tags) == 0 || seen[op.Tags[0]] {
				continue
			}
			seen[op.Tags[0]] = true
			out = append(out, &huma.Tag{Name: op.Tags[0]})
		}
	}
	slices.SortFunc(out, func(x, y *huma.Tag) int { return cmp.Compare(x.Name, y.Name) })
	return out
}

// Operation is one row of the table that tests of permissions walk.
type Operation struct{ Method, Path, ID, Permission string }

// Operations lists what is registered, by path and method.
func (a *API) Operations() []Operation {
	var out []Operation
	for path, item := range a.huma.OpenAPI().Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
			if op == nil {
				continue
			}
			permission, _ := op.Extensions["x-permission"].(string)
			out = append(out, Operation{Method: op.Method, Path: path, ID: op.OperationID, Permission: permission})
		}
	}
	slices.SortFunc(out, func(x, y Operation) int {
		return cmp.Or(cmp.Compare(x.Path, y.Path), cmp.Compare(x.Method, y.Method))
	})
	return out
}
