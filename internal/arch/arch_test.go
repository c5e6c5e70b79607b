package arch

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"

	"frontdesk/internal/check"
)

const root = "../.."

// TestLaw reads the real repository once and holds every rule against it.
func TestLaw(t *testing.T) {
	t.Parallel()
	tree := check.Must(Read(os.DirFS(root)))(t)
	if len(tree.Files) == 0 {
		t.Fatal("no Go file was found: the tests run in the wrong folder")
	}
	for _, l := range laws {
		t.Run(l.name, func(t *testing.T) {
			t.Parallel()
			for _, broken := range l.check(tree) {
				t.Error(broken)
			}
		})
	}
}

// TestLibcMatchesDriver asks the go command for the driver's own go.mod.
func TestLibcMatchesDriver(t *testing.T) {
	t.Parallel()
	goMod := string(check.Must(os.ReadFile(root + "/go.mod"))(t))
	if requires(goMod)["modernc.org/sqlite"] == "" {
		return // the driver is not in the build yet
	}
	cmd := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.GoMod}}", "modernc.org/sqlite")
	cmd.Dir = root
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	driver := check.Must(os.ReadFile(strings.TrimSpace(string(out))))(t)
	check.NoError(t, libcMatches(goMod, string(driver)))
}

func TestLibcMatches(t *testing.T) {
	t.Parallel()
	mod := func(v string) string { return "require (\n\tmodernc.org/libc " + v + " // indirect\n)\n" }
	check.NoError(t, libcMatches(mod("v1.2.3"), mod("v1.2.3")))
	if libcMatches(mod("v1.2.3"), mod("v1.2.4")) == nil {
		t.Error("two versions of libc were accepted")
	}
}
