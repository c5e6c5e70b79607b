package arch

import (
	"fmt"
	"go/ast"
	"slices"
)

// mayStartGoroutines: mechanisms and composition. Everything else is called, and leaves no work behind when it returns.
var mayStartGoroutines = words("internal/platform internal/app internal/check test")

// goroutines finds every way to start one: the statement, WaitGroup.Go and errgroup's Go, time.AfterFunc.
func goroutines(t *Tree) []string {
	var broken []string
	for _, f := range t.Files {
		if _, isTestHelp := testHelp(f.Dir); f.Test || isTestHelp || slices.ContainsFunc(mayStartGoroutines, func(d string) bool { return within(f.Dir, d) }) {
			continue
		}
		ast.Inspect(f.AST, func(n ast.Node) bool {
			if how := startsGoroutine(n); how != "" {
				broken = append(broken, fmt.Sprintf("%s: %s outside platform and app", t.at(n), how))
			}
			return true
		})
	}
	return broken
}

func startsGoroutine(n ast.Node) string {
	switch n := n.(type) {
	case *ast.GoStmt:
		return "a go statement"
	case *ast.CallExpr:
		sel, ok := n.Fun.(*ast.SelectorExpr)
		if !ok {
			return ""
		}
		if x, ok := sel.X.(*ast.Ident); ok && x.Name == "time" && sel.Sel.Name == "AfterFunc" {
			return "time.AfterFunc"
		}
		if sel.Sel.Name == "Go" && len(n.Args) == 1 {
			return "a call of Go"
		}
	}
	return ""
}
