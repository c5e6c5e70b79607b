package conversationtest

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
)

// RewriteSuite is what every store must pass for quotes, recalling and editing.
func RewriteSuite(t *testing.T, open func(t *testing.T) *World) {
	t.Helper()
	for name, fn := range map[string]func(*testing.T, *World){
		"quotes":                   quotes,
		"a note is never quoted":   noteNeverQuoted,
		"customers quote":          customersQuote,
		"recall":                   recall,
		"recall of files":          recallFiles,
		"who may recall":           whoMayRecall,
		"edit":                     edit,
		"edit of a note":           editNote,
		"edited too often":         editedOften,
		"rewrites on both scales":  rewritesOnBothScales,
		"revisions go when erased": revisionsErased,
	} {
		t.Run(name, func(t *testing.T) { fn(t, open(t)) })
	}
}

func all(t *testing.T, w *World, id string) []conversation.Entry {
	t.Helper()
	return check.Must(w.Service.Timeline(As(t.Context(), Ann, actor.All), id, conversation.Range{After: conversation.FromStart, Limit: 200}))(t)
}

func public(t *testing.T, w *World, id string) []conversation.VisitorEntry {
	t.Helper()
	_, list, err := w.Service.VisitorEntries(AsVisitor(t.Context(), Customer.ID), id, conversation.Range{After: conversation.FromStart, Limit: 200})
	check.NoError(t, err)
	return list
}

func says(ctx context.Context, t *testing.T, w *World, cnv, client, body, quote string) conversation.Entry {
	t.Helper()
	return check.Must(w.Service.Post(ctx, cnv, conversation.Text{ClientID: client, Body: body, QuoteID: quote}))(t).Entry()
}

// customersQuote: like people of the company, but what cannot be quoted costs the quote and not the message.
func customersQuote(t *testing.T, w *World) {
	bob := As(t.Context(), Bob, actor.All)
	first := w.receive(t, Says(Customer, "a", "Where is it?"))
	reply := says(bob, t, w, first.Conversation.ID, "r", "On its way", "")
	note := check.Must(w.Service.AddNote(bob, first.Conversation.ID, conversation.Text{ClientID: "n", Body: "be kind"}))(t).Entry()
	answers := func(client, quote string) conversation.Entry {
		in := Says(Customer, client, "Really?")
		in.QuoteID = quote
		return w.receive(t, in).Message()
	}
	want := &conversation.Quote{
		EntryID: reply.ID, Seq: reply.Seq, PublicSeq: reply.PublicSeq, Kind: conversation.Message, AuthorKind: conversation.ByUser,
		AuthorID: Bob, Excerpt: "On its way", Content: conversation.ContentText,
	}
	check.Equal(t, answers("b", reply.ID).Quote, want)
	inside := all(t, w, first.Conversation.ID)
	check.Equal(t, inside[len(inside)-1].Quote, want)
	shown := public(t, w, first.Conversation.ID)
	check.Equal(t, shown[len(shown)-1].Quote, &conversation.VisitorQuote{Seq: reply.PublicSeq, AuthorKind: conversation.ByUser, Excerpt: "On its way", Content: conversation.ContentText})

	other := w.receive(t, Says(Other, "a", "A secret"))
	for client, quote := range map[string]string{"c": note.ID, "d": other.Message().ID, "e": id.New("ent"), "f": "nonsense"} {
		check.Equal(t, answers(client, quote).Quote, nil)
	}
}

func quotes(t *testing.T, w *World) {
	bob := As(t.Context(), Bob, actor.All)
	got := w.receive(t, Says(Customer, "a", "Where is\nmy parcel?"))
	asked := got.Message()
	answer := says(bob, t, w, got.Conversation.ID, "r", "On its way", asked.ID)
	want := &conversation.Quote{
		EntryID: asked.ID, Seq: asked.Seq, PublicSeq: asked.PublicSeq, Kind: conversation.Message, AuthorKind: conversation.ByCustomer,
		AuthorID: Customer.ID, Excerpt: "Where is my parcel?", Content: conversation.ContentText,
	}
	check.Equal(t, answer.Quote, want)
	list := all(t, w, got.Conversation.ID)
	check.Equal(t, list[len(list)-1].Quote, want) // as it was stored
	seen := public(t, w, got.Conversation.ID)
	check.Equal(t, seen[len(seen)-1].Quote, &conversation.VisitorQuote{
		Seq: asked.PublicSeq, AuthorKind: conversation.ByCustomer, Excerpt: "Where is my parcel?", Content: conversation.ContentText,
	})
	_, err := w.Service.Post(bob, got.Conversation.ID, conversation.Text{ClientID: "x", Body: "?", QuoteID: id.New("ent")})
	check.Equal(t, fault.KindOf(err), fault.Invalid)
	_, err = w.Service.Post(bob, got.Conversation.ID, conversation.Text{ClientID: "x", Body: "?", QuoteID: list[0].ID}) // opened
	check.Fault(t, err, conversation.ErrNotQuotable)
	other := w.receive(t, Says(Other, "a", "hello"))
	_, err = w.Service.Post(bob, other.Conversation.ID, conversation.Text{ClientID: "x", Body: "?", QuoteID: asked.ID})
	check.Equal(t, fault.KindOf(err), fault.Invalid) // of another conversation
}

