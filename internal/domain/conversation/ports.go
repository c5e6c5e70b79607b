package conversation

import (
	"context"
	"io"
	"time"

	"frontdesk/internal/base/page"
)

// Rows keeps the conversations of the context's workspace. Reads inside a unit see its writes.
type Rows interface {
	// Get is the conversation, or ErrNotFound.
	Get(ctx context.Context, id string) (Conversation, error)
	// Lock is Get inside a unit that keeps others from changing the row until the unit ends.
	Lock(ctx context.Context, id string) (Conversation, error)
	// Insert stores a new conversation and makes it the current one of its customer in its channel; previous is the one
	// that was current ("" for none). It gives ErrStale when another unit was faster.
	Insert(ctx context.Context, c Conversation, previous string) error
	// Save stores what changed between before and after; ErrStale when the row is not at before's version any more.
	Save(ctx context.Context, before, after Conversation) error
	// Current is the conversation that a message of this customer in this channel would continue; ErrNotFound for none.
	Current(ctx context.Context, customerID, channelID string) (Conversation, error)
	// Recent is Current from memory, for a unit that saves it: it may be out of date, which Save finds out by the version.
	// ok is false when it is not at hand, or resolved.
	Recent(ctx context.Context, customerID, channelID string) (c Conversation, ok bool)
}

// CustomerRows follows what happens to customers and to the workspace as a whole.
type CustomerRows interface {
	// Rename copies the customer's name and level into their conversations.
	Rename(ctx context.Context, c Customer) error
	// Move gives all conversations of one customer to another, who was found to be the same person.
	Move(ctx context.Context, from string, into Customer) error
	// Clear removes everything of the workspace.
	Clear(ctx context.Context) error
}

// Entries keeps the timelines.
type Entries interface {
	// Add stores entries with the numbers they carry; ErrRepeated when an author's client id is already there.
	Add(ctx context.Context, entries []Entry) error
	// Page reads a part of the timeline, oldest first.
	Page(ctx context.Context, conversationID string, r Range) ([]Entry, error)
	// ByClientID is the entry that this author sent with this client id, or ErrEntryNotFound.
	ByClientID(ctx context.Context, conversationID, authorID, clientID string) (Entry, error)
	// ByID is the entry, or ErrEntryNotFound.
	ByID(ctx context.Context, conversationID, id string) (Entry, error)
	// SeenAt is the public number reached at seq and how many messages of the customer come after it.
	SeenAt(ctx context.Context, conversationID string, seq int64) (public int64, unread int, err error)
	// Mention remembers that a note mentions these people.
	Mention(ctx context.Context, conversationID string, users []string, at time.Time) error
}

// Rewrites change entries that are stored, which only recalling and editing do.
type Rewrites interface {
	// Replace stores an entry anew in its place.
	Replace(ctx context.Context, e Entry) error
	// Quoting are the entries of the conversation that quote this one.
	Quoting(ctx context.Context, conversationID, entryID string) ([]Entry, error)
	// Carried reports whether an entry of the conversation carries the file.
	Carried(ctx context.Context, conversationID, fileID string) (bool, error)
	// WithdrawFile takes a file away from those who may not see what was recalled.
	WithdrawFile(ctx context.Context, id string) error
	// AddRevision keeps what an entry said.
	AddRevision(ctx context.Context, r Revision) error
	// Revisions are what the entry said before, oldest first.
	Revisions(ctx context.Context, conversationID, entryID string) ([]Revision, error)
}

// Bulk reads much at once, in any order.
type Bulk interface {
	// Some are those of the conversations that exist.
	Some(ctx context.Context, ids []string) ([]Conversation, error)
	// At are those of the entries that exist.
	At(ctx context.Context, refs []EntryRef) ([]Entry, error)
}

// Erasure removes what must not be kept.
type Erasure interface {
	// Release takes the files of the conversations away from them and names the files.
	Release(ctx context.Context, conversationIDs []string) (fileIDs []string, err error)
	// Erase removes the conversations with all rows that belong to them but files.
	Erase(ctx context.Context, conversationIDs []string) error
}

// FromStart is the position before the first entry.
const FromStart = -1

// Range is a part of a timeline: after a number (oldest first of what follows) or before one (the newest of what precedes);
// with neither, the newest. After: FromStart reads from the first entry on. Public counts by publicSeq and leaves out what the visitor does not see.
type Range struct {
	After  int64
	Before int64
	Limit  int
	Public bool
}

