package httpx

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"frontdesk/internal/check"
)

type node struct {
	Name  string          `json:"name"`
	Tags  []string        `json:"tags"`
	Raw   json.RawMessage `json:"raw,omitempty"`
	Kids  []node          `json:"kids,omitempty"`
	Next  *node           `json:"next,omitempty"`
	hides []string
}

func TestListsAreNeverNull(t *testing.T) {
	t.Parallel()
	out := &struct{ Body node }{node{Name: "a", Kids: []node{{Name: "b"}}, Next: &node{Name: "c"}}}
	fillLists(reflect.ValueOf(out).Elem())
	raw, err := json.Marshal(out.Body)
	check.NoError(t, err)
	check.Equal(t, string(raw), `{"name":"a","tags":[],"kids":[{"name":"b","tags":[]}],"next":{"name":"c","tags":[]}}`)
	check.Equal(t, out.Body.hides == nil, true)
	for v, want := range map[any]bool{"": false, time.Time{}: false, struct{ A, B int }{}: false} {
		check.Equal(t, holdsLists(reflect.TypeOf(v)), want)
	}
}
