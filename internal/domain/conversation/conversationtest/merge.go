package conversationtest

import (
	"cmp"
	"context"
	"slices"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
)

// MergedInto implements conversation.Merges.
func (m *Memory) MergedInto(ctx context.Context, id string) ([]conversation.Conversation, error) {
	return on(ctx, m, func(tenant string, t *tables) (out []conversation.Conversation, err error) {
		for k, c := range t.rows {
			if k[0] == tenant && id != "" && c.MergedInto == id {
				out = append(out, c)
			}
		}
		slices.SortFunc(out, func(a, b conversation.Conversation) int { return cmp.Compare(a.ID, b.ID) })
		return out, nil
	})
}

// Redirect implements conversation.Merges.
func (m *Memory) Redirect(ctx context.Context, customerID, channelID, from, to string) error {
	return write(ctx, m, func(tenant string, t *tables) error {
		if k := [3]string{tenant, customerID, channelID}; t.current[k] == from {
			t.current[k] = to
		}
		return nil
	})
}

// Two are two open conversations of the same customer and channel, the second one the current one.
func (w *World) Two(t *testing.T) (first, second string) {
	t.Helper()
	first = w.receive(t, Says(Customer, "a", "one")).Conversation.ID
	ann := As(t.Context(), Ann, actor.All)
	check.Must(w.Service.Resolve(ann, first, "", nil))(t)
	w.Clock.Pass(time.Minute)
	in := Says(Customer, "b", "two")
	in.New = true
	second = w.receive(t, in).Conversation.ID
	check.Must(w.Service.Reopen(ann, first))(t)
	w.Clock.Pass(time.Minute)
	return first, second
}

// merging: all of one conversation goes on in the other, and an unmerge gives everything back.
func merging(t *testing.T, w *World) {
	ann, visitor := As(t.Context(), Ann, actor.All), AsVisitor(t.Context(), Customer.ID)
	dst, src := w.Two(t)
	get := func(id string) conversation.Conversation { t.Helper(); return check.Must(w.Stores.Get(ann, id))(t) }
	check.Must(w.Service.Tag(ann, src, []string{TagVIP, TagBug}))(t)
	check.Must(w.Service.Tag(ann, dst, []string{TagBug}))(t)
	check.Must(w.Service.Invite(ann, src, Bob))(t)
	check.Must(w.Service.Assign(ann, src, conversation.Assignment{Assignee: Ptr(Cem), Team: Ptr(Support)}))(t)
	check.Must(w.Service.Assign(ann, dst, conversation.Assignment{Team: Ptr(Sales)}))(t)
	check.Must(w.Service.Post(ann, dst, conversation.Text{ClientID: "r", Body: "answered"}))(t)
	w.Clock.Pass(time.Minute)
	w.receive(t, Says(Customer, "c", "three")) // goes to the second one
	check.NoError(t, w.Service.Recount(AsSystem(t.Context())))
	wasSrc, wasDst := get(src), get(dst)
	check.Equal(t, []any{wasSrc.Unread, wasDst.Unread, wasDst.WaitingSince.IsZero()}, []any{2, 0, true})

	done := check.Must(w.Service.Merge(ann, src, dst))(t)
	gone, on := get(src), get(dst)
	check.Equal(t, []conversation.Conversation{done.Source.Conversation, done.Target.Conversation}, []conversation.Conversation{gone, on})
	check.Equal(t, []any{gone.Status, gone.MergedInto, gone.AssigneeID, gone.TeamID}, []any{conversation.Merged, dst, Ann, Sales})
	check.Equal(t, []any{on.Unread, on.WaitingSince, on.LastMessagePreview, on.TagIDs, on.ParticipantIDs, on.MergedCount},
		[]any{2, wasSrc.WaitingSince, "three", slices.Sorted(slices.Values([]string{TagBug, TagVIP})), []string{Bob}, 1})

	next := w.receive(t, Says(Customer, "d", "four")).Conversation.ID // the current one has changed
	chosen := Says(Customer, "e", "five")
	chosen.ConversationID = src // a widget that has the old one open
	check.Equal(t, []string{next, w.receive(t, chosen).Conversation.ID}, []string{dst, dst})
	again := Says(Customer, "c", "three")
	again.ConversationID = src
	_, err := w.Service.Receive(AsSystem(t.Context()), again) // sent before the merge, and once more
	check.Fault(t, err, conversation.ErrRepeated)
	check.Equal(t, check.Must(w.Service.First(AsSystem(t.Context()), again))(t).Conversation.ID, src)
	again.ClientID = "d"
	check.Equal(t, check.Must(w.Service.First(AsSystem(t.Context()), again))(t).Conversation.ID, dst)

	_, err = w.Service.Post(ann, src, conversation.Text{ClientID: "x", Body: "x"})
	check.Fault(t, err, conversation.ErrMerged)
	_, err = w.Service.Merge(ann, dst, src)
	check.Fault(t, err, conversation.ErrMerged)
	ids := func(q conversation.Query) []string {
		q.Sort, q.Scope = conversation.Newest, scopeAll
		return w.walk(t, q)
	}
	check.Equal(t, ids(conversation.Query{View: conversation.ViewAll}), []string{dst})
	check.Equal(t, len(ids(conversation.Query{View: conversation.ViewResolved})), 0)
	check.Must(w.Service.Timeline(As(t.Context(), Bob, actor.Own), src, conversation.Range{}))(t) // a participant of the other reads it
	seen := check.Must(w.Service.VisitorList(visitor))(t)
	check.Equal(t, len(seen), 2)
	for _, v := range seen {
		check.Equal(t, []any{v.Status, v.CanRate}, []any{map[bool]conversation.Status{true: conversation.Open, false: conversation.Resolved}[v.ID == dst], false})
	}
	_, entries, err := w.Service.VisitorEntries(visitor, src, conversation.Range{})
	check.NoError(t, err)
	check.Equal(t, []any{entries[len(entries)-1].Activity, entries[len(entries)-1].Seq}, []any{conversation.WasResolved, gone.PublicSeq})

	check.Must(w.Service.Assign(ann, dst, conversation.Assignment{Assignee: Ptr(Cem), Team: Ptr(Support)}))(t)
	check.Equal(t, []string{get(src).AssigneeID, get(src).TeamID}, []string{Cem, Support}) // stands where the other stands

	check.Must(w.Service.Unmerge(ann, src))(t)
	back, left := get(src), get(dst)
	check.Equal(t, []any{back.Status, back.MergedInto, back.AssigneeID, back.TeamID, back.Unread, back.WaitingSince, back.TagIDs},
		[]any{conversation.Open, "", Cem, Support, 2, wasSrc.WaitingSince, wasSrc.TagIDs})
	check.Equal(t, []any{left.MergedCount, left.Unread, left.TagIDs, len(left.ParticipantIDs)}, []any{0, 2, []string{TagBug}, 0})
	check.Equal(t, w.receive(t, Says(Customer, "f", "six")).Conversation.ID, src)
	for _, one := range []string{src, dst} { // no number is missing on either side
		list := check.Must(w.Service.Timeline(ann, one, conversation.Range{After: conversation.FromStart, Limit: 200}))(t)
		public := int64(0)
		for i, e := range list {
			check.Equal(t, e.Seq, int64(i+1))
			if e.PublicSeq > 0 {
				public++
				check.Equal(t, e.PublicSeq, public)
			}
		}
		check.Equal(t, []int64{int64(len(list)), public}, []int64{get(one).Seq, get(one).PublicSeq})
	}
	_, err = w.Service.Unmerge(ann, src)
	check.Fault(t, err, conversation.ErrNotMerged)
}

