package core

import (
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/insight"
	"frontdesk/internal/domain/search"
	"frontdesk/internal/platform/blob"
	"frontdesk/internal/platform/bus"
	"frontdesk/internal/platform/config"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
	"frontdesk/internal/platform/secret"
	"frontdesk/internal/usecase/demo"
)

// role is a core on a fresh database, and where its files lie.
type role struct {
	*Core
	files string
}

func openRole(t *testing.T, e db.Engine, c clock.Clock) role {
	t.Helper()
	cfg := check.Must(config.Load(config.Sources{}))(t)
	cfg.Demo = true
	b := check.Must(bus.Open(t.Context(), bus.Config{Name: "test"}, dbtest.Log()))(t)
	t.Cleanup(func() { check.NoError(t, b.Close(context.WithoutCancel(t.Context()))) })
	box := check.Must(secret.New([]byte(strings.Repeat("k", 32))))(t)
	r := role{files: t.TempDir()}
	folder := check.Must(blob.OpenFolder(r.files, box, c.Now()))(t)
	t.Cleanup(func() { check.NoError(t, folder.Close()) })
	d := dbtest.Open(t, e)
	r.Core = &Core{cfg: cfg, clock: c, log: dbtest.Log(), bus: b, DB: d, folder: folder}
	r.parts = Parts{Config: cfg, Clock: c, Log: dbtest.Log(), DB: d, Box: box, Files: folder, Frames: frames{b}, News: b}
	r.Services = NewServices(r.parts)
	r.consumers, r.jobs = r.newConsumers(), r.newJobs()
	return r
}

// each runs the test on both databases.
func each(t *testing.T, fn func(t *testing.T, r role)) {
	t.Helper()
	for _, e := range dbtest.Engines {
		t.Run(string(e), func(t *testing.T) { fn(t, openRole(t, e, clock.Real{})) })
	}
}

// work runs consumers and jobs until the test ends.
func (r role) work(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { _ = r.consumers.Run(ctx) })
	running.Go(func() { _ = r.jobs.Run(ctx) })
	t.Cleanup(func() { cancel(); running.Wait() })
}

// caughtUp waits until the log was read by everybody.
func (r role) caughtUp(t *testing.T) {
	t.Helper()
	check.Eventually(t, "consumers read the log", func() bool {
		for _, name := range []string{"counts", "search", "notify", "customers", "gone", "quality", "replies"} {
			if n, err := r.Services.Log.Lag(t.Context(), name); err != nil || n > 0 {
				return false
			}
		}
		return true
	})
}

// system acts in the sample workspace.
func (r role) system(t *testing.T) context.Context {
	t.Helper()
	all := check.Must(r.Services.Account.Directory(t.Context()))(t)
	check.Equal(t, len(all), 1)
	return actor.With(t.Context(), actor.SystemFor(all[0].ID))
}

// as acts as a sample person.
func (r role) as(t *testing.T, address string) context.Context {
	t.Helper()
	ctx := r.system(t)
	tenant := check.Must(actor.Tenant(ctx))(t)
	people := check.Must(r.Services.Identity.Users(ctx, identity.UserFilter{Query: address + demo.Domain}, page.Request{}))(t)
	check.Equal(t, len(people.Items), 1)
	u := people.Items[0]
	held := check.Must(r.Services.Identity.Role(ctx, u.RoleID))(t)
	return actor.With(ctx, actor.Actor{Tenant: tenant, Kind: actor.User, ID: u.ID, Teams: u.TeamIDs, Grants: held.Effective()})
}

func (r role) number(t *testing.T, sql string) int64 {
	t.Helper()
	return check.Must(db.One(t.Context(), r.DB, func(row db.Row) (n int64, err error) { return n, row.Scan(&n) }, sql))(t)
}

// recounted checks that the counts that grew with the log are those of a fresh count.
func (r role) recounted(t *testing.T) {
	t.Helper()
	grown := check.Must(r.Services.Conversations.Counts(r.system(t)))(t)
	check.NoError(t, r.Services.Conversations.Recount(r.system(t)))
	check.Equal(t, grown, check.Must(r.Services.Conversations.Counts(r.system(t)))(t))
}

