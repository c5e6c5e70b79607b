package fault_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"frontdesk/internal/base/fault"
)

var errSample = fault.Define(fault.Conflict, "sample.taken", "{who} was faster.", "{who} 抢先了一步。")

func TestSentenceSpeaksTheLanguageAndFillsParameters(t *testing.T) {
	t.Parallel()
	f := errSample.With("who", "林薇")
	for lang, want := range map[string]string{"en": "林薇 was faster.", "zh-CN": "林薇 抢先了一步。", "fr": "林薇 was faster."} {
		if got := f.Sentence(lang); got != want {
			t.Errorf("%s: got %q, want %q", lang, got, want)
		}
	}
}

func TestWithDoesNotChangeTheOriginal(t *testing.T) {
	t.Parallel()
	base := errSample.With("who", "a")
	_ = base.With("who", "b")
	if got := base.Sentence("en"); got != "a was faster." {
		t.Errorf("the original changed: %q", got)
	}
}

func TestFromHidesForeignErrors(t *testing.T) {
	t.Parallel()
	cause := errors.New("disk on fire at /secret/path")
	f := fault.From(fmt.Errorf("save: %w", cause))
	if f.Def != fault.ErrInternal || !errors.Is(f, cause) {
		t.Errorf("got %v", f)
	}
	if strings.Contains(f.Sentence("en"), "secret") {
		t.Error("the cause is visible in the sentence")
	}
	if fault.From(nil) != nil || fault.KindOf(nil) != "" {
		t.Error("nil must stay nil")
	}
	wrapped := fmt.Errorf("more: %w", errSample.New())
	if !fault.Has(wrapped, errSample) || fault.KindOf(wrapped) != fault.Conflict || !errors.Is(wrapped, errSample.New()) {
		t.Error("a wrapped fault is not recognised")
	}
}

func TestCheckerCollectsEveryField(t *testing.T) {
	t.Parallel()
	var c fault.Checker
	c.Text("name", "", 1, 10)
	c.Text("note", strings.Repeat("长", 11), 0, 10)
	c.Text("title", "a\x00b", 0, 10)
	c.Text("broken", "a\xff", 0, 10)
	c.Text("fine", "灯塔客服", 1, 4)
	c.Choice("kind", "x", "a", "b")
	c.Range("score", 9, 1, 5)
	c.Count("tags", 3, 2)
	f := fault.From(c.Err())
	want := map[string]string{
		"name": "input.required", "note": "input.too_long", "title": "input.encoding", "broken": "input.encoding",
		"kind": "input.choice", "score": "input.range", "tags": "input.too_many",
	}
	if len(f.Fields) != len(want) {
		t.Fatalf("got %v", f)
	}
	for _, fl := range f.Fields {
		if want[fl.Name] != fl.Def.Code {
			t.Errorf("%s: got %s, want %s", fl.Name, fl.Def.Code, want[fl.Name])
		}
	}
	if s := f.Fields[1].Sentence("zh-CN"); s != "最多 10 个字符。" {
		t.Errorf("got %q", s)
	}
	if (&fault.Checker{}).Err() != nil {
		t.Error("nothing recorded must be nil")
	}
}
