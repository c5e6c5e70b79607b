package arch

import (
	"fmt"
	"go/ast"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// platformMigrations have numbers below this one; the domains' follow.
const platformMigrations = 10

// sharedReads are the tables of another domain that a store reads, "domain → table", each with its reason.
var sharedReads = map[string]string{}

var (
	migrationName = regexp.MustCompile(`^(\d{5})_[a-z0-9_]+\.sql$`)
	createTable   = regexp.MustCompile(`(?i)CREATE\s+(?:VIRTUAL\s+|UNLOGGED\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?([a-z0-9_]+)`)
	tableInSQL    = regexp.MustCompile(`\b(?:FROM|JOIN|INTO|UPDATE|TABLE)\s+([a-z][a-z0-9_]*)`)
)

// migrations checks the names: five digits, each number once, so that every machine runs them in the same order.
func migrations(t *Tree) []string {
	var broken []string
	owner := map[string]string{}
	for _, p := range t.under(dbDir+"/migrations", ".sql") {
		m := migrationName.FindStringSubmatch(path.Base(p))
		if m == nil {
			broken = append(broken, p+": a migration is called NNNNN_name.sql")
			continue
		}
		if first, taken := owner[m[1]]; taken {
			broken = append(broken, fmt.Sprintf("%s: the number %s is already used by %s", p, m[1], first))
		}
		owner[m[1]] = p
	}
	return broken
}

// tables checks that each one is created once and carries the name of the domain that owns it.
func tables(t *Tree) []string {
	var broken []string
	for _, p := range t.under(dbDir+"/migrations", ".sql") {
		created := map[string]bool{}
		for _, m := range createTable.FindAllStringSubmatch(t.text(p), -1) {
			created[m[1]] = true
		}
		owners := map[string]bool{}
		for _, table := range sortedKeys(created) {
			owner := tableOwner(table)
			owners[owner] = true
			switch platform := isPlatformMigration(p); {
			case platform && owner != "":
				broken = append(broken, fmt.Sprintf("%s: %s belongs to the domain %s, not to the platform", p, table, owner))
			case !platform && owner == "":
				broken = append(broken, fmt.Sprintf("%s: %s does not begin with the name of a domain", p, table))
			}
		}
		if len(owners) > 1 {
			broken = append(broken, p+": creates tables of several domains")
		}
	}
	return broken
}

func isPlatformMigration(p string) bool {
	m := migrationName.FindStringSubmatch(path.Base(p))
	if m == nil {
		return false
	}
	n, err := strconv.Atoi(m[1])
	return err == nil && n < platformMigrations
}

// tableOwner is the domain whose name the table begins with, or "" for the platform's.
func tableOwner(table string) string {
	name, _, _ := strings.Cut(table, "_")
	if _, ok := domains[name]; ok {
		return name
	}
	return ""
}

// sqlAtHome checks that statements stand in stores and platform, and that a store speaks of its own tables only.
func sqlAtHome(t *Tree) []string {
	known := map[string]bool{}
	for _, p := range t.under(dbDir+"/migrations", ".sql") {
		for _, m := range createTable.FindAllStringSubmatch(t.text(p), -1) {
			known[m[1]] = true
		}
	}
	var broken []string
	for _, f := range t.Files {
		if f.Test || within(f.Dir, "test") || f.Dir == "internal/arch" {
			continue
		}
		ast.Inspect(f.AST, func(n ast.Node) bool {
			e, ok := n.(ast.Expr)
			if !ok {
				return true
			}
			text, ok := literal(e)
			if !ok {
				return true
			}
			for _, m := range tableInSQL.FindAllStringSubmatch(text, -1) {
				if problem := sqlProblem(f.Dir, m[1]); known[m[1]] && problem != "" {
					broken = append(broken, t.at(n)+": "+problem)
				}
			}
			return true
		})
	}
	return broken
}

func sqlProblem(dir, table string) string {
	owner := tableOwner(table)
	name, isStore := storeOf(dir)
	switch {
	case within(dir, "internal/platform"):
		if owner != "" {
			return "platform knows no table of a domain: " + table
		}
	case !isStore:
		return fmt.Sprintf("SQL on %s outside a store", table)
	case owner != name && sharedReads[name+" → "+table] == "":
		return fmt.Sprintf("the store of %s speaks of %s, which it does not own", name, table)
	}
	return ""
}

// storeOf recognises internal/domain/<name>/<name>sql.
func storeOf(dir string) (name string, ok bool) {
	rest, inDomain := strings.CutPrefix(dir, "internal/domain/")
	name, child, _ := strings.Cut(rest, "/")
	return name, inDomain && child == name+"sql"
}