func (r role) finds(t *testing.T, word string) int {
	t.Helper()
	p := check.Must(r.Services.Search.Find(r.system(t), search.Messages, word, page.Request{Limit: 100}))(t)
	return len(p.Items)
}

func TestSampleWorkspace(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r role) {
		check.NoError(t, r.SeedDemo(t.Context()))
		r.work(t)
		r.caughtUp(t)
		before := r.number(t, `SELECT count(*) FROM events`)
		check.NoError(t, r.SeedDemo(t.Context())) // a second start changes nothing
		check.Equal(t, r.number(t, `SELECT count(*) FROM events`), before)

		check.Equal(t, r.number(t, `SELECT count(*) FROM conversation_conversations`), int64(320))
		check.Equal(t, r.number(t, `SELECT count(*) FROM customer_customers`), int64(85))
		check.Equal(t, r.number(t, `SELECT count(*) FROM conversation_conversations c WHERE c.seq <>
			(SELECT count(*) FROM conversation_entries e WHERE e.conversation_id = c.id AND e.seq <= c.seq)`), int64(0))
		check.Equal(t, r.number(t, `SELECT count(*) FROM conversation_conversations c WHERE c.public_seq <>
			(SELECT count(DISTINCT e.public_seq) FROM conversation_entries e WHERE e.conversation_id = c.id AND e.public_seq BETWEEN 1 AND c.public_seq)`), int64(0))
		r.recounted(t)
		for _, word := range []string{"退款", "包裹", "refund", "parcel"} {
			if r.finds(t, word) == 0 {
				t.Errorf("%q is not found", word)
			}
		}
		for _, sql := range []string{
			`SELECT count(*) FROM conversation_files WHERE conversation_id <> ''`, `SELECT count(*) FROM conversation_drafts`,
			`SELECT count(*) FROM conversation_ratings WHERE comment <> ''`, `SELECT count(*) FROM conversation_participants`,
			`SELECT count(*) FROM conversation_ratings WHERE follow_up = 'open'`, `SELECT count(*) FROM conversation_ratings WHERE follow_up = 'done'`,
			`SELECT count(*) FROM conversation_ratings WHERE follow_up = 'open' AND follow_note <> ''`,
			`SELECT count(*) FROM conversation_ratings WHERE solved = 'no' AND reasons <> ''`, `SELECT count(*) FROM conversation_ratings WHERE solved = 'yes'`,
			`SELECT count(*) FROM quality_marks WHERE state = 'open' AND comment <> ''`, `SELECT count(*) FROM quality_marks WHERE state = 'done' AND verdict <> ''`,
			`SELECT count(*) FROM conversation_planned WHERE held = ''`, `SELECT count(*) FROM conversation_conversations WHERE status = 'merged'`,
			`SELECT count(*) FROM conversation_views WHERE scope = 'company'`, `SELECT count(*) FROM conversation_views WHERE scope = 'team'`,
			`SELECT count(*) FROM conversation_views WHERE scope = 'personal'`, `SELECT count(*) FROM conversation_participants WHERE joined_at > 0`,
			`SELECT count(*) FROM conversation_entries WHERE card LIKE '%"product"%'`, `SELECT count(*) FROM conversation_entries WHERE card LIKE '%"order"%'`,
			`SELECT count(*) FROM conversation_files WHERE mime = 'audio/wav'`, `SELECT count(*) FROM customer_notes WHERE mentions <> '[]' AND mentions <> ''`,
			`SELECT count(*) FROM conversation_conversations WHERE unread > 0 AND assignee_id <> ''`,
			`SELECT count(*) FROM conversation_conversations WHERE status = 'open' AND assignee_id = '' AND waiting_since > 0`,
			`SELECT count(*) FROM conversation_conversations WHERE status = 'snoozed'`,
			`SELECT count(*) FROM moderation_hits WHERE side = 'agent'`, `SELECT count(*) FROM moderation_hits WHERE side = 'visitor'`,
			`SELECT count(*) FROM moderation_blocks WHERE status = 'active'`, `SELECT count(*) FROM moderation_blocks WHERE status = 'proposed'`,
			`SELECT count(*) FROM audit_reveals`, `SELECT count(*) FROM visitor_rules`, `SELECT count(*) FROM visitor_counts WHERE accepted > 0`,
			`SELECT count(*) FROM integration_apps`,
		} {
			if r.number(t, sql) == 0 {
				t.Errorf("none: %s", sql)
			}
		}
		for _, address := range []string{"linwei", "noah"} {
			if mine := check.Must(r.Services.Conversations.Counts(r.as(t, address)))(t).Mine; mine == 0 {
				t.Errorf("%s has nothing to do", address)
			}
		}
		check.Eventually(t, "old notices are read", func() bool {
			p, err := r.Services.Notices.List(r.as(t, "linwei"), true, page.Request{Limit: 100})
			old := 0
			for _, n := range p.Items {
				if time.Since(n.CreatedAt) > 3*time.Hour {
					old++
				}
			}
			return err == nil && old == 0
		})
		day := func(ago int) insight.Day {
			return insight.Day(time.Now().UTC().AddDate(0, 0, -ago).Format(time.DateOnly))
		}
		month := check.Must(r.Services.Insight.Service.Daily(r.as(t, "admin"), insight.Query{From: day(31), To: day(-1), By: insight.ByAgent}))(t).Total
		if month.Missed == 0 || month.TransferredIn == 0 || month.TransferredOut == 0 || month.Missed*10 > month.Received {
			t.Errorf("the report of a month is not that of a shop: %+v", month)
		}
		check.Equal(t, len(r.DemoSignIns()), 4)
	})
}

