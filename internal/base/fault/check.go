package fault

import (
	"strings"
	"unicode/utf8"
)

// Checker collects what is wrong with an input, so that a person sees all of it at once.
//
//	var c fault.Checker
//	c.Text("name", in.Name, 1, 80)
//	return c.Err()
type Checker struct{ fields []Field }

// Add records a field that is wrong.
func (c *Checker) Add(name string, d *Def, args map[string]any) {
	c.fields = append(c.fields, Field{Name: name, Def: d, Args: args})
}

// If records the field when the condition holds.
func (c *Checker) If(bad bool, name string, d *Def) {
	if bad {
		c.Add(name, d, nil)
	}
}

// Text checks encoding and length in characters: min 0 means optional, min 1 required.
func (c *Checker) Text(name, value string, minLen, maxLen int) {
	n := utf8.RuneCountInString(value)
	switch {
	case !Storable(value):
		c.Add(name, ErrEncoding, nil)
	case minLen > 0 && strings.TrimSpace(value) == "":
		c.Add(name, ErrRequired, nil)
	case n < minLen:
		c.Add(name, ErrTooShort, map[string]any{"min": minLen})
	case n > maxLen:
		c.Add(name, ErrTooLong, map[string]any{"max": maxLen})
	}
}

// Count checks the number of entries of a list.
func (c *Checker) Count(name string, n, maxCount int) {
	if n > maxCount {
		c.Add(name, ErrTooManyOf, map[string]any{"max": maxCount})
	}
}

// Range checks a whole number.
func (c *Checker) Range(name string, n, minN, maxN int) {
	if n < minN || n > maxN {
		c.Add(name, ErrRange, map[string]any{"min": minN, "max": maxN})
	}
}

// Choice checks that value is one of the allowed ones.
func (c *Checker) Choice(name, value string, allowed ...string) {
	for _, a := range allowed {
		if a == value {
			return
		}
	}
	c.Add(name, ErrChoice, nil)
}

// Err is nil when nothing was recorded.
func (c *Checker) Err() error {
	if len(c.fields) == 0 {
		return nil
	}
	return &Fault{Def: ErrInput, Fields: c.fields}
}

// Storable reports whether both databases can keep s: valid UTF-8 without NUL.
func Storable(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }
