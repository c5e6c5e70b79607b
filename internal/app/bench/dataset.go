package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/id"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/conversation/conversationsql"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/search"
	"frontdesk/internal/domain/search/searchsql"
	"frontdesk/internal/platform/config"
	"frontdesk/internal/platform/db"
)

const (
	fullSize   = 1_000_000 // conversations at scale 1
	perTalk    = 5         // messages of each
	inUnit     = 400       // conversations written together
	firstOfSet = 10_000_000
	madeBy     = 1 // of the generator: another one makes its data set anew
)

// dataset describes what lies in a folder, so that it can be used again.
type dataset struct {
	Made          int           `json:"made"`
	Tenant        string        `json:"tenant"`
	Key           string        `json:"key"`
	Channel       string        `json:"channel"`
	Users         []string      `json:"users"`
	Teams         []string      `json:"teams"`
	Conversations int           `json:"conversations"`
	Messages      int           `json:"messages"`
	Took          time.Duration `json:"took"`
	DSN           string        `json:"schema"` // of PostgreSQL, without the server
}

// dataset opens the data set of the scale, and makes it when there is none.
func (p *place) dataset(ctx context.Context) (config.Config, dataset, error) {
	dir := filepath.Join(p.Dir, fmt.Sprintf("inbox-%s-%g", p.DB, p.Scale))
	cfg, err := p.configFor(dir)
	if err != nil {
		return cfg, dataset{}, err
	}
	about := filepath.Join(dir, "dataset.json")
	schema := strings.ReplaceAll(fmt.Sprintf("bench_inbox_%g", p.Scale), ".", "_")
	known := p.DSN != "" || p.DB == db.SQLite // a throw-away server has forgotten everything
	if p.DB == db.Postgres {
		if err := p.startServer(); err != nil { //nolint:contextcheck // the server outlives the call
			return cfg, dataset{}, err
		}
		if cfg.Database.DSN, err = inSchema(p.DSN, schema); err != nil {
			return cfg, dataset{}, err
		}
	}
	var set dataset
	if raw, err := os.ReadFile(about); err == nil && known && json.Unmarshal(raw, &set) == nil && set.Made == madeBy {
		return cfg, set, nil
	}
	if err := os.RemoveAll(dir); err != nil {
		return cfg, set, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return cfg, set, err
	}
	if p.DB == db.Postgres {
		for _, text := range []string{"DROP SCHEMA IF EXISTS " + schema + " CASCADE", "CREATE SCHEMA " + schema} {
			if err := db.AdminExec(ctx, p.DSN, text); err != nil {
				return cfg, set, err
			}
		}
	}
	if set, err = p.generate(ctx, cfg); err != nil {
		return cfg, set, err
	}
	raw, err := json.Marshal(set)
	if err != nil {
		return cfg, set, err
	}
	return cfg, set, os.WriteFile(about, raw, 0o600)
}

// generate writes the rows through the stores, many conversations in one unit.
func (p *place) generate(ctx context.Context, cfg config.Config) (dataset, error) {
	s, err := p.bareOn(ctx, cfg, clock.Real{}, nil)
	if err != nil {
		return dataset{}, err
	}
	defer s.end() //nolint:errcheck // opened again at once, which would complain
	begun := time.Now()
	w, err := found(ctx, s.Services)
	if err != nil {
		return dataset{}, err
	}
	set := dataset{Made: madeBy, Tenant: w.tenant, Key: w.key, Channel: w.channel, Conversations: max(100, int(fullSize*p.Scale))}
	if err := set.hire(ctx, w); err != nil {
		return set, err
	}
	g := &generator{w: w, set: &set, s: s, rows: conversationsql.New(s.db), index: searchsql.New(s.db), dice: repeatable(7, 11)}
	as := actor.With(ctx, actor.SystemFor(w.tenant))
	for from := 0; from < set.Conversations; from += inUnit {
		to := min(set.Conversations, from+inUnit)
		if err := s.db.Do(as, func(ctx context.Context) error { return g.write(ctx, from, to) }); err != nil {
			return set, err
		}
		if from%(100*inUnit) == 0 {
			p.Note("data set: %d of %d conversations", from, set.Conversations)
		}
	}
	if err := s.Conversations.Recount(as); err != nil {
		return set, err
	}
	set.Took = time.Since(begun)
	return set, nil
}

// hire makes teams and the people in them.
func (set *dataset) hire(ctx context.Context, w *world) error {
	role, err := w.roleOfAgents(ctx)
	if err != nil {
		return err
	}
	ctx = actor.With(ctx, actor.SystemFor(w.tenant))
	for i := range 8 {
		u, err := w.s.Identity.CreateUser(ctx, identity.NewUser{
			Email: address(i), Name: fmt.Sprintf("Person %d", i), Password: password, Locale: "en", Timezone: "UTC", RoleID: role,
		})
		if err != nil {
			return err
		}
		t, err := w.s.Identity.CreateTeam(ctx, identity.Team{Name: fmt.Sprintf("Team %d", i), MemberIDs: []string{u.ID}})
		if err != nil {
			return err
		}
		set.Users, set.Teams = append(set.Users, u.ID), append(set.Teams, t.ID)
	}
	return nil
}

