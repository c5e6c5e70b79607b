package identityhttp

import (
	"fmt"
	"strings"
)

// The picture for authenticator apps: a QR code (ISO/IEC 18004) of bytes, at error correction level L, which is plenty
// for a screen. Versions 1 to 20 hold up to 858 bytes.

// qrBlocks says, by version, how many correction bytes each block has and how many blocks there are of two sizes; the
// second size is one byte longer than the first.
var qrBlocks = [...]struct{ correction, short, data, long int }{
	{7, 1, 19, 0},
	{10, 1, 34, 0},
	{15, 1, 55, 0},
	{20, 1, 80, 0},
	{26, 1, 108, 0},
	{18, 2, 68, 0},
	{20, 2, 78, 0},
	{24, 2, 97, 0},
	{30, 2, 116, 0},
	{18, 2, 68, 2},
	{20, 4, 81, 0},
	{24, 2, 92, 2},
	{26, 4, 107, 0},
	{30, 3, 115, 1},
	{22, 5, 87, 1},
	{24, 5, 98, 1},
	{28, 1, 107, 5},
	{30, 5, 120, 1},
	{28, 3, 113, 4},
	{28, 3, 107, 5},
}

// qr is a code in the making.
type qr struct {
	version, size int
	dark, fixed   [][]bool // fixed modules belong to patterns and are never masked
}

// qrSVG draws text as an SVG document; "" when it is too long, which an ordinary address never is.
func qrSVG(text string) string {
	version := 0
	for v, b := range qrBlocks {
		if len(text)+qrHeader(v+1) <= b.short*b.data+b.long*(b.data+1) {
			version = v + 1
			break
		}
	}
	if version == 0 {
		return ""
	}
	q := newQR(version)
	q.place(qrCodewords(text, version))
	q.mask()
	return q.svg()
}

