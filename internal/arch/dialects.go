package arch

import (
	"fmt"
	"go/ast"
	"path"
	"strings"
)

const dbDir = "internal/platform/db"

// dialects counts the places outside platform/db that know which database runs: files for one engine, the engines'
// names, and the parts of migrations for one engine. Each is a place that can differ without a test of the other.
func dialects(t *Tree) []string {
	var branches []string
	for _, f := range t.Files {
		if f.Test || within(f.Dir, dbDir) || within(f.Dir, "test") {
			continue
		}
		name := strings.TrimSuffix(path.Base(f.Path), ".go")
		if strings.HasSuffix(name, "_sqlite") || strings.HasSuffix(name, "_postgres") {
			branches = append(branches, f.Path)
			continue
		}
		branches = append(branches, engineNames(t, f)...)
	}
	for _, p := range t.under(dbDir, ".sql") {
		for n, line := range strings.Split(t.text(p), "\n") {
			if l := strings.TrimSpace(line); l == "-- +engine sqlite" || l == "-- +engine postgres" {
				branches = append(branches, fmt.Sprintf("%s:%d", p, n+1))
			}
		}
	}
	if len(branches) <= maxDialectBranches {
		return nil
	}
	return append([]string{fmt.Sprintf("%d dialect branches, at most %d", len(branches), maxDialectBranches)}, branches...)
}

// engineNames finds db.SQLite and db.Postgres.
func engineNames(t *Tree, f *File) []string {
	local := f.localName(dbDir)
	if local == "" {
		return nil
	}
	var found []string
	ast.Inspect(f.AST, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok || (sel.Sel.Name != "SQLite" && sel.Sel.Name != "Postgres") {
			return true
		}
		if x, ok := sel.X.(*ast.Ident); ok && x.Name == local {
			found = append(found, t.at(sel))
		}
		return true
	})
	return found
}
