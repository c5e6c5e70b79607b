package httpx

import (
	"reflect"
	"sync"
)

// fillLists makes every nil list of a reply an empty one: the document says that lists are never null, and a client that
// believes it must not stumble. v must be addressable.
func fillLists(v reflect.Value) {
	if !holdsLists(v.Type()) {
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			fillLists(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() {
				fillLists(f)
			}
		}
	case reflect.Slice:
		if v.IsNil() {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		}
		for i := range v.Len() {
			fillLists(v.Index(i))
		}
	default:
	}
}

var listTypes sync.Map // reflect.Type → bool

// holdsLists reports whether values of a type can have lists in them; most small views cannot.
func holdsLists(t reflect.Type) bool {
	if known, ok := listTypes.Load(t); ok {
		return known == true
	}
	found := searchLists(t, map[reflect.Type]bool{})
	listTypes.Store(t, found)
	return found
}

func searchLists(t reflect.Type, seen map[reflect.Type]bool) bool {
	if seen[t] {
		return false
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Slice:
		return t.Elem().Kind() != reflect.Uint8
	case reflect.Pointer:
		return searchLists(t.Elem(), seen)
	case reflect.Struct:
		for i := range t.NumField() {
			if f := t.Field(i); f.IsExported() && searchLists(f.Type, seen) {
				return true
			}
		}
	default:
	}
	return false
}
