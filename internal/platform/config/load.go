package config

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

const envPrefix = "FRONTDESK_"

// Sources are where values come from, the later ones over the earlier ones. Everything is passed in, so that a test or a
// sub-command reads nothing it was not given.
type Sources struct {
	File string   // YAML file; empty: none
	Env  []string // as of os.Environ
	Set  []string // "server.listen=…", from the command line
}

// Load fills a Config from its defaults and the sources. It does not validate.
func Load(src Sources) (Config, error) {
	var c Config
	ls := leavesOf(&c)
	for _, l := range ls {
		if l.def != "" {
			if err := l.set("default", l.def); err != nil {
				return c, err
			}
		}
	}
	for _, step := range []func([]leaf, Sources) error{fromFile, fromEnv, fromFlags} {
		if err := step(ls, src); err != nil {
			return Config{}, err
		}
	}
	return c, nil
}

// leaf is one setting: where it is stored and what is known about it.
type leaf struct {
	key    string // "server.listen"
	doc    string
	def    string
	secret bool
	value  reflect.Value
}

// env is the name of the setting's environment variable.
func (l leaf) env() string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(l.key, ".", "_"))
}

// leavesOf lists all settings of a Config in the order of the struct.
func leavesOf(c *Config) []leaf {
	var out []leaf
	var walk func(prefix string, v reflect.Value)
	walk = func(prefix string, v reflect.Value) {
		for i := range v.NumField() {
			f := v.Type().Field(i)
			key := prefix + f.Tag.Get("key")
			if f.Type.Kind() == reflect.Struct {
				walk(key+".", v.Field(i))
				continue
			}
			out = append(out, leaf{key, f.Tag.Get("doc"), f.Tag.Get("default"), f.Tag.Get("secret") == "true", v.Field(i)})
		}
	}
	walk("", reflect.ValueOf(c).Elem())
	return out
}

// set stores a value given as text; lists are separated by commas.
func (l leaf) set(source, text string) error {
	bad := func(want string) error {
		return ErrValue.With("key", l.key).With("source", source).With("want", want)
	}
	switch l.value.Interface().(type) {
	case string:
		l.value.SetString(text)
	case bool:
		b, err := strconv.ParseBool(text)
		if err != nil {
			return bad("true or false")
		}
		l.value.SetBool(b)
	case int:
		n, err := strconv.Atoi(text)
		if err != nil {
			return bad("a whole number")
		}
		l.value.SetInt(int64(n))
	case time.Duration:
		d, err := time.ParseDuration(text)
		if err != nil {
			return bad("a duration such as 20s or 5m")
		}
		l.value.SetInt(int64(d))
	case []string:
		l.setList(strings.Split(text, ","))
	}
	return nil
}

func (l leaf) setList(items []string) {
	var list []string
	for _, s := range items {
		if s = strings.TrimSpace(s); s != "" {
			list = append(list, s)
		}
	}
	l.value.Set(reflect.ValueOf(list))
}

func find(ls []leaf, key string) (leaf, bool) {
	i := slices.IndexFunc(ls, func(l leaf) bool { return l.key == key })
	if i < 0 {
		return leaf{}, false
	}
	return ls[i], true
}

func fromFile(ls []leaf, src Sources) error {
	if src.File == "" {
		return nil
	}
	bad := func(detail string) error { return ErrFile.With("file", src.File).With("detail", detail) }
	text, err := os.ReadFile(filepath.Clean(src.File))
	if err != nil {
		return bad(err.Error())
	}
	var doc yaml.Node
	if err = yaml.Unmarshal(text, &doc); err != nil {
		return bad(err.Error())
	}
	if len(doc.Content) == 0 { // an empty file, or comments only
		return nil
	}
	return fromNode(ls, src.File, "", doc.Content[0])
}

