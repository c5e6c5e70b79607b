package demo

import (
	"bufio"
	"embed"
	"fmt"
	"io"
	"strconv"
	"strings"
)

//go:embed content/*.txt
var content embed.FS

// Speaker says who speaks a line of a script.
type Speaker byte

// The speakers, as written at the start of a line.
const (
	Customer Speaker = 'c'
	Agent    Speaker = 'a'
	Note     Speaker = 'n'
)

// Ending is how a script ends.
type Ending string

// The endings.
const (
	EndsOpen     Ending = "open"
	EndsWaiting  Ending = "waiting" // open, the customer has to answer
	EndsResolved Ending = "resolved"
	EndsSnoozed  Ending = "snoozed"
)

// Line is one message of a script; its text may hold {slots}.
type Line struct {
	By   Speaker
	Text string
}

// Script is one believable conversation.
type Script struct {
	Lang     string // "zh" or "en"
	Tag      string
	Priority string
	Subject  string
	Ending   Ending
	Rating   int
	Lines    []Line
}

// Scripts are all scripts of one language.
func Scripts(lang string) ([]Script, error) {
	f, err := content.Open("content/" + lang + ".txt")
	if err != nil {
		return nil, fmt.Errorf("open the scripts: %w", err)
	}
	defer func() { _ = f.Close() }()
	return parseScripts(lang, f)
}

func parseScripts(lang string, r io.Reader) ([]Script, error) {
	var out []Script
	sc := bufio.NewScanner(r)
	for n := 1; sc.Scan(); n++ {
		line := strings.TrimSpace(sc.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if head, ok := strings.CutPrefix(line, "=="); ok {
			s, err := parseHead(lang, head)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", n, err)
			}
			out = append(out, s)
			continue
		}
		by, text, ok := strings.Cut(line, " ")
		if !ok || len(by) != 1 || !strings.Contains("can", by) || len(out) == 0 {
			return nil, fmt.Errorf("line %d: want c, a or n and a text below a head", n)
		}
		last := &out[len(out)-1]
		last.Lines = append(last.Lines, Line{By: Speaker(by[0]), Text: text})
	}
	if err := sc.Err(); err != nil {
		return nil, fmt.Errorf("read the scripts: %w", err)
	}
	return out, nil
}

func parseHead(lang, head string) (Script, error) {
	parts := strings.Split(head, "|")
	if len(parts) != 5 {
		return Script{}, fmt.Errorf("a head has five parts, not %d", len(parts))
	}
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	rating, err := strconv.Atoi(parts[4])
	if err != nil || rating < 0 || rating > 5 {
		return Script{}, fmt.Errorf("a rating is 0 to 5, not %q", parts[4])
	}
	return Script{Lang: lang, Tag: parts[0], Priority: parts[1], Subject: parts[2], Ending: Ending(parts[3]), Rating: rating}, nil
}

// lists reads content/people.txt: names, products and the other values of slots.
func lists() (map[string][]string, error) {
	raw, err := content.ReadFile("content/people.txt")
	if err != nil {
		return nil, fmt.Errorf("read the names: %w", err)
	}
	out := map[string][]string{}
	for line := range strings.Lines(string(raw)) {
		key, values, ok := strings.Cut(line, "|")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for v := range strings.SplitSeq(values, ",") {
			out[strings.TrimSpace(key)] = append(out[strings.TrimSpace(key)], strings.TrimSpace(v))
		}
	}
	return out, nil
}
