package audit

import (
	"cmp"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
)

// PermRead is the right to see the history; to go back takes the right to change the settings besides.
const PermRead actor.Permission = "history.read"

// Kept is how many versions of one subject stay.
const Kept = 200

// Version is one change of the settings of one subject. Versions of a subject are counted from 1 without a gap.
type Version struct {
	ID        string
	Kind      string
	SubjectID string
	Version   int64
	At        time.Time
	By        actor.Ref
	Before    json.RawMessage // empty: there was nothing
	After     json.RawMessage // empty: there is nothing any more
	Touched   []string        // fields that changed and whose values are not kept
	Restored  int64           // the version that was gone back to; 0 for an ordinary change
	Undone    bool            // it was gone back to what was before that version
}

// Field is one difference. A list counts as one value.
type Field struct {
	Path   []string `json:"path"`
	Before any      `json:"before,omitempty"`
	After  any      `json:"after,omitempty"`
}

// Action is what happened to the subject.
type Action string

// The actions.
const (
	Created Action = "created"
	Changed Action = "changed"
	Removed Action = "removed"
)

// Action says what happened.
func (v Version) Action() Action {
	switch {
	case len(v.Before) == 0:
		return Created
	case len(v.After) == 0:
		return Removed
	default:
		return Changed
	}
}

// Name is what people call the subject, after the change if it still has a name then.
func (v Version) Name() string {
	for _, state := range []json.RawMessage{v.After, v.Before} {
		var of struct{ Name, Description, Host string }
		if json.Unmarshal(state, &of) != nil {
			continue
		}
		for _, name := range []string{of.Name, of.Description, of.Host} {
			if name != "" {
				return name
			}
		}
		var asks struct{ Zh, En struct{ Question string } } // a question is called what it asks
		if json.Unmarshal(state, &asks) == nil && asks.Zh.Question+asks.En.Question != "" {
			return cmp.Or(asks.Zh.Question, asks.En.Question)
		}
	}
	return ""
}

// Fields are the differences, by path.
func (v Version) Fields() []Field {
	before, after := leaves(v.Before), leaves(v.After)
	keys := slices.Sorted(maps.Keys(before))
	for k := range after {
		if _, both := before[k]; !both {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	out := []Field{}
	for _, k := range keys {
		b, a := before[k], after[k]
		if reflect.DeepEqual(b.value, a.value) {
			continue
		}
		path := b.path
		if path == nil {
			path = a.path
		}
		out = append(out, Field{Path: path, Before: b.value, After: a.value})
	}
	return out
}

type leaf struct {
	path  []string
	value any
}

// leaves are the values of settings that are no objects, by their path.
func leaves(state json.RawMessage) map[string]leaf {
	out := map[string]leaf{}
	var root any
	if json.Unmarshal(state, &root) == nil {
		walk(root, nil, out)
	}
	return out
}

func walk(at any, path []string, out map[string]leaf) {
	if object, ok := at.(map[string]any); ok {
		for k, v := range object {
			walk(v, append(slices.Clone(path), k), out)
		}
		return
	}
	if at == nil || at == "" {
		return // nothing and an empty text are the same to a reader
	}
	out[strings.Join(path, "\x00")] = leaf{path, at}
}
