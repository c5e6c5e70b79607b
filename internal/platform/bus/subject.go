package bus

import (
	"context"
	"errors"
	"strings"

	"github.com/nats-io/nats.go"
)

const maxSubject = 255

// validPattern knows subjects: parts of visible ASCII joined by dots, "*" for a part, ">" for the rest.
func validPattern(s string) bool {
	if s == "" || len(s) > maxSubject {
		return false
	}
	parts := strings.Split(s, ".")
	for i, p := range parts {
		switch {
		case p == "":
			return false
		case p == "*", p == ">" && i == len(parts)-1:
		case strings.ContainsFunc(p, func(r rune) bool { return r <= ' ' || r > '~' || r == '*' || r == '>' }):
			return false
		}
	}
	return true
}

// sendable refuses what would not arrive, or would arrive at more than was meant.
func sendable(subject string, data []byte) error {
	if !validPattern(subject) || strings.ContainsAny(subject, "*>") {
		return ErrSubject.New()
	}
	if len(data) > MaxPayload {
		return ErrTooLarge.New()
	}
	return nil
}

// outcome translates the errors of the connection.
func outcome(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, nats.ErrConnectionClosed), errors.Is(err, nats.ErrConnectionDraining):
		return ErrClosed.Wrap(err)
	case errors.Is(err, nats.ErrMaxPayload):
		return ErrTooLarge.Wrap(err)
	case errors.Is(err, nats.ErrNoResponders), errors.Is(err, nats.ErrTimeout), errors.Is(err, nats.ErrReconnectBufExceeded),
		errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return ErrNoAnswer.Wrap(err)
	default:
		return err
	}
}
