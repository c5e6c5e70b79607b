// Package expr is the language in which people write conditions and scores: comparisons, arithmetic, `in`, `contains`, `matches`,
// a few functions on text. Nothing in it loops, calls out, or reads anything but the facts it is given, so that whatever somebody
// writes ends soon. The language is that of github.com/expr-lang/expr with the builtins named below.
package expr

import (
	"errors"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/vm"
)

// Limits of one expression.
const (
	MaxLength = 2000 // characters
	maxNodes  = 200
	memory    = 10_000 // elements that it may make
)

// functions are the builtins that are left: none of them takes a predicate, so nothing loops.
var functions = []string{"len", "lower", "upper", "trim", "split", "abs", "ceil", "floor", "round", "min", "max", "int", "float", "string", "hasPrefix", "hasSuffix", "indexOf"}

// Program is an expression that was read and checked. It may be used by several at once.
type Program struct{ code *vm.Program }

// Condition reads an expression that is true or false of facts like the sample.
func Condition(source string, sample any) (*Program, error) {
	return compile(source, sample, expr.AsBool())
}

// Score reads an expression that is a number.
func Score(source string, sample any) (*Program, error) {
	return compile(source, sample, expr.AsFloat64())
}

func compile(source string, sample any, kind expr.Option) (*Program, error) {
	long := ErrLong.With("max", MaxLength).With("nodes", maxNodes)
	if utf8.RuneCountInString(source) > MaxLength {
		return nil, long
	}
	options := []expr.Option{expr.Env(sample), kind, expr.MaxNodes(maxNodes), expr.DisableAllBuiltins()}
	for _, name := range functions {
		options = append(options, expr.EnableBuiltin(name))
	}
	loops := &loopFinder{}
	code, err := expr.Compile(source, append(options, expr.Patch(loops))...)
	if err == nil && loops.found {
		return nil, ErrSyntax.With("why", "predicates such as any(list, …) are not part of this language; use `in`").With("line", 1).With("column", 1)
	}
	var at *file.Error
	switch {
	case err == nil:
		return &Program{code}, nil
	case strings.Contains(err.Error(), "exceeds maximum allowed nodes"):
		return nil, long
	case errors.As(err, &at):
		return nil, ErrSyntax.With("why", at.Message).With("line", at.Line).With("column", at.Column+1)
	}
	return nil, ErrSyntax.With("why", err.Error()).With("line", 1).With("column", 1)
}

// loopFinder finds predicates over lists: nested ones would take for ever, and nothing switches them off.
type loopFinder struct{ found bool }

// Visit is for the walk of the library.
func (l *loopFinder) Visit(node *ast.Node) {
	if _, ok := (*node).(*ast.PredicateNode); ok {
		l.found = true
	}
}

func (p *Program) run(facts any) (any, error) {
	machine := vm.VM{MemoryBudget: memory}
	out, err := machine.Run(p.code, facts)
	if err != nil {
		return nil, ErrFailed.New()
	}
	return out, nil
}

// Holds reports whether it is true of the facts.
func (p *Program) Holds(facts any) (bool, error) {
	out, err := p.run(facts)
	holds, _ := out.(bool)
	return holds, err
}

// Number is its value for the facts; what is no number, such as a division by zero, is an error.
func (p *Program) Number(facts any) (float64, error) {
	out, err := p.run(facts)
	value, _ := out.(float64)
	if err == nil && (math.IsNaN(value) || math.IsInf(value, 0)) {
		return 0, ErrFailed.New()
	}
	return value, err
}
