package plain_test

import (
	"strings"
	"testing"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/platform/plain"
)

func TestDecode(t *testing.T) {
	t.Parallel()
	type file struct {
		Name  string   `yaml:"name"`
		Teams []string `yaml:"teams"`
	}
	for _, c := range []struct{ name, text, says string }{
		{"good", "name: 店\nteams: [a, b]", ""},
		{"JSON as well", `{"name": "店", "teams": ["a", "b"]}`, ""},
		{"an unknown key", "name: x\nteems: [a]", "line 2: field teems not found"},
		{"the wrong kind", "name: x\nteams: {a: b}", "line 2: cannot unmarshal !!map"},
		{"a key twice", "name: x\nname: y", `line 2: mapping key "name" already defined at line 1`},
		{"no YAML", "name: [", "line 1: did not find expected node content"},
		{"nothing", "", "empty"},
		{"two documents", "name: x\n---\nname: y", "more than one document"},
	} {
		var f file
		err := plain.Decode([]byte(c.text), &f)
		if c.says == "" {
			check.NoError(t, err)
			check.Equal(t, f, file{Name: "店", Teams: []string{"a", "b"}})
			continue
		}
		check.Fault(t, err, plain.ErrSyntax)
		check.Equal(t, fault.From(err).Args["text"], any(c.says))
	}
	check.Fault(t, plain.Decode([]byte("name: \x00"), new(file)), fault.ErrEncoding)
	check.Fault(t, plain.Decode([]byte(strings.Repeat("#", plain.MaxFile+1)), new(file)), plain.ErrTooLarge)
}
