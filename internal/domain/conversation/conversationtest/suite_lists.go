package conversationtest

import (
	"context"
	"slices"
	"strconv"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/page"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
)

// put stores a conversation as it is, with one entry, so that lists have something to show.
func (w *World) put(t *testing.T, change func(c *conversation.Conversation)) conversation.Conversation {
	t.Helper()
	w.Clock.Pass(time.Second)
	now := w.Clock.Now()
	number, err := w.Space.NextNumber(t.Context())
	check.NoError(t, err)
	c := conversation.Conversation{
		ID: id.At("cnv", now), Number: number, ChannelID: Webchat, ChannelKind: "webchat", CustomerID: id.New("cus"),
		Status: conversation.Open, Priority: conversation.Normal, TagIDs: []string{}, Seq: 1, PublicSeq: 1,
		LastEntryAt: now, CreatedAt: now, Version: 1,
	}
	change(&c)
	ctx := AsSystem(t.Context())
	check.NoError(t, w.Runner.Do(ctx, func(ctx context.Context) error { return w.Stores.Insert(ctx, c, "") }))
	return c
}

// names of the conversations of a listing test, by where they stand.
func (w *World) putPlaces(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, team := range []string{"", Sales, Support} {
		for _, who := range []string{"", Bob, Cem} {
			for _, status := range []conversation.Status{conversation.Open, conversation.Snoozed, conversation.Resolved} {
				c := w.put(t, func(c *conversation.Conversation) { c.TeamID, c.AssigneeID, c.Status = team, who, status })
				out[c.ID] = placeName(c)
			}
		}
	}
	return out
}

func placeName(c conversation.Conversation) string {
	names := map[string]string{"": "-", Sales: "sales", Support: "support", Bob: "bob", Cem: "cem"}
	return names[c.TeamID] + "/" + names[c.AssigneeID] + "/" + string(c.Status)
}

var (
	scopeAll  = actor.Scope{Level: actor.All, User: Bob}
	scopeTeam = actor.Scope{Level: actor.Teams, User: Bob, Teams: []string{Sales}}
	scopeOwn  = actor.Scope{Level: actor.Own, User: Bob}
)

func lists(t *testing.T, w *World) {
	w.putPlaces(t)
	ctx := AsSystem(t.Context())
	for name, c := range map[string]struct {
		q    conversation.Query
		want []string // newest first
	}{
		"all": {conversation.Query{View: conversation.ViewAll, Scope: scopeAll}, []string{
			"support/cem/open", "support/bob/open", "support/-/open", "sales/cem/open", "sales/bob/open", "sales/-/open", "-/cem/open", "-/bob/open", "-/-/open",
		}},
		"all of own teams": {conversation.Query{View: conversation.ViewAll, Scope: scopeTeam}, []string{
			"support/bob/open", "sales/cem/open", "sales/bob/open", "sales/-/open", "-/cem/open", "-/bob/open", "-/-/open",
		}},
		"all of own":                 {conversation.Query{View: conversation.ViewAll, Scope: scopeOwn}, []string{"support/bob/open", "sales/bob/open", "-/bob/open"}},
		"none":                       {conversation.Query{View: conversation.ViewAll}, nil},
		"mine":                       {conversation.Query{View: conversation.ViewMine, Scope: scopeTeam}, []string{"support/bob/open", "sales/bob/open", "-/bob/open"}},
		"mine snoozed":               {conversation.Query{View: conversation.ViewMine, Status: conversation.Snoozed, Scope: scopeTeam}, []string{"support/bob/snoozed", "sales/bob/snoozed", "-/bob/snoozed"}},
		"unassigned":                 {conversation.Query{View: conversation.ViewUnassigned, Scope: scopeAll}, []string{"support/-/open", "sales/-/open", "-/-/open"}},
		"unassigned of own teams":    {conversation.Query{View: conversation.ViewUnassigned, Scope: scopeTeam}, []string{"sales/-/open", "-/-/open"}},
		"unassigned of own":          {conversation.Query{View: conversation.ViewUnassigned, Scope: scopeOwn}, nil},
		"snoozed of own teams":       {conversation.Query{View: conversation.ViewSnoozed, Scope: scopeOwn}, []string{"support/bob/snoozed", "sales/bob/snoozed", "-/bob/snoozed"}},
		"resolved of a team":         {conversation.Query{View: conversation.ViewResolved, Filter: conversation.Filter{Teams: []string{Sales}}, Scope: scopeAll}, []string{"sales/cem/resolved", "sales/bob/resolved", "sales/-/resolved"}},
		"of a team, within teams":    {conversation.Query{View: conversation.ViewAll, Filter: conversation.Filter{Teams: []string{Sales}}, Scope: scopeTeam}, []string{"sales/cem/open", "sales/bob/open", "sales/-/open"}},
		"of a foreign team":          {conversation.Query{View: conversation.ViewAll, Filter: conversation.Filter{Teams: []string{Support}}, Scope: scopeTeam}, []string{"support/bob/open"}},
		"unassigned of a team":       {conversation.Query{View: conversation.ViewUnassigned, Filter: conversation.Filter{Teams: []string{Support}}, Scope: scopeAll}, []string{"support/-/open"}},
		"unassigned of foreign team": {conversation.Query{View: conversation.ViewUnassigned, Filter: conversation.Filter{Teams: []string{Support}}, Scope: scopeTeam}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			c.q.User, c.q.Sort = Bob, conversation.Newest
			c.q.Page.Limit = 100
			var got []string
			for _, row := range check.Must(w.Stores.List(ctx, c.q))(t).Items {
				got = append(got, placeName(row))
			}
			check.Equal(t, got, c.want)
		})
	}
}

