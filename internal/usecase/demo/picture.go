package demo

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math/rand/v2"
)

// Picture draws what customers send: a parcel, an invoice or the plate of a device.
func Picture(kind string, seed int) ([]byte, error) {
	c := canvas{image.NewRGBA(image.Rect(0, 0, 640, 480)), dice(uint64(seed), 7)} //nolint:gosec // an index
	switch kind {
	case "invoice":
		c.invoice()
	case "parcel":
		c.parcel()
	case "masked":
		c.invoice()
		c.mask(92, 98, 230, 52)
		c.mask(356, 98, 190, 52)
	default:
		c.plate()
	}
	var out bytes.Buffer
	err := png.Encode(&out, c.img)
	return out.Bytes(), err
}

type canvas struct {
	img *image.RGBA
	rnd *rand.Rand
}

func (c canvas) box(x, y, w, h int, rgb uint32) {
	fill := color.RGBA{uint8(rgb >> 16), uint8(rgb >> 8), uint8(rgb), 255} //nolint:gosec // each is one byte of the colour
	draw.Draw(c.img, image.Rect(x, y, x+w, y+h), image.NewUniform(fill), image.Point{}, draw.Src)
}

// lines draws writing that is too small to read.
func (c canvas) lines(x, y, w, n, step int, rgb uint32) {
	for i := range n {
		for at := x; at < x+w-20; {
			word := 8 + c.rnd.IntN(34)
			c.box(at, y+i*step, min(word, x+w-at), step/3, rgb)
			at += word + 6
		}
	}
}

func (c canvas) bars(x, y, w, h int) {
	for at := x; at < x+w; {
		n := 1 + c.rnd.IntN(4)
		c.box(at, y, n, h, 0x20242c)
		at += n + 1 + c.rnd.IntN(4)
	}
}

// ring draws a stamp.
func (c canvas) ring(cx, cy, r, thick int, rgb uint32) {
	for y := -r; y <= r; y++ {
		for x := -r; x <= r; x++ {
			if d := x*x + y*y; d <= r*r && d >= (r-thick)*(r-thick) {
				c.box(cx+x, cy+y, 1, 1, rgb)
			}
		}
	}
}

// mask makes a part unreadable, as the desk's own tool does: in coarse squares.
func (c canvas) mask(x, y, w, h int) {
	const square = 13
	for dy := 0; dy < h; dy += square {
		for dx := 0; dx < w; dx += square {
			grey := 0x8a + c.rnd.Uint32N(0x50)
			c.box(x+dx, y+dy, min(square, w-dx), min(square, h-dy), grey<<16|grey<<8|grey)
		}
	}
}

func (c canvas) invoice() {
	c.box(0, 0, 640, 480, 0xd9dde3)
	c.box(60, 24, 520, 456, 0xfdfdfb)
	c.box(60, 24, 520, 10, 0xb5483c)
	c.box(96, 60, 190, 22, 0x2b3444)
	c.bars(430, 58, 110, 34)
	c.lines(96, 104, 210, 3, 15, 0x9aa3b0)
	c.lines(360, 104, 180, 3, 15, 0x9aa3b0)
	for row := range 7 {
		y := 176 + row*30
		c.box(96, y, 448, 1, 0xc9ced6)
		c.lines(104, y+10, 60+c.rnd.IntN(180), 1, 18, 0x5f6978)
		c.lines(468, y+10, 70, 1, 18, 0x5f6978)
	}
	c.box(96, 386, 448, 2, 0x2b3444)
	c.box(440, 402, 100, 16, 0x2b3444)
	c.ring(176, 408, 46, 4, 0xc2412f)
	c.ring(176, 408, 12, 12, 0xc2412f)
}

func (c canvas) parcel() {
	c.box(0, 0, 640, 300, 0xaab4a6)
	c.box(0, 300, 640, 180, 0x847a70)
	c.box(70, 0, 190, 300, 0x4f7d5b) // a door
	c.box(84, 16, 162, 284, 0x5b8d68)
	c.ring(230, 160, 8, 8, 0xe0c36a)
	c.box(250, 210, 290, 200, 0xb98a55)
	c.box(250, 210, 290, 26, 0xcda06a)
	c.box(380, 210, 30, 200, 0xe3cfa6)
	c.box(278, 270, 160, 104, 0xfafaf7)
	c.bars(290, 282, 136, 34)
	c.lines(290, 328, 130, 3, 14, 0x5f6978)
}

func (c canvas) plate() {
	c.box(0, 0, 640, 480, 0x3c4149)
	c.ring(320, 240, 220, 220, 0x262a31)
	c.ring(320, 240, 200, 6, 0x555d69)
	c.box(170, 130, 300, 220, 0xe7e9ec)
	c.box(170, 130, 300, 36, 0x1f6feb)
	c.lines(190, 186, 250, 6, 18, 0x4a5361)
	c.bars(190, 300, 180, 34)
	c.box(400, 296, 46, 40, 0xf2b632)
}
