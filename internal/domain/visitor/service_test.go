package visitor_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/visitor"
	"frontdesk/internal/domain/visitor/visitortest"
)

const tenant = "wsp_1"

// world is everything around the service.
type world struct {
	*visitor.Service
	t       *testing.T
	board   *visitor.Board
	log     *unit.Memory
	now     time.Time
	people  map[string]visitor.Person
	pages   []string
	shown   []visitor.Bubble
	started []visitor.Invite
	talk    *visitor.Talk
	free    bool
	open    bool
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, log: &unit.Memory{}, now: visitortest.Epoch, people: map[string]visitor.Person{}, free: true, open: true}
	w.board = visitor.NewBoard(w)
	w.Service = visitor.New(visitor.Deps{
		Run: unit.Keeping(w.log, unit.Nobody{}), Clock: w, Store: visitortest.NewMemory(), Board: w.board, News: w, People: w, Talks: w, Duty: w,
	})
	return w
}

func (w *world) Now() time.Time                             { return w.now }
func (w *world) Tell(n visitor.News)                        { w.board.Hear(n) }
func (w *world) Show(_, _ string, b visitor.Bubble)         { w.shown = append(w.shown, b) }
func (w *world) Available(context.Context) (bool, error)    { return w.free, nil }
func (w *world) Open(context.Context, string) (bool, error) { return w.open, nil }
func (w *world) Today(context.Context) (string, error)      { return w.now.Format(time.DateOnly), nil }

func (w *world) Region(address string) visitor.Region {
	return visitor.Region{Code: "CN", En: "at " + address}
}

func (w *world) Current(context.Context, string, string) (*visitor.Talk, error) { return w.talk, nil }

func (w *world) Face(_ context.Context, userID string) (visitor.Face, error) {
	return visitor.Face{Name: "Face of " + userID}, nil
}

func (w *world) Vet(_ context.Context, body string) (string, error) {
	if strings.Contains(body, "forbidden") {
		return "", fault.ErrDenied.New()
	}
	return body, nil
}

func (w *world) Who(_ context.Context, id string) (visitor.Person, error) {
	p := w.people[id]
	p.ChannelID, p.Device = "chn_1", "phone"
	return p, nil
}

func (w *world) AddPage(_ context.Context, id string, p visitor.Page) error {
	w.pages = append(w.pages, id+" "+p.URL)
	return nil
}

func (w *world) Browsers(_ context.Context, customerID string) ([]string, visitor.Person, error) {
	for id, p := range w.people {
		if p.CustomerID == customerID {
			return []string{id}, p, nil
		}
	}
	return nil, visitor.Person{}, nil
}

func (w *world) Start(_ context.Context, i visitor.Invite) (string, error) {
	w.started = append(w.started, i)
	return "cnv_" + i.ID[4:], nil
}

func (w *world) as(id string) context.Context {
	return actor.With(w.t.Context(), actor.Actor{Tenant: tenant, Kind: actor.Visitor, ID: id, Via: "chn_1"})
}

func (w *world) system() context.Context { return visitortest.In(w.t.Context(), tenant) }

func (w *world) agent(ps ...actor.Permission) context.Context {
	grants := map[actor.Permission]actor.Level{}
	for _, p := range ps {
		grants[p] = actor.All
	}
	return actor.With(w.t.Context(), actor.Actor{Tenant: tenant, Kind: actor.User, ID: "usr_1", Grants: grants})
}

func (w *world) inviter() context.Context { return w.agent(visitor.PermInvite, visitor.PermReply) }

// looks opens a page of the shop, and stays connected.
func (w *world) looks(id, path string) visitor.Seen {
	w.t.Helper()
	seen := check.Must(w.Look(w.as(id), visitor.Arrival{URL: "https://shop.example/" + path, Title: "Title of " + path, Address: "203.0.113.9"}))(w.t)
	w.board.Here(tenant, []string{id})
	return seen
}

func (w *world) list(q visitor.Query) visitor.Listed {
	w.t.Helper()
	return check.Must(w.List(w.agent(visitor.PermRead), q))(w.t)
}

func (w *world) ids(q visitor.Query) []string {
	out := []string{}
	for _, v := range w.list(q).Items {
		out = append(out, v.ID)
	}
	return out
}

