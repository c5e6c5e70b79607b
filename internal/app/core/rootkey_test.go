package core

import (
	"testing"

	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
	"frontdesk/internal/platform/secret"
)

func TestAWrongRootKeyStopsTheStart(t *testing.T) {
	t.Parallel()
	key := func(fill byte) []byte {
		k := make([]byte, 32)
		for i := range k {
			k[i] = fill
		}
		return k
	}
	box := func(keys ...[]byte) *secret.Box {
		b, err := secret.New(keys...)
		check.NoError(t, err)
		return b
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		check.NoError(t, checkRootKey(t.Context(), d, box(key(1))))
		check.NoError(t, checkRootKey(t.Context(), d, box(key(2), key(1)))) // rotated
		check.NoError(t, checkRootKey(t.Context(), d, box(key(2))))         // the old key is gone
		check.Fault(t, checkRootKey(t.Context(), d, box(key(3))), ErrRootKey)
	})
}