func TestNoSampleInAnotherWorkspace(t *testing.T) {
	t.Parallel()
	r := openRole(t, db.SQLite, clock.Real{})
	own := account.NewWorkspace{Name: "Own", Slug: "own", Locale: "en", Timezone: "UTC"}
	check.Must(r.Services.Account.Create(t.Context(), own))(t)
	check.NoError(t, r.SeedDemo(t.Context()))
	check.Equal(t, r.number(t, `SELECT count(*) FROM identity_users`), int64(0))
	check.Equal(t, len(r.DemoSignIns()), 0)
	check.Fault(t, r.sample().Simulate(r.system(t), true), account.ErrNoDemo)
	check.Fault(t, r.sample().Remove(r.system(t)), account.ErrNoDemo)
}

// byHand makes what a person would make: a visitor who writes, a tag, a colleague. It names the conversation.
func (r role) byHand(t *testing.T) string {
	t.Helper()
	ctx := r.system(t)
	tenant := check.Must(actor.Tenant(ctx))(t)
	shop := check.Must(r.Services.Channels.List(ctx))(t)[0]
	v := check.Must(r.Services.Customers.Begin(ctx, customer.Arrival{ChannelID: shop.ID, Page: customer.PageView{URL: "https://a.example/"}}))(t)
	head, _, err := r.Services.Intake.Take(actor.With(ctx, actor.Actor{Tenant: tenant, Kind: actor.Visitor, ID: v.ID, Via: shop.ID}),
		conversation.VisitorMessage{Name: "Real Person", Text: conversation.Text{ClientID: "1", Body: "我要退款 refund please"}})
	check.NoError(t, err)
	check.Must(r.Services.Conversations.Post(r.as(t, "linwei"), head.ID, conversation.Text{ClientID: "1", Body: "好的"}))(t)
	check.Must(r.Services.Customers.CreateTag(ctx, "ours", "blue"))(t)
	views := check.Must(r.Services.Views.List(r.as(t, "supervisor")))(t)
	at := slices.IndexFunc(views, func(v conversation.SavedView) bool { return v.Scope == conversation.ViewTeam })
	views[at].Name = "ours"
	check.Must(r.Services.Views.Change(r.as(t, "supervisor"), views[at]))(t)
	roles := check.Must(r.Services.Identity.Roles(ctx))(t)
	check.Must(r.Services.Identity.CreateUser(ctx, identity.NewUser{
		Email: "me@own.example", Name: "Me", Password: "long enough words", Locale: "en", RoleID: roles[0].ID,
	}))(t)
	return head.ID
}

