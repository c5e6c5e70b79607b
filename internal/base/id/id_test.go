package id_test

import (
	"testing"
	"time"

	"frontdesk/internal/base/id"
)

func TestIDsAreValidUniqueAndOrderedByTime(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	last := ""
	start := time.UnixMilli(1_790_000_000_000)
	for i := range 2000 {
		s := id.At("cnv", start.Add(time.Duration(i)*time.Millisecond))
		if !id.Valid("cnv", s) || seen[s] || s <= last {
			t.Fatalf("bad id %q after %q", s, last)
		}
		seen[s], last = true, s
	}
}

func TestValidRefuses(t *testing.T) {
	t.Parallel()
	good := id.New("usr")
	for _, s := range []string{"", "usr_", good + "0", good[:29], "cnv" + good[3:], good[:29] + "u", good[:29] + "A", "usr-" + good[4:], "usr_8" + good[5:]} {
		if id.Valid("usr", s) {
			t.Errorf("%q passed", s)
		}
	}
}

func FuzzValid(f *testing.F) {
	f.Add(id.New("usr"))
	f.Fuzz(func(t *testing.T, s string) {
		if id.Valid("usr", s) && len(s) != id.Length {
			t.Fatalf("%q passed", s)
		}
	})
}
