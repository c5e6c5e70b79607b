// Package fault is the one error type of Frontdesk.
//
// A fault has a kind (what a protocol maps: HTTP status, socket close code, SIP status), a stable code for machines, a
// sentence for people in English and Chinese, the fields it is about and a hidden cause. Any other error is treated as
// internal and is never shown to anybody.
package fault

import (
	"errors"
	"fmt"
	"maps"
	"strings"
)

// Kind says what sort of failure it is. Each protocol maps kinds in one place.
type Kind string

// The kinds, and the HTTP status each one becomes.
const (
	Invalid         Kind = "invalid"         // 422: the input breaks a rule; fields say which
	Malformed       Kind = "malformed"       // 400: the input cannot be read at all
	Unauthenticated Kind = "unauthenticated" // 401: nobody is signed in, or no longer
	Denied          Kind = "denied"          // 403: signed in, but not allowed
	NotFound        Kind = "not_found"       // 404: it does not exist for this actor
	Conflict        Kind = "conflict"        // 409: somebody else was faster, or the state forbids it
	Gone            Kind = "gone"            // 410: it existed and is over (expired link, closed stream)
	TooLarge        Kind = "too_large"       // 413: larger than a stated limit
	Unsupported     Kind = "unsupported"     // 415: a type that is not accepted
	TooMany         Kind = "too_many"        // 429: a rate or count limit
	Unavailable     Kind = "unavailable"     // 503: try again later; nothing was changed
	Internal        Kind = "internal"        // 500: our fault; the cause is logged and hidden
)

// Def is a declared fault. Declare it once, in a domain's errors.go, with Define.
type Def struct {
	Kind   Kind
	Code   string // stable, dotted: "conversation.not_found"
	En, Zh string // one sentence each; {name} is replaced by parameters
}

// Define declares a fault. Codes are unique over the program (a test looks).
func Define(kind Kind, code, en, zh string) *Def {
	return &Def{Kind: kind, Code: code, En: en, Zh: zh}
}

// Field names one input that is wrong. Name is the path on the wire ("name", "items[2].url").
type Field struct {
	Name string
	Def  *Def
	Args map[string]any
}

// Fault is an occurrence of a Def.
type Fault struct {
	Def    *Def
	Args   map[string]any // parameters of the sentence; safe to show
	Fields []Field
	Cause  error // hidden: for the log only
}

// New makes an occurrence. It lets a Def be used as in: return ErrNotFound.New().
func (d *Def) New() *Fault { return &Fault{Def: d} }

// With makes an occurrence with one parameter of its sentence.
func (d *Def) With(name string, value any) *Fault { return d.New().With(name, value) }

// Wrap makes an occurrence that hides a cause.
func (d *Def) Wrap(cause error) *Fault { return &Fault{Def: d, Cause: cause} }

// On makes an occurrence about one field of the input.
func (d *Def) On(field string) *Fault {
	return &Fault{Def: d, Fields: []Field{{Name: field, Def: d}}}
}

// With adds a parameter of the sentence (and of its fields' sentences).
func (f *Fault) With(name string, value any) *Fault {
	c := *f
	c.Args = maps.Clone(f.Args)
	if c.Args == nil {
		c.Args = map[string]any{}
	}
	c.Args[name] = value
	c.Fields = make([]Field, len(f.Fields))
	for i, fl := range f.Fields {
		fl.Args = c.Args
		c.Fields[i] = fl
	}
	return &c
}

// Because hides a cause in the occurrence.
func (f *Fault) Because(cause error) *Fault {
	c := *f
	c.Cause = cause
	return &c
}

// Error is for logs: code, fields and cause.
func (f *Fault) Error() string {
	var b strings.Builder
	b.WriteString(f.Def.Code)
	for _, fl := range f.Fields {
		fmt.Fprintf(&b, " %s(%s)", fl.Name, fl.Def.Code)
	}
	if f.Cause != nil {
		fmt.Fprintf(&b, ": %v", f.Cause)
	}
	return b.String()
}

// Unwrap gives the hidden cause to errors.Is and errors.As.
func (f *Fault) Unwrap() error { return f.Cause }

// Is makes errors.Is(err, ErrX.New()) and errors.Is between occurrences of one Def true.
func (f *Fault) Is(target error) bool {
	var t *Fault
	return errors.As(target, &t) && t.Def == f.Def
}

// From finds the fault in an error; anything else becomes ErrInternal with the error as cause. nil stays nil.
func From(err error) *Fault {
	if err == nil {
		return nil
	}
	var f *Fault
	if errors.As(err, &f) {
		return f
	}
	return ErrInternal.Wrap(err)
}

// Has reports whether err is an occurrence of d.
func Has(err error, d *Def) bool {
	var f *Fault
	return errors.As(err, &f) && f.Def == d
}

// KindOf is the kind of err; Internal for anything that is not a fault, and empty for nil.
func KindOf(err error) Kind {
	if err == nil {
		return ""
	}
	return From(err).Def.Kind
}

// Sentence is the text for people in the given language ("zh…" is Chinese, all else English).
func (f *Fault) Sentence(lang string) string { return f.Def.sentence(lang, f.Args) }

// Sentence is the text for people about this field.
func (fl Field) Sentence(lang string) string { return fl.Def.sentence(lang, fl.Args) }

func (d *Def) sentence(lang string, args map[string]any) string {
	s := d.En
	if strings.HasPrefix(lang, "zh") {
		s = d.Zh
	}
	for k, v := range args {
		s = strings.ReplaceAll(s, "{"+k+"}", fmt.Sprint(v))
	}
	return s
}