func TestVisit(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := check.Must(w.Look(w.as("vis_1"), visitor.Arrival{
		URL: "https://shop.example/lamp?utm_source=news#top", Title: "Lamp", Referrer: "https://blog.example/", Noted: true, Address: "203.0.113.9",
	}))(t)
	check.Equal(t, first.Watch, true)
	w.board.Here(tenant, []string{"vis_1"})
	w.now = w.now.Add(time.Minute)
	w.looks("vis_1", "tea")
	w.looks("vis_1", "tea") // a reload is no new page
	v := check.Must(w.Get(w.agent(visitor.PermRead), "vis_1"))(t)
	check.Equal(t, []any{v.Pages, v.Visits, v.Source.Name, v.First.Title, v.Page.Title, v.Region.En, v.Device, len(v.Track)},
		[]any{2, 1, "news", "Lamp", "Title of tea", "at 203.0.113.9", "phone", 2})
	check.Equal(t, v.First.URL, "https://shop.example/lamp?utm_source=news")
	check.Equal(t, w.pages[0], "vis_1 https://shop.example/tea") // the first one was noted by the session
	check.Equal(t, len(w.list(visitor.Query{}).Items[0].Track), 0)

	// The gateway lets go: a moment later the visitor is gone from the list, and comes back with the count of visits.
	w.board.Left(tenant, []string{"vis_1"})
	check.Equal(t, len(w.ids(visitor.Query{})), 1)
	w.now = w.now.Add(time.Minute)
	w.board.Sweep()
	_, err := w.Get(w.agent(visitor.PermRead), "vis_1")
	check.Fault(t, err, visitor.ErrNotFound)
	check.Equal(t, len(w.board.Tenants()), 0)
	w.looks("vis_1", "chair")
	check.Equal(t, w.list(visitor.Query{}).Items[0].Pages, 3) // still the same visit
	w.board.Left(tenant, []string{"vis_1"})
	w.now = w.now.Add(24 * time.Hour)
	w.looks("vis_1", "")
	again := w.list(visitor.Query{}).Items[0]
	check.Equal(t, []any{again.Visits, again.Pages, again.Source.Kind}, []any{2, 1, visitor.SourceDirect})

	// Somebody else's word counts for nothing, and neither do files and apps.
	_, err = w.Look(w.system(), visitor.Arrival{URL: "https://shop.example/"})
	check.Fault(t, err, fault.ErrDenied)
	check.Equal(t, check.Must(w.Look(w.as("vis_2"), visitor.Arrival{URL: "file:///etc"}))(t).Watch, false)
	_, err = w.Look(w.as("vis_2"), visitor.Arrival{URL: "https://a/\x00"})
	check.Equal(t, fault.KindOf(err), fault.Invalid)
}

// A process that was just started learns from gateways who is there, and from the database what they do.
func TestRecall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.people["vis_1"] = visitor.Person{CustomerID: "cus_1", Name: "Bo"}
	w.looks("vis_1", "lamp")
	w.board.Hear(visitor.News{Tenant: tenant, Erased: []string{"vis_1"}})
	unknown := w.board.Here(tenant, []string{"vis_1", "vis_x"})
	check.Equal(t, unknown, []string{"vis_1", "vis_x"})
	check.NoError(t, w.Recall(w.system(), unknown))
	check.Equal(t, w.list(visitor.Query{}).Items[0].Name, "Bo")
	check.Equal(t, w.board.Here(tenant, unknown), []string{"vis_x"})
	check.Fault(t, w.Recall(w.as("vis_1"), unknown), fault.ErrDenied)
}

