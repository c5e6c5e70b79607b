package arch

import (
	"fmt"
	"slices"
	"strings"
)

// basePackages are the words everyone speaks.
var basePackages = words("actor clock event fault id page personal unit")

// platformPackages are the mechanisms, each with the other mechanisms it may use.
var platformPackages = map[string][]string{
	"blob":     words("egress secret"),
	"bus":      words("obs"),
	"config":   words("blob bus db egress httpx obs"),
	"db":       words("obs"),
	"egress":   nil,
	"expr":     nil,
	"geo":      nil,
	"httpx":    words("obs text"),
	"jobs":     words("db obs"),
	"obs":      nil,
	"outbox":   words("db obs"),
	"plain":    nil,
	"realtime": words("bus httpx obs"),
	"run":      words("obs"),
	"secret":   nil,
	"sheet":    nil,
	"text":     nil,
}

// domains are the domains, each with the other domain roots its own root may use: short, and without a cycle.
var domains = map[string][]string{
	"account":      nil,
	"assist":       nil,
	"audit":        nil,
	"automation":   nil,
	"bot":          nil,
	"call":         nil,
	"campaign":     nil,
	"channel":      nil,
	"conversation": nil,
	"customer":     nil,
	"feedback":     nil,
	"identity":     nil,
	"insight":      nil,
	"integration":  nil,
	"knowledge":    nil,
	"metering":     nil,
	"moderation":   nil,
	"notify":       nil,
	"privacy":      nil,
	"quality":      nil,
	"routing":      nil,
	"search":       nil,
	"sla":          nil,
	"ticket":       nil,
	"visitor":      nil,
	"wallboard":    nil,
	"workflow":     nil,
	"workforce":    nil,
	"wrapup":       nil,
}

// edgePorts say which domain's port the adapters below a folder implement.
var edgePorts = map[string]string{
	"internal/edge/channel":   "channel",
	"internal/edge/model":     "assist",
	"internal/edge/speech":    "call",
	"internal/edge/translate": "assist",
	"internal/edge/voice":     "call",
}

// exceptions are single imports that the floors forbid, "from → to", each with its reason.
var exceptions = map[string]string{}

// cmdMayImport is what the small files of the program need beside internal/app.
var cmdMayImport = words("internal/app internal/base internal/platform/config internal/platform/obs internal/platform/run")

func words(s string) []string { return strings.Fields(s) }

// floors checks every import of our own packages against the tables above. A package that stands in no table fails.
func floors(t *Tree) []string {
	var broken []string
	for _, f := range t.Files {
		may := allowance(f.Dir)
		if may == nil {
			broken = append(broken, fmt.Sprintf("%s: the package %s stands in no table of internal/arch/floors.go", f.Path, f.Dir))
			continue
		}
		for _, i := range f.imports() {
			to, ok := i.own()
			if !ok || to == f.Dir || may(to) || (f.Test && testMayImport(f.Dir, to)) {
				continue
			}
			if _, ok := exceptions[f.Dir+" → "+to]; ok {
				continue
			}
			broken = append(broken, fmt.Sprintf("%s: %s may not import %s", t.at(i.node), f.Dir, to))
		}
	}
	return append(broken, cycles(domains)...)
}

// allowance tells what a package may import; nil when the package has no place in the house.
func allowance(dir string) func(to string) bool {
	parent, isTestHelp := testHelp(dir)
	switch {
	case isTestHelp:
		of := allowance(parent)
		if of == nil {
			return nil
		}
		return func(to string) bool { return of(to) || testMayImport(parent, to) }
	case within(dir, "internal/base"):
		return allowBase(dir)
	case within(dir, "internal/platform"):
		return allowPlatform(dir)
	case within(dir, "internal/domain"):
		return allowDomain(dir)
	case strings.HasPrefix(dir, "internal/usecase/"):
		return func(to string) bool { return within(to, "internal/base") || isDomainRoot(to) }
	case within(dir, "internal/edge"):
		return allowEdge(dir)
	case within(dir, "internal/app"):
		return func(to string) bool { return within(to, "internal") || to == "web" }
	case dir == "internal/arch":
		return func(string) bool { return false }
	case dir == "internal/check":
		return func(to string) bool { return to == "internal/base/fault" }
	case within(dir, "cmd"):
		return func(to string) bool {
			return slices.ContainsFunc(cmdMayImport, func(d string) bool { return within(to, d) })
		}
	case within(dir, "test"):
		return func(string) bool { return true }
	case dir == "web":
		return func(string) bool { return false }
	default:
		return nil
	}
}

