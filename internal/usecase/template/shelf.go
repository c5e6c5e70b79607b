package template

import (
	"embed"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"frontdesk/internal/base/fault"
)

//go:embed trades/*.yaml days/*.yaml
var files embed.FS

// trades are the keys of the program's own templates, in the order in which they are offered.
var trades = []string{"shop", "bank", "hotline", "hospital", "school", "machines"}

// maxFiles is how many files of the operator's folder are read; maxBytes how large one may be.
const (
	maxFiles = 100
	maxBytes = 512 << 10
)

// Problem is what is wrong with a file of the operator's folder. The other files are not touched by it.
type Problem struct {
	File  string
	Fault *fault.Fault
}

// Decode reads a file into a struct and refuses what the struct does not know.
type Decode func(raw []byte, into any) error

// Shelf knows all templates.
type Shelf struct {
	decode Decode
	own    fs.FS // nil without a folder
	built  func() ([]Template, error)
	sets   func() (map[string]Set, error)
}

// NewShelf makes it. own is the operator's folder, or nil; it is read whenever somebody asks, so a new file needs no restart.
func NewShelf(decode Decode, own fs.FS) *Shelf {
	s := &Shelf{decode: decode, own: own}
	s.sets = sync.OnceValues(s.readSets)
	s.built = sync.OnceValues(s.readBuilt)
	return s
}

func (s *Shelf) readSets() (map[string]Set, error) {
	entries, err := files.ReadDir("days")
	if err != nil {
		return nil, fault.ErrInternal.Wrap(err)
	}
	out := map[string]Set{}
	for _, e := range entries {
		var set Set
		if err := s.read(files, path.Join("days", e.Name()), &set); err != nil {
			return nil, err
		}
		c := &checker{}
		c.days("days", set.Days)
		if err := c.Err(); err != nil {
			return nil, err
		}
		out[set.Key] = set
	}
	return out, nil
}

func (s *Shelf) readBuilt() ([]Template, error) {
	out := make([]Template, 0, len(trades))
	for _, key := range trades {
		t, err := s.template(files, path.Join("trades", key+".yaml"))
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

func (s *Shelf) read(from fs.FS, name string, into any) error {
	info, err := fs.Stat(from, name)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxBytes {
		return ErrFolder.Wrap(err)
	}
	raw, err := fs.ReadFile(from, name)
	if err != nil {
		return ErrFolder.Wrap(err)
	}
	return s.decode(raw, into)
}

func (s *Shelf) template(from fs.FS, name string) (Template, error) {
	sets, err := s.sets()
	if err != nil {
		return Template{}, err
	}
	var t Template
	if err := s.read(from, name, &t); err != nil {
		return t, err
	}
	return t, t.check(sets)
}

// All are the templates, those of the operator last unless they replace one of the program; and the files that cannot be used.
func (s *Shelf) All() ([]Template, []Problem, error) {
	built, err := s.built()
	if err != nil || s.own == nil {
		return built, nil, err
	}
	out := slices.Clone(built)
	names, problems := s.names()
	first := map[string]bool{}
	for _, name := range names {
		t, err := s.template(s.own, name)
		if err == nil && first[t.Key] {
			err = ErrTwice.On("key")
		}
		if err != nil {
			problems = append(problems, Problem{name, fault.From(err)})
			continue
		}
		t.Own, first[t.Key] = true, true
		if at := slices.IndexFunc(out, func(o Template) bool { return o.Key == t.Key }); at >= 0 {
			out[at] = t
		} else {
			out = append(out, t)
		}
	}
	return out, problems, nil
}

// names are the files of the operator's folder, in order.
func (s *Shelf) names() ([]string, []Problem) {
	entries, err := fs.ReadDir(s.own, ".")
	if err != nil {
		return nil, []Problem{{".", ErrFolder.Wrap(err)}}
	}
	var out []string
	for _, e := range entries {
		ext := strings.ToLower(path.Ext(e.Name()))
		if slices.Contains([]string{".yaml", ".yml", ".json"}, ext) && !strings.HasPrefix(e.Name(), ".") {
			out = append(out, e.Name())
		}
	}
	if len(out) > maxFiles {
		return out[:maxFiles], []Problem{{".", ErrMany.With("max", maxFiles)}}
	}
	return out, nil
}

// Get is one template.
func (s *Shelf) Get(key string) (Template, error) {
	all, _, err := s.All()
	if err != nil {
		return Template{}, err
	}
	at := slices.IndexFunc(all, func(t Template) bool { return t.Key == key })
	if at < 0 {
		return Template{}, ErrNotFound.New()
	}
	return all[at], nil
}
