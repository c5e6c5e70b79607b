package ports_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"io"
	"testing"

	"frontdesk/internal/app/ports"
	"frontdesk/internal/check"
	"frontdesk/internal/platform/blob"
)

// counting is a stored file that tells how much of it was read.
type counting struct {
	*bytes.Reader
	read int
}

func (c *counting) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.read += n
	return n, err
}

// WriteTo is hidden, so that a copy is counted, too.
func (c *counting) WriteTo(w io.Writer) (int64, error) { return io.Copy(w, struct{ io.Reader }{c}) }

func TestThumbnail(t *testing.T) {
	t.Parallel()
	var picture bytes.Buffer
	check.NoError(t, png.Encode(&picture, image.NewRGBA(image.Rect(0, 0, 1200, 900))))
	large := append(picture.Bytes(), make([]byte, 8<<20)...) // as much behind the picture as an upload may have
	i := ports.Inspector{Thumbnails: blob.NewThumbnails()}
	file := &counting{Reader: bytes.NewReader(large)}
	small := check.Must(i.Thumbnail(t.Context(), file, 0))(t)
	cfg, _, err := image.DecodeConfig(bytes.NewReader(small))
	check.NoError(t, err)
	check.Equal(t, max(cfg.Width, cfg.Height) <= 640, true)
	check.Equal(t, file.read < 1<<20, true) // it is not taken into memory

	check.Must(i.Thumbnail(t.Context(), struct{ io.Reader }{bytes.NewReader(picture.Bytes())}, 0))(t)
	_, err = i.Thumbnail(t.Context(), bytes.NewReader([]byte("no picture")), 0)
	check.Equal(t, err != nil, true)
	_, err = i.Thumbnail(context.WithoutCancel(t.Context()), bytes.NewReader(nil), 0)
	check.Equal(t, err != nil, true)
}