// generator makes believable rows.
type generator struct {
	w     *world
	set   *dataset
	s     *domains
	rows  *conversationsql.Store
	index *searchsql.Store
	dice  *rand.Rand
}

func (g *generator) write(ctx context.Context, from, to int) error {
	var docs []search.Document
	for n := from; n < to; n++ {
		c, entries := g.talk(n)
		if err := g.rows.Insert(ctx, c, ""); err != nil {
			return err
		}
		if err := g.rows.Add(ctx, entries); err != nil {
			return err
		}
		docs = append(docs, search.Document{
			Kind: search.Conversations, ID: c.ID, ConversationID: c.ID, TeamID: c.TeamID, AssigneeID: c.AssigneeID, At: c.CreatedAt,
			Text: fmt.Sprintf("%s · %s · #%d", c.Subject, c.CustomerName, c.Number),
		})
		for _, e := range entries {
			if e.Kind == conversation.Message {
				docs = append(docs, search.Document{
					Kind: search.Messages, ID: e.ID, ConversationID: c.ID, Seq: e.Seq, TeamID: c.TeamID, AssigneeID: c.AssigneeID, At: e.CreatedAt, Text: e.Body,
				})
			}
		}
	}
	cut, err := g.index.Cut(ctx, docs)
	if err != nil {
		return err
	}
	return g.index.Put(ctx, cut)
}

// talk is conversation n: the later, the newer; the newest are open.
func (g *generator) talk(n int) (conversation.Conversation, []conversation.Entry) {
	const span = 2 * 365 * 24 * time.Hour
	begun := time.Now().Add(-span).Truncate(time.Microsecond)
	at := begun.Add(time.Duration(float64(span) * float64(n) / float64(g.set.Conversations+1))).UTC().Truncate(time.Microsecond)
	c := conversation.Conversation{
		ID: id.At("cnv", at), Number: int64(firstOfSet + n), ChannelID: g.set.Channel, ChannelKind: "webchat", CustomerID: id.At("cus", at),
		CustomerName: names[n%len(names)] + fmt.Sprintf(" %d", n), Subject: "", Status: conversation.Resolved, Priority: conversation.Normal,
		TeamID: g.set.Teams[g.dice.IntN(len(g.set.Teams))], AssigneeID: g.set.Users[g.dice.IntN(len(g.set.Users))], TagIDs: []string{}, CreatedAt: at, Version: 1,
	}
	switch draw := g.dice.IntN(100); {
	case draw < 5:
		c.Status = conversation.Open
		if g.dice.IntN(3) == 0 {
			c.AssigneeID, c.WaitingSince = "", at
		}
	case draw < 6:
		c.Status, c.SnoozedUntil = conversation.Snoozed, at.AddDate(3, 0, 0)
	default:
		c.ResolvedAt, c.ResolvedBy, c.Resolutions = at.Add(time.Hour), c.AssigneeID, 1
	}
	entries := []conversation.Entry{{
		ID: id.At("ent", at), ConversationID: c.ID, Seq: 1, PublicSeq: 1, Kind: conversation.Activity, AuthorKind: conversation.ByCustomer,
		AuthorID: c.CustomerID, Activity: &conversation.Happening{Type: conversation.WasOpened}, CreatedAt: at,
	}}
	for i := range 3 + g.dice.IntN(2*perTalk-5) {
		e := conversation.Entry{
			ID: id.At("ent", at), ConversationID: c.ID, Seq: int64(i + 2), PublicSeq: int64(i + 2), Kind: conversation.Message, Body: g.text(n, i),
			AuthorKind: conversation.ByCustomer, AuthorID: c.CustomerID, ClientID: fmt.Sprintf("g%d", i), Lang: "en", CreatedAt: at.Add(time.Duration(i) * time.Minute),
		}
		if i%2 == 1 {
			e.AuthorKind, e.AuthorID = conversation.ByUser, g.set.Users[g.dice.IntN(len(g.set.Users))]
		}
		entries = append(entries, e)
	}
	last := entries[len(entries)-1]
	g.set.Messages += len(entries) - 1
	c.Seq, c.PublicSeq, c.LastEntryAt, c.LastMessageAt = last.Seq, last.PublicSeq, last.CreatedAt, last.CreatedAt
	c.LastMessagePreview, c.LastMessageKind, c.LastMessageAuthorKind = last.Body[:min(len(last.Body), 40)], conversation.ContentText, last.AuthorKind
	c.LastMessagePreview = strings.ToValidUTF8(c.LastMessagePreview, "")
	c.AgentSeenSeq, c.AgentSeenPublic, c.CustomerSeenSeq = c.Seq, c.PublicSeq, c.PublicSeq
	return c, entries
}

var names = []string{"王芳", "李娜", "张伟", "刘洋", "陈静", "Emma Clarke", "Oliver Smith", "Mia Rossi", "Noah Okafor", "Lucas Silva"}

// text is a line of the sample scripts; every third message names an order that nothing else names.
func (g *generator) text(n, i int) string {
	text := g.w.line(g.dice.IntN(len(g.w.lines)))
	if i%3 == 0 {
		text += fmt.Sprintf(" FD%08d", n)
	}
	return text
}
