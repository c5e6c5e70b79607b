package arch

import (
	"fmt"
	"strings"
)

var floorExamples = map[string]example{
	"base imports base": {law: "floors", files: one("internal/base/page/p.go", importing("frontdesk/internal/base/fault"))},
	"base imports platform": {
		"floors", one("internal/base/page/p.go", importing("frontdesk/internal/platform/db")), []string{"may not import internal/platform/db"},
	},
	"unknown base package": {"floors", one("internal/base/misc/m.go", "package misc"), []string{"stands in no table"}},
	"platform uses what the table names": {
		law: "floors", files: one("internal/platform/outbox/o.go", importing("frontdesk/internal/platform/db")),
	},
	"platform uses another sibling": {
		"floors", one("internal/platform/text/o.go", importing("frontdesk/internal/platform/db")), []string{"text may not import"},
	},
	"unknown platform package": {"floors", one("internal/platform/cache/c.go", "package cache"), []string{"stands in no table"}},
	"domain root imports base": {law: "floors", files: one("internal/domain/ticket/t.go", importing("frontdesk/internal/base/unit"))},
	"domain root imports platform": {
		"floors", one("internal/domain/ticket/t.go", importing("frontdesk/internal/platform/db")), []string{"may not import"},
	},
	"domain root imports another domain": {
		"floors", one("internal/domain/ticket/t.go", importing("frontdesk/internal/domain/customer")), []string{"may not import"},
	},
	"store imports platform and its root": {law: "floors", files: map[string]string{
		"internal/domain/ticket/ticketsql/a.go": importing("frontdesk/internal/platform/db"),
		"internal/domain/ticket/ticketsql/b.go": importing("frontdesk/internal/domain/ticket"),
	}},
	"store imports another store": {
		"floors", one("internal/domain/ticket/ticketsql/a.go", importing("frontdesk/internal/domain/customer/customersql")), []string{"may not import"},
	},
	"operations import the store": {
		"floors", one("internal/domain/ticket/tickethttp/a.go", importing("frontdesk/internal/domain/ticket/ticketsql")), []string{"may not import"},
	},
	"a domain with another shape": {"floors", one("internal/domain/ticket/rules/r.go", "package rules"), []string{"stands in no table"}},
	"unknown domain":              {"floors", one("internal/domain/stuff/s.go", "package stuff"), []string{"stands in no table"}},
	"use case imports roots": {law: "floors", files: one("internal/usecase/intake/i.go",
		"package intake\n\nimport (\n\t_ \"frontdesk/internal/domain/ticket\"\n\t_ \"frontdesk/internal/domain/customer\"\n)\n")},
	"use case imports a store": {
		"floors", one("internal/usecase/intake/i.go", importing("frontdesk/internal/domain/ticket/ticketsql")), []string{"may not import"},
	},
	"use case imports a use case": {
		"floors", one("internal/usecase/intake/i.go", importing("frontdesk/internal/usecase/delivery")), []string{"may not import"},
	},
	"edge imports its domain": {law: "floors", files: one("internal/edge/channel/mail/m.go", importing("frontdesk/internal/domain/channel"))},
	"edge imports another domain": {
		"floors", one("internal/edge/channel/mail/m.go", importing("frontdesk/internal/domain/ticket")), []string{"may not import"},
	},
	"edge imports a sibling": {
		"floors", one("internal/edge/channel/mail/m.go", importing("frontdesk/internal/edge/channel/sms")), []string{"may not import"},
	},
	"unknown edge":        {"floors", one("internal/edge/printer/p.go", "package printer"), []string{"stands in no table"}},
	"app imports all":     {law: "floors", files: one("internal/app/core.go", importing("frontdesk/internal/domain/ticket/ticketsql"))},
	"program imports app": {law: "floors", files: one("cmd/frontdesk/main.go", importing("frontdesk/internal/app"))},
	"program imports a domain": {
		"floors", one("cmd/frontdesk/main.go", importing("frontdesk/internal/domain/ticket")), []string{"may not import"},
	},
	"a domain imports app": {
		"floors", one("internal/domain/ticket/t.go", importing("frontdesk/internal/app")), []string{"may not import"},
	},
	"a package beside the house": {"floors", one("internal/extra/e.go", "package extra"), []string{"stands in no table"}},
	"tests use builders": {law: "floors", files: map[string]string{
		"internal/domain/ticket/t_test.go":           importing("frontdesk/internal/domain/customer/customertest"),
		"internal/domain/ticket/ticketsql/s_test.go": importing("frontdesk/internal/platform/db/dbtest"),
		"internal/domain/ticket/ticketsql/c_test.go": importing("frontdesk/internal/check"),
	}},
	"tests keep to the floors": {
		"floors", one("internal/base/page/p_test.go", importing("frontdesk/internal/domain/ticket")), []string{"may not import"},
	},
	"builders use assertions": {law: "floors", files: one("internal/domain/ticket/tickettest/b.go", importing("frontdesk/internal/check"))},
	"product ships builders": {
		"test helpers", one("internal/app/core.go", importing("frontdesk/internal/platform/db/dbtest")), []string{"is for tests"},
	},
	"product ships testing": {"test helpers", one("internal/app/core.go", importing("testing")), []string{"is for tests"}},
}

