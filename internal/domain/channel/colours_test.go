package channel

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The widget shows what stands here; the preview of the desk works it out anew, and a browser test compares the two.
func TestColours(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ colour, plane, ink, light, dark string }{
		{"#2f6bff", "#2d67f5", "#ffffff", "#2b62eb", "#618fff"},
		{"#ffd400", "#ffd400", "#16181d", "#7a6600", "#ffd400"},
		{"#7ed957", "#7ed957", "#16181d", "#477a31", "#7ed957"},
		{"#ff6b6b", "#c25151", "#ffffff", "#ad4949", "#ff6b6b"},
		{"#111111", "#111111", "#ffffff", "#111111", "#969696"},
		{"#ffffff", "#ffffff", "#16181d", "#666666", "#ffffff"},
		{"#00c2a8", "#00c2a8", "#16181d", "#007c6c", "#00c2a8"},
		{"#888888", "#727272", "#ffffff", "#6d6d6d", "#929292"},
		{"nonsense", "#2860dd", "#ffffff", "#2860dd", "#6d93e8"},
	} {
		got := Appearance{Colour: c.colour}.colours()
		if diff := cmp.Diff(Colours{c.plane, c.ink, c.light, c.dark}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.colour, diff)
		}
		for ground, text := range map[string]string{got.Plane: got.Ink, lightGround: got.Light, darkGround: got.Dark} {
			if contrast(ground, text) < readableAt {
				t.Errorf("%s: %s cannot be read on %s", c.colour, text, ground)
			}
		}
	}
}