// Inbox answers the lists; every answer is limited to the query's scope.
type Inbox interface {
	// List is one page of the inbox.
	List(ctx context.Context, q Query) (page.Of[Conversation], error)
	// Count is how many rows the query has, at most CountCap; more says that not all were looked at or counted.
	Count(ctx context.Context, q Query) (n int, more bool, err error)
	// OfCustomer is a customer's conversations, newest first; those outside the scope are left out.
	OfCustomer(ctx context.Context, q CustomerQuery) (page.Of[Conversation], error)
	// Drafted are those of the conversations in which the user has a draft.
	Drafted(ctx context.Context, userID string, conversationIDs []string) ([]string, error)
	// Mentioned reports whether a note of the conversation mentions the user.
	Mentioned(ctx context.Context, conversationID, userID string) (bool, error)
}

// Drafts keeps what people have begun to write.
type Drafts interface {
	Drafts(ctx context.Context, conversationID, userID string) ([]Draft, error)
	PutDraft(ctx context.Context, userID string, d Draft) error
	DeleteDraft(ctx context.Context, conversationID, userID string, kind Kind) error
}

// Ratings keeps one rating for each resolution.
type Ratings interface {
	// Rating is that of the resolution; ok is false when there is none.
	Rating(ctx context.Context, conversationID string, resolution int) (r Rating, ok bool, err error)
	PutRating(ctx context.Context, r Rating) error
	// LastRating is the newest one of the conversation.
	LastRating(ctx context.Context, conversationID string) (r Rating, ok bool, err error)
	// Ratings is one page of the list.
	Ratings(ctx context.Context, q RatingQuery) (page.Of[Rated], error)
}

// FileRows keeps what is known about files; the bytes are with Blobs.
type FileRows interface {
	InsertFile(ctx context.Context, f File) error
	// Files are those of the ids that exist.
	Files(ctx context.Context, ids []string) ([]File, error)
	// AttachFile gives a file to a conversation; ErrFileUsed when it belongs to another one.
	AttachFile(ctx context.Context, id, conversationID string, internal bool) error
	// MoveFile gives a file that no customer has seen to another conversation.
	MoveFile(ctx context.Context, id, conversationID string) error
	MarkThumbnail(ctx context.Context, id string) error
	DeleteFile(ctx context.Context, id string) error
}

// Blobs keeps bytes under keys.
type Blobs interface {
	Put(ctx context.Context, key string, r io.Reader) (size int64, err error)
	Get(ctx context.Context, key string) (io.ReadCloser, error)
	Delete(ctx context.Context, key string) error
}

// Inspector looks into files. It refuses what is dangerous with a fault.
type Inspector interface {
	// Inspect names the type of a file by its first bytes; pictures that would be enormous once unpacked are refused.
	Inspect(name string, head []byte) (FileType, error)
	// Thumbnail makes a small JPEG out of a picture.
	Thumbnail(ctx context.Context, r io.Reader, maxSide int) ([]byte, error)
}

// Directory answers about what other domains own.
type Directory interface {
	// People are those of the ids that exist.
	People(ctx context.Context, ids []string) ([]Person, error)
	// TeamExists reports whether the team exists.
	TeamExists(ctx context.Context, id string) (bool, error)
	// KnownTags are those of the ids that exist.
	KnownTags(ctx context.Context, ids []string) ([]string, error)
	// Customer is a customer's name and level; a NotFound fault when there is none.
	Customer(ctx context.Context, id string) (Customer, error)
	// Channel is what a new conversation copies of its channel; a NotFound fault when there is none.
	Channel(ctx context.Context, id string) (Channel, error)
}

// Workspace answers what a workspace has set and counts its conversations.
type Workspace interface {
	Settings(ctx context.Context) (Settings, error)
	// NextNumber takes the next number of a conversation, inside the running unit.
	NextNumber(ctx context.Context) (int64, error)
	Queues
}

// CountRows keeps the counts beside the views.
type CountRows interface {
	// Bump adds to the counts; a count that does not exist starts at 0.
	Bump(ctx context.Context, deltas []Delta) error
	// Tally reads the counts that a scope needs.
	Tally(ctx context.Context, userID string, teams []string, all bool) (Tally, error)
	// Recount makes the counts of the workspace anew from the conversations; the counter must have caught up.
	Recount(ctx context.Context) error
}

// Person is somebody who answers, as others see them.
type Person struct {
	ID     string
	Name   string // in the desk
	Alias  string // towards customers; the name when empty
	Avatar string // address of the picture, may be empty
	Active bool
}

// Public is the name that customers see.
func (p Person) Public() string {
	if p.Alias != "" {
		return p.Alias
	}
	return p.Name
}

// Customer is what a conversation copies of its customer.
type Customer struct {
	ID    string
	Name  string
	Level string
}

// Channel is what a new conversation copies of its channel.
type Channel struct {
	ID     string
	Kind   string // such as "webchat"
	TeamID string // that its conversations begin with

	Feedback Feedback
}
