package blob

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"os"

	"frontdesk/internal/platform/secret"
)

// A stored file is a header and chunks. Each file has its own key, derived from the root key and a random salt; each
// chunk is sealed with its number and whether it is the last one (the STREAM construction), so that chunks can be
// opened alone but not be left out, moved, or cut off. The store key is authenticated too: files cannot change places.
const (
	magic      = "FDB1"
	keyIDSize  = 8
	saltSize   = 16
	headerSize = len(magic) + keyIDSize + saltSize
	chunkSize  = 64 * 1024
	tagSize    = 16
	sealedSize = chunkSize + tagSize
	purpose    = "blob"
)

// stream seals and opens the chunks of one file.
type stream struct {
	aead cipher.AEAD
	aad  []byte
}

func newStream(master, header []byte, key string) (stream, error) {
	fileKey, err := hkdf.Key(sha256.New, master, header, purpose, 32)
	if err != nil {
		return stream{}, ErrStore.Wrap(err)
	}
	block, err := aes.NewCipher(fileKey)
	if err != nil {
		return stream{}, ErrStore.Wrap(err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return stream{}, ErrStore.Wrap(err)
	}
	return stream{aead, []byte(key)}, nil
}

// nonce counts: the key is used for one file only, so numbers are enough.
func (s stream) nonce(chunk int64, last bool) []byte {
	n := make([]byte, 12)
	binary.BigEndian.PutUint64(n[3:], uint64(chunk)) //nolint:gosec // never negative
	if last {
		n[11] = 1
	}
	return n
}

// seal encrypts r into w and gives the size of the content.
func seal(ctx context.Context, box *secret.Box, key string, w io.Writer, r io.Reader) (int64, error) {
	header := make([]byte, headerSize)
	copy(header, magic+box.KeyID())
	rand.Read(header[len(magic)+keyIDSize:])
	s, err := newStream(box.Key(purpose), header, key)
	if err != nil {
		return 0, err
	}
	if _, err = w.Write(header); err != nil {
		return 0, storeFault(err)
	}
	// One byte is read ahead, to know whether a full chunk is the last one.
	buf, out := make([]byte, chunkSize+1), make([]byte, 0, sealedSize)
	var size int64
	have := 0
	for chunk := int64(0); ; chunk++ {
		if err = ctx.Err(); err != nil {
			return 0, err
		}
		n, last, err := fill(r, buf[have:])
		if err != nil {
			return 0, err
		}
		have += n
		plain := buf[:min(have, chunkSize)]
		out = s.aead.Seal(out[:0], s.nonce(chunk, last), plain, s.aad)
		if _, err = w.Write(out); err != nil {
			return 0, storeFault(err)
		}
		size += int64(len(plain))
		if last {
			return size, nil
		}
		buf[0], have = buf[chunkSize], 1
	}
}

// fill reads until p is full or r ends. It is not io.ReadFull, which calls a normal end ErrUnexpectedEOF: that is also
// what a broken upload gives, and half a file must not be kept as a whole one.
func fill(r io.Reader, p []byte) (n int, last bool, err error) {
	for n < len(p) {
		m, err := r.Read(p[n:])
		n += m
		if err == io.EOF {
			return n, true, nil
		}
		if err != nil {
			return n, false, err
		}
	}
	return n, false, nil
}

// reader opens chunks as they are asked for and keeps the latest one.
type reader struct {
	stream
	file   *os.File
	size   int64 // of the content
	chunks int64
	pos    int64
	held   int64 // number of the chunk in plain, -1: none
	plain  []byte
	sealed []byte
}

func open(box *secret.Box, key string, file *os.File) (*reader, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, storeFault(err)
	}
	header := make([]byte, headerSize)
	if _, err = io.ReadFull(file, header); err != nil || string(header[:len(magic)]) != magic {
		return nil, ErrDamaged.Wrap(errors.New("no header"))
	}
	master, ok := box.KeyOf(string(header[len(magic):len(magic)+keyIDSize]), purpose)
	if !ok {
		return nil, ErrDamaged.Wrap(errors.New("made with a root key that is not known here"))
	}
	s, err := newStream(master, header, key)
	if err != nil {
		return nil, err
	}
	body := info.Size() - int64(headerSize)
	chunks := (body + sealedSize - 1) / sealedSize
	r := &reader{stream: s, file: file, size: body - chunks*tagSize, chunks: chunks, held: -1, sealed: make([]byte, sealedSize)}
	if chunks == 0 || r.size < 0 {
		return nil, ErrDamaged.Wrap(errors.New("cut off"))
	}
	// The last chunk authenticates the length, before anybody is told of it.
	return r, r.load(chunks - 1)
}

func (r *reader) load(chunk int64) error {
	if r.held == chunk {
		return nil
	}
	n, err := r.file.ReadAt(r.sealed, int64(headerSize)+chunk*sealedSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return storeFault(err)
	}
	r.held = -1
	r.plain, err = r.aead.Open(r.plain[:0], r.nonce(chunk, chunk == r.chunks-1), r.sealed[:n], r.aad)
	if err != nil {
		return ErrDamaged.Wrap(err)
	}
	r.held = chunk
	return nil
}

// Size is the size of the content.
func (r *reader) Size() int64 { return r.size }

// Read gives the content from the present position on.
func (r *reader) Read(p []byte) (int, error) {
	if r.pos >= r.size {
		return 0, io.EOF
	}
	if err := r.load(r.pos / chunkSize); err != nil {
		return 0, err
	}
	n := copy(p, r.plain[r.pos%chunkSize:])
	r.pos += int64(n)
	return n, nil
}

// Seek moves the position.
func (r *reader) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += r.pos
	case io.SeekEnd:
		offset += r.size
	}
	if offset < 0 {
		return r.pos, ErrStore.Wrap(errors.New("a position before the beginning"))
	}
	r.pos = offset
	return offset, nil
}

// Close releases the file.
func (r *reader) Close() error { return r.file.Close() }
