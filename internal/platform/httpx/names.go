package httpx

import (
	"reflect"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
)

// namer names schemas after their types. Two types of one name in different packages are told apart by the package; a
// body without a type of its own is named after its operation.
type namer struct {
	mu     sync.Mutex
	names  map[reflect.Type]string
	taken  map[string]bool
	bodies map[string]string // what huma would call a body → what we call it, for the operation that is being registered
}

func newNamer() *namer { return &namer{names: map[reflect.Type]string{}, taken: map[string]bool{}} }

// begin says which operation is registered next.
func (n *namer) begin(op Op, in, out reflect.Type) {
	n.mu.Lock()
	defer n.mu.Unlock()
	id := upperFirst(op.ID)
	n.bodies = map[string]string{
		op.ID + "Request": id + "Request", in.Name() + "Body": id + "Request",
		op.ID + "Response": id + "Response", out.Name() + "Body": id + "Response",
	}
}

func (n *namer) name(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if name, known := n.names[t]; known {
		return name
	}
	if better, ok := n.bodies[hint]; ok && t.Name() == "" {
		hint = better
	}
	name := huma.DefaultSchemaNamer(t, hint)
	if rest, ok := strings.CutPrefix(name, "Of"); ok && strings.HasSuffix(t.PkgPath(), "base/page") {
		name = rest + "Page"
	}
	if n.taken[name] {
		name = packageOf(t) + name
	}
	n.names[t], n.taken[name] = name, true
	return name
}

// packageOf is the package of a type, or of a generic type's argument, as the beginning of a name.
func packageOf(t reflect.Type) string {
	pkg := t.PkgPath()[strings.LastIndex(t.PkgPath(), "/")+1:]
	if i := strings.LastIndex(t.Name(), "/"); i >= 0 {
		pkg, _, _ = strings.Cut(t.Name()[i+1:], ".")
	}
	return upperFirst(strings.TrimSuffix(pkg, "http"))
}

func upperFirst(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
