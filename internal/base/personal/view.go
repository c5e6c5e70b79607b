package personal

import (
	"reflect"
	"strconv"
	"strings"
	"sync"
)

// Tag is the struct tag by which views declare their fields.
const Tag = "personal"

// View is the form of a view that hides personal data, and whether anything was hidden. What is hidden is copied; the view
// itself, which others may hold, stays as it is.
func View[T any](v T) (T, bool) {
	p := planOf(reflect.TypeFor[T]())
	if p == nil {
		return v, false
	}
	out, changed := p(reflect.ValueOf(&v).Elem())
	if !changed {
		return v, false
	}
	hidden, ok := out.Interface().(T)
	if !ok {
		return v, false
	}
	return hidden, true
}

// plan hides what a value of one type holds. It gives a new value if it changed something. nil: there is nothing to hide in
// values of the type.
type plan func(reflect.Value) (reflect.Value, bool)

var plans sync.Map // reflect.Type → plan

func planOf(t reflect.Type) plan {
	if known, ok := plans.Load(t); ok {
		p, _ := known.(plan)
		return p
	}
	p := build(t, map[reflect.Type]bool{})
	plans.Store(t, p)
	return p
}

// holds reports whether values of a type can hold declared fields. It bears types that hold themselves.
func holds(t reflect.Type, seen map[reflect.Type]bool) bool {
	if seen[t] {
		return false
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Array:
		return holds(t.Elem(), seen)
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			if f.IsExported() && (f.Tag.Get(Tag) != "" && f.Tag.Get(Tag) != "-" || holds(f.Type, seen)) {
				return true
			}
		}
	default:
	}
	return false
}

func build(t reflect.Type, within map[reflect.Type]bool) plan {
	if !holds(t, map[reflect.Type]bool{}) {
		return nil
	}
	if within[t] { // it holds itself: by the time it is used the plan is there
		return func(v reflect.Value) (reflect.Value, bool) { return planOf(t)(v) }
	}
	within[t] = true
	defer delete(within, t)
	switch t.Kind() {
	case reflect.Pointer:
		return pointer(build(t.Elem(), within))
	case reflect.Slice:
		return slice(build(t.Elem(), within))
	case reflect.Map:
		return mapping(build(t.Elem(), within))
	case reflect.Struct:
		return structure(t, within)
	default:
		return nil
	}
}

func pointer(of plan) plan {
	return func(v reflect.Value) (reflect.Value, bool) {
		if v.IsNil() {
			return v, false
		}
		inner, changed := of(v.Elem())
		if !changed {
			return v, false
		}
		out := reflect.New(v.Type().Elem())
		out.Elem().Set(inner)
		return out, true
	}
}

func slice(of plan) plan {
	return func(v reflect.Value) (reflect.Value, bool) {
		var out reflect.Value
		for i := range v.Len() {
			item, changed := of(v.Index(i))
			if !changed {
				continue
			}
			if !out.IsValid() {
				out = reflect.MakeSlice(v.Type(), v.Len(), v.Len())
				reflect.Copy(out, v)
			}
			out.Index(i).Set(item)
		}
		return keep(v, out)
	}
}

func mapping(of plan) plan {
	return func(v reflect.Value) (reflect.Value, bool) {
		var out reflect.Value
		for it := v.MapRange(); it.Next(); {
			item, changed := of(it.Value())
			if !changed {
				continue
			}
			if !out.IsValid() {
				out = reflect.MakeMapWithSize(v.Type(), v.Len())
				for all := v.MapRange(); all.Next(); {
					out.SetMapIndex(all.Key(), all.Value())
				}
			}
			out.SetMapIndex(it.Key(), item)
		}
		return keep(v, out)
	}
}

type field struct {
	at   int
	hide plan
}