var wallExamples = map[string]example{
	"driver at home": {law: "foreign walls", files: one("internal/platform/db/d.go", importing("modernc.org/sqlite"))},
	"driver abroad": {
		"foreign walls", one("internal/domain/ticket/ticketsql/s.go", importing("github.com/jackc/pgx/v5/pgxpool")), []string{"belongs to internal/platform/db"},
	},
	"huma at home": {law: "foreign walls", files: one("internal/domain/ticket/tickethttp/h.go", importing("github.com/danielgtaylor/huma/v2"))},
	"huma abroad": {
		"foreign walls", one("internal/usecase/intake/h.go", importing("github.com/danielgtaylor/huma/v2")), []string{"belongs to"},
	},
	"unknown library":       {"foreign walls", one("internal/platform/db/d.go", importing("example.org/left/pad")), []string{"has no home"}},
	"a prefix is no wall":   {"foreign walls", one("internal/platform/db/d.go", importing("modernc.org/sqliteplus")), []string{"has no home"}},
	"assertions in tests":   {law: "foreign walls", files: one("internal/base/page/p_test.go", importing("github.com/google/go-cmp/cmp"))},
	"assertions in product": {"foreign walls", one("internal/base/page/p.go", importing("github.com/google/go-cmp/cmp")), []string{"belongs to tests"}},
	"rules know no HTTP":    {"standard walls", one("internal/domain/ticket/t.go", importing("net/http")), []string{"does without net/http"}},
	"operations know HTTP":  {law: "standard walls", files: one("internal/domain/ticket/tickethttp/t.go", importing("net/http"))},
	"use cases know no SQL": {"standard walls", one("internal/usecase/intake/t.go", importing("database/sql")), []string{"does without database/sql"}},
}

var sizeExamples = map[string]example{
	"file of the full size":   {law: "file sizes", files: one("a/a.go", "package a"+lines(500))},
	"file too long":           {"file sizes", one("a/a.go", "package a"+lines(501)), []string{"501 lines"}},
	"generated file":          {law: "file sizes", files: one("a/a.go", "// Code generated by x. DO NOT EDIT.\n\npackage a"+lines(600))},
	"component too long":      {"file sizes", one("web/apps/desk/src/A.vue", lines(501)), []string{"A.vue: 501 lines"}},
	"generated TypeScript":    {law: "file sizes", files: one("web/packages/client/src/schema.ts", "/** This file was auto-generated */"+lines(900))},
	"function of full size":   {law: "function sizes", files: one("a/a.go", longFunction(80))},
	"function too long":       {"function sizes", one("a/a.go", longFunction(81)), []string{"long has 81 lines"}},
	"test function":           {law: "function sizes", files: one("a/a_test.go", longFunction(120))},
	"test function too long":  {"function sizes", one("a/a_test.go", longFunction(121)), []string{"121 lines"}},
	"eight things":            {law: "constructors", files: one("a/a.go", manyNeeds(8))},
	"nine things":             {"constructors", one("a/a.go", manyNeeds(9)), []string{"needs 9 things"}},
	"nine things in a struct": {"constructors", one("a/a.go", "package a\ntype Deps struct{ a, b, c, d, e, f, g, h, i int }\nfunc New(d *Deps) {}"), []string{"needs 9 things"}},
	"port too wide": {
		"ports", one("internal/domain/ticket/ports.go", "package ticket\ntype Store interface{ A(); B(); C(); D(); E(); F(); G() }"), []string{"Store has 7 methods"},
	},
	"port of six":         {law: "ports", files: one("internal/domain/ticket/ports.go", "package ticket\ntype Store interface{ A(); B(); C(); D(); E(); F() }")},
	"port of ports":       {law: "ports", files: one("internal/domain/ticket/ports.go", "package ticket\ntype Stores interface{ A; B; C; D; E; F; G }")},
	"service with setter": {"setters", one("internal/domain/ticket/t.go", "package ticket\ntype Service struct{}\nfunc (s *Service) SetMailer(m int) {}"), []string{"Service.SetMailer"}},
	"other words": {
		law: "setters", files: one("internal/domain/ticket/t.go", "package ticket\ntype Service struct{}\nfunc (s *Service) Settle() {}\nfunc (s *Service) SetUp() {}"),
	},
}

