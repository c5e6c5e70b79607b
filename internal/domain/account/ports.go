package account

import "context"

// WorkspaceStore keeps workspaces. All but Create, Directory and Claim work on the workspace of the context's actor.
type WorkspaceStore interface {
	// Create adds a workspace; a slug in use is ErrSlugTaken.
	Create(ctx context.Context, w Workspace) error
	Get(ctx context.Context) (Workspace, error)
	// Update writes the workspace if its version is still w.Version (else ErrStale) and raises the version by one.
	Update(ctx context.Context, w Workspace) error
	// UpdateStart writes how the workspace begins. The row is locked from then on to the end of the unit.
	UpdateStart(ctx context.Context, guide bool, template string) error
	// Directory is every workspace, oldest first, without settings. It needs no actor: it is how a workspace is found.
	Directory(ctx context.Context) ([]Entry, error)
	// Claim succeeds once in the life of a database: ErrAlreadySetUp from then on.
	Claim(ctx context.Context) error
}

// Entry is a workspace in the directory.
type Entry struct {
	ID, Slug string
	Demo     bool
}

// CounterStore hands out running numbers.
type CounterStore interface {
	// Next is the next number of a name, from 1, in the workspace of the context's actor. None is given out twice; some may
	// be left out, and several nodes take turns by blocks.
	Next(ctx context.Context, name string) (int64, error)
}

// CalendarStore keeps calendars of the workspace of the context's actor.
type CalendarStore interface {
	Calendars(ctx context.Context) ([]Calendar, error)
	Calendar(ctx context.Context, calendarID string) (Calendar, error)
	CreateCalendar(ctx context.Context, c Calendar) error
	// UpdateCalendar writes if the version is still c.Version (else ErrStale) and raises it by one.
	UpdateCalendar(ctx context.Context, c Calendar) error
	DeleteCalendar(ctx context.Context, calendarID string) error
}

// Store is everything the service keeps.
type Store interface {
	WorkspaceStore
	CounterStore
	CalendarStore
}