func allowBase(dir string) func(string) bool {
	name := strings.TrimPrefix(dir, "internal/base/")
	if !slices.Contains(basePackages, name) {
		return nil
	}
	return func(to string) bool { return within(to, "internal/base") }
}

func allowPlatform(dir string) func(string) bool {
	name, _, _ := strings.Cut(strings.TrimPrefix(dir, "internal/platform/"), "/")
	siblings, ok := platformPackages[name]
	if !ok {
		return nil
	}
	return func(to string) bool {
		if within(to, "internal/base") || within(to, "internal/platform/"+name) {
			return true
		}
		return slices.ContainsFunc(siblings, func(s string) bool { return to == "internal/platform/"+s })
	}
}

// allowDomain knows the three shapes below a domain: its root, its store and its operations.
func allowDomain(dir string) func(string) bool {
	name, child, _ := strings.Cut(strings.TrimPrefix(dir, "internal/domain/"), "/")
	others, ok := domains[name]
	root := "internal/domain/" + name
	switch {
	case !ok:
		return nil
	case child == "":
		return func(to string) bool {
			return within(to, "internal/base") ||
				slices.ContainsFunc(others, func(o string) bool { return to == "internal/domain/"+o })
		}
	case child == name+"sql", child == name+"http":
		return func(to string) bool {
			return within(to, "internal/base") || within(to, "internal/platform") || to == root
		}
	default:
		return nil
	}
}

func allowEdge(dir string) func(string) bool {
	for _, at := range sortedKeys(edgePorts) {
		if !within(dir, at) {
			continue
		}
		return func(to string) bool {
			return within(to, "internal/base") || within(to, "internal/platform") || within(to, dir) ||
				to == "internal/domain/"+edgePorts[at]
		}
	}
	return nil
}

// testHelp recognises a package of builders beside its parent: conversation/conversationtest, db/dbtest.
func testHelp(dir string) (parent string, ok bool) {
	at := strings.LastIndexByte(dir, '/')
	if at < 0 || !strings.HasPrefix(dir, "internal/") {
		return "", false
	}
	parent = dir[:at]
	return parent, dir[at+1:] == parent[strings.LastIndexByte(parent, '/')+1:]+"test"
}

// testMayImport is what tests need beyond the floor of what they test: assertions, builders and their own family.
func testMayImport(dir, to string) bool {
	_, isTestHelp := testHelp(to)
	return to == "internal/check" || isTestHelp || within(to, dir) || within(to, family(dir))
}

// family is the folder that a package shares with its own kind: a domain's folder, or its own.
func family(dir string) string {
	if rest, ok := strings.CutPrefix(dir, "internal/domain/"); ok {
		name, _, _ := strings.Cut(rest, "/")
		return "internal/domain/" + name
	}
	return dir
}

func isDomainRoot(dir string) bool {
	name, ok := strings.CutPrefix(dir, "internal/domain/")
	_, known := domains[name]
	return ok && known
}

// cycles finds domains that reach themselves.
func cycles(uses map[string][]string) []string {
	var broken []string
	for _, start := range sortedKeys(uses) {
		if reaches(uses, start, start, map[string]bool{}) {
			broken = append(broken, "internal/arch/floors.go: the domain "+start+" reaches itself: a use case or an event is missing")
		}
	}
	return broken
}

func reaches(uses map[string][]string, from, to string, seen map[string]bool) bool {
	for _, next := range uses[from] {
		if next == to {
			return true
		}
		if !seen[next] {
			seen[next] = true
			if reaches(uses, next, to, seen) {
				return true
			}
		}
	}
	return false
}

// testHelpers are for tests: product code that imports one would ship it.
func testHelpers(t *Tree) []string {
	var broken []string
	for _, f := range t.Files {
		if _, isTestHelp := testHelp(f.Dir); f.Test || isTestHelp || within(f.Dir, "test") || f.Dir == "internal/check" {
			continue
		}
		for _, i := range f.imports() {
			to, _ := i.own()
			if _, isTestHelp := testHelp(to); isTestHelp || to == "internal/check" || i.path == "testing" {
				broken = append(broken, fmt.Sprintf("%s: %s is for tests", t.at(i.node), i.path))
			}
		}
	}
	return broken
}
