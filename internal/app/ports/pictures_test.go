package ports_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"net/http/httptest"
	"testing"

	"frontdesk/internal/app/ports"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/blob"
	"frontdesk/internal/platform/egress"
)

func TestPictures(t *testing.T) {
	t.Parallel()
	var lamp, huge bytes.Buffer
	check.NoError(t, png.Encode(&lamp, image.NewNRGBA(image.Rect(0, 0, 1400, 700))))
	check.NoError(t, png.Encode(&huge, image.NewPaletted(image.Rect(0, 0, blob.MaxSide+1, 1), color.Palette{color.Black})))
	answers := map[string][]byte{
		"/lamp.png": lamp.Bytes(), "/huge.png": huge.Bytes(), "/page.png": []byte("<!doctype html><script>alert(1)</script>"),
		"/drawing.png": []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), "/long.png": make([]byte, 6<<20),
	}
	shop := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		raw, ok := answers[r.URL.Path]
		switch {
		case r.URL.Path == "/inside.png":
			http.Redirect(w, r, "http://[::1]:1/", http.StatusFound)
		case !ok:
			w.WriteHeader(http.StatusNotFound)
		default:
			w.Header().Set("Content-Type", "image/png")
			_, _ = w.Write(raw)
		}
	}))
	t.Cleanup(shop.Close)
	source := ports.NewPictures(check.Must(egress.NewGuard([]string{"127.0.0.1"}))(t))

	raw, kind, err := source.Picture(t.Context(), shop.URL+"/lamp.png")
	check.NoError(t, err)
	cfg, _, err := image.DecodeConfig(bytes.NewReader(raw))
	check.NoError(t, err)
	check.Equal(t, []any{cfg.Width, cfg.Height, kind}, []any{blob.ThumbSide, blob.ThumbSide / 2, "image/png"})

	for _, path := range []string{"/page.png", "/drawing.png", "/long.png", "/none.png", "/inside.png"} {
		_, _, err := source.Picture(t.Context(), shop.URL+path)
		check.Fault(t, err, conversation.ErrNoPicture)
	}
	_, _, err = source.Picture(t.Context(), shop.URL+"/huge.png")
	check.Fault(t, err, blob.ErrImageSize)
	_, _, err = ports.NewPictures(check.Must(egress.NewGuard(nil))(t)).Picture(t.Context(), shop.URL+"/lamp.png")
	if !fault.Has(err, egress.ErrBlocked) && !fault.Has(err, conversation.ErrNoPicture) {
		t.Fatalf("the own machine answered: %v", err)
	}
}
