package bus

import (
	"encoding/json"
	"math"

	"frontdesk/internal/base/fault"
)

// remoteFault is a fault on its way between processes. The cause stays where it happened, in that process's log.
type remoteFault struct {
	Kind   fault.Kind     `json:"kind"`
	Code   string         `json:"code"`
	En     string         `json:"en"`
	Zh     string         `json:"zh"`
	Args   map[string]any `json:"args,omitempty"`
	Name   string         `json:"name,omitempty"` // of a field
	Fields []remoteFault  `json:"fields,omitempty"`
}

// shared are the faults that belong to no domain: they keep their identity over the bus, so that fault.Has works.
var shared = func() map[string]*fault.Def {
	m := map[string]*fault.Def{}
	for _, d := range []*fault.Def{
		fault.ErrInternal, fault.ErrUnauthenticated, fault.ErrDenied, fault.ErrNotFound, fault.ErrConflict, fault.ErrBusy,
		fault.ErrTooMany, fault.ErrMalformed, fault.ErrInput, fault.ErrRequired, fault.ErrTooLong, fault.ErrTooShort,
		fault.ErrRange, fault.ErrFormat, fault.ErrEncoding, fault.ErrChoice, fault.ErrTooManyOf, fault.ErrTaken,
		fault.ErrUnknownItem, fault.ErrCursor, ErrTooLarge, ErrNoAnswer, ErrClosed, ErrSubject,
	} {
		m[d.Code] = d
	}
	return m
}()

func encodeFault(f *fault.Fault) []byte {
	r := remote("", f.Def, f.Args)
	for _, fl := range f.Fields {
		r.Fields = append(r.Fields, remote(fl.Name, fl.Def, fl.Args))
	}
	raw, err := json.Marshal(r)
	if err != nil || len(raw) > MaxPayload { // arguments that JSON does not know, or far too many fields
		raw, err = json.Marshal(remote("", f.Def, nil))
	}
	if err != nil {
		return nil // strings always marshal
	}
	return raw
}

func remote(name string, d *fault.Def, args map[string]any) remoteFault {
	return remoteFault{Kind: d.Kind, Code: d.Code, En: d.En, Zh: d.Zh, Args: args, Name: name}
}

func decodeFault(raw []byte) *fault.Fault {
	var r remoteFault
	if err := json.Unmarshal(raw, &r); err != nil || r.Code == "" {
		return fault.ErrInternal.Wrap(err)
	}
	f := &fault.Fault{Def: r.def(), Args: numbers(r.Args)}
	for _, fl := range r.Fields {
		f.Fields = append(f.Fields, fault.Field{Name: fl.Name, Def: fl.def(), Args: numbers(fl.Args)})
	}
	return f
}

// numbers makes whole numbers whole again: JSON knows only one kind, and a person must not read "1e+06".
func numbers(args map[string]any) map[string]any {
	for k, v := range args {
		if n, ok := v.(float64); ok && n == math.Trunc(n) && math.Abs(n) < 1<<53 {
			args[k] = int(n)
		}
	}
	return args
}

func (r remoteFault) def() *fault.Def {
	if d, ok := shared[r.Code]; ok {
		return d
	}
	return &fault.Def{Kind: r.Kind, Code: r.Code, En: r.En, Zh: r.Zh}
}
