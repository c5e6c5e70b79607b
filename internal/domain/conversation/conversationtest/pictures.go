package conversationtest

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
)

var _ conversation.PictureRows = (*Memory)(nil)

// Picture implements conversation.PictureRows.
func (m *Memory) Picture(ctx context.Context, id string) (conversation.Picture, bool, error) {
	var ok bool
	p, err := on(ctx, m, func(tenant string, t *tables) (p conversation.Picture, err error) {
		p, ok = t.pictures[[2]string{tenant, id}]
		return p, nil
	})
	return p, ok, err
}

// PutPicture implements conversation.PictureRows.
func (m *Memory) PutPicture(ctx context.Context, p conversation.Picture) error {
	return write(ctx, m, func(tenant string, t *tables) error {
		t.pictures[[2]string{tenant, p.ID}] = p
		return nil
	})
}

// OldPictures implements conversation.PictureRows.
func (m *Memory) OldPictures(ctx context.Context, limit int) ([]conversation.Picture, int, error) {
	list, err := on(ctx, m, func(tenant string, t *tables) (out []conversation.Picture, err error) {
		for key, p := range maps.All(t.pictures) {
			if key[0] == tenant {
				out = append(out, p)
			}
		}
		slices.SortFunc(out, func(a, b conversation.Picture) int {
			return cmp.Or(a.AskedAt.Compare(b.AskedAt), cmp.Compare(a.ID, b.ID))
		})
		return out, nil
	})
	return list[:min(limit, len(list))], len(list), err
}

// DeletePicture implements conversation.PictureRows.
func (m *Memory) DeletePicture(ctx context.Context, id string) error {
	return write(ctx, m, func(tenant string, t *tables) error {
		delete(t.pictures, [2]string{tenant, id})
		return nil
	})
}

// PictureSuite is what every store of pictures passes.
func PictureSuite(t *testing.T, open func(t *testing.T) *World) {
	t.Helper()
	t.Run("pictures", func(t *testing.T) {
		t.Parallel()
		w := open(t)
		ctx := AsSystem(t.Context())
		rows, ok := w.Stores.(conversation.PictureRows)
		if !ok {
			t.Fatal("keeps no pictures")
		}
		put := func(p conversation.Picture) {
			t.Helper()
			check.NoError(t, w.Runner.Do(ctx, func(ctx context.Context) error { return rows.PutPicture(ctx, p) }))
		}
		for i, id := range []string{"c", "a", "b"} {
			put(conversation.Picture{ID: id, State: conversation.PictureWanted, TriedAt: Start, AskedAt: Start.Add(time.Duration(i) * time.Hour)})
		}
		ready := conversation.Picture{ID: "c", State: conversation.PictureReady, Mime: "image/png", Tries: 2, TriedAt: Start, AskedAt: Start.Add(9 * time.Hour)}
		put(ready)
		got, found, err := rows.Picture(ctx, "c")
		check.NoError(t, err)
		check.Equal(t, fmt.Sprint(found, got), fmt.Sprint(true, ready))
		old, all, err := rows.OldPictures(ctx, 2)
		check.NoError(t, err)
		check.Equal(t, []any{all, len(old), old[0].ID, old[1].ID}, []any{3, 2, "a", "b"})
		elsewhere := actor.With(t.Context(), actor.SystemFor("wsp_elsewhere"))
		_, found, err = rows.Picture(elsewhere, "c")
		check.NoError(t, err)
		check.Equal(t, found, false)
		check.NoError(t, w.Runner.Do(elsewhere, func(ctx context.Context) error { return rows.DeletePicture(ctx, "a") }))
		check.NoError(t, w.Runner.Do(ctx, func(ctx context.Context) error { return rows.DeletePicture(ctx, "b") }))
		_, all, err = rows.OldPictures(ctx, 2)
		check.NoError(t, err)
		check.Equal(t, all, 2)
	})
}