func structure(t reflect.Type, within map[reflect.Type]bool) plan {
	var fields []field
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() {
			continue
		}
		tag := f.Tag.Get(Tag)
		switch {
		case tag == "-":
		case tag != "":
			fields = append(fields, field{i, leaf(f, tag)})
		default:
			if p := build(f.Type, within); p != nil {
				fields = append(fields, field{i, p})
			}
		}
	}
	return func(v reflect.Value) (reflect.Value, bool) {
		var out reflect.Value
		for _, f := range fields {
			item, changed := f.hide(v.Field(f.at))
			if !changed {
				continue
			}
			if !out.IsValid() {
				out = reflect.New(t).Elem()
				out.Set(v)
			}
			out.Field(f.at).Set(item)
		}
		return keep(v, out)
	}
}

// keep is the copy if there is one.
func keep(v, out reflect.Value) (reflect.Value, bool) {
	if !out.IsValid() {
		return v, false
	}
	return out, true
}

// leaf hides one declared field: a text, a pointer to one, a list of them or a map of own values.
func leaf(f reflect.StructField, tag string) plan {
	hide := Text // of what nobody has classed, too
	switch tag {
	case "phone":
		hide = PhoneNumber
	case "email":
		hide = Address
	case "contact":
		hide = Contact
	}
	return scalar(f.Type, hide)
}

func scalar(t reflect.Type, hide func(string) string) plan {
	switch t.Kind() {
	case reflect.String:
		return func(v reflect.Value) (reflect.Value, bool) {
			was := v.String()
			is := hide(was)
			if is == was {
				return v, false
			}
			return reflect.ValueOf(is).Convert(t), true
		}
	case reflect.Pointer:
		return pointer(scalar(t.Elem(), hide))
	case reflect.Slice:
		return slice(scalar(t.Elem(), hide))
	case reflect.Map:
		return mapping(scalar(t.Elem(), hide))
	case reflect.Interface:
		return own
	default:
		return func(v reflect.Value) (reflect.Value, bool) { return v, false }
	}
}

// own hides a value of an own field: a text, or a number that is one, and lists and maps of them.
func own(v reflect.Value) (reflect.Value, bool) {
	if v.IsNil() {
		return v, false
	}
	is, changed := ownValue(v.Interface())
	if !changed {
		return v, false
	}
	return reflect.ValueOf(is), true
}

func ownValue(was any) (any, bool) {
	switch x := was.(type) {
	case string:
		s := Text(x)
		return s, s != x
	case float64:
		return ownNumber(strconv.FormatFloat(x, 'f', -1, 64), was)
	case int64:
		return ownNumber(strconv.FormatInt(x, 10), was)
	case int:
		return ownNumber(strconv.Itoa(x), was)
	case []any:
		out, changed := make([]any, len(x)), false
		for i, item := range x {
			is, c := ownValue(item)
			out[i], changed = is, changed || c
		}
		return out, changed
	case map[string]any:
		out, changed := make(map[string]any, len(x)), false
		for k, item := range x {
			is, c := ownValue(item)
			out[k], changed = is, changed || c
		}
		return out, changed
	default:
		return was, false
	}
}

func ownNumber(s string, was any) (any, bool) {
	if is := Text(s); is != s {
		return is, true
	}
	return was, false
}

// PhoneNumber hides a phone number, in whatever form it was written.
func PhoneNumber(s string) string {
	if strings.IndexByte(s, star) >= 0 {
		return s
	}
	return mask(Phone, s)
}

// Address hides an e-mail address.
func Address(s string) string {
	if s == "" {
		return s
	}
	if i := strings.IndexAny(s, "@＠"); i <= 0 {
		return Text(s)
	}
	return maskEmail(s)
}

// Contact hides a phone number or an e-mail address, and leaves what is neither.
func Contact(s string) string {
	if strings.ContainsAny(s, "@＠") {
		return Address(s)
	}
	if digits, _ := census(s); digits >= 5 && strings.Trim(s, "+0123456789 -().#*/") == "" {
		return PhoneNumber(s)
	}
	return Text(s)
}
