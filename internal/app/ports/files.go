package ports

import (
	"bytes"
	"context"
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

// Thumbnail makes a small picture out of a large one.
func (i Inspector) Thumbnail(r io.Reader, _ int) ([]byte, error) {
	raw, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	out, _, err := i.Thumbnails.Make(context.Background(), blob.Sniff(raw), bytes.NewReader(raw))
	return out, err
}