func noteNeverQuoted(t *testing.T, w *World) {
	bob := As(t.Context(), Bob, actor.All)
	cnv := w.receive(t, Says(Customer, "a", "hello")).Conversation.ID
	note := check.Must(w.Service.AddNote(bob, cnv, conversation.Text{ClientID: "n", Body: "SECRET"}))(t).Entry()
	_, err := w.Service.Post(bob, cnv, conversation.Text{ClientID: "r", Body: "hi", QuoteID: note.ID})
	check.Fault(t, err, conversation.ErrQuoteInternal)
	second := check.Must(w.Service.AddNote(bob, cnv, conversation.Text{ClientID: "m", Body: "yes", QuoteID: note.ID}))(t).Entry()
	check.Equal(t, second.Quote.Excerpt, "SECRET") // among colleagues it may be
	for _, e := range public(t, w, cnv) {
		check.Equal(t, e.Quote == nil, true)
	}
}

func recall(t *testing.T, w *World) {
	bob, visitor := As(t.Context(), Bob, actor.All), AsVisitor(t.Context(), Customer.ID)
	cnv := w.receive(t, Says(Customer, "a", "hello")).Conversation.ID
	wrong := says(bob, t, w, cnv, "r", "wrong price", "")
	quoting := says(bob, t, w, cnv, "q", "as I said", wrong.ID)
	last := says(bob, t, w, cnv, "s", "bye", "")
	w.Clock.Pass(conversation.RewriteWindow)
	res := check.Must(w.Service.Recall(bob, cnv, wrong.ID))(t)
	check.Equal(t, res.Conversation.LastMessagePreview, "bye") // it was not the last one
	check.Equal(t, res.Entry().Activity.Type, conversation.WasRecalled)
	check.Equal(t, res.Entry().Changed.Recalled, true) // the answer shows it too
	check.Equal(t, check.Must(w.Service.Recall(bob, cnv, last.ID))(t).Conversation.LastMessageKind, conversation.ContentRecalled)
	again := check.Must(w.Service.Recall(bob, cnv, wrong.ID))(t)
	check.Equal(t, len(again.Entries), 0)

	list := all(t, w, cnv)
	gone := list[wrong.Seq-1]
	check.Equal(t, []any{gone.ID, gone.Seq, gone.Recalled, gone.Body}, []any{wrong.ID, wrong.Seq, true, ""})
	check.Equal(t, []any{list[quoting.Seq-1].Quote.Content, list[quoting.Seq-1].Quote.Excerpt}, []any{conversation.ContentRecalled, ""})
	told := list[res.Entry().Seq-1]
	check.Equal(t, []any{told.Changed.ID, told.Changed.Recalled}, []any{wrong.ID, true})

	seen := public(t, w, cnv)
	check.Equal(t, []any{seen[wrong.PublicSeq-1].Kind, seen[wrong.PublicSeq-1].Activity, seen[wrong.PublicSeq-1].Body}, []any{conversation.Activity, conversation.WasRecalled, ""})
	check.Equal(t, []any{seen[res.Entry().PublicSeq-1].Activity, seen[res.Entry().PublicSeq-1].Changed.Seq}, []any{"changed", wrong.PublicSeq})
	_, err := w.Service.Post(bob, cnv, conversation.Text{ClientID: "x", Body: "?", QuoteID: wrong.ID})
	check.Fault(t, err, conversation.ErrNotQuotable)
	_, err = w.Service.Edit(bob, cnv, wrong.ID, conversation.Text{Body: "right price"})
	check.Fault(t, err, conversation.ErrRecalled)

	said := check.Must(w.Service.History(bob, cnv, wrong.ID))(t)
	check.Equal(t, said, []conversation.Revision{{ConversationID: cnv, EntryID: wrong.ID, Seq: res.Entry().Seq, Body: "wrong price", WrittenAt: wrong.CreatedAt}})
	_, err = w.Service.History(visitor, cnv, wrong.ID)
	check.Equal(t, err != nil, true)
}