var nameExamples = map[string]example{
	"package utils":     {"names", one("internal/base/utils/a.go", "package utils"), []string{"says nothing"}},
	"file helpers":      {"names", one("internal/base/page/helpers_test.go", "package page"), []string{"named after what it holds"}},
	"good names":        {law: "names", files: one("internal/base/page/cursor.go", "package page")},
	"no doc":            {"docs", one("internal/base/page/p.go", "package page"), []string{"no doc comment"}},
	"doc":               {law: "docs", files: one("internal/base/page/p.go", "// Package page cuts lists.\npackage page")},
	"domain doc":        {law: "docs", files: one("internal/domain/ticket/doc.go", "// Package ticket\n//\n// Owns: a. Promises: b. Refuses to know: c. Emits: d. Consumes: e.\npackage ticket")},
	"domain doc, mixed": {"docs", one("internal/domain/ticket/doc.go", "// Package ticket promises a, owns b.\npackage ticket"), []string{"in this order"}},
	"map is complete": {law: "house map", files: map[string]string{
		"docs/architecture.md":                   "`internal/domain/ticket` `internal/platform/db`",
		"internal/domain/ticket/t.go":            "package ticket",
		"internal/domain/ticket/ticketsql/t.go":  "package ticketsql",
		"internal/platform/db/d.go":              "package db",
		"internal/platform/db/dbtest/harness.go": "package dbtest",
	}},
	"map lacks a package": {
		"house map", map[string]string{"docs/architecture.md": "# House", "internal/platform/db/d.go": "package db"}, []string{"does not name `internal/platform/db`"},
	},
	"map names a ghost": {"house map", one("docs/architecture.md", "`internal/platform/ghost`"), []string{"does not exist"}},
}

