package conversation

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/unit"
)

// File is what is known about an uploaded file. It belongs to nobody but its owner until an entry carries it.
type File struct {
	ID             string    `json:"id"`
	ConversationID string    `json:"conversationId,omitempty"`
	OwnerKind      string    `json:"-"`
	OwnerID        string    `json:"-"`
	Internal       bool      `json:"-"` // carried by notes only; never shown to the visitor
	Name           string    `json:"name"`
	Size           int64     `json:"size"`
	Mime           string    `json:"mime"`
	Width          int       `json:"width,omitempty"`
	Height         int       `json:"height,omitempty"`
	Thumbnail      bool      `json:"-"`
	Withdrawn      bool      `json:"-"` // carried only by what was recalled
	CreatedAt      time.Time `json:"createdAt"`
}

// FileType is what an Inspector found in a file.
type FileType struct {
	Mime   string
	Width  int
	Height int
}

// Attachment is the file as an entry carries it.
func (f File) Attachment() Attachment {
	return Attachment{FileID: f.ID, Name: f.Name, Size: f.Size, Mime: f.Mime, Width: f.Width, Height: f.Height}
}

// Inline reports whether a browser may show the file in place: only pictures that cannot hold scripts.
func (f File) Inline() bool {
	switch f.Mime {
	case "image/png", "image/jpeg", "image/gif", "image/webp":
		return true
	default:
		return false
	}
}

const (
	maxFileName    = 200
	headLength     = 64 << 10 // enough for every picture header that matters
	thumbnailSide  = 480
	unusedFileLife = 24 * time.Hour
	// JobPurgeFile is the kind of the job that removes an upload which no entry carries.
	JobPurgeFile = "conversation.purge_file"
)

func (f File) key(tenant string) string          { return tenant + "/" + f.ID }
func (f File) thumbnailKey(tenant string) string { return tenant + "/" + f.ID + ".thumbnail" }

// attach gives the files to the conversation and describes them for the entry.
func (s *Service) attach(ctx context.Context, a actor.Actor, conversationID string, ids []string, internal bool) ([]Attachment, error) {
	files, err := s.usable(ctx, a, conversationID, ids)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		if f.ConversationID == conversationID && !f.Withdrawn && (f.Internal == internal || internal) {
			continue // shown to the visitor once means shown to the visitor
		}
		if err := s.files.AttachFile(ctx, f.ID, conversationID, internal); err != nil {
			return nil, err
		}
		if f.ConversationID == "" {
			if err := unit.Cancel(ctx, a.Tenant, JobPurgeFile, f.ID); err != nil {
				return nil, err
			}
		}
	}
	return attachments(files), nil
}