func TestSampleIsRemoved(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, r role) {
		check.NoError(t, r.seeder().Small(60).Seed(t.Context()))
		kept := r.byHand(t)
		admin := r.as(t, "admin")
		r.answered(t, kept)
		check.NoError(t, r.sample().Simulate(admin, true))
		check.NoError(t, r.sample().Remove(admin))
		check.Equal(t, check.Must(r.sample().State(admin))(t).Removing, true)
		check.NoError(t, r.sample().Remove(admin)) // asking twice is no error
		r.work(t)
		check.Eventually(t, "the mark is off", func() bool {
			s, err := r.sample().State(admin)
			return err == nil && !s.Demo
		})
		r.caughtUp(t)
		check.Eventually(t, "files are gone", func() bool {
			left := 0
			_ = fs.WalkDir(os.DirFS(r.files), ".", func(_ string, e fs.DirEntry, err error) error {
				if err == nil && !e.IsDir() {
					left++
				}
				return nil
			})
			return left == 0 && r.number(t, `SELECT count(*) FROM conversation_files`) == 0
		})
		r.nothingLeft(t, kept)
		r.recounted(t)
		check.Equal(t, len(r.DemoSignIns()), 0)
		check.Equal(t, check.Must(r.Services.Account.Workspace(admin))(t).Simulated, false)
	})
}

// answered keeps answers to idempotency keys that tell of each conversation and customer.
func (r role) answered(t *testing.T, kept string) {
	t.Helper()
	ctx := r.system(t)
	about := []string{kept}
	for _, sql := range []string{`SELECT id FROM conversation_conversations WHERE status = 'resolved'`, `SELECT id FROM customer_customers`} {
		about = append(about, check.Must(db.Query(ctx, r.DB, func(row db.Row) (id string, err error) { return id, row.Scan(&id) }, sql))(t)[:9]...)
	}
	for i, id := range about {
		check.NoError(t, r.DB.Do(ctx, func(ctx context.Context) error {
			saved, err := r.DB.SaveReply(ctx, "key"+strconv.Itoa(i), "x", 200, []byte(`{"id":"`+id+`","body":"private"}`), time.Now())
			check.Equal(t, saved, true)
			return err
		}))
	}
}

// nothingLeft looks at what should be there after a removal, and only that.
func (r role) nothingLeft(t *testing.T, kept string) {
	t.Helper()
	for sql, want := range map[string]int64{
		`SELECT count(*) FROM customer_customers`:         1,
		`SELECT count(*) FROM customer_identities`:        1,
		`SELECT count(*) FROM customer_visitors`:          1,
		`SELECT count(*) FROM customer_page_views`:        1,
		`SELECT count(*) FROM customer_tag_links`:         0,
		`SELECT count(*) FROM customer_tags`:              1,
		`SELECT count(*) FROM identity_users`:             2, // who asked, and who was added by hand
		`SELECT count(*) FROM identity_credentials`:       2,
		`SELECT count(*) FROM conversation_conversations`: 1,
		`SELECT count(*) FROM conversation_drafts`:        0,
		`SELECT count(*) FROM conversation_ratings`:       0,
		`SELECT count(*) FROM conversation_participants`:  0,
		`SELECT count(*) FROM conversation_tag_links`:     0,
		`SELECT count(*) FROM conversation_planned`:       0,
		`SELECT count(*) FROM conversation_views`:         1, // the one that somebody has changed
		`SELECT count(*) FROM quality_marks`:              0,
		`SELECT count(*) FROM idempotency`:                1, // to the conversation that stays
		`SELECT count(*) FROM customer_notes`:             0,
		`SELECT count(*) FROM moderation_hits`:            0,
		`SELECT count(*) FROM moderation_blocks`:          0,
		`SELECT count(*) FROM audit_reveals`:              0,
		`SELECT count(*) FROM visitor_rules`:              0,
		`SELECT count(*) FROM visitor_counts`:             0,
		`SELECT count(*) FROM integration_apps`:           0,
		`SELECT count(*) FROM jobs WHERE dead = 1`:        0,
		`SELECT count(*) FROM identity_teams`:             4,
		`SELECT count(*) FROM channel_channels`:           1,
	} {
		if got := r.number(t, sql); got != want {
			t.Errorf("%s: %d, want %d", sql, got, want)
		}
	}
	c := check.Must(r.Services.Conversations.Get(r.system(t), kept))(t)
	check.Equal(t, []any{c.AssigneeID, c.Status, c.CustomerName}, []any{"", conversation.Open, "Real Person"})
	check.Equal(t, r.number(t, `SELECT count(*) FROM conversation_entries`), c.Seq)
	check.Equal(t, r.finds(t, "退款"), 1)
	check.Equal(t, r.finds(t, "包裹"), 0)
	people := check.Must(r.Services.Search.Find(r.system(t), search.Customers, "example", page.Request{}))(t)
	check.Equal(t, len(people.Items), 0)
	shop := check.Must(r.Services.Channels.List(r.system(t)))(t)
	check.Equal(t, shop[0].Kind, channel.Webchat)
}