func TestList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.people["vis_3"] = visitor.Person{CustomerID: "cus_1", Name: "陈晨"}
	for i := 1; i <= 5; i++ {
		w.now = w.now.Add(time.Second)
		w.looks(fmt.Sprintf("vis_%d", i), fmt.Sprintf("page%d", i))
	}
	w.looks("vis_2", "second")
	w.board.Hear(visitor.News{Tenant: "wsp_2", Visit: &visitor.Visit{ID: "vis_o"}})
	check.Equal(t, w.ids(visitor.Query{}), []string{"vis_5", "vis_4", "vis_3", "vis_2", "vis_1"})
	check.Equal(t, w.ids(visitor.Query{Sort: visitor.ByTime})[0], "vis_1")
	check.Equal(t, w.ids(visitor.Query{Sort: visitor.ByPages})[0], "vis_2")
	check.Equal(t, w.ids(visitor.Query{Search: "陈"}), []string{"vis_3"})
	check.Equal(t, w.ids(visitor.Query{Search: "SHOP second"}), []string{"vis_2"})
	check.Equal(t, w.ids(visitor.Query{Known: "known"}), []string{"vis_3"})
	check.Equal(t, len(w.ids(visitor.Query{Known: "back"})), 0)
	check.Equal(t, len(w.ids(visitor.Query{Device: "desktop"})), 0)
	check.Equal(t, len(w.ids(visitor.Query{Source: visitor.SourceSearch})), 0)
	check.Equal(t, len(w.ids(visitor.Query{ChannelID: "chn_2"})), 0)

	var all []string
	q := visitor.Query{Page: page.Request{Limit: 2}}
	for {
		l := w.list(q)
		check.Equal(t, []int{l.Online, l.Matches}, []int{5, 5})
		for _, v := range l.Items {
			all = append(all, v.ID)
		}
		if l.Next == "" {
			break
		}
		q.Page.Cursor = l.Next
	}
	check.Equal(t, all, []string{"vis_5", "vis_4", "vis_3", "vis_2", "vis_1"})
	_, err := w.List(w.agent(visitor.PermRead), visitor.Query{Page: page.Request{Cursor: "x"}})
	check.Fault(t, err, fault.ErrCursor)
	_, err = w.List(w.agent(visitor.PermRead), visitor.Query{State: "asleep", Sort: "odd", Known: "no"})
	check.Equal(t, len(fault.From(err).Fields), 3)
	_, err = w.List(w.agent(), visitor.Query{})
	check.Fault(t, err, fault.ErrDenied)
}

func TestTalking(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.looks("vis_1", "")
	w.people["vis_1"] = visitor.Person{CustomerID: "cus_1", Name: "Bo"}
	talk := visitor.Talk{ConversationID: "cnv_1", AssigneeID: "usr_2"}
	check.NoError(t, w.Talking(w.system(), "cus_1", "", talk, false))
	v := w.list(visitor.Query{State: visitor.StateTalking}).Items[0]
	check.Equal(t, []any{v.Name, *v.Talk}, []any{"Bo", talk})
	_, err := w.Invite(w.inviter(), "vis_1", "Hello")
	check.Fault(t, err, visitor.ErrTalking)
	check.NoError(t, w.Talking(w.system(), "cus_1", "", visitor.Talk{ConversationID: "cnv_0"}, true)) // another one ended
	check.Equal(t, w.list(visitor.Query{}).Talking, 1)
	check.NoError(t, w.Talking(w.system(), "cus_1", "", talk, true))
	check.Equal(t, w.list(visitor.Query{}).Talking, 0)

	check.NoError(t, w.Own(w.system(), "cus_1", "", ""))
	check.NoError(t, w.Erase(w.system(), "cus_1"))
	check.Equal(t, w.list(visitor.Query{}).Online, 0)
	check.NoError(t, w.Recall(w.system(), []string{"vis_1"}))
	check.Equal(t, w.list(visitor.Query{}).Online, 0)
}

