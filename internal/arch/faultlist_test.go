package arch

import (
	"flag"
	"os"
	"strings"
	"testing"

	"frontdesk/internal/check"
)

var write = flag.Bool("write", false, "write what is generated instead of comparing it")

const faultsAt = "\n## The codes\n\n"

// The list of faults is generated: make gen writes it.
func TestFaultsAreListed(t *testing.T) {
	t.Parallel()
	const path = root + "/docs/subsystems/errors.md"
	head, stands, ok := strings.Cut(string(check.Must(os.ReadFile(path))(t)), faultsAt)
	if !ok {
		t.Fatalf("%s has no section %q", path, strings.TrimSpace(faultsAt))
	}
	want := FaultTable(check.Must(Read(os.DirFS(root)))(t))
	switch {
	case *write:
		check.NoError(t, os.WriteFile(path, []byte(head+faultsAt+want), 0o644))
	case stands != want:
		t.Errorf("%s does not list the faults as they are: run make gen", path)
	}
}