// hands is a clock that the test moves.
type hands struct {
	mu sync.Mutex
	at time.Time
}

func (h *hands) Now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.at
}

func (h *hands) to(at time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if at.After(h.at) {
		h.at = at
	}
}

// next is the simulation's job, if it is promised.
func (r role) next(t *testing.T) (unit.Job, bool) {
	t.Helper()
	jobs := check.Must(db.Query(t.Context(), r.DB, func(row db.Row) (j unit.Job, err error) {
		err = row.Scan(&j.Tenant, &j.Kind, &j.Subject, &j.Payload, &j.RunAt)
		return j, err
	}, `SELECT tenant, kind, subject, payload, run_at FROM jobs WHERE kind = $1`, demo.JobSimulate))(t)
	if len(jobs) == 0 {
		return unit.Job{}, false
	}
	return jobs[0], true
}

func TestSimulatedVisitorsChat(t *testing.T) {
	t.Parallel()
	clk := &hands{at: time.Date(2026, 11, 20, 4, 0, 0, 0, time.UTC)}
	r := openRole(t, db.SQLite, clk)
	check.NoError(t, r.seeder().Small(20).Seed(t.Context()))
	admin := r.as(t, "admin")
	_, on := r.next(t)
	check.Equal(t, on, false) // off until it is asked for
	check.NoError(t, r.sample().Simulate(admin, true))

	system, simulator := r.system(t), r.sample().simulator
	rated := false
	for range 2000 {
		j, on := r.next(t)
		check.Equal(t, on, true)
		clk.to(j.RunAt)
		check.NoError(t, simulator.Step(system, j))
		var crowd struct {
			Visitors []struct{ Conversation string } `json:"visitors"`
		}
		next, _ := r.next(t)
		check.NoError(t, json.Unmarshal(next.Payload, &crowd))
		if len(crowd.Visitors) > demo.MaxVisitors {
			t.Fatalf("%d visitors", len(crowd.Visitors))
		}
		for _, v := range crowd.Visitors {
			rated = r.answer(t, v.Conversation) || rated
		}
		if rated = rated || r.number(t, `SELECT count(*) FROM conversation_ratings r JOIN conversation_conversations c
			ON c.id = r.conversation_id WHERE c.number > 20`) > 0; rated {
			break
		}
	}
	check.Equal(t, rated, true)
	last, _ := r.next(t)
	check.NoError(t, r.sample().Simulate(admin, false))
	check.NoError(t, simulator.Step(system, last)) // a turn that was under way does not begin another
	_, on = r.next(t)
	check.Equal(t, on, false)
}

// answer is the agent: it answers what waits, and resolves what was answered four times. It reports whether a visitor came
// back to say something fitting at least twice and was rated for it.
func (r role) answer(t *testing.T, id string) bool {
	t.Helper()
	if id == "" {
		return false
	}
	agent := r.as(t, "supervisor")
	c := check.Must(r.Services.Conversations.Get(agent, id))(t)
	switch {
	case c.Status == conversation.Resolved:
		return c.RatingScore > 0
	case c.WaitingSince.IsZero():
		return false
	}
	said := map[conversation.AuthorKind]int{}
	for _, e := range check.Must(r.Services.Conversations.Timeline(agent, id, conversation.Range{Limit: 100}))(t) {
		if e.Kind == conversation.Message {
			said[e.AuthorKind]++
		}
	}
	check.Must(r.Services.Conversations.Post(agent, id, conversation.Text{ClientID: c.LastEntryAt.String(), Body: "Of course."}))(t)
	if said[conversation.ByUser] >= 1 && said[conversation.ByCustomer] >= 2 {
		check.Must(r.Services.Conversations.Resolve(agent, id, "", nil))(t)
	}
	return false
}
