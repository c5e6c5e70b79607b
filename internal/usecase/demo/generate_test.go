package demo

import (
	"bytes"
	"image/png"
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

// A shop has something to do now, and a past with days and nights.
func TestGenerateHasRhythm(t *testing.T) {
	t.Parallel()
	w, err := Generate(worldSeed, talks, hands, noon)
	if err != nil {
		t.Fatal(err)
	}
	count, busy := map[string]int{}, map[int]bool{}
	oldest, missed, moved := noon, 0, 0
	for _, talk := range w.Talks {
		last := talk.Lines[len(talk.Lines)-1].At
		kind := string(talk.Script.Ending)
		switch {
		case !talk.Taken && talk.Script.Ending == EndsResolved:
			missed++
		case !talk.Taken:
			kind = "fresh"
		case talk.Moved:
			moved++
		}
		count[kind]++
		if talk.Script.Ending == EndsResolved {
			if hour := talk.Started.Add(8 * time.Hour).Hour(); hour < 7 {
				t.Errorf("a conversation began at %d o'clock", hour)
			}
			if talk.Started.Before(oldest) {
				oldest = talk.Started
			}
			continue
		}
		if busy[talk.Person] {
			t.Errorf("%s has two open conversations", w.People[talk.Person].Name)
		}
		busy[talk.Person] = true
		if kind == "fresh" && noon.Sub(last) > 30*time.Minute {
			t.Errorf("nobody answered for %v", noon.Sub(last))
		}
	}
	want := map[string]int{"fresh": fresh, "open": underWay, "waiting": waiting, "snoozed": snoozed, "resolved": ofAll - fresh - underWay - waiting - snoozed}
	if diff := cmp.Diff(count, want); diff != "" {
		t.Error(diff)
	}
	if missed < 8 || missed > 20 || moved < 20 || moved > 60 {
		t.Errorf("a shop misses some and hands some on: %d and %d", missed, moved)
	}
	if age := noon.Sub(oldest); age < 25*24*time.Hour || age > 31*24*time.Hour {
		t.Errorf("the past is %v long", age)
	}
}

func TestEveryTagHasATeamAndAColour(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, l := range labels() {
		known[l.name] = true
	}
	for _, lang := range []string{"zh", "en"} {
		all, err := Scripts(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range all {
			if !known[s.Tag] {
				t.Errorf("%q: no sample tag %q", s.Subject, s.Tag)
			}
		}
	}
}

func TestPicturesAreSmallAndCanBeRead(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"invoice", "parcel", "plate"} {
		raw, err := Picture(kind, 3)
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(raw))
		if err != nil || img.Bounds().Dx() != 640 || len(raw) > 40<<10 {
			t.Errorf("%s: %d bytes, %v", kind, len(raw), err)
		}
		if again, err := Picture(kind, 3); err != nil || !bytes.Equal(raw, again) {
			t.Errorf("%s: the same seed gave another picture", kind)
		}
	}
}

func FuzzParseScripts(f *testing.F) {
	f.Add("== a|normal|s|open|0\nc hello\na hi\n")
	f.Fuzz(func(_ *testing.T, text string) {
		all, err := parseScripts("en", strings.NewReader(text))
		if err == nil {
			for _, s := range all {
				_ = s.Subject
			}
		}
	})
}
