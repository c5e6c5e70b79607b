package arch

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// emptyNames say nothing about what is inside.
var emptyNames = words("common helper helpers lib manager managers misc model models shared types util utils")

// names refuses packages and files with names that say nothing.
func names(t *Tree) []string {
	var broken []string
	for _, dir := range t.dirs() {
		for _, f := range t.Packages[dir] {
			file := strings.TrimSuffix(strings.TrimSuffix(path.Base(f.Path), ".go"), "_test")
			if slices.Contains(emptyNames, file) {
				broken = append(broken, f.Path+": a file is named after what it holds")
			}
		}
		if name := t.Packages[dir][0].AST.Name.Name; slices.Contains(emptyNames, name) && dir != "internal/edge/model" {
			broken = append(broken, fmt.Sprintf("%s: a package called %s says nothing about what is inside", dir, name))
		}
	}
	return broken
}

// domainDoc are the headings of a domain's doc comment, in this order.
var domainDoc = words("owns promises refuses emits consumes")

// docs wants a doc comment on every package, and of a domain the five things a reader needs first.
func docs(t *Tree) []string {
	var broken []string
	for _, dir := range t.dirs() {
		var doc string
		product := false
		for _, f := range t.Packages[dir] {
			product = product || !f.Test
			if f.AST.Doc != nil && (!f.Test || doc == "") {
				doc += f.AST.Doc.Text()
			}
		}
		switch {
		case doc == "":
			broken = append(broken, dir+": the package has no doc comment")
		case isDomainRoot(dir) && product && !inOrder(strings.ToLower(doc), domainDoc):
			broken = append(broken, fmt.Sprintf("%s: the doc comment must say, in this order: %s", dir, strings.Join(domainDoc, ", ")))
		}
	}
	return broken
}

func inOrder(s string, parts []string) bool {
	for _, p := range parts {
		_, rest, ok := strings.Cut(s, p)
		if !ok {
			return false
		}
		s = rest
	}
	return true
}

// inBackticks finds our package paths in docs/architecture.md.
var inBackticks = regexp.MustCompile("`((?:internal|cmd|web|test)(?:/[a-z0-9_]+)*)`")

// map of the house: docs/architecture.md names every package in backticks (`internal/platform/db`), and no package that
// is gone. A domain is named once; its store, operations and builders have fixed places beside it.
func houseMap(t *Tree) []string {
	const page = "docs/architecture.md"
	text := t.text(page)
	if text == "" {
		return nil
	}
	named := map[string]bool{}
	var broken []string
	for _, m := range inBackticks.FindAllStringSubmatch(text, -1) {
		named[m[1]] = true
		if strings.HasPrefix(m[1], "internal/") && !t.hasDir(m[1]) {
			broken = append(broken, fmt.Sprintf("%s: names %s, which does not exist", page, m[1]))
		}
	}
	for _, dir := range t.dirs() {
		_, isTestHelp := testHelp(dir)
		beside := within(dir, "internal/domain") && !isDomainRoot(dir) && named[family(dir)]
		if !named[dir] && !beside && !isTestHelp && !within(dir, "test") {
			broken = append(broken, fmt.Sprintf("%s: does not name `%s`", page, dir))
		}
	}
	return broken
}

// hasDir reports whether a folder holds Go files, itself or below.
func (t *Tree) hasDir(dir string) bool {
	for d := range t.Packages {
		if within(d, dir) {
			return true
		}
	}
	return false
}
