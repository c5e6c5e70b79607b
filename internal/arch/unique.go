package arch

import (
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"regexp"
	"strings"
	"unicode"
)

var codeShape = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$`)

// faults checks what is declared with fault.Define: in an errors.go, with a code nobody else has, and with a sentence in
// both languages.
func faults(t *Tree) []string {
	var broken []string
	owner := map[string]string{}
	for _, f := range t.Files {
		if f.Test {
			continue
		}
		ast.Inspect(f.AST, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || !definesFault(f, call) {
				return true
			}
			at := t.at(call)
			if path.Base(f.Path) != "errors.go" {
				broken = append(broken, at+": faults are declared in errors.go")
			}
			code, problem := faultArgs(call)
			if problem != "" {
				broken = append(broken, at+": "+problem)
			}
			if first, taken := owner[code]; taken && code != "" {
				broken = append(broken, fmt.Sprintf("%s: the code %q is already declared at %s", at, code, first))
			} else {
				owner[code] = at
			}
			return true
		})
	}
	return broken
}

func definesFault(f *File, call *ast.CallExpr) bool {
	switch fun := call.Fun.(type) {
	case *ast.SelectorExpr:
		x, ok := fun.X.(*ast.Ident)
		local := f.localName("internal/base/fault")
		return ok && local != "" && x.Name == local && fun.Sel.Name == "Define"
	case *ast.Ident:
		return f.Dir == "internal/base/fault" && fun.Name == "Define"
	default:
		return false
	}
}

// faultArgs reads Define(kind, "code", "English", "中文").
func faultArgs(call *ast.CallExpr) (code, problem string) {
	if len(call.Args) != 4 {
		return "", "Define takes a kind, a code and two sentences"
	}
	code, okCode := literal(call.Args[1])
	en, okEn := literal(call.Args[2])
	zh, okZh := literal(call.Args[3])
	switch {
	case okCode && !codeShape.MatchString(code):
		return code, fmt.Sprintf("the code %q is not lower-case words with dots", code)
	case !okCode || !okEn || !okZh:
		return code, "code and sentences are string literals, so that they can be read here"
	case strings.TrimSpace(en) == "" || strings.ContainsFunc(en, isHan):
		return code, fmt.Sprintf("the first sentence of %q is the English one", code)
	case !strings.ContainsFunc(zh, isHan):
		return code, fmt.Sprintf("the second sentence of %q is the Chinese one", code)
	default:
		return code, ""
	}
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// subjects checks that every bus subject in internal/app/contract is declared once.
func subjects(t *Tree) []string {
	var broken []string
	owner := map[string]string{}
	for _, f := range t.Packages["internal/app/contract"] {
		if f.Test {
			continue
		}
		for _, d := range f.AST.Decls {
			gen, ok := d.(*ast.GenDecl)
			if !ok || gen.Tok != token.CONST {
				continue
			}
			for _, s := range gen.Specs {
				for _, v := range s.(*ast.ValueSpec).Values { //nolint:errcheck // a const declaration holds nothing else
					subject, ok := literal(v)
					if !ok {
						continue
					}
					if first, taken := owner[subject]; taken {
						broken = append(broken, fmt.Sprintf("%s: the subject %q is already declared at %s", t.at(v), subject, first))
					} else {
						owner[subject] = t.at(v)
					}
				}
			}
		}
	}
	return broken
}
