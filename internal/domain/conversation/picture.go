package conversation

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
)

// Jobs of the pictures of cards: fetching one, and forgetting those that nobody looks at any more.
const (
	JobFetchPicture = "conversation.fetch_picture"
	JobDropPictures = "conversation.drop_pictures"
)

// Limits of the pictures that are kept.
const (
	MaxPictures  = 2_000               // of one workspace; the one that was not looked at for the longest time goes first
	PictureLife  = 30 * 24 * time.Hour // after it was looked at last
	pictureTries = 5                   // how often an address is asked that gives no picture
	pictureRest  = 10 * time.Minute    // after the first time; it doubles
	pictureLost  = 2 * time.Minute     // after which a fetch that gave no sign is promised again
	pictureTouch = 24 * time.Hour      // how exactly it is known when a picture was looked at
	dropBatch    = 100
)

// PictureState is what became of the picture of a card.
type PictureState string

// The states.
const (
	PictureWanted  PictureState = "wanted"
	PictureReady   PictureState = "ready"
	PictureMissing PictureState = "missing" // the address gives none
)

// Picture is what is known of an address that a card names.
type Picture struct {
	ID      string
	State   PictureState
	Mime    string
	Tries   int
	TriedAt time.Time
	AskedAt time.Time
}

func (p Picture) key(tenant string) string { return tenant + "/pic_" + p.ID }

// again reports whether the address is to be asked (once more).
func (p Picture) again(now time.Time) bool {
	switch p.State {
	case PictureReady:
		return false
	case PictureWanted:
		return now.Sub(p.TriedAt) > pictureLost
	default:
		return p.Tries < pictureTries && now.Sub(p.TriedAt) > pictureRest<<(p.Tries-1)
	}
}

// PictureRows keeps what is known about pictures. Reads inside a unit see its writes.
type PictureRows interface {
	// Picture is one; ok is false when the address was never asked for.
	Picture(ctx context.Context, id string) (p Picture, ok bool, err error)
	PutPicture(ctx context.Context, p Picture) error
	// OldPictures are those that were not looked at for the longest time, in that order, and how many there are at all.
	OldPictures(ctx context.Context, limit int) (list []Picture, all int, err error)
	DeletePicture(ctx context.Context, id string) error
}

// PictureSource gets pictures from other machines. What it gives is small, has no metadata and is harmless.
type PictureSource interface {
	Picture(ctx context.Context, address string) (raw []byte, mime string, err error)
}

// Told knows which addresses the pages of a customer named.
type Told interface {
	HasPicture(ctx context.Context, customerID, address string) (bool, error)
}

// PictureDeps are what the pictures of cards need.
type PictureDeps struct {
	Run    unit.Runner
	Clock  clock.Clock
	Talks  *Service
	Rows   PictureRows
	Blobs  Blobs
	Source PictureSource
	Told   Told
}

// Pictures shows the pictures of cards without letting anybody's browser ask the machines that the cards name: each is
// fetched once, when somebody looks at its card first, and given from here. Only the addresses of stored cards are asked,
// for those who may see the card.
type Pictures struct{ d PictureDeps }

// NewPictures makes it.
func NewPictures(d PictureDeps) *Pictures { return &Pictures{d} }

// OfEntry is the picture of a message's card. The caller closes what it can read of it, which is nothing unless the state
// is ready.
func (p *Pictures) OfEntry(ctx context.Context, conversationID, entryID string) (Picture, io.ReadCloser, error) {
	a, err := actor.Of(ctx)
	if err != nil {
		return Picture{}, nil, err
	}
	if a.Kind == actor.Visitor {
		c, err := p.d.Talks.rows.Get(ctx, conversationID)
		if err != nil {
			return Picture{}, nil, err
		}
		if err := owned(a.OnBehalfOf, c); err != nil {
			return Picture{}, nil, err
		}
	} else if _, err := p.d.Talks.Get(ctx, conversationID); err != nil {
		return Picture{}, nil, err
	}
	e, err := p.d.Talks.entries.ByID(ctx, conversationID, entryID)
	if err != nil {
		return Picture{}, nil, err
	}
	if e.Card == nil || e.Card.Picture == "" || (a.Kind == actor.Visitor && e.PublicSeq == 0) {
		return Picture{}, nil, ErrNoPicture.New()
	}
	return p.show(ctx, a.Tenant, e.Card.Picture)
}

// OfPage is a picture that a page of the customer told of.
func (p *Pictures) OfPage(ctx context.Context, customerID, address string) (Picture, io.ReadCloser, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return Picture{}, nil, err
	}
	ok, err := p.d.Told.HasPicture(ctx, customerID, address)
	if err != nil {
		return Picture{}, nil, err
	}
	if !ok {
		return Picture{}, nil, ErrNoPicture.New()
	}
	return p.show(ctx, tenant, address)
}