// usable are the files, in the order asked for, if the actor may put all of them into the conversation: own ones that
// belong nowhere yet, and those of the conversation itself.
func (s *Service) usable(ctx context.Context, a actor.Actor, conversationID string, ids []string) ([]File, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := s.files.Files(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := make([]File, 0, len(ids))
	for _, want := range ids {
		i := slices.IndexFunc(found, func(f File) bool { return f.ID == want })
		if i < 0 || !usableBy(a, found[i], conversationID) {
			return nil, fault.ErrUnknownItem.On("attachments")
		}
		out = append(out, found[i])
	}
	return out, nil
}

func usableBy(a actor.Actor, f File, conversationID string) bool {
	if f.ConversationID == "" {
		return ownFile(a, f)
	}
	if f.Withdrawn && !ownFile(a, f) {
		return false
	}
	return f.ConversationID == conversationID && (a.Kind != actor.Visitor || !f.Internal)
}

func ownFile(a actor.Actor, f File) bool { return f.OwnerKind == ownerKind(a) && f.OwnerID == a.ID }

// ownerKind makes a person and their tokens one owner.
func ownerKind(a actor.Actor) string {
	if a.Kind == actor.Token {
		return string(actor.User)
	}
	return string(a.Kind)
}

func attachments(files []File) []Attachment {
	var out []Attachment
	for _, f := range files {
		out = append(out, f.Attachment())
	}
	return out
}

// Files takes uploads and gives them back to those who may see them.
type Files struct {
	service *Service
	runner  unit.Runner
	clock   clock.Clock
	rows    FileRows
	blobs   Blobs
	look    Inspector
	maxSize int64
}

// NewFiles makes it; maxSize is the largest file in bytes.
func NewFiles(s *Service, b Blobs, i Inspector, maxSize int64) *Files {
	return &Files{service: s, runner: s.runner, clock: s.clock, rows: s.files, blobs: b, look: i, maxSize: maxSize}
}

// MaxSize is the largest file in bytes.
func (f *Files) MaxSize() int64 { return f.maxSize }

// Upload keeps a file of somebody who answers or of a visitor.
func (f *Files) Upload(ctx context.Context, name string, r io.Reader) (File, error) {
	a, err := f.uploader(ctx)
	if err != nil {
		return File{}, err
	}
	name = fileName(name)
	var c fault.Checker
	c.Text("name", name, 1, maxFileName)
	if err := c.Err(); err != nil {
		return File{}, err
	}
	head := make([]byte, headLength)
	n, err := io.ReadFull(r, head)
	if n == 0 {
		return File{}, ErrFileEmpty.On("file")
	}
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return File{}, fault.ErrMalformed.Wrap(err)
	}
	kind, err := f.look.Inspect(name, head[:n])
	if err != nil {
		return File{}, err
	}
	now := f.clock.Now()
	file := File{
		ID: id.At("fil", now), OwnerKind: ownerKind(a), OwnerID: a.ID, Name: name,
		Mime: kind.Mime, Width: kind.Width, Height: kind.Height, CreatedAt: now,
	}
	counted := &counter{r: io.MultiReader(bytes.NewReader(head[:n]), r), max: f.maxSize}
	if file.Size, err = f.blobs.Put(ctx, file.key(a.Tenant), counted); err != nil {
		return File{}, f.abandon(ctx, a, file, counted, err)
	}
	err = f.runner.Do(ctx, func(ctx context.Context) error {
		if err := f.rows.InsertFile(ctx, file); err != nil {
			return err
		}
		return unit.Schedule(ctx, unit.Job{Tenant: a.Tenant, Kind: JobPurgeFile, Subject: file.ID, RunAt: now.Add(unusedFileLife)})
	})
	if err != nil {
		return File{}, f.abandon(ctx, a, file, counted, err)
	}
	return file, nil
}

// abandon removes what was written of a file that is not kept, and says why.
func (f *Files) abandon(ctx context.Context, a actor.Actor, file File, c *counter, cause error) error {
	_ = f.blobs.Delete(context.WithoutCancel(ctx), file.key(a.Tenant)) // what stays behind is unreachable
	if c.tooLarge {
		return ErrFileTooLarge.With("max", f.maxSize>>20)
	}
	return cause
}

func (f *Files) uploader(ctx context.Context) (actor.Actor, error) {
	a, err := actor.Of(ctx)
	if err != nil || a.Kind == actor.Visitor {
		return a, err
	}
	if a.Can(PermReply) == actor.None && a.Can(PermNote) == actor.None {
		return a, fault.ErrDenied.With("permission", string(PermReply))
	}
	return a, nil
}

// counter stops a stream that is larger than allowed.
type counter struct {
	r        io.Reader
	n, max   int64
	tooLarge bool
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	if c.n > c.max {
		c.tooLarge = true
		return 0, ErrFileTooLarge.New()
	}
	return n, err
}

// fileName keeps the last part of a path and drops what would confuse a header or a file system.
func fileName(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	if !utf8.ValidString(name) {
		return name // refused by the check that follows
	}
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, name)
	return strings.TrimSpace(name)
}

// Open gives a file to read, if the actor may see it. The caller closes it.
func (f *Files) Open(ctx context.Context, fileID string) (File, io.ReadCloser, error) {
	a, file, err := f.find(ctx, fileID)
	if err != nil {
		return File{}, nil, err
	}
	r, err := f.blobs.Get(ctx, file.key(a.Tenant))
	return file, r, err
}

