package arch

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"frontdesk/internal/check"
)

// example is a small repository and what a law must find in it.
type example struct {
	law   string
	files map[string]string
	want  []string // part of each finding, in order; empty when the example is lawful
}

func tree(t *testing.T, files map[string]string) *Tree {
	t.Helper()
	fsys := fstest.MapFS{}
	for p, text := range files {
		fsys[p] = &fstest.MapFile{Data: []byte(text)}
	}
	return check.Must(Read(fsys))(t)
}

// one is a repository of a single file.
func one(path, text string) map[string]string { return map[string]string{path: text} }

// importing is a file that imports a path.
func importing(path string) string { return "package x\n\nimport _ \"" + path + "\"\n" }

func lines(n int) string { return strings.Repeat("\n", n) }

func TestExamples(t *testing.T) {
	t.Parallel()
	proved := map[string]bool{}
	for name, ex := range allExamples() {
		if len(ex.want) > 0 {
			proved[ex.law] = true
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := lawNamed(t, ex.law)(tree(t, ex.files))
			if len(found) != len(ex.want) {
				t.Fatalf("found %q, want %d findings", found, len(ex.want))
			}
			for i, part := range ex.want {
				if !strings.Contains(found[i], part) {
					t.Errorf("found %q, want %q", found[i], part)
				}
			}
		})
	}
	for _, l := range laws {
		if !proved[l.name] {
			t.Errorf("the law %q has no example that breaks it", l.name)
		}
	}
}

func lawNamed(t *testing.T, name string) func(*Tree) []string {
	t.Helper()
	for _, l := range laws {
		if l.name == name {
			return l.check
		}
	}
	t.Fatalf("there is no law %q", name)
	return nil
}

// allExamples puts the tables together and refuses one name twice.
func allExamples() map[string]example {
	all := map[string]example{}
	for _, table := range []map[string]example{floorExamples, wallExamples, sizeExamples, nameExamples, codeExamples, sqlExamples, fileExamples} {
		for name, ex := range table {
			if _, taken := all[name]; taken {
				panic("two examples are called " + name)
			}
			all[name] = ex
		}
	}
	return all
}

func TestBrokenSource(t *testing.T) {
	t.Parallel()
	_, err := Read(fstest.MapFS{"a/a.go": {Data: []byte("package")}})
	if err == nil {
		t.Error("a file that does not parse was accepted")
	}
}

func TestCycles(t *testing.T) {
	t.Parallel()
	check.Equal(t, len(cycles(map[string][]string{"a": {"b"}, "b": {"c"}, "c": nil})), 0)
	check.Equal(t, len(cycles(map[string][]string{"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}})), 3)
}

// manyNeeds is a constructor with n parameters.
func manyNeeds(n int) string {
	params := make([]string, n)
	for i := range params {
		params[i] = fmt.Sprintf("p%d int", i)
	}
	return "package x\n\nfunc New(" + strings.Join(params, ", ") + ") {}\n"
}

// longFunction is a function of n lines.
func longFunction(n int) string { return "package x\n\nfunc long() {" + lines(n-1) + "}\n" }
