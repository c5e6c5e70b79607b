package conversationtest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
)

func seenMarks(t *testing.T, w *World) {
	c := w.receive(t, Says(Customer, "1", "one")).Conversation // entries 1 and 2
	for i := range 3 {
		c = w.receive(t, Says(Customer, fmt.Sprint("m", i), "more")).Conversation // 3, 4, 5
	}
	ctx := As(t.Context(), Bob, actor.All)
	check.Equal(t, c.Unread, 4)
	got := check.Must(w.Service.MarkSeen(ctx, c.ID, 3))(t).Conversation
	check.Equal(t, []int64{got.AgentSeenSeq, got.AgentSeenPublic, int64(got.Unread)}, []int64{3, 3, 2})
	got = check.Must(w.Service.MarkSeen(ctx, c.ID, 2))(t).Conversation
	check.Equal(t, got.AgentSeenSeq, int64(3))
	got = check.Must(w.Service.MarkSeen(ctx, c.ID, 99))(t).Conversation
	check.Equal(t, []int64{got.AgentSeenSeq, got.AgentSeenPublic, int64(got.Unread)}, []int64{5, 5, 0})
	check.Equal(t, check.Must(w.Stores.Get(ctx, c.ID))(t), got)
}

func drafts(t *testing.T, w *World) {
	c := w.receive(t, Says(Customer, "1", "one")).Conversation
	bob, ann := As(t.Context(), Bob, actor.All), As(t.Context(), Ann, actor.All)
	check.Must(w.Service.SaveDraft(bob, c.ID, conversation.Message, conversation.Text{Body: "first"}))(t)
	check.Must(w.Service.SaveDraft(bob, c.ID, conversation.Message, conversation.Text{Body: "second"}))(t)
	note := check.Must(w.Service.SaveDraft(bob, c.ID, conversation.Note, conversation.Text{Body: "psst", Mentions: []string{Ann}}))(t)
	found := check.Must(w.Service.MyDrafts(bob, c.ID))(t)
	check.Equal(t, len(found), 2)
	check.Equal(t, found[0].Body, "second")
	check.Equal(t, found[1], note)
	check.Equal(t, len(check.Must(w.Service.MyDrafts(ann, c.ID))(t)), 0)
	list := func(ctx context.Context) bool {
		return check.Must(w.Service.List(ctx, conversation.Query{}))(t).Items[0].HasDraft
	}
	check.Equal(t, []bool{list(bob), list(ann)}, []bool{true, false})
	check.Must(w.Service.Post(bob, c.ID, conversation.Text{ClientID: "p", Body: "second"}))(t)
	check.NoError(t, w.Service.DropDraft(bob, c.ID, conversation.Note))
	check.Equal(t, len(check.Must(w.Service.MyDrafts(bob, c.ID))(t)), 0)
	check.Equal(t, list(bob), false)
}

func ratings(t *testing.T, w *World) {
	c := w.receive(t, Says(Customer, "1", "one")).Conversation
	agent, visitor := As(t.Context(), Bob, actor.All), AsVisitor(t.Context(), Customer.ID)
	_, err := w.Service.Rate(visitor, c.ID, conversation.Verdict{Score: 5})
	check.Fault(t, err, conversation.ErrNotResolved)
	check.Must(w.Service.Post(agent, c.ID, conversation.Text{ClientID: "p", Body: "done"}))(t)
	check.Must(w.Service.Resolve(agent, c.ID, "", nil))(t)
	check.Equal(t, check.Must(w.Service.Rate(visitor, c.ID, conversation.Verdict{Score: 5, Comment: "great"}))(t).Rating, 5)
	check.Must(w.Service.Rate(visitor, c.ID, conversation.Verdict{Score: 2, Comment: "not so great", Solved: conversation.SolvedNo, Reasons: []string{"slow"}}))(t)
	r, ok, err := w.Service.RatingOf(agent, c.ID)
	check.NoError(t, err)
	check.Equal(t, ok, true)
	check.Equal(t, r, conversation.Rating{
		ConversationID: c.ID, Resolution: 1, Score: 2, Comment: "not so great", Solved: conversation.SolvedNo, Reasons: []conversation.RatingReason{Slow},
		UserID: Bob, CreatedAt: Start, UpdatedAt: Start, FollowUp: conversation.FollowUp{State: conversation.FollowOpen},
	})
	w.Clock.Pass(25 * time.Hour)
	_, err = w.Service.Rate(visitor, c.ID, conversation.Verdict{Score: 5})
	check.Fault(t, err, conversation.ErrRatingClosed)
	check.Must(w.Service.Reopen(agent, c.ID))(t)
	check.Must(w.Service.Resolve(agent, c.ID, "", nil))(t)
	_, err = w.Service.Rate(visitor, c.ID, conversation.Verdict{Score: 4}) // once for a conversation
	check.Fault(t, err, conversation.ErrRatingClosed)
	_, err = w.Service.Rate(AsVisitor(t.Context(), Other.ID), c.ID, conversation.Verdict{Score: 1})
	check.Fault(t, err, conversation.ErrNotFound)
}

