package moderation

import (
	"context"
	"time"

	"frontdesk/internal/base/page"
)

// Versions count the changes of a workspace's lists.
type Versions struct{ Words, Blocks int64 }

// WordQuery asks for a part of the list of words.
type WordQuery struct {
	Search  string // in normal form
	Side    Side   // "" for all
	Action  Action
	Enabled *bool
	Page    page.Request
}

// Words keeps sensitive words. Every method works in the tenant of the context; writes run inside a unit.
type Words interface {
	// Word is one, or ErrWordNotFound.
	Word(ctx context.Context, id string) (Word, error)
	// InsertWord gives ErrWordTaken when there is one of the same form for the same side.
	InsertWord(ctx context.Context, w Word) error
	// UpdateWord writes everything and the next version if the stored one is w.Version, else fault.ErrConflict. ErrWordTaken
	// as in InsertWord.
	UpdateWord(ctx context.Context, w Word) error
	DeleteWords(ctx context.Context, ids []string) (int, error)
	// ListWords gives the newest first.
	ListWords(ctx context.Context, q WordQuery) (page.Of[Word], error)
	CountWords(ctx context.Context) (int, error)
}

// WordSets reads and writes many words at once.
type WordSets interface {
	// AllWords gives every word, the oldest first.
	AllWords(ctx context.Context) ([]Word, error)
	// PutWords inserts many; those whose form and side are there already are overwritten, and keep their id.
	PutWords(ctx context.Context, words []Word) error
}

// HitQuery asks for a part of the list of hits.
type HitQuery struct {
	Side   Side
	Action Action
	Author string
	WordID string
	Page   page.Request
}

// Hits keeps what words were hit.
type Hits interface {
	AddHits(ctx context.Context, hits []Hit) error
	// ListHits gives the newest first.
	ListHits(ctx context.Context, q HitQuery) (page.Of[Hit], error)
	// ForgetHits removes those before a moment.
	ForgetHits(ctx context.Context, before time.Time) error
	// ForgetOf removes the hits of these authors, and what stands on the block list of them or by them.
	ForgetOf(ctx context.Context, ids []string) error
}

// BlockQuery asks for a part of the block list.
type BlockQuery struct {
	Status  Status
	Kind    Kind
	Subject string // exactly this one
	Page    page.Request
}

// Blocks keeps the block list.
type Blocks interface {
	// Block is one, or ErrBlockNotFound.
	Block(ctx context.Context, id string) (Blocked, error)
	// InsertBlock adds one.
	InsertBlock(ctx context.Context, b Blocked) error
	// UpdateBlock writes everything and the next version if the stored one is b.Version, else fault.ErrConflict.
	UpdateBlock(ctx context.Context, b Blocked) error
	// ListBlocks gives the newest first.
	ListBlocks(ctx context.Context, q BlockQuery) (page.Of[Blocked], error)
	// Standing are those that are active, or wait for approval, and end after a moment.
	Standing(ctx context.Context, at time.Time) ([]Blocked, error)
	// Repoint gives a customer's entries to another.
	Repoint(ctx context.Context, from, into string) error
}

// Store is everything this domain keeps.
type Store interface {
	Words
	WordSets
	Hits
	Blocks
	// Versions are zero for a workspace that has never had a list.
	Versions(ctx context.Context) (Versions, error)
	// Bump counts a change; it belongs to the unit of the change.
	Bump(ctx context.Context, words, blocks bool) error
}
