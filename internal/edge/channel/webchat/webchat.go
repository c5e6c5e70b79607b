package webchat

import "frontdesk/internal/base/clock"

// Webchat implements channel.Proofs.
type Webchat struct {
	*Tokens
	*Verifier
}

// New makes it.
func New(keys Keys, c clock.Clock) Webchat {
	return Webchat{Tokens: NewTokens(keys, c), Verifier: NewVerifier(c)}
}
