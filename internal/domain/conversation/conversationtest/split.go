package conversationtest

import (
	"context"
	"slices"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
)

// Point implements conversation.Splits.
func (m *Memory) Point(ctx context.Context, conversationID string, seqs []int64, from, to string) error {
	return write(ctx, m, func(tenant string, t *tables) error {
		k := [2]string{tenant, conversationID}
		t.entries[k] = slices.Clone(t.entries[k])
		for i, e := range t.entries[k] {
			if e.MovedTo == from && slices.Contains(seqs, e.Seq) {
				t.entries[k][i].MovedTo = to
			}
		}
		return nil
	})
}

// Taken implements conversation.Splits.
func (m *Memory) Taken(ctx context.Context, conversationID, to string, r conversation.Range) ([]conversation.Entry, error) {
	limit := r.Limit
	r.Limit = 1 << 30
	all, err := m.Page(ctx, conversationID, r)
	all = slices.DeleteFunc(all, func(e conversation.Entry) bool { return e.MovedTo != to })
	if r.After != 0 {
		return all[:min(len(all), limit)], err
	}
	return all[max(0, len(all)-limit):], err
}

// Taker implements conversation.Splits.
func (m *Memory) Taker(ctx context.Context, conversationID, fileID string) (string, error) {
	return on(ctx, m, func(tenant string, t *tables) (string, error) {
		for _, e := range t.entries[[2]string{tenant, conversationID}] {
			if e.MovedTo != "" && slices.ContainsFunc(e.Attachments, func(a conversation.Attachment) bool { return a.FileID == fileID }) {
				return e.MovedTo, nil
			}
		}
		return "", nil
	})
}

// talk is a conversation of four messages of which the last two, with a file, are about something else: entries 2, 3, 5, 6.
func (w *World) talk(t *testing.T) (id, file string) {
	t.Helper()
	ann, system := As(t.Context(), Ann, actor.All), AsSystem(t.Context())
	f := conversation.File{ID: "fil_split", OwnerKind: "system", OwnerID: "system", Name: "a.png", CreatedAt: Start}
	check.NoError(t, w.Runner.Do(system, func(ctx context.Context) error { return w.Stores.InsertFile(ctx, f) }))
	id = w.receive(t, Says(Customer, "a", "where is my parcel")).Conversation.ID
	check.Must(w.Service.Assign(ann, id, conversation.Assignment{Assignee: Ptr(Ann), Team: Ptr(Sales)}))(t) // entry 3
	check.Must(w.Service.Post(ann, id, conversation.Text{ClientID: "r", Body: "on its way"}))(t)            // entry 4
	check.Must(w.Service.Invite(ann, id, Bob))(t)                                                           // entry 5
	check.Must(w.Service.Tag(ann, id, []string{TagVIP}))(t)                                                 // entry 6
	w.Clock.Pass(time.Minute)
	w.receive(t, Says(Customer, "b", "and the invoice is wrong")) // entry 7
	w.Clock.Pass(time.Minute)
	in := Says(Customer, "c", "see here")
	in.FileIDs = []string{f.ID}
	w.receive(t, in) // entry 8
	return id, f.ID
}

// splitting: what leaves begins a new conversation, nothing moves and nothing is lost; a merge takes it back.
func splitting(t *testing.T, w *World) {
	ann, cem := As(t.Context(), Ann, actor.All), As(t.Context(), Cem, actor.Teams, Support)
	one, file := w.talk(t)
	was := check.Must(w.Stores.Get(ann, one))(t)
	check.Equal(t, check.Must(w.Stores.Taker(ann, one, file))(t), "")
	_, err := w.Service.Split(cem, one, conversation.Split{Seqs: []int64{7}})
	check.Fault(t, err, conversation.ErrNotFound)
	done := check.Must(w.Service.Split(ann, one, conversation.Split{Seqs: []int64{8, 7, 7}, Subject: "Invoice", AssigneeID: Ptr(Cem), TeamID: Ptr(Support)}))(t)
	old, made := done.Source.Conversation, done.Target.Conversation
	check.Equal(t, []conversation.Conversation{old, made}, []conversation.Conversation{check.Must(w.Stores.Get(ann, one))(t), check.Must(w.Stores.Get(ann, made.ID))(t)})
	check.Equal(t, []any{made.CustomerID, made.ChannelID, made.Subject, made.TeamID, made.AssigneeID, made.TagIDs, made.ParticipantIDs, made.SplitFrom, made.Status},
		[]any{Customer.ID, Webchat, "Invoice", Support, Cem, []string{TagVIP}, []string{Bob}, one, conversation.Open})
	check.Equal(t, []any{made.Unread, made.WaitingSince, made.LastMessagePreview, made.FirstReplyAt.IsZero(), made.Seq, made.PublicSeq},
		[]any{2, was.WaitingSince, "see here", true, int64(2), int64(2)})
	check.Equal(t, []any{old.Unread, old.WaitingSince.IsZero(), old.LastMessagePreview, old.PublicSeq, old.Seq}, []any{0, true, "on its way", was.PublicSeq, was.Seq + 1})

	taken := check.Must(w.Service.Taken(cem, made.ID, conversation.Range{}))(t)
	check.Equal(t, bodies(taken), []string{"and the invoice is wrong", "see here"})
	check.Equal(t, bodies(check.Must(w.Service.Taken(cem, made.ID, conversation.Range{Before: 8, Limit: 1}))(t)), []string{"and the invoice is wrong"})
	_, err = w.Service.Timeline(cem, one, conversation.Range{})
	check.Fault(t, err, conversation.ErrNotFound)                          // the right to read the one does not reach the other
	check.Equal(t, check.Must(w.Stores.Taker(ann, one, file))(t), made.ID) // who reads the new one opens its files
	w.seesTwo(t, one, made.ID)

	// Merged back, the messages stand in their place again; and apart once more they are gone from it.
	check.Must(w.Service.Resolve(ann, one, "", nil))(t)
	check.Must(w.Service.Merge(ann, made.ID, one))(t) // nothing was said: also where the first one has ended
	back := check.Must(w.Stores.Get(ann, one))(t)
	check.Equal(t, []any{back.Status, back.WaitingSince.IsZero(), back.LastMessagePreview}, []any{conversation.Resolved, true, "see here"})
	check.Equal(t, w.moved(t, one), "")
	check.Must(w.Service.Unmerge(ann, made.ID))(t)
	check.Equal(t, w.moved(t, one), made.ID)
	check.Equal(t, len(check.Must(w.Service.Taken(cem, made.ID, conversation.Range{}))(t)), 2)
}