// fromNode takes over a YAML mapping and goes down into its sections.
func fromNode(ls []leaf, file, prefix string, n *yaml.Node) error {
	at := func(n *yaml.Node) string { return fmt.Sprintf("%s, line %d", file, n.Line) }
	if n.Kind == yaml.ScalarNode && n.Tag == "!!null" {
		return nil
	}
	if n.Kind != yaml.MappingNode {
		return ErrValue.With("key", strings.TrimSuffix(prefix, ".")).With("source", at(n)).With("want", "a section with settings")
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		key := prefix + k.Value
		if seen[key] {
			return ErrTwice.With("key", key).With("source", at(k))
		}
		seen[key] = true
		var err error
		if l, ok := find(ls, key); ok {
			err = l.setNode(at(v), v)
		} else if slices.ContainsFunc(ls, func(l leaf) bool { return strings.HasPrefix(l.key, key+".") }) {
			err = fromNode(ls, file, key+".", v)
		} else {
			err = unknown(ls, key, at(k))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (l leaf) setNode(source string, n *yaml.Node) error {
	_, isList := l.value.Interface().([]string)
	switch {
	case n.Kind == yaml.ScalarNode && n.Tag == "!!null":
		return nil
	case n.Kind == yaml.ScalarNode:
		return l.set(source, n.Value)
	case n.Kind == yaml.SequenceNode && isList:
		items := make([]string, 0, len(n.Content))
		for _, c := range n.Content {
			if c.Kind != yaml.ScalarNode {
				return ErrValue.With("key", l.key).With("source", source).With("want", "a list of texts")
			}
			items = append(items, c.Value)
		}
		l.setList(items)
		return nil
	}
	return ErrValue.With("key", l.key).With("source", source).With("want", "one value")
}

// orchestrated matches variables that Kubernetes and Docker links make for services that happen to be named like us.
var orchestrated = regexp.MustCompile(`_(SERVICE_(HOST|PORT)(_\w+)?|PORT(_\d+_(TCP|UDP)(_\w+)?)?)$`)

// fromEnv takes FRONTDESK_SECTION_KEY; for secrets also FRONTDESK_SECTION_KEY_FILE, which names a file that holds it. A
// variable of an existing section with an unknown key is an error; other FRONTDESK_ variables are somebody else's.
func fromEnv(ls []leaf, src Sources) error {
	for _, pair := range src.Env {
		name, value, _ := strings.Cut(pair, "=")
		if !strings.HasPrefix(name, envPrefix) {
			continue
		}
		if err := setEnv(ls, name, value); err != nil {
			return err
		}
	}
	return nil
}

func setEnv(ls []leaf, name, value string) error {
	known := false
	for _, l := range ls {
		switch {
		case name == l.env():
			return l.set(name, value)
		case l.secret && name == l.env()+"_FILE":
			text, err := os.ReadFile(filepath.Clean(value))
			if err != nil {
				return ErrFile.With("file", value).With("detail", err.Error())
			}
			return l.set(name, strings.TrimSpace(string(text)))
		}
		section, _, ok := strings.Cut(l.env()[len(envPrefix):], "_")
		known = known || ok && strings.HasPrefix(name, envPrefix+section+"_")
	}
	if !known || orchestrated.MatchString(name) {
		return nil
	}
	key := strings.Replace(strings.ToLower(name[len(envPrefix):]), "_", ".", 1)
	return unknown(ls, key, name)
}

func fromFlags(ls []leaf, src Sources) error {
	for _, pair := range src.Set {
		key, value, _ := strings.Cut(pair, "=")
		l, ok := find(ls, key)
		if !ok {
			return unknown(ls, key, "command line")
		}
		if err := l.set("command line", value); err != nil {
			return err
		}
	}
	return nil
}

// unknown names the nearest existing setting.
func unknown(ls []leaf, key, source string) error {
	nearest, best := "", 1<<30
	for _, l := range ls {
		if d := distance(key, l.key); d < best {
			nearest, best = l.key, d
		}
	}
	return ErrUnknown.With("key", key).With("source", source).With("nearest", nearest)
}

// distance is the number of single-character edits between two keys (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal, row[j+1] = row[j+1], min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
