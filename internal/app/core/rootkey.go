package core

import (
	"context"

	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/secret"
)

// keyProof is sealed once with the first root key of a database; a key that opens it is one of its keys.
const keyProof = "root_key_proof"

// checkRootKey stops a start with a wrong root key before anything is written with it.
func checkRootKey(ctx context.Context, d *db.DB, box *secret.Box) error {
	kept, err := d.Remember(ctx, keyProof, box.Seal(keyProof, []byte(keyProof)))
	if err != nil {
		return err
	}
	if _, err := box.Open(keyProof, kept); err != nil {
		return ErrRootKey.Wrap(err)
	}
	if box.Stale(kept) { // after a rotation, so that the old key can be taken away one day
		return d.Renew(ctx, keyProof, box.Seal(keyProof, []byte(keyProof)))
	}
	return nil
}