func bodies(list []conversation.Entry) (out []string) {
	for _, e := range list {
		out = append(out, e.Body)
	}
	return out
}

// moved is where the last message of the customer points.
func (w *World) moved(t *testing.T, id string) string {
	t.Helper()
	return check.Must(w.Stores.Page(AsSystem(t.Context()), id, conversation.Range{After: 7, Limit: 1}))(t)[0].MovedTo
}

// seesTwo: the customer misses nothing and sees nothing twice, and what is written next goes where it was meant to go.
func (w *World) seesTwo(t *testing.T, one, made string) {
	t.Helper()
	visitor := AsVisitor(t.Context(), Customer.ID)
	_, list, err := w.Service.VisitorEntries(visitor, one, conversation.Range{After: conversation.FromStart})
	check.NoError(t, err)
	for i, e := range list {
		check.Equal(t, e.Seq, int64(i+1))
	}
	check.Equal(t, []any{len(list), list[len(list)-1].Body}, []any{6, "see here"})
	_, fresh, err := w.Service.VisitorEntries(visitor, made, conversation.Range{After: conversation.FromStart})
	check.NoError(t, err)
	check.Equal(t, []any{fresh[0].Activity, fresh[1].Activity, len(fresh)}, []any{conversation.WasOpened, conversation.WasAssigned, 2})
	check.Equal(t, check.Must(w.Stores.Current(visitor, Customer.ID, Webchat))(t).ID, made) // it took the last message
}

// splittingRefused: what cannot leave, and a file that is read by whoever reads where it went.
func splittingRefused(t *testing.T, w *World) {
	ann := As(t.Context(), Ann, actor.All)
	one, _ := w.talk(t)
	_, err := w.Service.Split(ann, one, conversation.Split{})
	check.FieldFault(t, err, "seqs", fault.ErrRequired)
	for seqs, want := range map[*[]int64]*fault.Def{
		{3}: conversation.ErrSplitEntry, {99}: fault.ErrUnknownItem, {2, 4, 7, 8}: conversation.ErrSplitAll,
	} {
		_, err := w.Service.Split(ann, one, conversation.Split{Seqs: *seqs})
		check.Fault(t, err, want)
	}
	// An older one leaves: the next message still goes to the first, and the clock counts on there.
	was := check.Must(w.Stores.Get(ann, one))(t)
	done := check.Must(w.Service.Split(ann, one, conversation.Split{Seqs: []int64{7}}))(t)
	check.Equal(t, []any{done.Target.Conversation.WaitingSince, done.Source.Conversation.WaitingSince, done.Source.Conversation.Unread}, []any{was.WaitingSince, was.WaitingSince.Add(time.Minute), 1})
	check.Equal(t, w.receive(t, Says(Customer, "d", "hello?")).Conversation.ID, one)
	_, err = w.Service.Split(ann, one, conversation.Split{Seqs: []int64{7}})
	check.Fault(t, err, conversation.ErrSplitEntry) // it left already
	w.Clock.Pass(time.Minute)
	chosen := Says(Customer, "e", "the invoice")
	chosen.ConversationID = done.Target.Conversation.ID
	check.Equal(t, w.receive(t, chosen).Conversation.ID, chosen.ConversationID) // the customer chose it
	check.Must(w.Service.Resolve(ann, one, "", nil))(t)
	_, err = w.Service.Merge(ann, chosen.ConversationID, one)
	check.Fault(t, err, conversation.ErrResolved) // something was said since
}
