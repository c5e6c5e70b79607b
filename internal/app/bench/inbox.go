package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"sync"
	"time"

	"frontdesk/internal/app"
	"frontdesk/internal/app/core"
	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/conversation/conversationsql"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/search"
	"frontdesk/internal/domain/search/searchsql"
	"frontdesk/internal/platform/db"
)

const (
	pageSize = 50
	inflow   = 50 // messages per second while the inbox is read over HTTP
)

// class is one kind of reading.
type class struct {
	name  string
	agent bool                                          // an agent of one team asks; otherwise the administrator
	store func(ctx context.Context, r *rand.Rand) error // one reading of the repository
	path  func(r *rand.Rand) string                     // the same over HTTP
}

func measureInbox(ctx context.Context, p *place) ([]Result, error) {
	cfg, set, err := p.dataset(ctx)
	if err != nil {
		return nil, err
	}
	size, err := db.SizeOf(ctx, core.DatabaseConfig(cfg))
	if err != nil {
		return nil, err
	}
	out := []Result{
		figure("data set: conversations", "conversations", float64(set.Conversations)), figure("data set: messages", "messages", float64(set.Messages)),
		figure("data set: size", "MB", float64(size>>20)), figure("data set: making it took", "s", set.Took.Seconds()),
	}
	if p.Prepare {
		return out, nil
	}
	s, err := p.bareOn(ctx, cfg, clock.Real{}, read)
	if err != nil {
		return nil, err
	}
	raw, err := db.OpenBare(ctx, core.DatabaseConfig(cfg))
	if err != nil {
		return nil, err
	}
	ids, err := set.sample(ctx, s)
	if err != nil {
		return nil, err
	}
	mix := set.mix(s, ids)
	for _, c := range mix {
		r, err := c.compare(ctx, raw, p.Time/time.Duration(2*len(mix)))
		if err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	if err := raw.Close(); err != nil {
		return nil, err
	}
	if err := s.end(); err != nil {
		return nil, err
	}
	e, err := app.Embed(ctx, cfg, p.Log)
	if err != nil {
		return nil, err
	}
	defer e.Stop() //nolint:errcheck // the figures are there
	over, err := set.overHTTP(ctx, p, e, mix)
	return append(out, over...), err
}

type readKey struct{}

// read keeps the statements of one reading.
func read(ctx context.Context, sent []db.Statement) {
	if into, ok := ctx.Value(readKey{}).(*[]db.Statement); ok {
		*into = append(*into, sent...)
	}
}

// compare asks each question three times: once to learn the statements and to warm the pages, once through the repository
// and once, with the same statements, over a bare connection.
func (c class) compare(ctx context.Context, raw *db.Bare, span time.Duration) (Result, error) {
	var product, limit times
	for n, begun := 0, time.Now(); time.Since(begun) < span || n < 10; n++ {
		var sent []db.Statement
		seed := uint64(n)
		if err := c.store(context.WithValue(ctx, readKey{}, &sent), repeatable(seed, 1)); err != nil {
			return Result{}, err
		}
		took := time.Now()
		if err := c.store(ctx, repeatable(seed, 1)); err != nil {
			return Result{}, err
		}
		product = append(product, time.Since(took))
		took = time.Now()
		for _, s := range sent {
			if _, err := raw.Read(ctx, s); err != nil {
				return Result{}, err
			}
		}
		limit = append(limit, time.Since(took))
	}
	return figure("repository, "+c.name+", p50", "ms", product.at(50)).against(limit.at(50)).ratioAtMost(3), nil
}

// sample are conversations to open, from all times.
func (set *dataset) sample(ctx context.Context, s *domains) ([]string, error) {
	rows := conversationsql.New(s.db)
	var out []string
	q := conversation.Query{View: conversation.ViewResolved, Sort: conversation.Newest, Page: page.Request{Limit: page.MaxLimit}, Scope: actor.Scope{Level: actor.All}}
	for range 10 {
		found, err := rows.List(actor.With(ctx, actor.SystemFor(set.Tenant)), q)
		if err != nil {
			return nil, err
		}
		for _, c := range found.Items {
			out = append(out, c.ID)
		}
		if q.Page.Cursor = found.Next; found.Next == "" {
			break
		}
	}
	return out, nil
}

// mix are the readings of a working day.
func (set *dataset) mix(s *domains, ids []string) []class {
	rows, index := conversationsql.New(s.db), searchsql.New(s.db)
	everything := actor.Scope{Level: actor.All}
	team := actor.Scope{Level: actor.Teams, User: set.Users[0], Teams: set.Teams[:1]}
	as := func(ctx context.Context) context.Context { return actor.With(ctx, actor.SystemFor(set.Tenant)) }
	list := func(name string, agent bool, view conversation.View, scope actor.Scope) class {
		return class{
			name: "list: " + name, agent: agent, path: func(*rand.Rand) string { return "/conversations?limit=50&view=" + string(view) },
			store: func(ctx context.Context, _ *rand.Rand) error {
				_, err := rows.List(as(ctx), conversation.Query{View: view, Sort: conversation.Newest, Page: page.Request{Limit: pageSize}, Scope: scope, User: set.Users[0]})
				return err
			},
		}
	}
	find := func(name string, agent bool, scope actor.Scope, text func(r *rand.Rand) string) class {
		return class{
			name: "search: " + name, agent: agent, path: func(r *rand.Rand) string { return "/search?limit=20&q=" + url.QueryEscape(text(r)) },
			store: func(ctx context.Context, r *rand.Rand) error {
				_, err := index.Find(as(ctx), search.Query{Text: text(r), Kind: search.Messages, Scope: scope, Request: page.Request{Limit: 20}})
				return err
			},
		}
	}
	one := func(words ...string) func(*rand.Rand) string {
		return func(r *rand.Rand) string { return words[r.IntN(len(words))] }
	}
	rare := func(r *rand.Rand) string { return fmt.Sprintf("FD%08d", r.IntN(set.Conversations)) }
	return []class{
		list("everything open", false, conversation.ViewAll, everything),
		list("resolved", false, conversation.ViewResolved, everything),
		list("unassigned", false, conversation.ViewUnassigned, everything),
		list("mine", true, conversation.ViewMine, team),
		list("all of an agent of one team", true, conversation.ViewAll, team),
		{
			name: "thread: newest 50 entries", path: func(r *rand.Rand) string { return "/conversations/" + ids[r.IntN(len(ids))] + "/entries?limit=50" },
			store: func(ctx context.Context, r *rand.Rand) error {
				_, err := rows.Page(as(ctx), ids[r.IntN(len(ids))], conversation.Range{Limit: pageSize})
				return err
			},
		},
		find("rare word (one order)", false, everything, rare),
		find("common word", false, everything, one("order", "please", "delivery")),
		find("two Chinese characters", false, everything, one("物流", "订单", "退款")),
		find("common word, agent of one team", true, team, one("order", "please", "delivery")),
		find("two Chinese characters, agent of one team", true, team, one("物流", "订单", "退款")),
	}
}

// overHTTP reads everything over HTTP while messages flow in.
func (set *dataset) overHTTP(ctx context.Context, p *place, e *app.Embedded, mix []class) ([]Result, error) {
	lines, err := sampleLines()
	if err != nil {
		return nil, err
	}
	w := &world{s: e.Core.Services, tenant: set.Tenant, key: set.Key, channel: set.Channel, lines: lines}
	admin, err := w.s.Identity.SignIn(ctx, identity.SignIn{Email: "bench@example.com", Password: password})
	if err != nil {
		return nil, err
	}
	agent, err := w.s.Identity.SignIn(ctx, identity.SignIn{Email: address(0), Password: password})
	if err != nil {
		return nil, err
	}
	stop, err := w.flow(ctx, inflow)
	if err != nil {
		return nil, err
	}
	defer stop()
	var out []Result
	for _, c := range mix {
		secret := admin.Token
		if c.agent {
			secret = agent.Token
		}
		t, err := c.call(ctx, e.Addr, secret, p.Time/time.Duration(2*len(mix)))
		if err != nil {
			return nil, err
		}
		out = append(out, figure("HTTP, "+c.name+", p50", "ms", t.at(50)), figure("HTTP, "+c.name+", p99", "ms", t.at(99)).atMost(50))
	}
	return append(out, figure("messages that flowed in meanwhile", "1/s", inflow)), nil
}

// call reads over HTTP, one call after the other.
func (c class) call(ctx context.Context, addr, secret string, span time.Duration) (times, error) {
	var out times
	for n, begun := 0, time.Now(); time.Since(begun) < span || n < 10; n++ {
		r := repeatable(uint64(n), 2)
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+addr+"/api/v1"+c.path(r), http.NoBody)
		if err != nil {
			return nil, err
		}
		req.Header.Set("Authorization", "Bearer "+secret)
		at := time.Now()
		if err := answered(req); err != nil {
			return nil, err
		}
		out = append(out, time.Since(at))
	}
	return out, nil
}

// flow lets visitors write at a steady rate until it is stopped.
func (w *world) flow(ctx context.Context, rate int) (stop func(), err error) {
	const many = 20
	var visitors []*visitor
	for range many {
		v, err := w.arrive(ctx)
		if err != nil {
			return nil, err
		}
		visitors = append(visitors, v)
	}
	ctx, cancel := context.WithCancel(ctx)
	var done sync.WaitGroup
	done.Go(func() {
		tick := time.NewTicker(time.Second / time.Duration(rate))
		defer tick.Stop()
		for n := 0; ; n++ {
			select {
			case <-tick.C:
				if err := w.write(ctx, visitors[n%many]); err != nil && fault.KindOf(err) != fault.Unavailable {
					return
				}
			case <-ctx.Done():
				return
			}
		}
	})
	return func() { cancel(); done.Wait() }, nil
}
