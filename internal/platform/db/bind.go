package db

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
)

// bind makes arguments that both drivers store alike: whole numbers as int64, text as string, JSON as text, times as
// microseconds, booleans as 0 and 1. Text that one of the engines could not keep is refused on both.
func bind(args []any) ([]any, error) {
	out := make([]any, len(args))
	for i, a := range args {
		v, err := bindOne(a)
		if err != nil {
			return nil, fmt.Errorf("argument $%d: %w", i+1, err)
		}
		out[i] = v
	}
	return out, nil
}

func bindOne(a any) (any, error) {
	switch v := a.(type) {
	case nil, int64, float64, []byte:
		return v, nil
	case string:
		return storable(v)
	case int:
		return int64(v), nil
	case bool:
		if v {
			return int64(1), nil
		}
		return int64(0), nil
	case time.Time:
		return clock.Micros(v), nil
	case *time.Time:
		if v == nil {
			return int64(0), nil
		}
		return clock.Micros(*v), nil
	case json.RawMessage:
		return storable(string(v))
	}
	switch v := reflect.ValueOf(a); v.Kind() {
	case reflect.String:
		return storable(v.String())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return v.Int(), nil
	case reflect.Uint8, reflect.Uint16, reflect.Uint32:
		return int64(v.Uint()), nil //nolint:gosec // at most 32 bits
	case reflect.Bool:
		return bindOne(v.Bool())
	default:
		return nil, fmt.Errorf("cannot store a %T", a)
	}
}

func storable(s string) (any, error) {
	if !fault.Storable(s) {
		return nil, fault.ErrEncoding.New()
	}
	return s, nil
}

// row evens out what the drivers disagree about when scanning.
type row struct{ driver Row }

// Scan copies the columns into dest.
func (r row) Scan(dest ...any) error {
	var after []func()
	for i, d := range dest {
		switch p := d.(type) {
		case *bool:
			v := new(int64)
			dest[i], after = v, append(after, func() { *p = *v != 0 })
		case *time.Time:
			v := new(int64)
			dest[i], after = v, append(after, func() { *p = clock.Time(*v) })
		case *json.RawMessage:
			v := new(string)
			dest[i], after = v, append(after, func() { *p = json.RawMessage(*v) })
		}
	}
	if err := r.driver.Scan(dest...); err != nil {
		return err
	}
	for _, f := range after {
		f()
	}
	return nil
}

// List appends values to args and returns their placeholders, such as "($4,$5,$6)", for use after IN. An empty list
// gives "(NULL)", which matches nothing. The number of placeholders is rounded up to a power of two by repeating the last
// value, so that lists of any length need few statement texts.
func List[T any](args *[]any, values []T) string {
	if len(values) == 0 {
		return "(NULL)"
	}
	size := 1
	for size < len(values) {
		size *= 2
	}
	var b strings.Builder
	for i := range size {
		*args = append(*args, values[min(i, len(values)-1)])
		if i == 0 {
			b.WriteByte('(')
		} else {
			b.WriteByte(',')
		}
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(len(*args)))
	}
	b.WriteByte(')')
	return b.String()
}

// Optional is a stored time that may be absent: nil for the zero time. Writing takes such a pointer as it is.
func Optional(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
