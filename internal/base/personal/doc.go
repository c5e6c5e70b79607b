// Package personal says what personal data is and hides it from those who may not see it.
//
// Views declare their fields by class with the struct tag `personal`: phone, email, contact (a phone number, an e-mail
// address or the id of another system), text (whatever somebody wrote, in which such things may stand) and values (a map of
// own fields). View makes the form of a view for a reader without the permission See; requests and socket frames share it,
// so that nothing has to be hidden anywhere else.
package personal

import (
	"context"

	"frontdesk/internal/base/actor"
)

// Permissions about personal data.
const (
	// See shows personal data as it is. Whoever does not have it sees phone numbers, e-mail addresses, identity numbers and
	// bank cards with stars, wherever they stand.
	See actor.Permission = "personal.see"
	// Reveal shows one such value, which is noted.
	Reveal actor.Permission = "personal.reveal"
)

// Hidden reports whether personal data is hidden from who acts. Customers see what they wrote themselves; machines work on
// what there is.
func Hidden(ctx context.Context) bool {
	a, ok := actor.From(ctx)
	return ok && From(a)
}

// From reports whether personal data is hidden from the actor.
func From(a actor.Actor) bool {
	return (a.Kind == actor.User || a.Kind == actor.Token) && a.Can(See) == actor.None
}

// For is the view as who acts may see it.
func For[T any](ctx context.Context, v T) T {
	if Hidden(ctx) {
		v, _ = View(v)
	}
	return v
}
