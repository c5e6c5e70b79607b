// Package page holds the words of paged lists: how many, from where, and what came back. Every list is paged by keyset:
// the cursor holds the sort key of the last row seen, so that pages neither skip nor repeat rows while others write.
package page

import (
	"encoding/base64"
	"encoding/json"

	"frontdesk/internal/base/fault"
)

// Limits of one page.
const (
	DefaultLimit = 50
	MaxLimit     = 200
)

// Request asks for one page. Cursor is empty for the first.
type Request struct {
	Limit  int
	Cursor string
}

// Size is the number of rows to read, within the limits.
func (r Request) Size() int {
	switch {
	case r.Limit <= 0:
		return DefaultLimit
	case r.Limit > MaxLimit:
		return MaxLimit
	default:
		return r.Limit
	}
}

// Of is one page. Next is empty on the last.
type Of[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty" doc:"Cursor of the next page; absent on the last."`
}

// Cut makes a page out of size+1 rows that were read: the extra row only proves that there is a next page.
func Cut[T any](rows []T, size int, key func(T) []any) Of[T] {
	p := Of[T]{Items: rows}
	if len(rows) > size {
		p.Items = rows[:size]
		p.Next = Encode(key(rows[size-1])...)
	}
	if p.Items == nil {
		p.Items = []T{}
	}
	return p
}

// Encode makes a cursor of sort keys (strings and integers).
func Encode(keys ...any) string {
	b, err := json.Marshal(keys)
	if err != nil {
		return "" // strings and integers always marshal
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// Decode reads a cursor into pointers to string or int64, in order. An empty cursor reports false.
func Decode(cursor string, into ...any) (bool, error) {
	if cursor == "" {
		return false, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return false, fault.ErrCursor.Wrap(err)
	}
	var parts []json.RawMessage
	if err := json.Unmarshal(raw, &parts); err != nil || len(parts) != len(into) {
		return false, fault.ErrCursor.Wrap(err)
	}
	for i, p := range parts {
		if err := json.Unmarshal(p, into[i]); err != nil {
			return false, fault.ErrCursor.Wrap(err)
		}
		if s, ok := into[i].(*string); ok && !fault.Storable(*s) {
			return false, fault.ErrCursor.New()
		}
	}
	return true, nil
}
