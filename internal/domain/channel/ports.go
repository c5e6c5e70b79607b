package channel

import (
	"context"
	"time"
)

// Store keeps channels. Every method works in the tenant of the context; writes run inside a unit.
type Store interface {
	InsertChannel(ctx context.Context, c Channel) error
	// Channel is one that was not deleted, or ErrNotFound.
	Channel(ctx context.Context, id string) (Channel, error)
	ListChannels(ctx context.Context) ([]Channel, error)
	// UpdateChannel writes name, enabled, settings and the next version if the stored one is c.Version, else fault.ErrConflict.
	UpdateChannel(ctx context.Context, c Channel) error
	// DeleteChannel takes the channel out of use; its row stays for old conversations.
	DeleteChannel(ctx context.Context, id string, version int64) error
}

// Recent reads what nearly every request of a visitor needs. It may be some seconds old when another node has changed it.
type Recent interface {
	// Known is Store.Channel.
	Known(ctx context.Context, id string) (Channel, error)
	// Widget is where a request of a visitor finds its workspace and channel; it needs no actor. ErrWidgetUnknown if there
	// is none.
	Widget(ctx context.Context, key string) (tenant string, c Channel, err error)
}

// SecretStore keeps the sealed secrets of channels.
type SecretStore interface {
	Secrets(ctx context.Context, channelID string) (Secrets, error)
	PutSecrets(ctx context.Context, channelID string, s Secrets) error
}

// Stores is everything this domain keeps.
type Stores interface {
	Store
	Recent
	SecretStore
}

// Sealer seals what must not be read in the database.
type Sealer interface {
	Seal(purpose string, plaintext []byte) string
	Open(purpose, envelope string) ([]byte, error)
}

// TokenClaims is what a visitor's token says.
type TokenClaims struct {
	Tenant, Key, VisitorID string
	IssuedAt, ExpiresAt    time.Time
}

// Tokens makes and reads visitors' tokens. Read refuses with ErrToken what is forged, damaged or expired.
type Tokens interface {
	Issue(c TokenClaims) (string, error)
	Read(token string) (TokenClaims, error)
}

// Presented is what a page says about its visitor.
type Presented struct {
	UserID, Hash, JWT                   string
	Name, Email, Phone, Company, Locale string
	Attributes                          map[string]any
}

// Claim is what was proved of it: the user's id always, the rest only if Signed.
type Claim struct {
	Signed                                      bool
	UserID, Name, Email, Phone, Company, Locale string
	Attributes                                  map[string]any
}

// Verifier proves what a page says about its visitor, with any of the secrets. ErrIdentity if it cannot.
type Verifier interface {
	Verify(settings Identity, widgetKey string, secrets [][]byte, p Presented) (Claim, error)
}

// Proofs is what the web chat can prove: that a token is ours, and that the site vouches for somebody.
type Proofs interface {
	Tokens
	Verifier
}

// Arrival is what is known when a browser starts a session.
type Arrival struct {
	VisitorID, ChannelID, UserAgent, Locale, Timezone, Referrer, PageURL, PageTitle string
	Claim                                                                           *Claim
}

// VisitorRef names a visitor and the customer it is; no customer before the first message.
type VisitorRef struct {
	ID, CustomerID string
	Verified       bool // the site vouched for who this is
	Privacy        int  // the version of the privacy notice that was accepted last
}

// Visitors is the customer domain, as sessions need it. The context acts for the system in the widget's workspace.
type Visitors interface {
	Begin(ctx context.Context, a Arrival) (VisitorRef, error)
	Visitor(ctx context.Context, id string) (VisitorRef, error)
	AddPage(ctx context.Context, visitorID, url, title string) error
	// AcceptPrivacy notes that the visitor who acts accepted a version of the privacy notice.
	AcceptPrivacy(ctx context.Context, visitorID string, version int) error
	// Admit refuses who is on the block list, by address, visitor or customer. It answers from memory.
	Admit(ctx context.Context, address string, ids ...string) error
}

// Hours is the state of business hours.
type Hours struct {
	Open     bool       `json:"open"`
	OpensAt  *time.Time `json:"opensAt,omitempty" doc:"When closed: the next opening, if one is known."`
	Timezone string     `json:"timezone,omitempty"`
}

// Face is a colleague whom visitors may see.
type Face struct {
	Name      string `json:"name"`
	AvatarURL string `json:"avatarUrl,omitempty"`
}

// Workplace is what a widget shows of the company.
type Workplace interface {
	Hours(ctx context.Context, calendarID string) (Hours, error)
	// Faces of some people of a team, or of the workspace without one; at most three.
	Faces(ctx context.Context, teamID string) ([]Face, error)
	// Missing names which of the two does not exist: "calendarId", "defaultTeamId".
	Missing(ctx context.Context, calendarID, teamID string) ([]string, error)
	// Watches reports whether widgets tell who is on the site. It answers from memory, mostly.
	Watches(ctx context.Context) (bool, error)
}