// walk reads all pages of a query.
func (w *World) walk(t *testing.T, q conversation.Query) []string {
	t.Helper()
	var got []string
	for range 1000 {
		p := check.Must(w.Stores.List(AsSystem(t.Context()), q))(t)
		for _, c := range p.Items {
			got = append(got, c.ID)
		}
		if q.Page.Cursor = p.Next; p.Next == "" {
			return got
		}
	}
	t.Fatal("the pages do not end")
	return nil
}

func paging(t *testing.T, w *World) {
	w.putPlaces(t)
	same := w.Clock.Now()
	for range 5 { // rows of the same moment are told apart by their ids
		w.put(t, func(c *conversation.Conversation) { c.LastEntryAt, c.WaitingSince = same, same })
	}
	for _, scope := range []actor.Scope{scopeAll, scopeTeam, scopeOwn} {
		for _, sort := range []conversation.Sort{conversation.Newest, conversation.Waiting} {
			q := conversation.Query{View: conversation.ViewAll, Sort: sort, Scope: scope, User: Bob, Page: page.Request{Limit: 100}}
			want := w.walk(t, q)
			for _, size := range []int{1, 2, 3} {
				q.Page = page.Request{Limit: size}
				check.Equal(t, w.walk(t, q), want)
			}
		}
	}
	_, err := w.Stores.List(AsSystem(t.Context()), conversation.Query{
		View: conversation.ViewAll, Sort: conversation.Newest, Scope: scopeAll, Page: page.Request{Cursor: "nonsense"},
	})
	if err == nil {
		t.Fatal("a broken cursor was accepted")
	}
}

func filters(t *testing.T, w *World) {
	var urgent, email, tagged []string
	for i := range 30 {
		c := w.put(t, func(c *conversation.Conversation) {
			if i%3 == 0 {
				c.Priority = conversation.Urgent
			}
			if i%5 == 0 {
				c.ChannelID = Email
			}
			if i%7 == 0 {
				c.TagIDs = []string{TagVIP}
			}
			c.TeamID = []string{"", Sales}[i%2]
		})
		urgent, email, tagged = keep(urgent, c.ID, i%3 == 0), keep(email, c.ID, i%5 == 0), keep(tagged, c.ID, i%7 == 0)
	}
	for _, scope := range []actor.Scope{scopeAll, scopeTeam} {
		base := conversation.Query{View: conversation.ViewAll, Sort: conversation.Newest, Scope: scope, User: Bob, Page: page.Request{Limit: 4}}
		q := base
		q.Priorities = []conversation.Priority{conversation.Urgent}
		check.Equal(t, w.walk(t, q), urgent)
		q = base
		q.Channels = []string{Email}
		check.Equal(t, w.walk(t, q), email)
		q = base
		q.Tags = []string{TagVIP}
		check.Equal(t, w.walk(t, q), tagged)
		q.Tags = []string{TagBug}
		check.Equal(t, len(w.walk(t, q)), 0)
	}
}

// keep puts an id in front when it belongs to the list: later ones come first.
func keep(list []string, s string, belongs bool) []string {
	if !belongs {
		return list
	}
	return append([]string{s}, list...)
}

