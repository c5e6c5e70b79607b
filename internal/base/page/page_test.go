package page_test

import (
	"testing"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
)

func TestSizeIsKeptWithinTheLimits(t *testing.T) {
	t.Parallel()
	for in, want := range map[int]int{-1: page.DefaultLimit, 0: page.DefaultLimit, 7: 7, 5000: page.MaxLimit} {
		if got := (page.Request{Limit: in}).Size(); got != want {
			t.Errorf("limit %d: got %d, want %d", in, got, want)
		}
	}
}

func TestCutMakesACursorOnlyWhenThereIsMore(t *testing.T) {
	t.Parallel()
	key := func(n int) []any { return []any{int64(n), "x"} }
	full := page.Cut([]int{9, 8, 7}, 2, key)
	var n int64
	var s string
	ok, err := page.Decode(full.Next, &n, &s)
	if err != nil || !ok || n != 8 || s != "x" || len(full.Items) != 2 {
		t.Fatalf("got %v %v %d %q %v", ok, err, n, s, full)
	}
	if p := page.Cut([]int(nil), 2, key); p.Items == nil || p.Next != "" {
		t.Errorf("an empty page must be an empty list without cursor: %+v", p)
	}
}

func TestDecodeRefusesWhatItDidNotMake(t *testing.T) {
	t.Parallel()
	var n int64
	for _, c := range []string{"!!", "e30", page.Encode("text"), page.Encode(int64(1), int64(2))} {
		if _, err := page.Decode(c, &n); !fault.Has(err, fault.ErrCursor) {
			t.Errorf("%q: got %v", c, err)
		}
	}
	var s string
	if _, err := page.Decode(page.Encode("a\x00"), &s); !fault.Has(err, fault.ErrCursor) {
		t.Errorf("NUL passed: %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(page.Encode(int64(5), "cnv_x"))
	f.Fuzz(func(t *testing.T, cursor string) {
		var n int64
		var s string
		if ok, err := page.Decode(cursor, &n, &s); ok && err == nil && !fault.Storable(s) {
			t.Fatal("an unstorable key passed")
		}
	})
}
