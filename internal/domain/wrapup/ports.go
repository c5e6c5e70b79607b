package wrapup

import (
	"context"

	"frontdesk/internal/base/page"
)

// Categories keeps the tree. Every method of a store works in the tenant of the context; writes run inside a unit.
type Categories interface {
	// LockTree keeps others from changing the tree until the running unit ends.
	LockTree(ctx context.Context) error
	// Categories are all of them, in no order.
	Categories(ctx context.Context) ([]Category, error)
	InsertCategory(ctx context.Context, c Category) error
	// UpdateCategory writes everything and the next version if the stored one is c.Version, else fault.ErrConflict.
	UpdateCategory(ctx context.Context, c Category) error
	// Reposition writes the position only.
	Reposition(ctx context.Context, id string, position int) error
	// DeleteCategory removes one that no summary ever named, else ErrUsed.
	DeleteCategory(ctx context.Context, id string) error
}

// Forms keeps the forms of teams.
type Forms interface {
	Forms(ctx context.Context) ([]Form, error)
	// PutForm writes it with the next version if the stored one is f.Version (0: there is none), else fault.ErrConflict.
	PutForm(ctx context.Context, f Form) error
}

// Summaries keeps summaries and their history.
type Summaries interface {
	// Summary is that of a resolution; ok is false when there is none.
	Summary(ctx context.Context, conversationID string, resolution int) (s Summary, ok bool, err error)
	// SummariesOf are those of a conversation with their history, the newest first.
	SummariesOf(ctx context.Context, conversationID string) ([]Told, error)
	// PutSummary writes it with the next version if the stored one is s.Version (0: there is none), else fault.ErrConflict.
	// The state goes into the history as well.
	PutSummary(ctx context.Context, s Summary) error
	// MarkUsed notes that a summary names the category, so that it stays; ErrCategoryNotFound when it is gone.
	MarkUsed(ctx context.Context, categoryID string) error
	// Recent are the categories of the author's last summaries, the newest first, with repetitions.
	Recent(ctx context.Context, authorID string, limit int) ([]string, error)
	// EraseSummaries removes those of a conversation with their history and gives what they were.
	EraseSummaries(ctx context.Context, conversationID string) ([]Summary, error)
}

// Figures answers reports.
type Figures interface {
	// Bump adds to the counts; one that does not exist starts at 0.
	Bump(ctx context.Context, deltas []Tally) error
	// Tally sums the counts of a period by one dimension and outcome, ordered by key.
	Tally(ctx context.Context, q Query, by Dimension) ([]Count, error)
	// ListSummaries gives those of a period, the newest day first.
	ListSummaries(ctx context.Context, r Rows) (page.Of[Summary], error)
}

// Stores are what the domain keeps; one implementation usually answers for all.
type Stores interface {
	Categories
	Forms
	Summaries
	Figures
}

// Names are what people call teams and colleagues, by id.
type Names struct{ Teams, Agents map[string]string }

// Directory answers about what other domains own.
type Directory interface {
	// TeamExists reports whether the team exists.
	TeamExists(ctx context.Context, id string) (bool, error)
	// Names are those of all teams and of these people.
	Names(ctx context.Context, agents []string) (Names, error)
	// MayRead gives a fault when the actor may not read the conversation.
	MayRead(ctx context.Context, conversationID string) error
}