var codeExamples = map[string]example{
	"go statement":      {"goroutines", one("internal/usecase/intake/i.go", "package intake\nfunc f() { go f() }"), []string{"a go statement"}},
	"time.AfterFunc":    {"goroutines", one("internal/domain/sla/i.go", "package sla\nimport \"time\"\nfunc f() { time.AfterFunc(1, f) }"), []string{"time.AfterFunc"}},
	"WaitGroup.Go":      {"goroutines", one("cmd/frontdesk/i.go", "package main\nimport \"sync\"\nfunc f() { var w sync.WaitGroup; w.Go(f) }"), []string{"a call of Go"}},
	"go in platform":    {law: "goroutines", files: one("internal/platform/run/i.go", "package run\nfunc f() { go f() }")},
	"go in a suite":     {law: "goroutines", files: one("internal/domain/sla/slatest/i.go", "package slatest\nfunc f() { go f() }")},
	"go in a test":      {law: "goroutines", files: one("internal/domain/sla/i_test.go", "package sla\nfunc f() { go f() }")},
	"few branches":      {law: "dialects", files: branches(maxDialectBranches)},
	"too many branches": {"dialects", branches(maxDialectBranches + 1), append([]string{"31 dialect branches"}, many("a.go:", maxDialectBranches+1)...)},
	"too many parts of migrations": {
		"dialects", one("internal/platform/db/migrations/00001_log.sql", strings.Repeat("-- +engine sqlite\n-- +engine all\n", 31)), append([]string{"31 dialect branches"}, many("00001_log.sql:", 31)...),
	},
	"fault": {law: "faults", files: one("internal/domain/ticket/errors.go", faultFile(`"ticket.gone", "It is gone.", "已不存在。"`))},
	"fault elsewhere": {
		"faults", one("internal/domain/ticket/t.go", faultFile(`"ticket.gone", "It is gone.", "已不存在。"`)), []string{"declared in errors.go"},
	},
	"fault code twice": {
		"faults", one("internal/domain/ticket/errors.go", faultFile(`"ticket.gone", "It is gone.", "已不存在。"`, `"ticket.gone", "Also gone.", "也不存在。"`)), []string{"already declared"},
	},
	"fault code with capitals":  {"faults", one("internal/platform/db/errors.go", faultFile(`"DB", "It is gone.", "已不存在。"`)), []string{"lower-case"}},
	"fault without Chinese":     {"faults", one("internal/platform/db/errors.go", faultFile(`"db.gone", "It is gone.", "It is gone."`)), []string{"Chinese"}},
	"fault without English":     {"faults", one("internal/platform/db/errors.go", faultFile(`"db.gone", "已不存在。", "已不存在。"`)), []string{"English"}},
	"fault with a made-up code": {"faults", one("internal/platform/db/errors.go", faultFile(`code, "It is gone.", "已不存在。"`)), []string{"string literals"}},
	"subject twice": {
		"subjects", one("internal/app/contract/c.go", "package contract\nconst (\n\tA = \"core.open\"\n\tB = \"core.open\"\n)"), []string{"already declared"},
	},
	"two subjects":           {law: "subjects", files: one("internal/app/contract/c.go", "package contract\nconst (\n\tA = \"core.open\"\n\tB = \"core.close\"\n)")},
	"excuse with reason":     {law: "excuses", files: one("a/a.go", "package a\n\nvar a int //nolint:gosec // made up by the test\n")},
	"excuse without reason":  {"excuses", one("a/a.go", "package a\n\nvar a int //nolint:gosec\n"), []string{"write //nolint"}},
	"excuse for everything":  {"excuses", one("a/a.go", "package a\n\nvar a int //nolint\n"), []string{"write //nolint"}},
	"too many excuses":       {"excuses", one("a/a.go", "package a\n"+strings.Repeat("//nolint:gosec // because\n", maxExcuses+1)), []string{"81 nolint comments"}},
	"skipped test":           {"skips", one("a/a_test.go", "package a\nimport \"testing\"\nfunc Test(t *testing.T) { t.Skip(\"later\") }"), []string{"never skip"}},
	"short test":             {"skips", one("a/a_test.go", "package a\nimport \"testing\"\nvar s = testing.Short()"), []string{"never skip"}},
	"a skip of another kind": {law: "skips", files: one("a/a.go", "package a\nfunc f(d interface{ Skip() }) { d.Skip() }")},
}

var sqlExamples = map[string]example{
	"migration names": {
		"migrations", map[string]string{
			"internal/platform/db/migrations/00020_identity.sql": "",
			"internal/platform/db/migrations/00020_other.sql":    "",
			"internal/platform/db/migrations/3_short.sql":        "",
		}, []string{"already used", "NNNNN_name.sql"},
	},
	"tables with owners": {law: "tables", files: map[string]string{
		"internal/platform/db/migrations/00001_log.sql":    "CREATE TABLE events (id ${INT});",
		"internal/platform/db/migrations/00050_ticket.sql": "CREATE TABLE ticket_tickets (id ${TEXT});\nCREATE VIRTUAL TABLE ticket_words USING fts5(a);",
	}},
	"table without owner": {
		"tables", one("internal/platform/db/migrations/00050_ticket.sql", "CREATE TABLE IF NOT EXISTS notes (id ${TEXT});"), []string{"notes does not begin"},
	},
	"domain table in the platform": {
		"tables", one("internal/platform/db/migrations/00002_x.sql", "create table ticket_tickets (id ${TEXT});"), []string{"belongs to the domain ticket"},
	},
	"two owners in one file": {
		"tables", one("internal/platform/db/migrations/00050_x.sql", "CREATE TABLE ticket_a (i INT);\nCREATE TABLE call_a (i INT);"), []string{"several domains"},
	},
	"own table": {law: "sql at home", files: withTables("internal/domain/ticket/ticketsql/s.go", "SELECT id FROM ticket_tickets")},
	"foreign table": {
		"sql at home", withTables("internal/domain/ticket/ticketsql/s.go", "SELECT id FROM ticket_tickets JOIN customer_customers ON 1=1"), []string{"customer_customers, which it does not own"},
	},
	"platform table in a store": {
		"sql at home", withTables("internal/domain/ticket/ticketsql/s.go", "DELETE FROM events"), []string{"which it does not own"},
	},
	"statement in a service": {
		"sql at home", withTables("internal/domain/ticket/s.go", "UPDATE ticket_tickets SET a = 1"), []string{"outside a store"},
	},
	"platform on its own table": {law: "sql at home", files: withTables("internal/platform/outbox/s.go", "INSERT INTO events VALUES ($1)")},
	"platform on a domain's table": {
		"sql at home", withTables("internal/platform/outbox/s.go", "INSERT INTO ticket_tickets VALUES ($1)"), []string{"knows no table of a domain"},
	},
}

