package demo

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func TestScriptsAreWellFormed(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"zh", "en"} {
		all, err := Scripts(lang)
		if err != nil || len(all) < 20 {
			t.Fatalf("%s: %d scripts, %v", lang, len(all), err)
		}
		for _, s := range all {
			if len(s.Lines) < 2 || s.Lines[0].By != Customer {
				t.Errorf("%s %q: a customer begins and somebody answers", lang, s.Subject)
			}
		}
	}
}

func TestParseNamesTheBadLine(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"c hello", "== a | b", "== a|normal|s|open|9", "== a|normal|s|open|0\nx what"} {
		if _, err := parseScripts("en", strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), "line") {
			t.Errorf("%q: got %v", text, err)
		}
	}
}

func TestGenerateIsBelievable(t *testing.T) {
	t.Parallel()
	w, err := Generate(7, 320, 4, noon)
	if err != nil {
		t.Fatal(err)
	}
	again, _ := Generate(7, 320, 4, noon)
	if diff := cmp.Diff(w, again); diff != "" {
		t.Fatalf("the same seed gave another world:\n%s", diff)
	}
	langs := map[string]int{}
	for _, talk := range w.Talks {
		langs[talk.Script.Lang]++
		last := talk.Started
		for _, l := range talk.Lines {
			if l.At.Before(last) || l.At.After(noon) {
				t.Fatalf("%q: a line at %v after %v", talk.Script.Subject, l.At, last)
			}
			if strings.ContainsAny(l.Text, "{}") {
				t.Fatalf("a slot was left open: %q", l.Text)
			}
			last = l.At
		}
		if w.People[talk.Person].Lang != talk.Script.Lang {
			t.Fatal("a customer speaks the language of the talk")
		}
	}
	if langs["zh"] < 100 || langs["en"] < 80 {
		t.Errorf("languages: %v", langs)
	}
}

func FuzzParseScripts(f *testing.F) {
	f.Add("== a|normal|s|open|0\nc hello\na hi\n")
	f.Fuzz(func(t *testing.T, text string) {
		all, err := parseScripts("en", strings.NewReader(text))
		if err == nil {
			for _, s := range all {
				_ = s.Subject
			}
		}
	})
}