// Blobs keeps bytes in memory.
type Blobs struct {
	mu   sync.Mutex
	Kept map[string][]byte
}

// Put implements conversation.Blobs.
func (b *Blobs) Put(_ context.Context, key string, r io.Reader) (int64, error) {
	raw, err := io.ReadAll(r)
	if err != nil {
		return 0, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.Kept == nil {
		b.Kept = map[string][]byte{}
	}
	b.Kept[key] = raw
	return int64(len(raw)), nil
}

// Get implements conversation.Blobs.
func (b *Blobs) Get(_ context.Context, key string) (io.ReadCloser, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	raw, ok := b.Kept[key]
	if !ok {
		return nil, fault.ErrNotFound.New()
	}
	return io.NopCloser(bytes.NewReader(raw)), nil
}

// Delete implements conversation.Blobs.
func (b *Blobs) Delete(_ context.Context, key string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.Kept, key)
	return nil
}

// Inspector believes the name of a file.
type Inspector struct{}

// Inspect implements conversation.Inspector.
func (Inspector) Inspect(name string, _ []byte) (conversation.FileType, error) {
	if strings.HasSuffix(name, ".png") {
		return conversation.FileType{Mime: "image/png", Width: 640, Height: 480}, nil
	}
	return conversation.FileType{Mime: "text/plain"}, nil
}

// Thumbnail implements conversation.Inspector.
func (Inspector) Thumbnail(_ context.Context, r io.Reader, _ int) ([]byte, error) {
	raw, err := io.ReadAll(r)
	return append([]byte("small "), raw...), err
}

// MaxFile is the largest file of the test's Files.
const MaxFile = 1 << 20

// Files makes the service of files over this world.
func (w *World) Files(b conversation.Blobs) *conversation.Files {
	return conversation.NewFiles(w.Service, b, Inspector{}, MaxFile)
}

func (w *World) upload(t *testing.T, ctx context.Context, name string) conversation.File {
	t.Helper()
	return check.Must(w.Files(&Blobs{}).Upload(ctx, name, strings.NewReader("content")))(t)
}

func files(t *testing.T, w *World) {
	ann := As(t.Context(), Ann, actor.All)
	first := w.receive(t, Says(Customer, "1", "one")).Conversation
	second := w.receive(t, Says(Other, "1", "one")).Conversation
	f := w.upload(t, ann, "pic.png")
	found := check.Must(w.Stores.Files(ann, []string{f.ID}))(t)
	check.Equal(t, found, []conversation.File{f})
	attach := func(cnv string) error {
		return w.Runner.Do(ann, func(ctx context.Context) error { return w.Stores.AttachFile(ctx, f.ID, cnv, true) })
	}
	check.NoError(t, attach(first.ID))
	check.NoError(t, attach(first.ID))
	check.Fault(t, attach(second.ID), conversation.ErrFileUsed)
	remove := w.Runner.Do(ann, func(ctx context.Context) error { return w.Stores.DeleteFile(ctx, f.ID) })
	check.Fault(t, remove, conversation.ErrFileUsed)
	check.NoError(t, w.Runner.Do(ann, func(ctx context.Context) error { return w.Stores.MarkThumbnail(ctx, f.ID) }))
	f.ConversationID, f.Internal, f.Thumbnail = first.ID, true, true
	check.Equal(t, check.Must(w.Stores.Files(ann, []string{f.ID}))(t), []conversation.File{f})
	free := w.upload(t, ann, "a.txt")
	check.NoError(t, w.Runner.Do(ann, func(ctx context.Context) error { return w.Stores.DeleteFile(ctx, free.ID) }))
	check.Equal(t, len(check.Must(w.Stores.Files(ann, []string{free.ID}))(t)), 0)
}

