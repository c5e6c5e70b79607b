package ports

import (
	"bytes"
	"context"
	"errors"
	"io"

	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/blob"
)

// Blobs is conversation.Blobs over a folder.
type Blobs struct{ *blob.Folder }

// Get opens the bytes under a key.
func (b Blobs) Get(ctx context.Context, key string) (io.ReadCloser, error) {
	return b.Folder.Get(ctx, key)
}

// Inspector is conversation.Inspector.
type Inspector struct{ Thumbnails *blob.Thumbnails }

// Inspect names the type of a file by its first bytes.
func (Inspector) Inspect(_ string, head []byte) (conversation.FileType, error) {
	t := conversation.FileType{Mime: blob.Sniff(head)}
	if !blob.IsImage(t.Mime) {
		return t, nil
	}
	var err error
	t.Width, t.Height, err = blob.CheckImage(t.Mime, bytes.NewReader(head))
	return t, err
}

// Thumbnail makes a small picture out of a large one. What can be read twice is not copied: many may wait for their turn
// with the largest files.
func (i Inspector) Thumbnail(ctx context.Context, r io.Reader, _ int) ([]byte, error) {
	picture, ok := r.(io.ReadSeeker)
	if !ok {
		raw, err := io.ReadAll(r)
		if err != nil {
			return nil, err
		}
		picture = bytes.NewReader(raw)
	}
	head := make([]byte, blob.SniffSize)
	n, err := io.ReadFull(picture, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	if _, err := picture.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	out, _, err := i.Thumbnails.Make(ctx, blob.Sniff(head[:n]), picture)
	return out, err
}
