package wallboard

import "context"

// Stored is a board with what is kept of its link.
type Stored struct {
	WallBoard
	Lookup      string // finds it; "" without a link
	Fingerprint string
}

// Store keeps boards. But for ByLookup every method works in the tenant of the context; writes run inside a unit.
type Store interface {
	// Boards are all, by name.
	Boards(ctx context.Context) ([]WallBoard, error)
	// Board is one, or ErrNotFound.
	Board(ctx context.Context, id string) (Stored, error)
	Insert(ctx context.Context, b Stored) error
	// Update writes everything and the next version if the stored one is b.Version, else fault.ErrConflict.
	Update(ctx context.Context, b Stored) error
	Delete(ctx context.Context, id string) error
	// ByLookup is the board of a link and its workspace, or ErrLink. It needs no actor.
	ByLookup(ctx context.Context, lookup string) (tenant string, b Stored, err error)
}

// Secrets makes fingerprints.
type Secrets interface {
	// HashToken is the fingerprint of a random secret; TokenHashes are those by older keys, too, newest first.
	HashToken(token string) string
	TokenHashes(token string) []string
}