// mergedElsewhere: what cannot be merged, who may not, and what an answer in between means.
func mergedElsewhere(t *testing.T, w *World) {
	ann := As(t.Context(), Ann, actor.All)
	dst, src := w.Two(t)
	other := w.receive(t, Says(Other, "a", "hello")).Conversation.ID
	for _, into := range []string{other, src} {
		_, err := w.Service.Merge(ann, src, into)
		check.Fault(t, err, conversation.ErrMergeOther)
	}
	_, err := w.Service.Merge(ann, src, id.New("cnv"))
	check.Fault(t, err, conversation.ErrNotFound)
	_, err = w.Service.Merge(As(t.Context(), Bob, actor.Own), src, dst)
	check.Fault(t, err, conversation.ErrNotFound)
	a, _ := actor.From(As(t.Context(), Bob, actor.All))
	delete(a.Grants, conversation.PermMerge)
	_, err = w.Service.Merge(actor.With(t.Context(), a), src, dst)
	check.Fault(t, err, fault.ErrDenied)
	check.Must(w.Service.Snooze(ann, dst, w.Clock.Now().Add(time.Hour)))(t)
	check.Must(w.Service.Resolve(ann, src, "", nil))(t)
	_, err = w.Service.Merge(ann, dst, src)
	check.Fault(t, err, conversation.ErrResolved)

	// One that had ended is merged without a word to the customer, and comes back ended.
	done := check.Must(w.Service.Merge(ann, src, dst))(t)
	check.Equal(t, []any{done.Target.Conversation.Status, done.Source.Entry().PublicSeq}, []any{conversation.Snoozed, int64(0)})
	check.Must(w.Service.Post(ann, dst, conversation.Text{ClientID: "r", Body: "for both"}))(t)
	back := check.Must(w.Service.Unmerge(ann, src))(t).Source.Conversation
	check.Equal(t, []any{back.Status, back.Unread, back.WaitingSince.IsZero(), back.Resolutions}, []any{conversation.Resolved, 0, true, 1})

	// A chain: the first two in the third, and everything written to any of them arrives there.
	in := Says(Other, "b", "third")
	in.Customer, in.New = Customer, true
	check.Must(w.Service.Resolve(ann, dst, "", nil))(t)
	third := w.receive(t, in).Conversation.ID
	check.Must(w.Service.Reopen(ann, dst))(t)
	check.Must(w.Service.Merge(ann, src, dst))(t)
	check.Must(w.Service.Merge(ann, dst, third))(t)
	late := Says(Customer, "late", "to the first")
	late.ConversationID = src
	check.Equal(t, w.receive(t, late).Conversation.ID, third)
	check.Must(w.Service.Assign(ann, third, conversation.Assignment{Assignee: Ptr(Bob)}))(t)
	check.Equal(t, check.Must(w.Stores.Get(ann, src))(t).AssigneeID, Bob)
}
