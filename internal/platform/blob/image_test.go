package blob

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
	"unicode/utf8"

	"frontdesk/internal/check"
)

func picture(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetRGBA(x, y, color.RGBA{byte(255 * x / w), byte(255 * y / h), 0, 255})
		}
	}
	return img
}

func pngOf(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	check.NoError(t, png.Encode(&b, img))
	return b.Bytes()
}

// claim is a PNG whose header names another size.
func claim(t testing.TB, w, h uint32) []byte {
	t.Helper()
	b := pngOf(t, picture(1, 1))
	binary.BigEndian.PutUint32(b[16:], w)
	binary.BigEndian.PutUint32(b[20:], h)
	binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
	return b
}

func jpegOf(t testing.TB, img image.Image, turn byte) []byte {
	t.Helper()
	var b bytes.Buffer
	check.NoError(t, jpeg.Encode(&b, img, nil))
	if turn == 0 {
		return b.Bytes()
	}
	exif := append([]byte("\xff\xe1\x00\x22Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00"), turn, 0, 0, 0, 0, 0, 0, 0)
	return append(append([]byte("\xff\xd8"), exif...), b.Bytes()[2:]...)
}

func gifOf(t testing.TB, w, h, frames int) []byte {
	t.Helper()
	g := gif.GIF{Config: image.Config{Width: w, Height: h, ColorModel: color.Palette{color.Black, color.White}}}
	for range frames {
		g.Image = append(g.Image, image.NewPaletted(image.Rect(0, 0, 1, 1), color.Palette{color.Black, color.White}))
		g.Delay = append(g.Delay, 1)
	}
	var b bytes.Buffer
	check.NoError(t, gif.EncodeAll(&b, &g))
	return b.Bytes()
}

const tinyWebP = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="

func TestCheckImage(t *testing.T) {
	t.Parallel()
	w, err := base64.StdEncoding.DecodeString(tinyWebP)
	check.NoError(t, err)
	for name, tc := range map[string]struct {
		mime string
		data []byte
		w, h int
	}{
		"png": {"image/png", pngOf(t, picture(30, 20)), 30, 20}, "jpeg": {"image/jpeg", jpegOf(t, picture(30, 20), 0), 30, 20},
		"turned photo": {"image/jpeg", jpegOf(t, picture(30, 20), 6), 20, 30}, "gif": {"image/gif", gifOf(t, 30, 20, 3), 30, 20}, "webp": {"image/webp", w, 1, 1},
	} {
		check.Equal(t, Sniff(tc.data), tc.mime)
		width, height, err := CheckImage(tc.mime, bytes.NewReader(tc.data))
		check.NoError(t, err)
		if width != tc.w || height != tc.h {
			t.Errorf("%s: %d × %d", name, width, height)
		}
	}
	for _, bomb := range []struct {
		mime string
		data []byte
	}{{"image/png", claim(t, 12_001, 1)}, {"image/png", claim(t, 10_000, 10_000)}, {"image/gif", gifOf(t, 1, 1, maxFrames+1)}, {"image/gif", gifOf(t, 6000, 6000, 40)}} {
		_, _, err := CheckImage(bomb.mime, bytes.NewReader(bomb.data))
		check.Fault(t, err, ErrImageSize)
		if bomb.mime == "image/png" {
			_, _, err = NewThumbnails().Make(t.Context(), bomb.mime, bytes.NewReader(bomb.data))
			check.Fault(t, err, ErrImageSize)
		}
	}
	for _, bad := range []string{"", "image/png"} {
		_, _, err = CheckImage(bad, strings.NewReader("nonsense"))
		check.Fault(t, err, ErrImage)
	}
}

func TestThumbnails(t *testing.T) {
	t.Parallel()
	th := NewThumbnails()
	for name, tc := range map[string]struct {
		mime string
		data []byte
		w, h int
		out  string
	}{
		"large":       {"image/png", pngOf(t, picture(1280, 320)), 640, 160, "image/jpeg"},
		"small":       {"image/png", pngOf(t, picture(10, 20)), 10, 20, "image/jpeg"},
		"thin":        {"image/png", pngOf(t, picture(2000, 1)), 640, 1, "image/jpeg"},
		"transparent": {"image/png", pngOf(t, image.NewRGBA(image.Rect(0, 0, 5, 5))), 5, 5, "image/png"},
		"turned":      {"image/jpeg", jpegOf(t, picture(1280, 320), 8), 160, 640, "image/jpeg"},
		"animation":   {"image/gif", gifOf(t, 8, 8, 3), 8, 8, "image/png"},
	} {
		out, mime, err := th.Make(t.Context(), tc.mime, bytes.NewReader(tc.data))
		check.NoError(t, err)
		cfg, _, err := image.DecodeConfig(bytes.NewReader(out))
		check.NoError(t, err)
		if cfg.Width != tc.w || cfg.Height != tc.h || mime != tc.out || Sniff(out) != mime {
			t.Errorf("%s: %d × %d %s", name, cfg.Width, cfg.Height, mime)
		}
	}
	_, _, err := th.Make(t.Context(), "image/png", bytes.NewReader(claim(t, 100, 100)))
	check.Fault(t, err, ErrImage)
	th.turn <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err = th.Make(ctx, "image/png", bytes.NewReader(pngOf(t, picture(1, 1)))); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
}

