package conversation

import (
	"context"
	"time"
)

// InLine is a conversation that nobody has taken, whose customer waits.
type InLine struct {
	ID, ChannelID, TeamID string
	Since                 time.Time
}

// MostInLine is how many of them are read at once: who comes later knows only that many wait.
const MostInLine = 2000

// LineRows reads who waits to be taken.
type LineRows interface {
	// Line are the conversations that nobody has taken and whose customer waits, longest first.
	Line(ctx context.Context, limit int) ([]InLine, error)
	// CallsWanted are the open and sleeping conversations whose customers want to be called, in any order.
	CallsWanted(ctx context.Context, limit int) ([]CallBack, error)
}

// Lines are those who wait to be taken.
type Lines struct{ rows LineRows }

// NewLines reads them from the store.
func NewLines(rows LineRows) *Lines { return &Lines{rows} }

// Line are those of the workspace, longest first.
func (l *Lines) Line(ctx context.Context) ([]InLine, error) {
	if _, err := machine(ctx); err != nil {
		return nil, err
	}
	return l.rows.Line(ctx, MostInLine)
}

// CallsWanted are the wishes to be called that nobody has fulfilled, also those for later.
func (l *Lines) CallsWanted(ctx context.Context) ([]CallBack, error) {
	if _, err := machine(ctx); err != nil {
		return nil, err
	}
	return l.rows.CallsWanted(ctx, MostInLine)
}