// svg draws the modules with the white border that readers need.
func (q *qr) svg() string {
	const quiet = 4
	side := q.size + 2*quiet
	var path strings.Builder
	for y, row := range q.dark {
		for x, dark := range row {
			if dark {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" shape-rendering="crispEdges">`+
		`<path fill="#fff" d="M0 0h%dv%dH0z"/><path d="%s"/></svg>`, side, side, side, side, path.String())
}

// qrHeader is the number of bytes that mode and length take, rounded up.
func qrHeader(version int) int {
	if version < 10 {
		return 2
	}
	return 3
}

// qrCodewords are data and correction bytes in the order in which they are placed.
func qrCodewords(text string, version int) []byte {
	b := qrBlocks[version-1]
	capacity := b.short*b.data + b.long*(b.data+1)
	bits := &qrBits{}
	bits.add(4, 4) // mode: bytes
	bits.add(len(text), 8*(qrHeader(version)-1))
	for _, c := range []byte(text) {
		bits.add(int(c), 8)
	}
	bits.add(0, 4) // end; there is room for it, because the header was rounded up
	data := bits.bytes
	for pad := byte(0xec); len(data) < capacity; pad ^= 0xec ^ 0x11 {
		data = append(data, pad)
	}
	var blocks, corrections [][]byte
	for i := range b.short + b.long {
		n := b.data
		if i >= b.short {
			n++
		}
		blocks, corrections = append(blocks, data[:n]), append(corrections, qrCorrection(data[:n], b.correction))
		data = data[n:]
	}
	return append(interleave(blocks), interleave(corrections)...)
}

type qrBits struct {
	bytes []byte
	n     int
}

func (b *qrBits) add(value, width int) {
	for i := width - 1; i >= 0; i-- {
		if b.n%8 == 0 {
			b.bytes = append(b.bytes, 0)
		}
		b.bytes[b.n/8] |= byte(value>>i&1) << (7 - b.n%8)
		b.n++
	}
}

// interleave takes the first byte of every block, then the second, and so on.
func interleave(blocks [][]byte) []byte {
	var out []byte
	for i := range blocks[len(blocks)-1] {
		for _, b := range blocks {
			if i < len(b) {
				out = append(out, b[i])
			}
		}
	}
	return out
}

// times multiplies in the field of 256 elements that QR codes use.
func times(a, b byte) byte {
	var p byte
	for ; b > 0; b >>= 1 {
		if b&1 == 1 {
			p ^= a
		}
		carry := a >> 7
		a = a<<1 ^ carry*0x1d
	}
	return p
}

// qrCorrection are the n correction bytes of a block: the rest after division by the generator.
func qrCorrection(data []byte, n int) []byte {
	generator := make([]byte, n) // without its leading 1
	generator[n-1] = 1
	root := byte(1)
	for range n {
		for j := range generator {
			generator[j] = times(generator[j], root)
			if j+1 < n {
				generator[j] ^= generator[j+1]
			}
		}
		root = times(root, 2)
	}
	rest := make([]byte, n)
	for _, d := range data {
		factor := d ^ rest[0]
		copy(rest, rest[1:])
		rest[n-1] = 0
		for j := range rest {
			rest[j] ^= times(generator[j], factor)
		}
	}
	return rest
}

// newQR draws the patterns that are the same for every text.
func newQR(version int) *qr {
	q := &qr{version: version, size: 17 + 4*version}
	for range q.size {
		q.dark, q.fixed = append(q.dark, make([]bool, q.size)), append(q.fixed, make([]bool, q.size))
	}
	for i := range q.size {
		q.fix(6, i, i%2 == 0)
		q.fix(i, 6, i%2 == 0)
	}
	centres := alignments(version)
	last := len(centres) - 1
	for i, y := range centres {
		for j, x := range centres {
			if (i > 0 || j > 0) && (i > 0 || j < last) && (i < last || j > 0) { // the corners have finders
				q.rings(y, x, 2)
			}
		}
	}
	q.rings(3, 3, 4)
	q.rings(3, q.size-4, 4)
	q.rings(q.size-4, 3, 4)
	q.format(0)
	q.versionInfo()
	return q
}

// rings draws a finder (radius 4, with its white border) or an alignment pattern (radius 2).
func (q *qr) rings(y, x, radius int) {
	for dy := -radius; dy <= radius; dy++ {
		for dx := -radius; dx <= radius; dx++ {
			if y+dy < 0 || y+dy >= q.size || x+dx < 0 || x+dx >= q.size {
				continue
			}
			distance := max(dy, -dy, dx, -dx)
			dark := distance != 1
			if radius == 4 {
				dark = distance != 2 && distance != 4
			}
			q.fix(y+dy, x+dx, dark)
		}
	}
}

// alignments are the coordinates of the centres of alignment patterns.
func alignments(version int) []int {
	if version == 1 {
		return nil
	}
	n := version/7 + 2
	step := (version*8 + n*3 + 5) / (n*4 - 4) * 2
	out := make([]int, n)
	out[0] = 6
	for i := 1; i < n; i++ {
		out[n-i] = 17 + 4*version - 7 - (i-1)*step
	}
	return out
}

func (q *qr) fix(y, x int, dark bool) { q.dark[y][x], q.fixed[y][x] = dark, true }

// bch is value followed by its check bits.
func bch(value, generator, width int) int {
	rest := value << width
	for i := 20; i >= width; i-- {
		if rest>>i&1 == 1 {
			rest ^= generator << (i - width)
		}
	}
	return value<<width | rest
}

// format writes level and mask beside the finders.
func (q *qr) format(mask int) {
	bits := bch(1<<3|mask, 0x537, 10) ^ 0x5412 // level L is 01
	at := func(i int) bool { return bits>>i&1 == 1 }
	for i := range 6 {
		q.fix(i, 8, at(i))
		q.fix(8, 5-i, at(9+i))
	}
	q.fix(7, 8, at(6))
	q.fix(8, 8, at(7))
	q.fix(8, 7, at(8))
	for i := range 8 {
		q.fix(8, q.size-1-i, at(i))
	}
	for i := 8; i < 15; i++ {
		q.fix(q.size-15+i, 8, at(i))
	}
	q.fix(q.size-8, 8, true)
}

// versionInfo writes the version of larger codes.
func (q *qr) versionInfo() {
	if q.version < 7 {
		return
	}
	bits := bch(q.version, 0x1f25, 12)
	for i := range 18 {
		dark := bits>>i&1 == 1
		q.fix(i/3, q.size-11+i%3, dark)
		q.fix(q.size-11+i%3, i/3, dark)
	}
}

// walk visits the modules that hold data, in order: columns in pairs from the right, up and down in turn.
func (q *qr) walk(visit func(y, x int)) {
	up := true
	for right := q.size - 1; right > 0; right -= 2 {
		if right == 6 {
			right = 5
		}
		for i := range q.size {
			y := i
			if up {
				y = q.size - 1 - i
			}
			for _, x := range []int{right, right - 1} {
				if !q.fixed[y][x] {
					visit(y, x)
				}
			}
		}
		up = !up
	}
}

func (q *qr) place(codewords []byte) {
	n := 0
	q.walk(func(y, x int) {
		if n < 8*len(codewords) {
			q.dark[y][x] = codewords[n/8]>>(7-n%8)&1 == 1
		}
		n++
	})
}

var qrMasks = []func(y, x int) bool{
	func(y, x int) bool { return (y+x)%2 == 0 },
	func(y, _ int) bool { return y%2 == 0 },
	func(_, x int) bool { return x%3 == 0 },
	func(y, x int) bool { return (y+x)%3 == 0 },
	func(y, x int) bool { return (y/2+x/3)%2 == 0 },
	func(y, x int) bool { return y*x%2+y*x%3 == 0 },
	func(y, x int) bool { return (y*x%2+y*x%3)%2 == 0 },
	func(y, x int) bool { return ((y+x)%2+y*x%3)%2 == 0 },
}

// mask flips modules by the pattern that leaves the fewest runs and blocks of one colour. Any mask can be read; the
// choice only makes it easier, so the two rules that weigh most are enough.
func (q *qr) mask() {
	best, least := 0, -1
	for m := range qrMasks {
		q.flip(m)
		if p := q.penalty(); least < 0 || p < least {
			best, least = m, p
		}
		q.flip(m) // back
	}
	q.flip(best)
	q.format(best)
}

func (q *qr) flip(mask int) {
	q.walk(func(y, x int) { q.dark[y][x] = q.dark[y][x] != qrMasks[mask](y, x) })
}

func (q *qr) penalty() int {
	total := 0
	for i := range q.size {
		total += runs(q.size, func(j int) bool { return q.dark[i][j] }) + runs(q.size, func(j int) bool { return q.dark[j][i] })
	}
	for y := 1; y < q.size; y++ {
		for x := 1; x < q.size; x++ {
			if c := q.dark[y][x]; c == q.dark[y-1][x] && c == q.dark[y][x-1] && c == q.dark[y-1][x-1] {
				total += 3
			}
		}
	}
	return total
}

// runs weighs five and more modules of one colour in a line.
func runs(size int, at func(i int) bool) int {
	total, length := 0, 0
	for i := range size {
		if i > 0 && at(i) == at(i-1) {
			length++
		} else {
			length = 1
		}
		if length == 5 {
			total += 3
		} else if length > 5 {
			total++
		}
	}
	return total
}
