package arch

import (
	"fmt"
	"slices"
	"strings"
)

// domainHTTP stands in a wall for every internal/domain/<name>/<name>http.
const domainHTTP = "internal/domain/*http"

// inTests stands in a wall for test files, builders and the assertions.
const inTests = "tests"

// walls give each foreign library its home, by the longest prefix of its import path. A library without a line here
// fails: giving it a home is a decision, and it means that it can be replaced in one folder.
var walls = map[string][]string{
	"github.com/danielgtaylor/huma/v2":   {"internal/platform/httpx", domainHTTP},
	"github.com/emiago":                  {"internal/edge/voice"},
	"github.com/expr-lang/expr":          {"internal/platform/expr"},
	"github.com/golang-jwt/jwt/v5":       {"internal/edge/channel"},
	"github.com/google/go-cmp":           {inTests},
	"github.com/gorilla/websocket":       {"internal/platform/realtime", "test"},
	"github.com/hashicorp/golang-lru/v2": {"internal/platform/db"},
	"github.com/jackc/pgx/v5":            {"internal/platform/db"},
	"github.com/microcosm-cc/bluemonday": {"internal/platform/text"},
	"github.com/mozillazg/go-pinyin":     {"internal/platform/text"},
	"github.com/nats-io":                 {"internal/platform/bus", "test"},
	"github.com/openai":                  {"internal/edge/model"},
	"github.com/oschwald":                {"internal/platform/geo"},
	"github.com/pion":                    {"internal/edge/voice"},
	"github.com/pressly/goose/v3":        {"internal/platform/db"},
	"github.com/prometheus":              {"internal/platform/obs"},
	"github.com/xuri/excelize/v2":        {"internal/platform/sheet"},
	"go.yaml.in/yaml":                    {"internal/platform/config", "internal/platform/plain"},
	"golang.org/x/crypto":                {"internal/platform/secret"},
	"golang.org/x/image":                 {"internal/platform/blob"},
	"golang.org/x/text":                  {"internal/platform/text", "internal/platform/sheet"},
	"modernc.org/sqlite":                 {"internal/platform/db"},
}

// rulesOnly are parts of the standard library that the floors without an outside world do without.
var rulesOnly = words("database/sql database/sql/driver html/template net net/http os os/exec plugin syscall unsafe")

// foreignWalls checks that foreign libraries stay at home.
func foreignWalls(t *Tree) []string {
	var broken []string
	for _, f := range t.Files {
		for _, i := range f.imports() {
			if !i.foreign() {
				continue
			}
			homes, known := homesOf(i.path)
			switch {
			case !known:
				broken = append(broken, fmt.Sprintf("%s: %s has no home: give it one in internal/arch/walls.go", t.at(i.node), i.path))
			case !slices.ContainsFunc(homes, func(h string) bool { return livesIn(f, h) }):
				broken = append(broken, fmt.Sprintf("%s: %s belongs to %s", t.at(i.node), i.path, strings.Join(homes, ", ")))
			}
		}
	}
	return broken
}

// homesOf finds the wall with the longest prefix.
func homesOf(importPath string) ([]string, bool) {
	best := ""
	for prefix := range walls {
		if within(importPath, prefix) && len(prefix) > len(best) {
			best = prefix
		}
	}
	homes, ok := walls[best]
	return homes, ok
}

func livesIn(f *File, home string) bool {
	switch home {
	case inTests:
		_, isTestHelp := testHelp(f.Dir)
		return f.Test || isTestHelp || f.Dir == "internal/check" || within(f.Dir, "test")
	case domainHTTP:
		return within(f.Dir, "internal/domain") && strings.HasSuffix(f.Dir, "http")
	default:
		return within(f.Dir, home)
	}
}

// standardWalls keeps the outside world out of base, of the rules of a domain and of the use cases.
func standardWalls(t *Tree) []string {
	var broken []string
	for _, f := range t.Files {
		pure := within(f.Dir, "internal/base") || isDomainRoot(f.Dir) || within(f.Dir, "internal/usecase")
		if f.Test || !pure {
			continue
		}
		for _, i := range f.imports() {
			if slices.Contains(rulesOnly, i.path) {
				broken = append(broken, fmt.Sprintf("%s: %s holds rules and does without %s", t.at(i.node), f.Dir, i.path))
			}
		}
	}
	return broken
}