func pictureID(address string) string {
	sum := sha256.Sum256([]byte(address))
	return hex.EncodeToString(sum[:16])
}

// show gives the picture if it is there, and otherwise promises to fetch it.
func (p *Pictures) show(ctx context.Context, tenant, address string) (Picture, io.ReadCloser, error) {
	now := p.d.Clock.Now()
	found, ok, err := p.d.Rows.Picture(ctx, pictureID(address))
	if err != nil {
		return found, nil, err
	}
	if ok && found.State == PictureReady {
		body, err := p.d.Blobs.Get(ctx, found.key(tenant))
		if err == nil {
			return found, body, p.touch(ctx, found, now)
		}
		if fault.KindOf(err) != fault.NotFound {
			return found, nil, err
		}
		ok = false // somebody cleaned the folder
	}
	if ok && !found.again(now) {
		return found, nil, nil
	}
	if !ok {
		found = Picture{ID: pictureID(address)}
	}
	found.State, found.TriedAt, found.AskedAt = PictureWanted, now, now
	return found, nil, p.d.Run.Do(ctx, func(ctx context.Context) error {
		if err := p.d.Rows.PutPicture(ctx, found); err != nil {
			return err
		}
		return unit.Schedule(ctx, unit.Job{Tenant: tenant, Kind: JobFetchPicture, Subject: found.ID, RunAt: now, Payload: []byte(address)})
	})
}

// touch notes now and then that somebody looked at it.
func (p *Pictures) touch(ctx context.Context, found Picture, now time.Time) error {
	if now.Sub(found.AskedAt) < pictureTouch {
		return nil
	}
	found.AskedAt = now
	return p.d.Run.Do(ctx, func(ctx context.Context) error { return p.d.Rows.PutPicture(ctx, found) })
}

// Fetch handles the job that asks an address. An address that gives no picture is no failure of the job.
func (p *Pictures) Fetch(ctx context.Context, j unit.Job) error {
	ctx = actor.With(ctx, actor.SystemFor(j.Tenant))
	found, ok, err := p.d.Rows.Picture(ctx, j.Subject)
	if err != nil || !ok || found.State != PictureWanted {
		return err
	}
	raw, mime, err := p.d.Source.Picture(ctx, string(j.Payload))
	if ctx.Err() != nil {
		return context.Cause(ctx) // the program ends; the promise stays
	}
	found.Tries, found.TriedAt, found.State = found.Tries+1, p.d.Clock.Now(), PictureMissing
	if err == nil {
		found.State, found.Mime = PictureReady, mime
		if _, err := p.d.Blobs.Put(ctx, found.key(j.Tenant), bytes.NewReader(raw)); err != nil {
			return err
		}
	}
	err = p.d.Run.Do(ctx, func(ctx context.Context) error {
		if err := p.d.Rows.PutPicture(ctx, found); err != nil {
			return err
		}
		return p.dropLater(ctx, j.Tenant)
	})
	if err != nil {
		return err
	}
	_, err = p.drop(ctx, j.Tenant)
	return err
}

func (p *Pictures) dropLater(ctx context.Context, tenant string) error {
	return unit.Schedule(ctx, unit.Job{Tenant: tenant, Kind: JobDropPictures, Subject: "all", RunAt: p.d.Clock.Now().Add(pictureTouch)})
}

// Drop handles the job that forgets what nobody looks at any more.
func (p *Pictures) Drop(ctx context.Context, j unit.Job) error {
	ctx = actor.With(ctx, actor.SystemFor(j.Tenant))
	left, err := p.drop(ctx, j.Tenant)
	if err != nil || left == 0 {
		return err
	}
	return p.d.Run.Do(ctx, func(ctx context.Context) error { return p.dropLater(ctx, j.Tenant) })
}

func (p *Pictures) drop(ctx context.Context, tenant string) (left int, err error) {
	old, all, err := p.d.Rows.OldPictures(ctx, dropBatch)
	if err != nil {
		return 0, err
	}
	now := p.d.Clock.Now()
	for i, one := range old {
		if i >= all-MaxPictures && now.Sub(one.AskedAt) <= PictureLife {
			return all - i, nil
		}
		if err := p.d.Blobs.Delete(ctx, one.key(tenant)); err != nil {
			return 0, err
		}
		if err := p.d.Run.Do(ctx, func(ctx context.Context) error { return p.d.Rows.DeletePicture(ctx, one.ID) }); err != nil {
			return 0, err
		}
	}
	return all - len(old), nil
}
