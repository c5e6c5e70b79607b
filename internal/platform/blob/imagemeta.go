package blob

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

// checkFrames walks over the blocks of a GIF without unpacking them and counts what an animation would cost a browser.
func checkFrames(r io.Reader) error {
	b := bufio.NewReader(r)
	head := make([]byte, 13)
	if _, err := io.ReadFull(b, head); err != nil {
		return ErrImage.Wrap(err)
	}
	screen := int64(binary.LittleEndian.Uint16(head[6:])) * int64(binary.LittleEndian.Uint16(head[8:]))
	if err := skipPalette(b, head[10]); err != nil {
		return err
	}
	for frames, pixels := 0, int64(0); ; {
		kind, err := b.ReadByte()
		if err != nil || kind == 0x3b { // the trailer; many files lack it, and browsers do not mind
			return nil //nolint:nilerr // the end of the file is the end of the frames
		}
		switch kind {
		case 0x21: // an extension: its label, then blocks
			_, err = b.Discard(1)
		case 0x2c: // a frame
			desc := make([]byte, 9)
			if _, err = io.ReadFull(b, desc); err != nil {
				return ErrImage.Wrap(err)
			}
			frames++
			// A browser paints the whole screen for every frame, however small the frame is.
			pixels += max(screen, int64(binary.LittleEndian.Uint16(desc[4:]))*int64(binary.LittleEndian.Uint16(desc[6:])))
			if frames > maxFrames || pixels > maxFramePixels {
				return ErrImageSize.New()
			}
			if err = skipPalette(b, desc[8]); err == nil {
				_, err = b.Discard(1)
			}
		default:
			return ErrImage.Wrap(errors.New("unknown block"))
		}
		if err == nil {
			err = skipBlocks(b)
		}
		if err != nil {
			return ErrImage.Wrap(err)
		}
	}
}

func skipPalette(b *bufio.Reader, flags byte) error {
	if flags&0x80 == 0 {
		return nil
	}
	if _, err := b.Discard(3 << (flags&7 + 1)); err != nil {
		return ErrImage.Wrap(err)
	}
	return nil
}

func skipBlocks(b *bufio.Reader) error {
	for {
		n, err := b.ReadByte()
		if err != nil || n == 0 {
			return err
		}
		if _, err = b.Discard(int(n)); err != nil {
			return err
		}
	}
}

// exifLimit is how far into a JPEG the orientation is looked for.
const exifLimit = 128 * 1024

// turnOf finds the orientation of a JPEG photo in its Exif data; 1 (upright) when it has none or it cannot be read.
func turnOf(r io.ReadSeeker) (int, error) {
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return 1, err
	}
	head, err := io.ReadAll(io.LimitReader(r, exifLimit))
	if err != nil {
		return 1, err
	}
	return turnIn(head), nil
}

// turnIn walks over the segments of a JPEG to the one that holds Exif data.
func turnIn(b []byte) int {
	for i := 2; i+4 <= len(b) && b[i] == 0xff; {
		marker, size := b[i+1], int(binary.BigEndian.Uint16(b[i+2:]))
		end := i + 2 + size
		if marker == 0xda || size < 2 || end > len(b) {
			return 1
		}
		if tiff, ok := bytes.CutPrefix(b[i+4:end], []byte("Exif\x00\x00")); marker == 0xe1 && ok {
			return turnInTIFF(tiff)
		}
		i = end
	}
	return 1
}

// turnInTIFF reads tag 0x0112 of the first directory.
func turnInTIFF(t []byte) int {
	if len(t) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.BigEndian
	if t[0] == 'I' {
		order = binary.LittleEndian
	}
	at := int64(order.Uint32(t[4:]))
	if at+2 > int64(len(t)) {
		return 1
	}
	count := int64(order.Uint16(t[at:]))
	for i := range count {
		e := at + 2 + i*12
		if e+12 > int64(len(t)) {
			return 1
		}
		if order.Uint16(t[e:]) == 0x0112 {
			if v := int(order.Uint16(t[e+8:])); v >= 1 && v <= 8 {
				return v
			}
			return 1
		}
	}
	return 1
}
