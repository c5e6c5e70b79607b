package identity

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"image/png"
	"time"

	"frontdesk/internal/base/id"
)

// Limits of avatars. The desk cuts and scales a picture before it sends it.
const (
	MaxPictureBytes = 512 << 10
	MaxPictureSide  = 512
	pictureQuality  = 88
)

// Picture is the avatar of a person.
type Picture struct {
	ID        string
	UserID    string
	Type      string // image/png or image/jpeg
	Data      []byte
	CreatedAt time.Time
}

// draw reads what was uploaded and draws it anew, so that nothing but the picture is kept: no metadata, no second file
// hidden behind it. The size is looked at before anything is unpacked.
func draw(raw []byte) (kind string, data []byte, err error) {
	bad := ErrPicture.With("max", MaxPictureSide)
	if len(raw) > MaxPictureBytes {
		return "", nil, bad
	}
	head, format, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil || head.Width > MaxPictureSide || head.Height > MaxPictureSide || head.Width == 0 || head.Height == 0 {
		return "", nil, bad
	}
	picture, _, err := image.Decode(bytes.NewReader(raw))
	if err != nil {
		return "", nil, bad
	}
	var out bytes.Buffer
	if format == "jpeg" {
		err = jpeg.Encode(&out, picture, &jpeg.Options{Quality: pictureQuality})
		return "image/jpeg", out.Bytes(), err
	}
	err = png.Encode(&out, picture)
	return "image/png", out.Bytes(), err
}

// PutAvatar gives the person who acts a picture; an empty one takes it away.
func (s *Service) PutAvatar(ctx context.Context, raw []byte) (User, error) {
	a, err := self(ctx)
	if err != nil {
		return User{}, err
	}
	var next Picture
	if len(raw) > 0 {
		next = Picture{ID: id.New("ava"), UserID: a.ID, CreatedAt: s.clock.Now()}
		if next.Type, next.Data, err = draw(raw); err != nil {
			return User{}, err
		}
	}
	var out User
	err = s.do(ctx, func(ctx context.Context) error {
		u, err := s.store.User(ctx, a.ID)
		if err != nil {
			return err
		}
		if err := s.swapPicture(ctx, u.Avatar, next); err != nil {
			return err
		}
		u.Avatar = next.ID
		if err := s.store.UpdateUser(ctx, u); err != nil {
			return err
		}
		u.Version++
		out = u
		return s.emit(ctx, a, streamUser, u.ID, EventUserChanged, Changed{Fields: []string{"avatar"}, Version: u.Version})
	})
	return out, err
}

func (s *Service) swapPicture(ctx context.Context, old string, next Picture) error {
	if old != "" {
		if err := s.store.DeletePicture(ctx, old); err != nil {
			return err
		}
	}
	if next.ID == "" {
		return nil
	}
	return s.store.InsertPicture(ctx, next)
}

// Avatar is a picture by its id. Anybody may ask: the id cannot be guessed, and customers see who answers them.
func (s *Service) Avatar(ctx context.Context, pictureID string) (Picture, error) {
	if !id.Valid("ava", pictureID) {
		return Picture{}, ErrAvatarNotFound.New()
	}
	return s.store.Picture(ctx, pictureID)
}
