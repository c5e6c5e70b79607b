package arch

import (
	"fmt"
	"slices"
	"strings"
)

var httpMethods = words("delete get head options patch post put trace")

// operations checks that every operation of the API says which permission it asks for; "public" is an answer too.
func operations(t *Tree) []string {
	const page = "api/openapi.yaml"
	var broken []string
	for _, op := range readOperations(t.text(page)) {
		if !op.permission {
			broken = append(broken, fmt.Sprintf("%s:%d: %s %s has no x-permission", page, op.line, strings.ToUpper(op.method), op.path))
		}
		if op.id == "" {
			broken = append(broken, fmt.Sprintf("%s:%d: %s %s has no operationId", page, op.line, strings.ToUpper(op.method), op.path))
		}
	}
	return broken
}

type operation struct {
	method, path, id string
	line             int
	permission       bool
}

// readOperations finds the operations by indentation; the file is written by the program, always in the same shape.
func readOperations(text string) []operation {
	var (
		ops     []operation
		inPaths bool
		current string
		levels  [3]int // indentation of path, method and property
	)
	for n, line := range strings.Split(text, "\n") {
		body := strings.TrimLeft(line, " ")
		indent := len(line) - len(body)
		key, value, ok := strings.Cut(body, ":")
		switch {
		case body == "" || !ok:
		case indent == 0:
			inPaths, current, levels = key == "paths", "", [3]int{}
		case !inPaths:
		case levels[0] == 0 || indent == levels[0]:
			levels, current = [3]int{indent}, strings.Trim(key, `"'`)
		case indent > levels[0] && (levels[1] == 0 || indent == levels[1]):
			levels[1], levels[2] = indent, 0
			if slices.Contains(httpMethods, key) {
				ops = append(ops, operation{method: key, path: current, line: n + 1})
			}
		case levels[2] == 0 || indent == levels[2]:
			levels[2] = indent
			if len(ops) > 0 && key == "x-permission" {
				ops[len(ops)-1].permission = strings.TrimSpace(value) != ""
			}
			if len(ops) > 0 && key == "operationId" {
				ops[len(ops)-1].id = strings.TrimSpace(value)
			}
		}
	}
	return ops
}