func waitingOrder(t *testing.T, w *World) {
	var want []string
	for i := range 6 {
		c := w.put(t, func(c *conversation.Conversation) {
			c.WaitingSince = Start.Add(time.Duration(-i) * time.Minute)
			c.TagIDs = []string{TagBug}
			if i == 5 {
				c.WaitingSince = time.Time{}
			}
		})
		want = keep(want, c.ID, i < 5)
	}
	q := conversation.Query{View: conversation.ViewAll, Sort: conversation.Waiting, Scope: scopeTeam, User: Bob, Page: page.Request{Limit: 2}}
	check.Equal(t, w.walk(t, q), want)
	q.Tags = []string{TagBug}
	check.Equal(t, w.walk(t, q), want)
	q.View, q.Page.Cursor = conversation.ViewMine, ""
	check.Equal(t, len(w.walk(t, q)), 0)
}

// inLine: the longest first; who was taken, does not wait, or has another workspace is not in it.
func inLine(t *testing.T, w *World) {
	rows, ok := w.Stores.(conversation.LineRows)
	if !ok {
		t.Fatal("the store does not read who waits")
	}
	var want []conversation.InLine
	for i := range 4 {
		c := w.put(t, func(c *conversation.Conversation) {
			c.WaitingSince = Start.Add(time.Duration(-i) * time.Minute)
			c.TeamID = Support
		})
		want = append([]conversation.InLine{{ID: c.ID, ChannelID: c.ChannelID, TeamID: Support, Since: c.WaitingSince}}, want...)
	}
	w.put(t, func(c *conversation.Conversation) { c.WaitingSince, c.AssigneeID = Start, Bob })
	w.put(t, func(c *conversation.Conversation) { c.WaitingSince = time.Time{} })
	w.put(t, func(c *conversation.Conversation) { c.WaitingSince, c.Status = Start, conversation.Resolved })
	check.Equal(t, check.Must(rows.Line(AsSystem(t.Context()), 10))(t), want)
	check.Equal(t, check.Must(rows.Line(AsSystem(t.Context()), 3))(t), want[:3])
	elsewhere := actor.With(t.Context(), actor.SystemFor(id.New("wsp")))
	check.Equal(t, len(check.Must(rows.Line(elsewhere, 10))(t)), 0)
	_, err := conversation.NewLines(rows).Line(As(t.Context(), Ann, actor.All))
	check.Equal(t, fault.KindOf(err), fault.Denied)
}

func mentions(t *testing.T, w *World) {
	ctx := As(t.Context(), Ann, actor.All)
	var want []string
	for i := range 3 {
		c := w.put(t, func(c *conversation.Conversation) { c.TeamID = Support })
		w.Clock.Pass(time.Second)
		check.Must(w.Service.AddNote(ctx, c.ID, conversation.Text{ClientID: strconv.Itoa(i), Body: "look", Mentions: []string{Bob}}))(t)
		want = keep(want, c.ID, true)
	}
	q := conversation.Query{View: conversation.ViewMentions, Sort: conversation.Newest, Scope: scopeOwn, User: Bob, Page: page.Request{Limit: 2}}
	check.Equal(t, w.walk(t, q), want)
	check.Equal(t, check.Must(w.Stores.Mentioned(ctx, want[0], Bob))(t), true)
	check.Equal(t, check.Must(w.Stores.Mentioned(ctx, want[0], Cem))(t), false)
}

func counts(t *testing.T, w *World) {
	counter := conversation.NewCounter(w.Stores)
	ctx := AsSystem(t.Context())
	feed := func(before, after *conversation.Place) {
		t.Helper()
		e := event.New(Tenant, conversation.Stream, "cnv_x", conversation.EventAssigned, actor.Ref{}, w.Clock.Now(),
			conversation.Moved{Before: before, After: *after})
		check.NoError(t, w.Runner.Do(ctx, func(ctx context.Context) error {
			return counter.Handle(ctx, []event.Recorded{{Event: e}})
		}))
	}
	spot := func(status conversation.Status, team, who string) *conversation.Place {
		return &conversation.Place{Status: status, TeamID: team, AssigneeID: who, ChannelID: Webchat}
	}
	for _, row := range w.putPlaces(t) {
		_ = row
	}
	check.NoError(t, w.Service.Recount(ctx))
	want := conversation.Counts{
		Mine: 3, Unassigned: 2, All: 7, Snoozed: 7, Resolved: 7, Teams: map[string]int64{Sales: 3, Support: 1}, Channels: map[string]int64{Webchat: 7},
	}
	mine := func() conversation.Counts {
		t.Helper()
		return check.Must(w.Service.Counts(As(t.Context(), Bob, actor.Teams, Sales)))(t)
	}
	check.Equal(t, mine(), want)
	feed(nil, spot(conversation.Open, Sales, ""))
	feed(spot(conversation.Open, Sales, ""), spot(conversation.Open, Sales, Bob))
	feed(spot(conversation.Open, Sales, Bob), spot(conversation.Resolved, Sales, Bob))
	feed(nil, spot(conversation.Open, Support, Cem))
	want.Resolved++
	check.Equal(t, mine(), want)
	all := check.Must(w.Service.Counts(As(t.Context(), Bob, actor.All)))(t)
	check.Equal(t, []int64{all.Mine, all.Unassigned, all.All}, []int64{3, 3, 10})
	own := check.Must(w.Service.Counts(As(t.Context(), Bob, actor.Own)))(t)
	check.Equal(t, []int64{own.Mine, own.Unassigned, own.All, own.Resolved}, []int64{3, 0, 3, 4})
}

