package audit

import (
	"context"
	"encoding/json"
	"time"

	"frontdesk/internal/base/page"
)

// Filter chooses versions; empty fields choose all.
type Filter struct {
	Kind, SubjectID string // a subject only together with its kind
	PersonID        string
	From, To        time.Time // from inclusive, to exclusive
}

// Store keeps versions. Every method works in the tenant of the context; writes run inside a unit.
type Store interface {
	// Insert adds a version; fault.ErrConflict when the subject has one with this number, because somebody else was faster.
	Insert(ctx context.Context, v Version) error
	// Version is one, or ErrNotFound.
	Version(ctx context.Context, id string) (Version, error)
	// Newest is the newest version of a subject, or a zero one if there is none.
	Newest(ctx context.Context, kind, subjectID string) (Version, error)
	// List gives the newest first.
	List(ctx context.Context, f Filter, p page.Request) (page.Of[Version], error)
	// Thin removes the versions of a subject up to a number, inclusive.
	Thin(ctx context.Context, kind, subjectID string, upTo int64) error
}

// Restorer makes a state that was kept the present settings again, by the service that the settings belong to: with its
// permission, its checks and its events. ErrOneWay if it knows no way back for the kind.
type Restorer interface {
	Restore(ctx context.Context, kind, subjectID string, state json.RawMessage) error
}
