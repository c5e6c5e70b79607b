package httpx

import (
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"

	"frontdesk/internal/base/fault"
)

// fromHuma turns what huma found wrong with a request into a fault. The input's values are left out.
func fromHuma(m *huma.ErrorModel) error {
	cause := errors.New(m.Detail)
	switch m.Status {
	case http.StatusUnprocessableEntity:
	case http.StatusRequestEntityTooLarge:
		return ErrTooLarge.Wrap(cause)
	case http.StatusUnsupportedMediaType:
		return ErrMediaType.Wrap(cause)
	case http.StatusRequestTimeout:
		return fault.ErrBusy.Wrap(cause)
	case http.StatusBadRequest:
		return fault.ErrMalformed.Wrap(cause)
	default:
		if strings.Contains(m.Detail, "request body") { // the caller went away, or sent more than announced
			return fault.ErrMalformed.Wrap(cause)
		}
		return fault.ErrInternal.Wrap(cause)
	}
	f := fault.ErrInput.New()
	for _, d := range m.Errors {
		f.Fields = append(f.Fields, fieldOf(d))
	}
	return f
}

// fieldOf translates one finding.
func fieldOf(d *huma.ErrorDetail) fault.Field {
	name := d.Location
	for _, in := range []string{"body.", "path.", "query.", "header.", "cookie.", "form."} {
		if rest, ok := strings.CutPrefix(name, in); ok {
			name = rest
			break
		}
	}
	if missing, ok := between(d.Message, validation.MsgExpectedRequiredProperty); ok {
		if d.Location == "body" {
			name = missing
		} else {
			name += "." + missing
		}
		return fault.Field{Name: name, Def: fault.ErrRequired}
	}
	def, args := meaning(d.Message)
	return fault.Field{Name: name, Def: def, Args: args}
}

// meaning finds the fault for a message of huma's validator.
func meaning(msg string) (*fault.Def, map[string]any) {
	type rule struct {
		format, arg string
		def         *fault.Def
	}
	for _, r := range []rule{
		{validation.MsgExpectedMinLength, "min", fault.ErrTooShort},
		{validation.MsgExpectedMaxLength, "max", fault.ErrTooLong},
		{validation.MsgExpectedMinItems, "min", ErrTooFewOf},
		{validation.MsgExpectedMaxItems, "max", fault.ErrTooManyOf},
		{validation.MsgExpectedMinimumNumber, "min", ErrMinimum},
		{validation.MsgExpectedMaximumNumber, "max", ErrMaximum},
	} {
		if v, ok := between(msg, r.format); ok {
			if r.def == fault.ErrTooShort && v == "1" {
				return fault.ErrRequired, nil
			}
			return r.def, map[string]any{r.arg: v}
		}
	}
	switch {
	case strings.HasPrefix(msg, "required "):
		return fault.ErrRequired, nil
	case msg == validation.MsgUnexpectedProperty, msg == "unknown query parameter":
		return ErrUnknownName, nil
	case msg == validation.MsgExpectedArrayItemsUnique:
		return ErrDuplicate, nil
	case strings.HasPrefix(msg, "expected value to be one of"):
		return fault.ErrChoice, nil
	case msg == validation.MsgExpectedBoolean, msg == validation.MsgExpectedNumber, msg == validation.MsgExpectedInteger,
		msg == validation.MsgExpectedString, msg == validation.MsgExpectedArray, msg == validation.MsgExpectedObject,
		strings.HasPrefix(msg, "invalid "):
		return ErrType, nil
	default:
		return fault.ErrFormat, nil
	}
}

// between reads the one value that a format was filled with.
func between(msg, format string) (string, bool) {
	i := strings.IndexByte(format, '%')
	head, tail := format[:i], format[i+2:]
	v, ok := strings.CutPrefix(msg, head)
	if !ok {
		return "", false
	}
	return strings.CutSuffix(v, tail)
}

func statusText(status int) string { return strconv.Itoa(status) }

// checkText walks a decoded input and names every string that neither database can keep.
func checkText(v reflect.Value) error {
	var c fault.Checker
	walkText(&c, "", v)
	return c.Err()
}

func walkText(c *fault.Checker, name string, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		c.If(!fault.Storable(v.String()), name, fault.ErrEncoding)
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			walkText(c, name, v.Elem())
		}
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			walkRaw(c, name, v)
			return
		}
		for i := range v.Len() {
			walkText(c, name+"["+strconv.Itoa(i)+"]", v.Index(i))
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			key := fmt.Sprint(it.Key().Interface())
			if !fault.Storable(key) {
				c.Add(name, fault.ErrEncoding, nil)
				continue
			}
			walkText(c, join(name, key), it.Value())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				walkText(c, wireName(name, f), v.Field(i))
			}
		}
	default:
	}
}

// walkRaw looks into json.RawMessage, where a NUL hides as an escape.
func walkRaw(c *fault.Checker, name string, v reflect.Value) {
	if v.Type().String() != "json.RawMessage" || v.Len() == 0 {
		return
	}
	var inner any
	if unmarshal(v.Bytes(), &inner) == nil && inner != nil {
		walkText(c, name, reflect.ValueOf(inner))
	}
}

// wireName is the name of a field as the caller knows it. Embedded structs and the Body of a request add no level; a field
// that is only called Body, such as a message's, has a name on the wire.
func wireName(parent string, f reflect.StructField) string {
	if f.Anonymous || parent == "" && f.Name == "Body" && f.Tag.Get("json") == "" {
		return parent
	}
	for _, tag := range []string{"json", "path", "query", "header", "cookie"} {
		if name, _, _ := strings.Cut(f.Tag.Get(tag), ","); name != "" && name != "-" {
			return join(parent, name)
		}
	}
	return join(parent, f.Name)
}

func join(parent, name string) string {
	if parent == "" {
		return name
	}
	return parent + "." + name
}

// checkRequestText is checkText for handlers that read the request themselves: path and query.
func checkRequestText(r *http.Request) error {
	var c fault.Checker
	c.If(!fault.Storable(r.URL.Path), "path", fault.ErrEncoding)
	for name, values := range r.URL.Query() {
		for _, v := range values {
			c.If(!fault.Storable(name) || !fault.Storable(v), strings.ToValidUTF8(name, "?"), fault.ErrEncoding)
		}
	}
	return c.Err()
}