func recallFiles(t *testing.T, w *World) {
	ann, bob, visitor := As(t.Context(), Ann, actor.All), As(t.Context(), Bob, actor.All), AsVisitor(t.Context(), Customer.ID)
	cnv := w.receive(t, Says(Customer, "a", "hello")).Conversation.ID
	b := &Blobs{}
	f := conversation.NewFiles(w.Service, b, nil, 1<<20)
	add := func(name string) string {
		file := conversation.File{ID: id.New("fil"), OwnerKind: "user", OwnerID: Bob, Name: name, CreatedAt: Start}
		check.NoError(t, w.Runner.Do(bob, func(ctx context.Context) error { return w.Stores.InsertFile(ctx, file) }))
		check.Must(b.Put(bob, Tenant+"/"+file.ID, strings.NewReader(name)))(t)
		return file.ID
	}
	twice, once := add("twice.png"), add("once.png")
	check.Must(w.Service.Post(bob, cnv, conversation.Text{ClientID: "1", FileIDs: []string{twice}}))(t)
	wrong := check.Must(w.Service.Post(bob, cnv, conversation.Text{ClientID: "2", FileIDs: []string{twice, once}}))(t).Entry()
	opens := func(ctx context.Context, file string) bool {
		_, r, err := f.Open(ctx, file)
		if err == nil {
			check.NoError(t, r.Close())
		}
		return err == nil
	}
	check.Equal(t, opens(visitor, once), true)
	check.Must(w.Service.Recall(bob, cnv, wrong.ID))(t)
	check.Equal(t, []bool{opens(visitor, once), opens(visitor, twice)}, []bool{false, true})
	plain := actor.With(t.Context(), actor.Actor{Tenant: Tenant, Kind: actor.User, ID: Cem, Grants: map[actor.Permission]actor.Level{conversation.PermRead: actor.All}})
	check.Equal(t, []bool{opens(plain, once), opens(plain, twice), opens(ann, once), opens(bob, once)}, []bool{false, true, true, true})
	// Its author may send it again.
	check.Must(w.Service.Post(bob, cnv, conversation.Text{ClientID: "3", FileIDs: []string{once}}))(t)
	check.Equal(t, opens(visitor, once), true)
}

func whoMayRecall(t *testing.T, w *World) {
	bob := As(t.Context(), Bob, actor.All)
	got := w.receive(t, Says(Customer, "a", "hello"))
	cnv := got.Conversation.ID
	mine := says(bob, t, w, cnv, "r", "mine", "")
	try := func(ctx context.Context, entry string) error {
		_, err := w.Service.Recall(ctx, cnv, entry)
		return err
	}
	check.Fault(t, try(As(t.Context(), Ann, actor.All), mine.ID), conversation.ErrNotAuthor)
	check.Fault(t, try(bob, got.Message().ID), conversation.ErrNotAuthor)
	check.Fault(t, try(bob, got.Entries[0].ID), conversation.ErrNotAuthor) // an activity
	reader := actor.With(t.Context(), actor.Actor{Tenant: Tenant, Kind: actor.User, ID: Bob, Grants: map[actor.Permission]actor.Level{conversation.PermRead: actor.All}})
	check.Fault(t, try(reader, mine.ID), fault.ErrDenied)
	check.Fault(t, try(As(t.Context(), Cem, actor.Own), mine.ID), conversation.ErrNotFound)
	_, err := w.Service.History(reader, cnv, mine.ID)
	check.NoError(t, err) // one's own
	_, err = w.Service.History(reader, cnv, got.Message().ID)
	check.Fault(t, err, fault.ErrDenied)
	w.Clock.Pass(conversation.RewriteWindow + time.Microsecond)
	check.Fault(t, try(bob, mine.ID), conversation.ErrTooLate)
	_, err = w.Service.Edit(bob, cnv, mine.ID, conversation.Text{Body: "other"})
	check.Fault(t, err, conversation.ErrTooLate)
}

func edit(t *testing.T, w *World) {
	bob := As(t.Context(), Bob, actor.All)
	cnv := w.receive(t, Says(Customer, "a", "hello")).Conversation.ID
	first := says(bob, t, w, cnv, "r", "It costs 10", "")
	quoting := says(bob, t, w, cnv, "q", "see", first.ID)
	w.Clock.Pass(time.Minute)
	res := check.Must(w.Service.Edit(bob, cnv, first.ID, conversation.Text{Body: "It costs 12\r\n"}))(t)
	check.Equal(t, len(check.Must(w.Service.Edit(bob, cnv, first.ID, conversation.Text{Body: "It costs 12"}))(t).Entries), 0)
	_, err := w.Service.Edit(bob, cnv, first.ID, conversation.Text{Body: " "})
	check.Equal(t, fault.KindOf(err), fault.Invalid)
	list := all(t, w, cnv)
	now := list[first.Seq-1]
	check.Equal(t, []any{now.Body, now.EditedAt, now.CreatedAt}, []any{"It costs 12", w.Clock.Now(), first.CreatedAt})
	check.Equal(t, list[quoting.Seq-1].Quote.Excerpt, "It costs 12")
	seen := public(t, w, cnv)
	check.Equal(t, seen[res.Entry().PublicSeq-1].Changed.Body, "It costs 12")
	said := check.Must(w.Service.History(bob, cnv, first.ID))(t)
	check.Equal(t, []any{len(said), said[0].Body}, []any{1, "It costs 10"})
	check.Equal(t, check.Must(w.Service.Edit(bob, cnv, quoting.ID, conversation.Text{Body: "look"}))(t).Conversation.LastMessagePreview, "look")
}

