package knowledgetest

import (
	"context"
	"io"
	"strings"
	"sync"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/knowledge"
)

// Copies keeps bytes in maps, by workspace and id. Uploads are there from the beginning.
type Copies struct {
	mu      sync.Mutex
	uploads map[string]string // id → content
	kept    map[key]string
}

// NewCopies makes it with these uploads.
func NewCopies(uploads map[string]string) *Copies {
	return &Copies{uploads: uploads, kept: map[key]string{}}
}

// Kept is how many files replies hold.
func (c *Copies) Kept() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.kept)
}

func (c *Copies) at(ctx context.Context, id string, fn func(k key) error) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return fn(key{tenant, id})
}

// Take implements knowledge.Copies.
func (c *Copies) Take(ctx context.Context, uploadID, as string) (f knowledge.File, err error) {
	err = c.at(ctx, as, func(k key) error {
		content, ok := c.uploads[uploadID]
		if !ok {
			return fault.ErrNotFound.New()
		}
		c.kept[k] = content
		f = knowledge.File{ID: as, Name: uploadID + ".png", Size: int64(len(content)), Mime: "image/png"}
		return nil
	})
	return f, err
}

// Give implements knowledge.Copies.
func (c *Copies) Give(ctx context.Context, f knowledge.File) (out knowledge.Attached, err error) {
	err = c.at(ctx, f.ID, func(k key) error {
		content, ok := c.kept[k]
		if !ok {
			return knowledge.ErrFileNotFound.New()
		}
		id := "fil_of_" + f.ID
		c.uploads[id] = content
		out = knowledge.Attached{FileID: id, Name: f.Name, Size: f.Size, Mime: f.Mime}
		return nil
	})
	return out, err
}

// Open implements knowledge.Copies.
func (c *Copies) Open(ctx context.Context, fileID string) (r io.ReadCloser, err error) {
	err = c.at(ctx, fileID, func(k key) error {
		content, ok := c.kept[k]
		if !ok {
			return knowledge.ErrFileNotFound.New()
		}
		r = io.NopCloser(strings.NewReader(content))
		return nil
	})
	return r, err
}

// Drop implements knowledge.Copies.
func (c *Copies) Drop(ctx context.Context, fileID string) error {
	return c.at(ctx, fileID, func(k key) error { delete(c.kept, k); return nil })
}