func customers(t *testing.T, w *World) {
	ctx := AsSystem(t.Context())
	first := w.receive(t, Says(Customer, "1", "one")).Conversation
	second := w.receive(t, Says(Other, "1", "one")).Conversation
	check.NoError(t, w.Service.CustomerRenamed(ctx, conversation.Customer{ID: Customer.ID, Name: "New", Level: "gold"}))
	got := check.Must(w.Stores.Get(ctx, first.ID))(t)
	check.Equal(t, []string{got.CustomerName, got.CustomerLevel}, []string{"New", "gold"})
	check.Equal(t, check.Must(w.Stores.Get(ctx, second.ID))(t), second)
	check.NoError(t, w.Service.CustomerMerged(ctx, Customer.ID, Other))
	got = check.Must(w.Stores.Get(ctx, first.ID))(t)
	check.Equal(t, []string{got.CustomerID, got.CustomerName}, []string{Other.ID, Other.Name})
	check.Equal(t, check.Must(w.Stores.Current(ctx, Other.ID, Webchat))(t).ID, second.ID)
	_, err := w.Stores.Current(ctx, Customer.ID, Webchat)
	check.Fault(t, err, conversation.ErrNotFound)
	p := check.Must(w.Stores.OfCustomer(ctx, conversation.CustomerQuery{CustomerID: Other.ID, Scope: scopeAll}))(t)
	check.Equal(t, len(p.Items), 2)
}

func past(t *testing.T, w *World) {
	system := AsSystem(t.Context())
	bob := actor.Actor{Tenant: Tenant, Kind: actor.User, ID: Bob}
	visitor := actor.Actor{Tenant: Tenant, Kind: actor.Visitor, ID: "vis_1"}
	at := func(minute int) time.Time { return Start.Add(time.Duration(minute)*time.Minute - 240*time.Hour) }
	do := func(fn func(*conversation.Turn)) func(*conversation.Turn) error {
		return func(t *conversation.Turn) error { fn(t); return nil }
	}
	story := conversation.Past{
		Customer: Customer, ChannelID: Webchat, TeamID: Sales, Said: conversation.Verdict{Comment: "fine"},
		Acts: []conversation.Act{
			{By: visitor, At: at(0), Do: do(func(t *conversation.Turn) { t.Speak(conversation.Entry{Body: "hello"}) })},
			{By: bob, At: at(2), Do: do(func(t *conversation.Turn) { t.Reply(conversation.Entry{Body: "hi"}, true) })},
			{By: bob, At: at(5), Do: do(func(t *conversation.Turn) { t.Resolve("") })},
			{By: visitor, At: at(6), Do: do(func(t *conversation.Turn) { t.Rate(4) })},
		},
	}
	first := check.Must(w.Service.Import(system, story))(t)
	second := check.Must(w.Service.Import(system, story))(t)
	check.Equal(t, check.Must(w.Stores.Get(system, first.ID))(t), first)
	check.Equal(t, check.Must(w.Stores.Current(system, Customer.ID, Webchat))(t), second)
	check.Equal(t, []any{first.CreatedAt, first.FirstReplyAt, first.ResolvedAt, first.AssigneeID}, []any{at(0), at(2), at(5), Bob})
	gapless(t, w, first.ID, 6, 6)
	r, _, err := w.Stores.Rating(system, first.ID, 1)
	check.NoError(t, err)
	check.Equal(t, []any{r.Score, r.Comment, r.UserID}, []any{4, "fine", Bob})
	noted := story
	noted.Acts = append(noted.Acts[:1:1], conversation.Act{By: bob, At: at(1), Do: do(func(t *conversation.Turn) {
		t.Note(conversation.Entry{Body: "look", Mentions: []string{Cem}})
	})})
	mentioned := check.Must(w.Service.Import(system, noted))(t)
	check.Equal(t, check.Must(w.Stores.Mentioned(system, mentioned.ID, Cem))(t), true)
	_, err = w.Service.Import(As(t.Context(), Ann, actor.All), story)
	check.Fault(t, err, fault.ErrDenied)

	check.Fault(t, w.Service.Clear(As(t.Context(), Ann, actor.All)), fault.ErrDenied)
	elsewhere := actor.With(t.Context(), actor.SystemFor("wsp_elsewhere"))
	check.NoError(t, w.Service.Clear(elsewhere))
	check.Equal(t, check.Must(w.Stores.Get(system, first.ID))(t), first)
	check.NoError(t, w.Service.Clear(system))
	_, err = w.Stores.Get(system, first.ID)
	check.Fault(t, err, conversation.ErrNotFound)
}