func TestUprightPutsTheTopLeftCornerWhereItBelongs(t *testing.T) {
	t.Parallel()
	for turn, want := range map[int]image.Point{1: {0, 0}, 2: {2, 0}, 3: {2, 1}, 4: {0, 1}, 5: {0, 0}, 6: {1, 0}, 7: {1, 2}, 8: {0, 2}} {
		src := image.NewRGBA(image.Rect(0, 0, 3, 2))
		src.SetRGBA(0, 0, color.RGBA{255, 0, 0, 255})
		if got := upright(src, turn); got.RGBAAt(want.X, want.Y).R != 255 {
			t.Errorf("orientation %d: the corner is not at %v", turn, want)
		}
	}
}

func TestSniff(t *testing.T) {
	t.Parallel()
	zip := "PK\x03\x04\x14\x00\x00\x00\x00\x00"
	for head, want := range map[string]string{
		"": Binary, "\x00\x01\x02": Binary, "hello": "text/plain", "你好": "text/plain", "%PDF-1.7": "application/pdf",
		"<!DOCTYPE html><script>": "text/html", "  <svg xmlns='x'>": "image/svg+xml", "<?xml version='1.0'?><svg>": "image/svg+xml",
		"\x00\x00\x00\x18ftypheic\x00\x00": "image/heic", "\x00\x00\x00\x18ftypisom\x00\x00": "video/mp4", "\x00\x00\x00\x18ftypM4A \x00\x00": "audio/mp4",
		"\x00\x00\x00\x18ftypavif\x00\x00": "image/avif", "fLaC\x00": "audio/flac", "\xff\xfb\x90\x00": "audio/mpeg", "ID3\x03": "audio/mpeg", "MZ\x90": "application/vnd.microsoft.portable-executable",
		zip: "application/zip", zip + "[Content_Types].xml....word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		zip + "[Content_Types].xml....xl/workbook.xml":                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		zip + "\x00\x00mimetypeapplication/vnd.oasis.opendocument.textPK": "application/vnd.oasis.opendocument.text",
		"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":                                "application/x-ole-storage", "OggS\x00": "audio/ogg", "\x1aE\xdf\xa3": "video/webm",
	} {
		if got := Sniff([]byte(head)); got != want {
			t.Errorf("%q: %s, want %s", head, got, want)
		}
	}
}

func TestOnlyHarmlessTypesAreShownInPlace(t *testing.T) {
	t.Parallel()
	for mime, want := range map[string][2]string{
		"image/png": {"inline", "image/png"}, "video/mp4": {"inline", "video/mp4"}, "text/html": {"attachment", Binary}, "image/svg+xml": {"attachment", Binary},
		"application/pdf": {"attachment", "application/pdf"}, "text/plain": {"attachment", "text/plain; charset=utf-8"}, "text/xml": {"attachment", Binary},
	} {
		h := Headers(mime, `发票 "1".html`)
		how, _, _ := strings.Cut(h.Get("Content-Disposition"), ";")
		check.Equal(t, [2]string{how, h.Get("Content-Type")}, want)
		check.Equal(t, h.Get("X-Content-Type-Options"), "nosniff")
		check.Equal(t, strings.HasPrefix(h.Get("Content-Security-Policy"), "sandbox"), true)
	}
}

func TestCleanName(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"": "file", "a.png": "a.png", "../../etc/passwd": "passwd", `C:\x\发票.pdf`: "发票.pdf", "...": "file", "a\x00\r\nb.txt": "ab.txt",
		"gnp\u202eexe.png": "gnpexe.png", "con.txt": "_con.txt", "a:b?.txt": "a_b_.txt", "\xff.png": "_.png", " a \t b ": "a  b",
		strings.Repeat("长", 200) + ".jpeg": strings.Repeat("长", 115) + ".jpeg",
	} {
		check.Equal(t, CleanName(in), want)
	}
}

func FuzzCleanName(f *testing.F) {
	f.Add("../a\x00\u202e.png")
	f.Fuzz(func(t *testing.T, s string) {
		got := CleanName(s)
		if got == "" || strings.ContainsAny(got, "/\\\x00\r\n\"") || utf8.RuneCountInString(got) > maxName+1 || !utf8.ValidString(got) || CleanName(got) != got {
			t.Fatalf("%q gives %q", s, got)
		}
	})
}

func FuzzImage(f *testing.F) {
	f.Add(pngOf(f, picture(2, 2)))
	f.Add(jpegOf(f, picture(2, 2), 6))
	f.Add(gifOf(f, 2, 2, 2))
	th := NewThumbnails()
	f.Fuzz(func(t *testing.T, b []byte) {
		mime := Sniff(b)
		if _, _, err := CheckImage(mime, bytes.NewReader(b)); err == nil && len(b) < 10_000 {
			if cfg, err := header(mime, bytes.NewReader(b)); err == nil && cfg.Width*cfg.Height < 100_000 {
				_, _, _ = th.Make(t.Context(), mime, bytes.NewReader(b)) // must not panic
			}
		}
		turnIn(b)
	})
}