var fileExamples = map[string]example{
	"operation with permission": {law: "operations", files: one("api/openapi.yaml", openAPI("      x-permission: ticket.read\n"))},
	"operation without permission": {
		"operations", one("api/openapi.yaml", openAPI("")), []string{"api/openapi.yaml:10: GET /tickets has no x-permission"},
	},
	"direct modules":    {law: "modules", files: importsOf(maxDirectModules)},
	"too many modules":  {"modules", importsOf(maxDirectModules + 1), []string{"31 direct modules"}},
	"lock with address": {"web lock", one("web/package-lock.json", "{\n\"resolved\": \"https://example.org/a.tgz\"\n}"), []string{"package-lock.json:2"}},
	"lock of workspace": {law: "web lock", files: one("web/package-lock.json", "{\"resolved\": \"apps/desk\", \"link\": true}")},
}

// branches is a file that names an engine n times.
func branches(n int) map[string]string {
	return one("internal/app/a.go", "package app\nimport \"frontdesk/internal/platform/db\"\nvar _ = []db.Engine{\n"+strings.Repeat("db.SQLite,\n", n)+"}")
}

// many is the same finding n times.
func many(part string, n int) []string {
	return strings.Split(strings.Repeat(part+"\n", n-1)+part, "\n")
}

// faultFile declares faults with the given arguments.
func faultFile(args ...string) string {
	var b strings.Builder
	b.WriteString("package x\n\nimport \"frontdesk/internal/base/fault\"\n\nvar code = \"x\"\n")
	for _, a := range args {
		b.WriteString("var _ = fault.Define(fault.NotFound, " + a + ")\n")
	}
	return b.String()
}

// withTables is a statement in a file, in a database with tables of several owners.
func withTables(path, statement string) map[string]string {
	return map[string]string{
		"internal/platform/db/migrations/00001_log.sql":      "CREATE TABLE events (i INT);",
		"internal/platform/db/migrations/00030_customer.sql": "CREATE TABLE customer_customers (i INT);",
		"internal/platform/db/migrations/00050_ticket.sql":   "CREATE TABLE ticket_tickets (i INT);",
		path: "package x\n\nconst q = `" + statement + "`\n",
	}
}

func openAPI(permission string) string {
	return "components:\n  schemas:\n    A:\n      type: object\npaths:\n  /a:\n    parameters: []\n" +
		"  # remark\n  /tickets:\n    get:\n      operationId: list-tickets\n" + permission +
		"      responses:\n        \"200\":\n          x-permission: not here\n    # end\nservers: []\n"
}

// importsOf imports n modules, each by two of its packages.
func importsOf(n int) map[string]string {
	var mod, src strings.Builder
	mod.WriteString("module frontdesk\n\nrequire (\n")
	src.WriteString("package x\n\nimport (\n")
	for i := range n {
		fmt.Fprintf(&mod, "\texample.org/m%d v1.0.%d\n", i, i)
		fmt.Fprintf(&src, "\t_ \"example.org/m%d/a\"\n\t_ \"example.org/m%d/b\"\n", i, i)
	}
	mod.WriteString(")\n")
	src.WriteString(")\n")
	return map[string]string{"go.mod": mod.String(), "internal/app/x.go": src.String()}
}
