package arch

import (
	"fmt"
	"go/ast"
	"regexp"
	"slices"
	"strings"
)

var excuseShape = regexp.MustCompile(`^//nolint:[a-z0-9,]+ // \S.*\S`)

// excuses counts the comments that silence a linter and wants a reason from each.
func excuses(t *Tree) []string {
	var broken, all []string
	for _, f := range t.Files {
		for _, group := range f.AST.Comments {
			for _, c := range group.List {
				if !strings.HasPrefix(strings.TrimLeft(c.Text, "/ "), "nolint") {
					continue
				}
				all = append(all, t.at(c))
				if !excuseShape.MatchString(c.Text) {
					broken = append(broken, t.at(c)+": write //nolint:name // why")
				}
			}
		}
	}
	if len(all) > maxExcuses {
		broken = append(broken, fmt.Sprintf("%d nolint comments, at most %d: %s", len(all), maxExcuses, strings.Join(all, " ")))
	}
	return broken
}

// skips finds tests that can be left out: a test that may skip is a test that does not run where it matters.
func skips(t *Tree) []string {
	var broken []string
	for _, f := range t.Files {
		ast.Inspect(f.AST, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := sel.X.(*ast.Ident); ok && slices.Contains(words("t b f tb testing"), x.Name) &&
				slices.Contains(words("Skip Skipf SkipNow Short"), sel.Sel.Name) {
				broken = append(broken, fmt.Sprintf("%s: %s.%s: tests never skip", t.at(call), x.Name, sel.Sel.Name))
			}
			return true
		})
	}
	return broken
}
