package config

import (
	"fmt"
	"io"
	"reflect"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

const masked = "********"

// Print writes the configuration as YAML that could be loaded again, except that secrets are masked.
func (c Config) Print(w io.Writer) error {
	root := &yaml.Node{Kind: yaml.MappingNode}
	sections := map[string]*yaml.Node{}
	for _, l := range leavesOf(&c) {
		into, name := root, l.key
		if section, rest, ok := strings.Cut(l.key, "."); ok {
			if sections[section] == nil {
				sections[section] = &yaml.Node{Kind: yaml.MappingNode}
				root.Content = append(root.Content, text(section), sections[section])
			}
			into, name = sections[section], rest
		}
		value := &yaml.Node{}
		if err := value.Encode(l.shown()); err != nil {
			return err
		}
		into.Content = append(into.Content, text(name), value)
	}
	enc := yaml.NewEncoder(w)
	enc.SetIndent(2)
	if err := enc.Encode(root); err != nil {
		return err
	}
	return enc.Close()
}

func text(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: s} }

// shown is the value as people may see it.
func (l leaf) shown() any {
	if l.secret && !l.value.IsZero() {
		return masked
	}
	switch v := l.value.Interface().(type) {
	case time.Duration:
		return v.String()
	case []string:
		if v == nil {
			return []string{}
		}
		return v
	default:
		return v
	}
}

// Doc writes the reference of all settings in Markdown.
func Doc(w io.Writer) error {
	var b strings.Builder
	b.WriteString("# Configuration\n\nMade by `frontdesk config doc`.\n\n" +
		"Values come from the defaults, then the YAML file (`--config FILE`), then the environment, then the command line " +
		"(`--set section.key=value`); the later ones win. Lists in the environment are separated by commas. For a secret, " +
		"the variable with `_FILE` at its end names a file that holds it. A key that does not exist is an error.\n")
	var c Config
	sections := map[string]string{}
	for i := range reflect.TypeFor[Config]().NumField() {
		f := reflect.TypeFor[Config]().Field(i)
		sections[f.Tag.Get("key")] = f.Tag.Get("doc")
	}
	last := "-"
	for _, l := range leavesOf(&c) {
		section, _, ok := strings.Cut(l.key, ".")
		if !ok {
			section = ""
		}
		if section != last {
			title, intro := section, sections[section]+"\n\n"
			if section == "" {
				title, intro = l.key, ""
			}
			fmt.Fprintf(&b, "\n## %s\n\n%s| Key | Environment | Default | Meaning |\n|---|---|---|---|\n", title, intro)
			last = section
		}
		def := "–"
		if l.def != "" {
			def = "`" + l.def + "`"
		}
		doc := l.doc
		if l.secret {
			doc += " *Secret: masked when printed.*"
		}
		fmt.Fprintf(&b, "| `%s` | `%s` | %s | %s |\n", l.key, l.env(), def, strings.ReplaceAll(doc, "|", "\\|"))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
