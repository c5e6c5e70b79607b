package arch

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// module is the prefix of our own import paths.
const module = "frontdesk/"

// Tree is the source of the repository, parsed once and read by every rule.
type Tree struct {
	fsys     fs.FS
	fset     *token.FileSet
	Files    []*File             // Go files, by path
	Packages map[string][]*File  // Go files by folder
	texts    map[string][]string // other files that rules read, by extension
}

// File is one Go file.
type File struct {
	Path   string // slash-separated, from the root of the repository
	Dir    string
	Test   bool // its name ends in _test.go
	Lines  int
	Source string
	AST    *ast.File
}

// skipped are the folders without source of ours.
var skipped = map[string]bool{"node_modules": true, "dist": true, "bin": true, "data": true, "testdata": true, "results": true}

// Read parses the repository below fsys.
func Read(fsys fs.FS) (*Tree, error) {
	t := &Tree{fsys: fsys, fset: token.NewFileSet(), Packages: map[string][]*File{}, texts: map[string][]string{}}
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			if p != "." && (skipped[d.Name()] || strings.HasPrefix(d.Name(), ".")) {
				return fs.SkipDir
			}
			return nil
		case path.Ext(p) == ".go":
			return t.addGo(p)
		default:
			ext := path.Ext(p)
			t.texts[ext] = append(t.texts[ext], p)
			return nil
		}
	})
	return t, err
}

func (t *Tree) addGo(p string) error {
	src, err := fs.ReadFile(t.fsys, p)
	if err != nil {
		return err
	}
	parsed, err := parser.ParseFile(t.fset, p, src, parser.ParseComments)
	if err != nil {
		return fmt.Errorf("parsing: %w", err)
	}
	f := &File{
		Path: p, Dir: path.Dir(p), Test: strings.HasSuffix(p, "_test.go"),
		Lines: strings.Count(string(src), "\n"), Source: string(src), AST: parsed,
	}
	t.Files = append(t.Files, f)
	t.Packages[f.Dir] = append(t.Packages[f.Dir], f)
	return nil
}

// text is the content of a file, or "" where there is none yet.
func (t *Tree) text(p string) string {
	b, err := fs.ReadFile(t.fsys, p)
	if err != nil {
		return ""
	}
	return string(b)
}

// under lists the files with the extension below a folder.
func (t *Tree) under(dir, ext string) []string {
	var found []string
	for _, p := range t.texts[ext] {
		if within(p, dir) {
			found = append(found, p)
		}
	}
	return found
}

// dirs lists the folders that hold Go files, in order.
func (t *Tree) dirs() []string {
	dirs := make([]string, 0, len(t.Packages))
	for dir := range t.Packages {
		dirs = append(dirs, dir)
	}
	slices.Sort(dirs)
	return dirs
}

// at is the place of a node for a message.
func (t *Tree) at(n ast.Node) string {
	p := t.fset.Position(n.Pos())
	return fmt.Sprintf("%s:%d", p.Filename, p.Line)
}

// imports lists what a file imports, as the path and the name it goes by in the file.
func (f *File) imports() []imported {
	list := make([]imported, 0, len(f.AST.Imports))
	for _, spec := range f.AST.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue // the parser has accepted it
		}
		name := path.Base(p)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		list = append(list, imported{path: p, name: name, node: spec})
	}
	return list
}

type imported struct {
	path, name string
	node       ast.Node
}

// own is the folder of an import of our own module.
func (i imported) own() (dir string, ok bool) { return strings.CutPrefix(i.path, module) }

// foreign reports an import that is neither ours nor of the standard library.
func (i imported) foreign() bool {
	first, _, _ := strings.Cut(i.path, "/")
	return strings.Contains(first, ".")
}

// localName is the name under which the file knows one of our folders, or "".
func (f *File) localName(dir string) string {
	for _, i := range f.imports() {
		if i.path == module+dir {
			return i.name
		}
	}
	return ""
}

// within reports whether p is the folder dir or lies below it.
func within(p, dir string) bool { return p == dir || strings.HasPrefix(p, dir+"/") }

// generated reports the marker that tools put at the top of what they write.
func (f *File) generated() bool { return ast.IsGenerated(f.AST) }

// literal is the value of a string literal.
func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

// sortedKeys gives a map's keys in order, so that messages come out the same each time.
func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
