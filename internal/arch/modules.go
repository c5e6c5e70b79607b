package arch

import (
	"fmt"
	"regexp"
	"strings"
)

var (
	requireLine  = regexp.MustCompile(`(?m)^\s*(?:require\s+)?([a-z0-9.\-]+\.[a-z]+/\S+|go\.[a-z.]+/\S+)\s+(v\S+)`)
	resolvedLine = regexp.MustCompile(`"resolved":\s*"[a-z+]+:`)
)

// requires reads a go.mod: module path to version.
func requires(goMod string) map[string]string {
	found := map[string]string{}
	for _, m := range requireLine.FindAllStringSubmatch(goMod, -1) {
		found[m[1]] = m[2]
	}
	return found
}

// modules counts the foreign modules that the source itself imports.
func modules(t *Tree) []string {
	known := requires(t.text("go.mod"))
	used := map[string]bool{}
	for _, f := range t.Files {
		for _, i := range f.imports() {
			if i.foreign() {
				used[moduleOf(known, i.path)] = true
			}
		}
	}
	if len(used) <= maxDirectModules {
		return nil
	}
	return []string{fmt.Sprintf("go.mod: %d direct modules, at most %d: %s", len(used), maxDirectModules, strings.Join(sortedKeys(used), " "))}
}

func moduleOf(known map[string]string, importPath string) string {
	best := importPath
	longest := 0
	for m := range known {
		if within(importPath, m) && len(m) > longest {
			best, longest = m, len(m)
		}
	}
	return best
}

// libcMatches compares the C library that the SQLite driver was translated with to the one that is linked: another
// version compiles and then breaks at run time.
func libcMatches(goMod, driverGoMod string) error {
	const libc = "modernc.org/libc"
	have, want := requires(goMod)[libc], requires(driverGoMod)[libc]
	if have != want {
		return fmt.Errorf("go.mod: %s is %q, the SQLite driver was made with %q", libc, have, want)
	}
	return nil
}

// webLock keeps addresses of registries out of the lock file: they differ between the people who build.
func webLock(t *Tree) []string {
	const page = "web/package-lock.json"
	var broken []string
	for n, line := range strings.Split(t.text(page), "\n") {
		if resolvedLine.MatchString(line) {
			broken = append(broken, fmt.Sprintf("%s:%d: a download address", page, n+1))
		}
	}
	return broken
}
