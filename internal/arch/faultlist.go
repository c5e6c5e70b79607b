package arch

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
)

// statuses are the HTTP statuses of the kinds of faults, as platform/httpx answers them.
var statuses = map[string]int{
	"Invalid": 422, "Malformed": 400, "Unauthenticated": 401, "Denied": 403, "NotFound": 404, "Conflict": 409, "Gone": 410,
	"TooLarge": 413, "Unsupported": 415, "TooMany": 429, "Unavailable": 503, "Internal": 500,
}

// FaultTable is every fault that is declared, as the table of docs/subsystems/errors.md.
func FaultTable(t *Tree) string {
	var rows []string
	for _, f := range t.Files {
		if f.Test {
			continue
		}
		ast.Inspect(f.AST, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || !definesFault(f, call) || len(call.Args) != 4 {
				return true
			}
			code, _ := literal(call.Args[1])
			en, _ := literal(call.Args[2])
			rows = append(rows, fmt.Sprintf("| `%s` | %d | %s |\n", code, statuses[kindName(call.Args[0])], strings.ReplaceAll(en, "|", `\|`)))
			return true
		})
	}
	slices.Sort(rows)
	return "| Code | HTTP | Says |\n|---|---|---|\n" + strings.Join(rows, "")
}

// kindName is the last word of fault.Invalid.
func kindName(e ast.Expr) string {
	switch k := e.(type) {
	case *ast.SelectorExpr:
		return k.Sel.Name
	case *ast.Ident:
		return k.Name
	default:
		return ""
	}
}
