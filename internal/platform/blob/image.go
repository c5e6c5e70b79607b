package blob

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/draw"
	"golang.org/x/image/webp"
)

// Limits of images. A small file can claim to be huge, so they are checked on the header, before anything is decoded.
const (
	MaxSide   = 12_000
	MaxPixels = 50_000_000
	// What the frames of an animation may have together, and how many there may be.
	maxFrames      = 2_000
	maxFramePixels = 1_000_000_000
	// What decoding one picture for a thumbnail may take.
	maxDecoded = 256 << 20
	// ThumbSide is the longest side of a thumbnail.
	ThumbSide = 640
)

// IsImage reports whether CheckImage and Thumbnails understand the type.
func IsImage(mimeType string) bool {
	switch mimeType {
	case "image/png", "image/jpeg", "image/gif", "image/webp":
		return true
	}
	return false
}

// CheckImage reads the size of an image as people see it (a photo may be stored on its side) and refuses bombs. It reads
// headers only.
func CheckImage(mimeType string, r io.ReadSeeker) (width, height int, err error) {
	cfg, err := header(mimeType, r)
	if err != nil {
		return 0, 0, err
	}
	width, height = cfg.Width, cfg.Height
	if mimeType == "image/gif" {
		if err = rewound(r, func() error { return checkFrames(r) }); err != nil {
			return 0, 0, err
		}
	}
	if mimeType == "image/jpeg" {
		turn, err := turnOf(r)
		if err != nil {
			return 0, 0, err
		}
		if turn >= 5 {
			width, height = height, width
		}
	}
	return width, height, nil
}

func rewound(r io.ReadSeeker, fn func() error) error {
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return fn()
}

// header decodes the size and holds it against the limits.
func header(mimeType string, r io.ReadSeeker) (cfg image.Config, err error) {
	decode := map[string]func(io.Reader) (image.Config, error){
		"image/png": png.DecodeConfig, "image/jpeg": jpeg.DecodeConfig, "image/gif": gif.DecodeConfig, "image/webp": webp.DecodeConfig,
	}[mimeType]
	if decode == nil {
		return cfg, ErrImage.Wrap(errors.New("not an image type"))
	}
	err = rewound(r, func() error { cfg, err = decode(r); return err })
	switch {
	case err != nil:
		return cfg, ErrImage.Wrap(err)
	case cfg.Width <= 0 || cfg.Height <= 0:
		return cfg, ErrImage.Wrap(errors.New("no size"))
	case cfg.Width > MaxSide || cfg.Height > MaxSide || cfg.Width*cfg.Height > MaxPixels:
		return cfg, ErrImageSize.New()
	}
	return cfg, nil
}

// Thumbnails makes small versions of images, one at a time: decoding takes a lot of memory.
type Thumbnails struct{ turn chan struct{} }

// NewThumbnails makes a maker of thumbnails.
func NewThumbnails() *Thumbnails { return &Thumbnails{make(chan struct{}, 1)} }

// Make gives a version of at most 640 pixels a side, upright, without the metadata of the original (which may tell
// where it was taken): JPEG, or PNG when parts are transparent. Animations give their first picture.
func (t *Thumbnails) Make(ctx context.Context, mimeType string, r io.ReadSeeker) (out []byte, outType string, err error) {
	cfg, err := header(mimeType, r)
	if err != nil {
		return nil, "", err
	}
	if int64(cfg.Width)*int64(cfg.Height)*bytesPerPixel(cfg.ColorModel) > maxDecoded {
		return nil, "", ErrNoThumb.New()
	}
	select {
	case t.turn <- struct{}{}:
		defer func() { <-t.turn }()
	case <-ctx.Done():
		return nil, "", ctx.Err()
	}
	img, err := decode(mimeType, r, cfg)
	if err != nil {
		return nil, "", err
	}
	small := shrink(img)
	if mimeType == "image/jpeg" {
		turn, err := turnOf(r)
		if err != nil {
			return nil, "", err
		}
		small = upright(small, turn)
	}
	var buf bytes.Buffer
	if small.Opaque() {
		err = jpeg.Encode(&buf, small, &jpeg.Options{Quality: 82})
		outType = "image/jpeg"
	} else {
		err = png.Encode(&buf, small)
		outType = "image/png"
	}
	if err != nil {
		return nil, "", ErrImage.Wrap(err)
	}
	return buf.Bytes(), outType, nil
}

func decode(mimeType string, r io.ReadSeeker, cfg image.Config) (img image.Image, err error) {
	err = rewound(r, func() error {
		switch mimeType {
		case "image/png":
			img, err = png.Decode(r)
		case "image/jpeg":
			img, err = jpeg.Decode(r)
		case "image/gif":
			img, err = gif.Decode(r)
		default:
			img, err = webp.Decode(r)
		}
		return err
	})
	if err != nil {
		return nil, ErrImage.Wrap(err)
	}
	if screen := image.Rect(0, 0, cfg.Width, cfg.Height); mimeType == "image/gif" && img.Bounds() != screen {
		whole := image.NewRGBA(screen) // the first frame may be a part of the picture only
		draw.Draw(whole, img.Bounds(), img, img.Bounds().Min, draw.Src)
		return whole, nil
	}
	return img, nil
}

func bytesPerPixel(m color.Model) int64 {
	switch m {
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	case color.GrayModel, color.AlphaModel:
		return 1
	}
	if _, ok := m.(color.Palette); ok {
		return 1
	}
	return 4
}

// shrink scales so that the longer side fits; small images keep their size.
func shrink(img image.Image) *image.RGBA {
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	if longest := max(w, h); longest > ThumbSide {
		w, h = max(1, w*ThumbSide/longest), max(1, h*ThumbSide/longest)
	}
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.BiLinear.Scale(dst, dst.Bounds(), img, img.Bounds(), draw.Src, nil)
	return dst
}

// upright turns and mirrors an image as its orientation says (1 … 8, as in Exif).
func upright(src *image.RGBA, turn int) *image.RGBA {
	if turn <= 1 {
		return src
	}
	w, h := src.Bounds().Dx(), src.Bounds().Dy()
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	if turn >= 5 {
		dst = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			to := [...]image.Point{2: {w - 1 - x, y}, 3: {w - 1 - x, h - 1 - y}, 4: {x, h - 1 - y}, 5: {y, x}, 6: {h - 1 - y, x}, 7: {h - 1 - y, w - 1 - x}, 8: {y, w - 1 - x}}[turn]
			dst.SetRGBA(to.X, to.Y, src.RGBAAt(x, y))
		}
	}
	return dst
}
