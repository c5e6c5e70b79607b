package ports

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"slices"
	"time"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/platform/blob"
	"frontdesk/internal/platform/egress"
)

// How long another machine may take to give a picture, and how large that may be.
const (
	pictureTime = 10 * time.Second
	pictureSize = 5 << 20
)

// Pictures is conversation.PictureSource: through the guard of the house, made anew from what the bytes really are.
type Pictures struct {
	client *http.Client
	thumbs *blob.Thumbnails
}

// NewPictures makes it.
func NewPictures(guard *egress.Guard) *Pictures {
	return &Pictures{
		client: guard.Client(egress.Limits{Timeout: pictureTime, Response: pictureSize}), thumbs: blob.NewThumbnails(),
	}
}

// Picture asks for one and makes it small. Whatever is no picture, or an enormous one once unpacked, is refused.
func (p *Pictures) Picture(ctx context.Context, address string) ([]byte, string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, http.NoBody)
	if err != nil {
		return nil, "", fault.ErrMalformed.Wrap(err)
	}
	req.Header.Set("Accept", "image/jpeg, image/png, image/webp, image/gif")
	req.Header.Set("User-Agent", "Frontdesk-Pictures/1")
	resp, err := p.client.Do(req)
	if err != nil {
		return nil, "", conversation.ErrNoPicture.Wrap(err)
	}
	defer func() { _ = resp.Body.Close() }() // read only
	if resp.StatusCode != http.StatusOK {
		return nil, "", conversation.ErrNoPicture.New()
	}
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, "", conversation.ErrNoPicture.Wrap(err)
	}
	kind := blob.Sniff(raw[:min(len(raw), blob.SniffSize)])
	if !blob.IsImage(kind) {
		return nil, "", conversation.ErrNoPicture.New()
	}
	if _, _, err := blob.CheckImage(kind, bytes.NewReader(raw)); err != nil {
		return nil, "", err
	}
	return p.thumbs.Make(ctx, kind, bytes.NewReader(raw))
}

// ToldCards is conversation.Told.
type ToldCards struct{ Panel *customer.Panel }

// HasPicture asks what the pages of the customer told last.
func (t ToldCards) HasPicture(ctx context.Context, customerID, address string) (bool, error) {
	pages, err := t.Panel.Told(ctx, customerID)
	if err != nil || address == "" {
		return false, err
	}
	return slices.ContainsFunc(pages, func(page customer.PageCards) bool {
		return slices.ContainsFunc(page.Cards, func(c customer.Card) bool { return c.Picture == address })
	}), nil
}
