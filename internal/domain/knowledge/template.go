package knowledge

import (
	"slices"
	"strings"

	"frontdesk/internal/base/fault"
)

// Variables are what a text may hold: {{customer.name}}, or {{customer.name|friend}} with what is said when it is unknown.
func Variables() []string {
	return []string{"customer.name", "agent.name", "agent.alias", "agent.signature", "conversation.number", "workspace.name"}
}

// Part is a piece of a text: words as they are, or a variable with what stands for it when it is unknown.
type Part struct {
	Text     string
	Variable string
	Default  string
}

// Parse takes a text apart. Its parts, put together, are the text again; what cannot be a variable is named.
func Parse(body string) ([]Part, error) {
	var parts []Part
	var c fault.Checker
	for body != "" {
		before, rest, opened := strings.Cut(body, "{{")
		if before != "" {
			parts = append(parts, Part{Text: before})
		}
		if !opened {
			break
		}
		inner, after, closed := strings.Cut(rest, "}}")
		if !closed || strings.Contains(inner, "{{") {
			c.Add("body", ErrUnclosed, map[string]any{"text": beginning("{{" + rest)})
			break
		}
		name, instead, _ := strings.Cut(inner, "|")
		name = strings.TrimSpace(name)
		if !slices.Contains(Variables(), name) {
			c.Add("body", ErrVariable, map[string]any{"name": beginning(name)})
		}
		parts = append(parts, Part{Variable: name, Default: strings.TrimSpace(instead)})
		body = after
	}
	return parts, c.Err()
}

func beginning(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