func editNote(t *testing.T, w *World) {
	bob := As(t.Context(), Bob, actor.All)
	cnv := w.receive(t, Says(Customer, "a", "hello")).Conversation.ID
	note := check.Must(w.Service.AddNote(bob, cnv, conversation.Text{ClientID: "n", Body: "x"}))(t).Entry()
	w.Clock.Pass(24 * time.Hour) // a note can be edited at any time, but not recalled
	res := check.Must(w.Service.Edit(bob, cnv, note.ID, conversation.Text{Body: "@Cem x", Mentions: []string{Cem}}))(t)
	check.Equal(t, []any{res.Entry().PublicSeq, res.Conversation.LastMessagePreview}, []any{int64(0), "hello"})
	check.Equal(t, check.Must(w.Stores.Mentioned(bob, cnv, Cem))(t), true)
	_, err := w.Service.Edit(bob, cnv, note.ID, conversation.Text{Body: "@?", Mentions: []string{id.New("usr")}})
	check.Equal(t, fault.KindOf(err), fault.Invalid)
	_, err = w.Service.Recall(bob, cnv, note.ID)
	check.Fault(t, err, conversation.ErrTooLate)
	for _, e := range public(t, w, cnv) {
		check.Equal(t, e.Activity != "changed", true)
	}
}

func editedOften(t *testing.T, w *World) {
	bob := As(t.Context(), Bob, actor.All)
	cnv := w.receive(t, Says(Customer, "a", "hello")).Conversation.ID
	note := check.Must(w.Service.AddNote(bob, cnv, conversation.Text{ClientID: "n", Body: "x"}))(t).Entry()
	for i := range conversation.MaxEdits {
		check.Must(w.Service.Edit(bob, cnv, note.ID, conversation.Text{Body: strconv.Itoa(i)}))(t)
	}
	_, err := w.Service.Edit(bob, cnv, note.ID, conversation.Text{Body: "once more"})
	check.Fault(t, err, conversation.ErrEditedOften)
}

func rewritesOnBothScales(t *testing.T, w *World) {
	bob := As(t.Context(), Bob, actor.All)
	cnv := w.receive(t, Says(Customer, "a", "hello")).Conversation.ID
	note := check.Must(w.Service.AddNote(bob, cnv, conversation.Text{ClientID: "n", Body: "x"}))(t).Entry()
	reply := says(bob, t, w, cnv, "r", "hi", "")
	check.Must(w.Service.Edit(bob, cnv, note.ID, conversation.Text{Body: "y"}))(t)
	check.Must(w.Service.Edit(bob, cnv, reply.ID, conversation.Text{Body: "ho"}))(t)
	check.Must(w.Service.Recall(bob, cnv, reply.ID))(t)
	for i, e := range all(t, w, cnv) {
		check.Equal(t, e.Seq, int64(i+1))
		if e.Changed != nil && e.Changed.ID == reply.ID {
			check.Equal(t, e.Changed.Body, "") // the older change shows what is so now
		}
	}
	for i, e := range public(t, w, cnv) {
		check.Equal(t, e.Seq, int64(i+1))
	}
}

func revisionsErased(t *testing.T, w *World) {
	bob := As(t.Context(), Bob, actor.All)
	cnv := w.receive(t, Says(Customer, "a", "hello")).Conversation.ID
	reply := says(bob, t, w, cnv, "r", "hi", "")
	check.Must(w.Service.Recall(bob, cnv, reply.ID))(t)
	check.Equal(t, len(check.Must(w.Stores.Revisions(bob, cnv, reply.ID))(t)), 1)
	elsewhere := actor.With(t.Context(), actor.SystemFor("wsp_elsewhere"))
	check.Equal(t, len(check.Must(w.Stores.Revisions(elsewhere, cnv, reply.ID))(t)), 0)
	check.NoError(t, w.Service.Erase(AsSystem(t.Context()), []string{cnv}))
	check.Equal(t, len(check.Must(w.Stores.Revisions(bob, cnv, reply.ID))(t)), 0)
}
