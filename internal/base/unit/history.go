package unit

import (
	"context"
	"errors"
)

// Change is a change of settings, for their history. Before and After are what is kept of the settings, in the form in which
// they marshal; nil when there was, or is, nothing. The domain that owns the settings declares a type of its own for them:
// neither secrets nor personal data are ever in it.
type Change struct {
	Kind          string // "channel"
	Subject       string // id of what was changed
	Before, After any
	Touched       []string // fields that changed and whose values are not kept, such as a secret
}

// Keeper keeps the history of settings. It is called inside the unit that changes them.
type Keeper interface {
	Keep(ctx context.Context, c Change) error
}

// Nobody is the keeper where there is no history, as in tests of other things.
type Nobody struct{}

// Keep implements Keeper.
func (Nobody) Keep(context.Context, Change) error { return nil }

// ErrNoKeeper says that settings changed where nobody keeps their history: a programming error.
var ErrNoKeeper = errors.New("nobody keeps the history of settings")

type keeperKey struct{}

type keeping struct {
	Runner
	keeper Keeper
}

// Keeping is a runner whose units hand changes of settings to a keeper.
func Keeping(r Runner, k Keeper) Runner { return keeping{r, k} }

// Do implements Runner.
func (k keeping) Do(ctx context.Context, fn func(ctx context.Context) error) error {
	return k.Runner.Do(context.WithValue(ctx, keeperKey{}, k.keeper), fn)
}

// Keep writes a version of settings in the running unit.
func Keep(ctx context.Context, c Change) error {
	l, ok := Running(ctx)
	if !ok {
		return ErrNoUnit
	}
	if k, ok := ctx.Value(keeperKey{}).(Keeper); ok {
		return k.Keep(ctx, c)
	}
	if k, ok := l.(Keeper); ok {
		return k.Keep(ctx, c)
	}
	return ErrNoKeeper
}
