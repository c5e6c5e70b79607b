package knowledge

import (
	"context"
	"time"

	"frontdesk/internal/base/page"
)

// Folders keeps folders. Every method works in the tenant of the context; writes run inside a unit.
type Folders interface {
	InsertFolder(ctx context.Context, f Folder) error
	// Folder is one, or ErrFolderNotFound.
	Folder(ctx context.Context, id string) (Folder, error)
	// ListFolders are those of some trees, by position and name.
	ListFolders(ctx context.Context, trees []Tree) ([]Folder, error)
	// UpdateFolder writes everything and the next version if the stored one is f.Version, else fault.ErrConflict.
	UpdateFolder(ctx context.Context, f Folder) error
	// DeleteFolder removes one without folders and replies in it; else ErrFolderFull.
	DeleteFolder(ctx context.Context, id string) error
	CountFolders(ctx context.Context) (int, error)
}

// Replies keeps replies.
type Replies interface {
	InsertReply(ctx context.Context, r Reply) error
	// Reply is one, or ErrNotFound.
	Reply(ctx context.Context, id string) (Reply, error)
	// UpdateReply writes everything but its uses, and the next version if the stored one is r.Version, else fault.ErrConflict.
	UpdateReply(ctx context.Context, r Reply) error
	// DeleteReply removes it with its uses, or ErrNotFound.
	DeleteReply(ctx context.Context, id string) error
	// Shortcuts are the folded shortcuts of a tree, each with the reply that has it.
	Shortcuts(ctx context.Context, t Tree) (map[string]string, error)
	CountReplies(ctx context.Context) (int, error)
}

// Lists gives replies in pages.
type Lists interface {
	// ListReplies are those of a tree by title or, for a query, the best first.
	ListReplies(ctx context.Context, f Filter, p page.Request) (page.Of[Reply], error)
	// Usable are the replies of some trees that are approved in some form and not yet over at a moment, with the
	// favourites and uses of one person.
	Usable(ctx context.Context, user string, trees []Tree, now time.Time, p page.Request) (page.Of[Usable], error)
}

// Usable is a reply with what one person made of it.
type Usable struct {
	Reply
	OwnUses   int64
	Favourite bool
}

// Uses counts.
type Uses interface {
	// AddUse counts one use by a person; ErrNotFound if there is no such reply.
	AddUse(ctx context.Context, replyID, user string, at time.Time) error
	MarkFavourite(ctx context.Context, replyID, user string, on bool) error
	// UsesOf is who used a reply how often, most first.
	UsesOf(ctx context.Context, replyID string, limit int) ([]Use, error)
}

// Use is how often one person used a reply.
type Use struct {
	UserID string    `json:"userId"`
	Uses   int64     `json:"uses"`
	LastAt time.Time `json:"lastAt"`
}

// Store is all of it.
type Store interface {
	Folders
	Replies
	Lists
	Uses
}

// Filter says which replies of a tree are listed.
type Filter struct {
	Tree
	FolderID string // "" for all
	State    State  // "" for all
	Query    string // folded
}

// Directory knows the teams.
type Directory interface {
	TeamExists(ctx context.Context, teamID string) (bool, error)
}

// Words make the forms in which texts are compared.
type Words interface {
	Fold(s string) string
	// Pinyin is a text in pinyin, and its first letters.
	Pinyin(s string) (full, initials string)
}
