// Package arch is the law of docs/architecture.md as tests. It reads the source of the whole repository and fails when a
// rule is broken: which package may look at which, where foreign libraries may be used, how big things may get, what must
// be unique and what must be written down.
//
// A rule is a function from a Tree to the list of what breaks it. Each one stands in a file named after its subject, is
// listed in laws, and has a small bad example in rules_test.go that proves it can fail. What is allowed is data: the
// tables in floors.go and walls.go, the budgets in budgets.go. Raising a budget needs a line in an ADR.
package arch