// Thumbnail gives the small picture of a picture; it is made when first asked for. The caller closes it.
func (f *Files) Thumbnail(ctx context.Context, fileID string) (File, io.ReadCloser, error) {
	a, file, err := f.find(ctx, fileID)
	if err != nil {
		return File{}, nil, err
	}
	if !file.Inline() || file.Width == 0 {
		return File{}, nil, ErrNoThumbnail.New()
	}
	if file.Thumbnail {
		r, err := f.blobs.Get(ctx, file.thumbnailKey(a.Tenant))
		return file, r, err
	}
	original, err := f.blobs.Get(ctx, file.key(a.Tenant))
	if err != nil {
		return File{}, nil, err
	}
	defer original.Close() //nolint:errcheck // only read
	small, err := f.look.Thumbnail(ctx, original, thumbnailSide)
	if err != nil {
		return File{}, nil, ErrNoThumbnail.Wrap(err)
	}
	if _, err := f.blobs.Put(ctx, file.thumbnailKey(a.Tenant), bytes.NewReader(small)); err != nil {
		return File{}, nil, err
	}
	err = f.runner.Do(ctx, func(ctx context.Context) error { return f.rows.MarkThumbnail(ctx, file.ID) })
	return file, io.NopCloser(bytes.NewReader(small)), err
}

// find is the file if the actor may see it: its owner while it belongs nowhere, afterwards whoever may read the
// conversation, and of visitors only the conversation's own, who never see files of notes.
func (f *Files) find(ctx context.Context, fileID string) (actor.Actor, File, error) {
	a, err := actor.Of(ctx)
	if err != nil {
		return a, File{}, err
	}
	found, err := f.rows.Files(ctx, []string{fileID})
	if err != nil {
		return a, File{}, err
	}
	if len(found) == 0 {
		return a, File{}, ErrFileNotFound.New()
	}
	file := found[0]
	switch {
	case file.ConversationID == "":
		if !ownFile(a, file) {
			return a, File{}, ErrFileNotFound.New()
		}
	case a.Kind == actor.Visitor:
		c, err := f.service.rows.Get(ctx, file.ConversationID)
		if err != nil {
			return a, File{}, err
		}
		if file.Internal || file.Withdrawn || owned(a.OnBehalfOf, c) != nil {
			return a, File{}, ErrFileNotFound.New()
		}
	default:
		if err := f.service.mayRead(ctx, file); err != nil {
			return a, File{}, hideConversation(err)
		}
		if file.Withdrawn && !ownFile(a, file) && a.Can(PermHistory) == actor.None {
			return a, File{}, ErrFileNotFound.New()
		}
	}
	return a, file, nil
}

// mayRead asks for the right to read the conversation of the file, or the one that was split off with it.
func (s *Service) mayRead(ctx context.Context, file File) error {
	_, denied := s.Get(ctx, file.ConversationID)
	if !fault.Has(denied, ErrNotFound) {
		return denied
	}
	taker, err := s.splits.Taker(ctx, file.ConversationID, file.ID)
	if err != nil || taker == "" {
		return cmp.Or(err, denied)
	}
	_, err = s.Get(ctx, taker)
	return err
}

func hideConversation(err error) error {
	if fault.Has(err, ErrNotFound) {
		return ErrFileNotFound.New()
	}
	return err
}

// Discard lets an upload of the actor go that nothing carries: one that was replaced before it was sent.
func (f *Files) Discard(ctx context.Context, fileID string) error {
	if _, err := actor.Require(ctx, PermReply); err != nil {
		return err
	}
	a, file, err := f.find(ctx, fileID)
	if err != nil {
		return err
	}
	if file.ConversationID != "" {
		return ErrFileUsed.New()
	}
	return f.runner.Do(ctx, func(ctx context.Context) error {
		return unit.Schedule(ctx, unit.Job{Tenant: a.Tenant, Kind: JobPurgeFile, Subject: file.ID, RunAt: f.clock.Now()})
	})
}

// Purge handles the job that removes an upload which no entry carries.
func (f *Files) Purge(ctx context.Context, j unit.Job) error {
	found, err := f.rows.Files(ctx, []string{j.Subject})
	if err != nil || len(found) == 0 || found[0].ConversationID != "" {
		return err
	}
	err = f.runner.Do(ctx, func(ctx context.Context) error { return f.rows.DeleteFile(ctx, j.Subject) })
	if err != nil {
		return err
	}
	if found[0].Thumbnail {
		if err := f.blobs.Delete(ctx, found[0].thumbnailKey(j.Tenant)); err != nil {
			return err
		}
	}
	return f.blobs.Delete(ctx, found[0].key(j.Tenant))
}
