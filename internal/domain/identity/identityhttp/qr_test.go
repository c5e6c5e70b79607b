package identityhttp

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"frontdesk/internal/check"
)

// read is a reader of QR codes, written apart from the writer: it finds the mask in the format bits, takes the bytes out
// of the modules, proves that every block divides without a rest, and gives the text.
func read(t *testing.T, q *qr) string {
	t.Helper()
	bits := 0
	for i, at := range [][2]int{{8, 0}, {8, 1}, {8, 2}, {8, 3}, {8, 4}, {8, 5}, {8, 7}, {8, 8}, {7, 8}, {5, 8}, {4, 8}, {3, 8}, {2, 8}, {1, 8}, {0, 8}} {
		if q.dark[at[0]][at[1]] {
			bits |= 1 << (14 - i)
		}
	}
	bits ^= 0x5412
	check.Equal(t, bits>>13, 1) // level L
	mask := bits >> 10 & 7
	var words []byte
	n := 0
	q.walk(func(y, x int) {
		if n%8 == 0 {
			words = append(words, 0)
		}
		if q.dark[y][x] != qrMasks[mask](y, x) {
			words[n/8] |= 1 << (7 - n%8)
		}
		n++
	})
	b := qrBlocks[q.version-1]
	count := b.short + b.long
	total := b.short*(b.data+b.correction) + b.long*(b.data+1+b.correction)
	check.Equal(t, n/8, total) // the table fits the drawing
	blocks := make([][]byte, count)
	next := 0
	for i := range b.data + 1 {
		for j := range count {
			if i < b.data || j >= b.short {
				blocks[j] = append(blocks[j], words[next])
				next++
			}
		}
	}
	var data []byte
	for _, block := range blocks {
		data = append(data, block...)
	}
	for range b.correction {
		for j := range count {
			blocks[j] = append(blocks[j], words[next])
			next++
		}
	}
	for _, block := range blocks {
		root := byte(1)
		for range b.correction { // the block is a multiple of the generator: zero at each of its roots
			sum := byte(0)
			for _, c := range block {
				sum = times(sum, root) ^ c
			}
			check.Equal(t, sum, 0)
			root = times(root, 2)
		}
	}
	check.Equal(t, data[0]>>4, 4) // bytes
	length, from := int(data[0]&15)<<4|int(data[1]>>4), 1
	if q.version > 9 {
		length, from = length<<8|int(data[1]&15)<<4|int(data[2]>>4), 2
	}
	text := make([]byte, length)
	for i := range text {
		text[i] = data[from+i]<<4 | data[from+i+1]>>4
	}
	return string(text)
}

func TestQRCodesReadBack(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("otpauth://totp/Ab:c@d?x=1&", 40)
	for version, b := range qrBlocks {
		text := long[:b.short*b.data+b.long*(b.data+1)-qrHeader(version+1)] // as full as it gets
		q := newQR(version + 1)
		q.place(qrCodewords(text, version+1))
		q.mask()
		check.Equal(t, read(t, q), text)
	}
}

// The sample was read by an independent reader (jsQR), as were samples of all versions.
func TestQRCodeStaysAsItWasProven(t *testing.T) {
	t.Parallel()
	const text = "otpauth://totp/Frontdesk:ann@example.com?issuer=Frontdesk&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
	sum := sha256.Sum256([]byte(qrSVG(text)))
	check.Equal(t, hex.EncodeToString(sum[:]), "709ddbf84e0cd0ba0c3302b844f157fe12e110222930758541bf0f3f7390faac")
	check.Equal(t, qrSVG(strings.Repeat("x", 859)), "")
}