func isolation(t *testing.T, w *World) {
	c := w.receive(t, Says(Customer, "a", "hello")).Conversation
	ann := As(t.Context(), Ann, actor.All)
	note := check.Must(w.Service.AddNote(ann, c.ID, conversation.Text{ClientID: "n", Body: "x", Mentions: []string{Bob}}))(t).Entry()
	check.Must(w.Service.SaveDraft(ann, c.ID, conversation.Message, conversation.Text{Body: "draft"}))(t)
	check.Must(w.Service.Tag(ann, c.ID, []string{TagVIP}))(t)
	check.NoError(t, w.Service.Recount(AsSystem(t.Context())))
	file := w.upload(t, ann, "a.txt")

	a, err := actor.Of(ann)
	check.NoError(t, err)
	a.Tenant = id.New("wsp")
	other := actor.With(t.Context(), a)
	_, err = w.Stores.Get(other, c.ID)
	check.Fault(t, err, conversation.ErrNotFound)
	_, err = w.Stores.Current(other, Customer.ID, Webchat)
	check.Fault(t, err, conversation.ErrNotFound)
	_, err = w.Stores.ByID(other, c.ID, note.ID)
	check.Fault(t, err, conversation.ErrEntryNotFound)
	_, err = w.Stores.ByClientID(other, c.ID, Ann, "n")
	check.Fault(t, err, conversation.ErrEntryNotFound)
	check.Equal(t, len(check.Must(w.Stores.Page(other, c.ID, conversation.Range{Limit: 10}))(t)), 0)
	for _, q := range []conversation.Query{
		{View: conversation.ViewAll, Sort: conversation.Newest},
		{View: conversation.ViewAll, Sort: conversation.Waiting},
		{View: conversation.ViewMentions, Sort: conversation.Newest},
		{View: conversation.ViewAll, Sort: conversation.Newest, Filter: conversation.Filter{Tags: []string{TagVIP}}},
	} {
		q.Scope, q.User = scopeAll, Bob
		check.Equal(t, len(check.Must(w.Stores.List(other, q))(t).Items), 0)
	}
	check.Equal(t, len(check.Must(w.Stores.OfCustomer(other, conversation.CustomerQuery{CustomerID: Customer.ID, Scope: scopeAll}))(t).Items), 0)
	check.Equal(t, len(check.Must(w.Stores.Drafts(other, c.ID, Ann))(t)), 0)
	check.Equal(t, len(check.Must(w.Stores.Drafted(other, Ann, []string{c.ID}))(t)), 0)
	check.Equal(t, check.Must(w.Stores.Mentioned(other, c.ID, Bob))(t), false)
	check.Equal(t, len(check.Must(w.Stores.Files(other, []string{file.ID}))(t)), 0)
	check.Equal(t, len(check.Must(w.Stores.Tally(other, Ann, nil, true))(t)), 0)
	changed := c
	changed.Version, changed.Subject = c.Version+1, "stolen"
	err = w.Runner.Do(other, func(ctx context.Context) error { return w.Stores.Save(ctx, c, changed) })
	check.Fault(t, err, conversation.ErrStale)
	check.NoError(t, w.Runner.Do(other, func(ctx context.Context) error {
		return w.Stores.Move(ctx, Customer.ID, conversation.Customer{ID: id.New("cus")})
	}))
	check.Equal(t, check.Must(w.Stores.Get(ann, c.ID))(t).CustomerID, Customer.ID)
	if _, err := w.Stores.Get(t.Context(), c.ID); err == nil {
		t.Fatal("a store answered without an actor")
	}
	if !slices.Contains(check.Must(w.Stores.Drafted(ann, Ann, []string{c.ID}))(t), c.ID) {
		t.Fatal("the own workspace lost its draft")
	}
}
