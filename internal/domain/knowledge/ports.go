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
	// Rack are all that are approved in some form, of every tree, at most MaxRack, those used most first; kept in memory for a moment.
	Rack(ctx context.Context, w Words) (*Rack, error)
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
	// Terms are the words of a query, at most 32; Chinese in pairs of characters.
	Terms(query string) []string
}

// CategoryRows keeps the categories of the FAQ.
type CategoryRows interface {
	InsertCategory(ctx context.Context, c Category) error
	// AllCategories are all, by position and id.
	AllCategories(ctx context.Context) ([]Category, error)
	// UpdateCategory writes everything and the next version if the stored one is c.Version, else fault.ErrConflict.
	UpdateCategory(ctx context.Context, c Category) error
	// DeleteCategory removes one without categories and questions in it; else ErrCategoryFull.
	DeleteCategory(ctx context.Context, id string) error
}

// QuestionRows keeps the questions of the FAQ.
type QuestionRows interface {
	InsertQuestion(ctx context.Context, q Question) error
	// Question is one, or ErrQuestionNotFound.
	Question(ctx context.Context, id string) (Question, error)
	// UpdateQuestion writes everything but its counts, and the next version if the stored one is q.Version, else fault.ErrConflict.
	UpdateQuestion(ctx context.Context, q Question) error
	// DeleteQuestion removes it, or ErrQuestionNotFound.
	DeleteQuestion(ctx context.Context, id string) error
	CountQuestions(ctx context.Context) (int, error)
	// ListQuestions are those that were changed last first; for a query, the best first.
	ListQuestions(ctx context.Context, f QuestionFilter, p page.Request) (page.Of[Question], error)
}

// Shelves gives what is published, and counts.
type Shelves interface {
	// Shelf is everything that is published, kept in memory until something changes.
	Shelf(ctx context.Context) (*Shelf, error)
	// Changed says inside a unit that what is published has changed.
	Changed(ctx context.Context) error
	// Asked are the questions of both languages, folded, each with the id of its question.
	Asked(ctx context.Context) (map[string]string, error)
	// CountUse counts that an answer was sent; ErrQuestionNotFound if there is no such question.
	CountUse(ctx context.Context, id string) error
	// CountVote counts whether an answer helped.
	CountVote(ctx context.Context, id string, helped bool) error
}

// FAQStore is all of it.
type FAQStore interface {
	CategoryRows
	QuestionRows
	Shelves
}

// QuestionFilter says which questions are listed.
type QuestionFilter struct {
	Categories []string // nil for all
	Status     Status   // "" for all
	Missing    string   // "zh" or "en": those without a text in that language
	Hot        bool     // only these
	Query      string   // folded
}

// Widgets knows who may ask in the name of a widget.
type Widgets interface {
	// Asked gives a context that acts for the system in the workspace of a widget, if pages of this origin may use it.
	Asked(ctx context.Context, key, origin string) (context.Context, error)
}
