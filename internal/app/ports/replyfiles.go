package ports

import (
	"context"
	"errors"
	"io"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/knowledge"
)

// ReplyFiles is knowledge.Copies: files of replies lie beside those of conversations and share nothing with them.
type ReplyFiles struct {
	Uploads *conversation.Files
	Blobs   conversation.Blobs
}

func replyFile(ctx context.Context, fileID string) (string, error) {
	tenant, err := actor.Tenant(ctx)
	return tenant + "/" + fileID, err
}

// Take copies an upload that the actor may see.
func (f ReplyFiles) Take(ctx context.Context, uploadID, as string) (knowledge.File, error) {
	key, err := replyFile(ctx, as)
	if err != nil {
		return knowledge.File{}, err
	}
	file, body, err := f.Uploads.Open(ctx, uploadID)
	if err != nil {
		return knowledge.File{}, err
	}
	size, err := f.Blobs.Put(ctx, key, body)
	return knowledge.File{ID: as, Name: file.Name, Size: size, Mime: file.Mime, Width: file.Width, Height: file.Height}, errors.Join(err, body.Close())
}

// Give makes a kept file an upload of the actor.
func (f ReplyFiles) Give(ctx context.Context, file knowledge.File) (knowledge.Attached, error) {
	body, err := f.Open(ctx, file.ID)
	if err != nil {
		return knowledge.Attached{}, err
	}
	up, err := f.Uploads.Upload(ctx, file.Name, body)
	return knowledge.Attached{
		FileID: up.ID, Name: up.Name, Size: up.Size, Mime: up.Mime, Width: up.Width, Height: up.Height,
	}, errors.Join(err, body.Close())
}

// Open gives the bytes of a kept file.
func (f ReplyFiles) Open(ctx context.Context, fileID string) (io.ReadCloser, error) {
	key, err := replyFile(ctx, fileID)
	if err != nil {
		return nil, err
	}
	return f.Blobs.Get(ctx, key)
}

// Drop removes the bytes of a kept file.
func (f ReplyFiles) Drop(ctx context.Context, fileID string) error {
	key, err := replyFile(ctx, fileID)
	if err != nil {
		return err
	}
	return f.Blobs.Delete(ctx, key)
}
