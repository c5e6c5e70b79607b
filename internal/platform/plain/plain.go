// Package plain reads plain files that people write by hand, in YAML (which JSON is a part of), into a struct: a key that the
// struct does not know, or knows twice, is an error that names its line.
package plain

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"

	"frontdesk/internal/base/fault"
)

// MaxFile is the size of a file in bytes.
const MaxFile = 512 << 10

// Decode reads one document.
func Decode(raw []byte, into any) error {
	if len(raw) > MaxFile {
		return ErrTooLarge.With("max", MaxFile>>10)
	}
	if !fault.Storable(string(raw)) {
		return fault.ErrEncoding.New()
	}
	d := yaml.NewDecoder(bytes.NewReader(raw))
	d.KnownFields(true)
	if err := d.Decode(into); err != nil {
		return ErrSyntax.With("text", sentence(err))
	}
	if err := d.Decode(new(any)); !errors.Is(err, io.EOF) {
		return ErrSyntax.With("text", "more than one document")
	}
	return nil
}

// sentence is what the library says, on one line and without names of our types.
func sentence(err error) string {
	if errors.Is(err, io.EOF) {
		return "empty"
	}
	var wrong *yaml.TypeError
	if !errors.As(err, &wrong) {
		return strings.TrimPrefix(err.Error(), "yaml: ")
	}
	const most = 5
	said := make([]string, 0, most)
	for _, line := range wrong.Errors[:min(len(wrong.Errors), most)] {
		line, _, _ = strings.Cut(line, " in type ")
		line, _, _ = strings.Cut(line, " into ")
		said = append(said, line)
	}
	return strings.Join(said, "; ")
}