func TestInvite(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.looks("vis_1", "")
	i := check.Must(w.Invite(w.inviter(), "vis_1", " Can I help? "))(t)
	check.Equal(t, w.shown, []visitor.Bubble{{ID: i.ID, Body: "Can I help?", Name: "Face of usr_1"}})
	check.Equal(t, w.list(visitor.Query{State: visitor.StateInvited}).Invited, 1)
	_, err := w.Invite(w.inviter(), "vis_1", "Again")
	check.Fault(t, err, visitor.ErrInvited)
	check.Equal(t, w.looks("vis_1", "next").Invite.ID, i.ID) // it waits on the next page

	for range 2 { // said twice, it counts once
		check.Equal(t, check.Must(w.Answer(w.as("vis_1"), i.ID, visitor.Shown))(t).State, visitor.Shown)
	}
	_, err = w.Answer(w.as("vis_2"), i.ID, visitor.Accepted)
	check.Fault(t, err, visitor.ErrInviteNotFound)
	for range 2 {
		i = check.Must(w.Answer(w.as("vis_1"), i.ID, visitor.Accepted))(t)
	}
	check.Equal(t, []any{i.State, i.ConversationID, len(w.started), w.started[0].UserID}, []any{visitor.Accepted, "cnv_" + i.ID[4:], 1, "usr_1"})
	_, err = w.Answer(w.as("vis_1"), i.ID, visitor.Refused)
	check.Fault(t, err, visitor.ErrInviteOver)
	report := check.Must(w.Report(w.agent(visitor.PermReport), "2026-03-01", "2026-03-01"))(t)
	check.Equal(t, report.People, []visitor.Counts{{UserID: "usr_1", Sent: 1, Shown: 1, Accepted: 1}})
	check.Equal(t, slices.Compact(w.log.Types()), []string{visitor.EventInvited, visitor.EventAnswered})

	for name, err := range map[string]error{
		"gone":       second(w.Invite(w.inviter(), "vis_x", "Hello")),
		"words":      second(w.Invite(w.inviter(), "vis_1", "forbidden")),
		"empty":      second(w.Invite(w.inviter(), "vis_1", " ")),
		"no right":   second(w.Invite(w.agent(visitor.PermReply), "vis_1", "Hello")),
		"no answers": second(w.Invite(w.agent(visitor.PermInvite), "vis_1", "Hello")),
		"no report":  second(w.Report(w.agent(), "2026-03-01", "2026-03-01")),
		"no day":     second(w.Report(w.agent(visitor.PermReport), "yesterday", "2026-03-01")),
	} {
		if err == nil {
			t.Errorf("%s: no fault", name)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// Nobody is pestered: a number of invitations a day, and quiet after a refusal.
func TestLimits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.looks("vis_1", "")
	set := check.Must(w.Settings(w.agent(visitor.PermManage)))(t)
	set.PerDay, set.QuietDays = 2, 5
	check.Must(w.ChangeSettings(w.agent(visitor.PermManage), set))(t)
	for range 2 {
		check.Must(w.Invite(w.inviter(), "vis_1", "Hello"))(t)
		w.now = w.now.Add(11 * time.Minute) // nobody answers
		w.looks("vis_1", "")
	}
	_, err := w.Invite(w.inviter(), "vis_1", "Hello")
	check.Fault(t, err, visitor.ErrEnough)
	w.now = w.now.Add(24 * time.Hour)
	w.looks("vis_1", "")
	i := check.Must(w.Invite(w.inviter(), "vis_1", "Hello"))(t)
	check.Must(w.Answer(w.as("vis_1"), i.ID, visitor.Refused))(t)
	w.now = w.now.Add(4 * 24 * time.Hour)
	w.looks("vis_1", "")
	_, err = w.Invite(w.inviter(), "vis_1", "Hello")
	check.Fault(t, err, visitor.ErrQuiet)
	w.now = w.now.Add(2 * 24 * time.Hour)
	w.looks("vis_1", "")
	i = check.Must(w.Invite(w.inviter(), "vis_1", "Hello"))(t)
	w.now = w.now.Add(time.Hour)
	_, err = w.Answer(w.as("vis_1"), i.ID, visitor.Accepted) // too late
	check.Fault(t, err, visitor.ErrInviteOver)
	report := check.Must(w.Report(w.agent(visitor.PermReport), "2026-03-01", "2026-03-31"))(t)
	check.Equal(t, report.Total, visitor.Counts{Sent: 4, Shown: 1, Refused: 1})
}

// rule is one that everybody fits after half a minute.
func rule(change func(*visitor.Rule)) visitor.Rule {
	r := visitor.Rule{Name: "Waits", Enabled: true, When: visitor.Conditions{Seconds: 30}, Message: visitor.Localised{En: "Hello", Zh: "您好"}}
	change(&r)
	return r
}

func TestRules(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*visitor.Rule)
		world  func(*world)
		none   bool
	}{
		"fits":           {},
		"page":           {change: func(r *visitor.Rule) { r.When.Pages = []string{"/other", "shop.example/*mp"} }},
		"other page":     {change: func(r *visitor.Rule) { r.When.Pages = []string{"/price"} }, none: true},
		"pages":          {change: func(r *visitor.Rule) { r.When.Seen = 2 }, none: true},
		"source":         {change: func(r *visitor.Rule) { r.When.Sources = []string{"direct"} }},
		"other source":   {change: func(r *visitor.Rule) { r.When.Sources = []string{"search"} }, none: true},
		"language":       {change: func(r *visitor.Rule) { r.When.Languages = []string{"ZH"} }},
		"other language": {change: func(r *visitor.Rule) { r.When.Languages = []string{"en"} }, none: true},
		"new":            {change: func(r *visitor.Rule) { r.When.Visitors = "new" }},
		"back":           {change: func(r *visitor.Rule) { r.When.Visitors = "back" }, none: true},
		"channel":        {change: func(r *visitor.Rule) { r.When.ChannelIDs = []string{"chn_2"} }, none: true},
		"off":            {change: func(r *visitor.Rule) { r.Enabled = false }, none: true},
		"nobody there":   {world: func(w *world) { w.free = false }, none: true},
		"after hours":    {world: func(w *world) { w.open = false }, none: true},
		"in conversation": {world: func(w *world) {
			w.talk = &visitor.Talk{ConversationID: "cnv_1"}
			w.people["vis_1"] = visitor.Person{CustomerID: "cus_1", Locale: "zh-CN"}
		}, none: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.people["vis_1"] = visitor.Person{Locale: "zh-CN"}
			r := rule(func(*visitor.Rule) {})
			if c.change != nil {
				c.change(&r)
			}
			if c.world != nil {
				c.world(w)
			}
			check.Must(w.AddRule(w.agent(visitor.PermManage), r))(t)
			w.looks("vis_1", "lamp")
			check.NoError(t, w.ByRules(w.system()))
			check.Equal(t, len(w.shown), 0) // not so soon
			w.now = w.now.Add(31 * time.Second)
			for range 3 { // invited once, however often rules look
				check.NoError(t, w.ByRules(w.system()))
			}
			if c.none {
				check.Equal(t, len(w.shown), 0)
				return
			}
			check.Equal(t, []any{len(w.shown), w.shown[0].Body, w.shown[0].Name}, []any{1, "您好", ""})
			report := check.Must(w.Report(w.agent(visitor.PermReport), "2026-03-01", "2026-03-01"))(t)
			check.Equal(t, report.Rules[0].Sent, 1)
		})
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	boss := w.agent(visitor.PermManage)
	r := check.Must(w.AddRule(boss, rule(func(r *visitor.Rule) { r.When.Pages = []string{" /a ", "/a", ""} })))(t)
	check.Equal(t, []any{r.When.Pages, r.When.Visitors, r.Version}, []any{[]string{"/a"}, "all", int64(1)})
	r.Message.En = "Good day"
	changed := check.Must(w.ChangeRule(boss, r))(t)
	check.Equal(t, []any{changed.Version, changed.Message.En}, []any{int64(2), "Good day"})
	check.Fault(t, second(w.ChangeRule(boss, r)), fault.ErrConflict)
	check.NoError(t, w.RestoreRule(boss, r.ID, []byte(`{"name":"Old","enabled":false,"when":{"seconds":9},"message":{"en":"x","zh":""}}`)))
	all := check.Must(w.Rules(boss))(t)
	check.Equal(t, []any{len(all), all[0].Name, all[0].When.Seconds, all[0].Enabled}, []any{1, "Old", 9, false})
	check.NoError(t, w.RemoveRule(boss, r.ID))
	check.Fault(t, w.RemoveRule(boss, r.ID), visitor.ErrRuleNotFound)

	_, err := w.AddRule(boss, visitor.Rule{When: visitor.Conditions{Sources: []string{"luck"}, Visitors: "some", Seconds: -1}})
	check.Equal(t, len(fault.From(err).Fields), 5)
	_, err = w.AddRule(boss, rule(func(r *visitor.Rule) { r.When.Seconds = 0 }))
	check.Equal(t, fault.From(err).Fields[0].Def, visitor.ErrNoCondition)
	for range visitor.MaxRules {
		check.Must(w.AddRule(boss, rule(func(*visitor.Rule) {})))(t)
	}
	check.Fault(t, second(w.AddRule(boss, rule(func(*visitor.Rule) {}))), visitor.ErrRulesFull)

	set := check.Must(w.Settings(boss))(t)
	set.PerDay = 99
	check.Equal(t, fault.KindOf(second(w.ChangeSettings(boss, set))), fault.Invalid)
	check.NoError(t, w.RestoreSettings(boss, "", []byte(`{"watch":false,"perDay":1,"quietDays":1}`)))
	check.Equal(t, check.Must(w.Look(w.as("vis_1"), visitor.Arrival{URL: "https://shop.example/"}))(t).Watch, false) // switched off
	check.Equal(t, w.list(visitor.Query{}).On, false)
	for _, err := range []error{
		second(w.Rules(w.agent())), second(w.AddRule(w.agent(), visitor.Rule{})), second(w.ChangeRule(w.agent(), visitor.Rule{})),
		w.RemoveRule(w.agent(), "x"), second(w.Settings(w.agent())), second(w.ChangeSettings(w.agent(), set)),
		w.RestoreRule(w.agent(), "x", nil), w.RestoreSettings(w.agent(), "", nil), w.ByRules(boss), w.Forget(boss), w.Own(boss, "", "", ""), w.Erase(boss, ""),
	} {
		check.Fault(t, err, fault.ErrDenied)
	}
}
