// Package conversationtest holds an in-memory store with real units of work, builders, and the suite that every store
// passes.
package conversationtest

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"
	"sync"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/conversation"
)

// tables are the rows of the store. The first element of every key is the tenant.
type tables struct {
	rows     map[[2]string]conversation.Conversation
	current  map[[3]string]string
	entries  map[[2]string][]conversation.Entry
	mentions map[[3]string]time.Time
	drafts   map[[4]string]conversation.Draft
	ratings  map[[2]string][]conversation.Rating
	files    map[[2]string]conversation.File
	counts   map[string]map[conversation.Place]int64
	planned  map[[2]string]conversation.Planned
	pictures map[[2]string]conversation.Picture
}

func (t tables) clone() tables {
	counts := map[string]map[conversation.Place]int64{}
	for k, v := range t.counts {
		counts[k] = maps.Clone(v)
	}
	return tables{
		maps.Clone(t.rows), maps.Clone(t.current), maps.Clone(t.entries), maps.Clone(t.mentions), maps.Clone(t.drafts),
		maps.Clone(t.ratings), maps.Clone(t.files), counts, maps.Clone(t.planned), maps.Clone(t.pictures),
	}
}

// Memory keeps everything in maps. It is a unit.Runner too: units run one after another and a failed one leaves nothing.
type Memory struct {
	unit.Memory
	running sync.Mutex // held by the unit that runs
	mu      sync.Mutex // held while tables are read or written
	t       tables
	past    map[string][]conversation.Revision
	own     personal
	over    oversight
}

// NewMemory makes an empty store.
func NewMemory() *Memory {
	return &Memory{over: newOversight(), own: personal{pins: map[[2]string][]string{}, views: map[[2]string]conversation.SavedView{}, seen: map[[3]string]time.Time{}}, t: tables{
		map[[2]string]conversation.Conversation{},
		map[[3]string]string{},
		map[[2]string][]conversation.Entry{},
		map[[3]string]time.Time{},
		map[[4]string]conversation.Draft{},
		map[[2]string][]conversation.Rating{},
		map[[2]string]conversation.File{},
		map[string]map[conversation.Place]int64{},
		map[[2]string]conversation.Planned{},
		map[[2]string]conversation.Picture{},
	}}
}

var _ conversation.Stores = (*Memory)(nil)

// Do runs a unit of work.
func (m *Memory) Do(ctx context.Context, fn func(ctx context.Context) error) error {
	if _, ok := unit.Running(ctx); ok {
		return fn(ctx)
	}
	m.running.Lock()
	defer m.running.Unlock()
	m.mu.Lock()
	before := m.t.clone()
	m.mu.Unlock()
	err := m.Memory.Do(ctx, fn)
	if err != nil {
		m.mu.Lock()
		m.t = before
		m.mu.Unlock()
	}
	return err
}

// on runs fn over the tables of the context's tenant.
func on[T any](ctx context.Context, m *Memory, fn func(tenant string, t *tables) (T, error)) (T, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		var none T
		return none, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return fn(tenant, &m.t)
}

// write is on for changes, which need a running unit.
func write(ctx context.Context, m *Memory, fn func(tenant string, t *tables) error) error {
	if _, ok := unit.Running(ctx); !ok {
		return unit.ErrNoUnit
	}
	_, err := on(ctx, m, func(tenant string, t *tables) (struct{}, error) { return struct{}{}, fn(tenant, t) })
	return err
}

// Get implements conversation.Rows.
func (m *Memory) Get(ctx context.Context, id string) (conversation.Conversation, error) {
	return on(ctx, m, func(tenant string, t *tables) (conversation.Conversation, error) {
		c, ok := t.rows[[2]string{tenant, id}]
		if !ok {
			return c, conversation.ErrNotFound.New()
		}
		c.TagIDs = slices.Clone(c.TagIDs)
		return c, nil
	})
}

// Lock implements conversation.Rows; units run one at a time anyway.
func (m *Memory) Lock(ctx context.Context, id string) (conversation.Conversation, error) {
	return m.Get(ctx, id)
}

// Insert implements conversation.Rows.
func (m *Memory) Insert(ctx context.Context, c conversation.Conversation, previous string) error {
	return write(ctx, m, func(tenant string, t *tables) error {
		k := [3]string{tenant, c.CustomerID, c.ChannelID}
		if t.current[k] != previous {
			return conversation.ErrStale.New()
		}
		t.current[k] = c.ID
		t.rows[[2]string{tenant, c.ID}] = c
		return nil
	})
}

// Save implements conversation.Rows.
func (m *Memory) Save(ctx context.Context, before, after conversation.Conversation) error {
	return write(ctx, m, func(tenant string, t *tables) error {
		k := [2]string{tenant, after.ID}
		if t.rows[k].Version != before.Version {
			return conversation.ErrStale.New()
		}
		t.rows[k] = after
		return nil
	})
}

// Current implements conversation.Rows.
func (m *Memory) Current(ctx context.Context, customerID, channelID string) (conversation.Conversation, error) {
	return on(ctx, m, func(tenant string, t *tables) (conversation.Conversation, error) {
		c, ok := t.rows[[2]string{tenant, t.current[[3]string{tenant, customerID, channelID}]}]
		if !ok {
			return c, conversation.ErrNotFound.New()
		}
		return c, nil
	})
}

// Recent implements conversation.Rows: nothing is ever at hand.
func (m *Memory) Recent(context.Context, string, string) (c conversation.Conversation, ok bool) {
	return c, false
}

// Rename implements conversation.CustomerRows.
func (m *Memory) Rename(ctx context.Context, who conversation.Customer) error {
	return write(ctx, m, func(tenant string, t *tables) error {
		for k, c := range t.rows {
			if k[0] == tenant && c.CustomerID == who.ID {
				if c.CustomerName != who.Name || c.CustomerLevel != who.Level {
					c.Version++
				}
				c.CustomerName, c.CustomerLevel = who.Name, who.Level
				t.rows[k] = c
			}
		}
		return nil
	})
}

// Move implements conversation.CustomerRows.
func (m *Memory) Move(ctx context.Context, from string, into conversation.Customer) error {
	return write(ctx, m, func(tenant string, t *tables) error {
		for k, c := range t.rows {
			if k[0] == tenant && c.CustomerID == from {
				c.CustomerID, c.CustomerName, c.CustomerLevel, c.Version = into.ID, into.Name, into.Level, c.Version+1
				t.rows[k] = c
			}
		}
		for k, id := range maps.Clone(t.current) {
			if k[0] != tenant || k[1] != from {
				continue
			}
			delete(t.current, k)
			if to := [3]string{tenant, into.ID, k[2]}; t.current[to] == "" {
				t.current[to] = id
			}
		}
		return nil
	})
}

// Clear implements conversation.CustomerRows.
func (m *Memory) Clear(ctx context.Context) error {
	return write(ctx, m, func(tenant string, t *tables) error {
		maps.DeleteFunc(t.rows, func(k [2]string, _ conversation.Conversation) bool { return k[0] == tenant })
		maps.DeleteFunc(t.current, func(k [3]string, _ string) bool { return k[0] == tenant })
		maps.DeleteFunc(t.entries, func(k [2]string, _ []conversation.Entry) bool { return k[0] == tenant })
		maps.DeleteFunc(t.mentions, func(k [3]string, _ time.Time) bool { return k[0] == tenant })
		maps.DeleteFunc(t.drafts, func(k [4]string, _ conversation.Draft) bool { return k[0] == tenant })
		maps.DeleteFunc(t.ratings, func(k [2]string, _ []conversation.Rating) bool { return k[0] == tenant })
		maps.DeleteFunc(t.files, func(k [2]string, _ conversation.File) bool { return k[0] == tenant })
		delete(t.counts, tenant)
		return nil
	})
}

// Add implements conversation.Entries.
func (m *Memory) Add(ctx context.Context, entries []conversation.Entry) error {
	return write(ctx, m, func(tenant string, t *tables) error {
		for _, e := range entries {
			k := [2]string{tenant, e.ConversationID}
			for _, old := range t.entries[k] {
				if e.ClientID != "" && old.ClientID == e.ClientID && old.AuthorID == e.AuthorID {
					return conversation.ErrRepeated.New()
				}
			}
			t.entries[k] = append(slices.Clone(t.entries[k]), e)
		}
		return nil
	})
}

// Page implements conversation.Entries.
func (m *Memory) Page(ctx context.Context, conversationID string, r conversation.Range) ([]conversation.Entry, error) {
	return on(ctx, m, func(tenant string, t *tables) ([]conversation.Entry, error) {
		var all []conversation.Entry
		for _, e := range t.entries[[2]string{tenant, conversationID}] {
			n := e.Seq
			if r.Public {
				n = e.PublicSeq
			}
			if n > 0 && n > r.After && (r.After != 0 || r.Before <= 0 || n < r.Before) {
				all = append(all, e)
			}
		}
		if r.After != 0 {
			return all[:min(len(all), r.Limit)], nil
		}
		return all[max(0, len(all)-r.Limit):], nil
	})
}

func (m *Memory) entry(ctx context.Context, conversationID string, is func(conversation.Entry) bool) (conversation.Entry, error) {
	return on(ctx, m, func(tenant string, t *tables) (conversation.Entry, error) {
		for _, e := range t.entries[[2]string{tenant, conversationID}] {
			if is(e) {
				return e, nil
			}
		}
		return conversation.Entry{}, conversation.ErrEntryNotFound.New()
	})
}

// ByClientID implements conversation.Entries.
func (m *Memory) ByClientID(ctx context.Context, conversationID, authorID, clientID string) (conversation.Entry, error) {
	return m.entry(ctx, conversationID, func(e conversation.Entry) bool {
		return clientID != "" && e.AuthorID == authorID && e.ClientID == clientID
	})
}

// ByID implements conversation.Entries.
func (m *Memory) ByID(ctx context.Context, conversationID, id string) (conversation.Entry, error) {
	return m.entry(ctx, conversationID, func(e conversation.Entry) bool { return e.ID == id })
}

// SeenAt implements conversation.Entries.
func (m *Memory) SeenAt(ctx context.Context, conversationID string, seq int64) (public int64, unread int, err error) {
	_, err = on(ctx, m, func(tenant string, t *tables) (struct{}, error) {
		for _, e := range t.entries[[2]string{tenant, conversationID}] {
			switch {
			case e.Seq <= seq:
				public = max(public, e.PublicSeq)
			case e.Kind == conversation.Message && e.AuthorKind == conversation.ByCustomer:
				unread++
			}
		}
		return struct{}{}, nil
	})
	return public, unread, err
}

// Mention implements conversation.Entries.
func (m *Memory) Mention(ctx context.Context, conversationID string, users []string, at time.Time) error {
	return write(ctx, m, func(tenant string, t *tables) error {
		for _, u := range users {
			t.mentions[[3]string{tenant, conversationID, u}] = at
		}
		return nil
	})
}

// Mentioned implements conversation.Inbox.
func (m *Memory) Mentioned(ctx context.Context, conversationID, userID string) (bool, error) {
	return on(ctx, m, func(tenant string, t *tables) (bool, error) {
		_, ok := t.mentions[[3]string{tenant, conversationID, userID}]
		return ok, nil
	})
}

// placed is a row with its place in a list.
type placed struct {
	at  int64
	row conversation.Conversation
}

// List implements conversation.Inbox: it looks at every row, so it never gives short pages.
func (m *Memory) List(ctx context.Context, q conversation.Query) (page.Of[conversation.Conversation], error) {
	var from placed
	resumed, err := page.Decode(q.Page.Cursor, &from.at, &from.row.ID)
	if err != nil {
		return page.Of[conversation.Conversation]{}, err
	}
	order := func(a, b placed) int { return -cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.row.ID, b.row.ID)) }
	if q.Sort != conversation.Newest && q.Sort != "" && !q.ByMention() {
		order = func(a, b placed) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.row.ID, b.row.ID)) }
	}
	return on(ctx, m, func(tenant string, t *tables) (page.Of[conversation.Conversation], error) {
		var found []placed
		for k, c := range t.rows {
			p := placed{clock.Micros(c.LastEntryAt), c}
			switch {
			case q.ByMention():
				p.at = clock.Micros(t.mentions[[3]string{tenant, c.ID, q.User}])
			case q.Sort == conversation.Waiting || q.Sort == conversation.Attention && !c.WaitingSince.IsZero():
				p.at = clock.Micros(c.WaitingSince)
			case q.Sort == conversation.Attention: // after all who wait, the last activity first
				p.at = math.MaxInt64 - p.at
			}
			if k[0] == tenant && p.at > 0 && q.Filters(c) && shows(q, c) && (!resumed || order(p, from) > 0) {
				found = append(found, p)
			}
		}
		slices.SortFunc(found, order)
		cut := page.Cut(found, q.Page.Size(), func(p placed) []any { return []any{p.at, p.row.ID} })
		out := page.Of[conversation.Conversation]{Items: []conversation.Conversation{}, Next: cut.Next}
		for _, p := range cut.Items {
			out.Items = append(out.Items, p.row)
		}
		return out, nil
	})
}

// shows reports whether the view and the scope hold the row.
func shows(q conversation.Query, c conversation.Conversation) bool {
	return q.Holds(c) && (q.ByMention() || q.ByFollow() || q.Scope.Covers(c.AssigneeID, c.TeamID)) // the mention is the right to read
}

// Count implements conversation.Inbox.
func (m *Memory) Count(ctx context.Context, q conversation.Query) (n int, more bool, err error) {
	q.Page = page.Request{Limit: conversation.CountCap}
	p, err := m.List(ctx, q)
	return len(p.Items), p.Next != "", err
}

// OfCustomer implements conversation.Inbox.
func (m *Memory) OfCustomer(ctx context.Context, q conversation.CustomerQuery) (page.Of[conversation.Conversation], error) {
	var last string
	resumed, err := page.Decode(q.Page.Cursor, &last)
	if err != nil {
		return page.Of[conversation.Conversation]{}, err
	}
	return on(ctx, m, func(tenant string, t *tables) (page.Of[conversation.Conversation], error) {
		var found []conversation.Conversation
		for k, c := range t.rows {
			if k[0] == tenant && c.CustomerID == q.CustomerID && q.Scope.Covers(c.AssigneeID, c.TeamID) && (!resumed || c.ID < last) {
				found = append(found, c)
			}
		}
		slices.SortFunc(found, func(a, b conversation.Conversation) int { return cmp.Compare(b.ID, a.ID) })
		return page.Cut(found, q.Page.Size(), func(c conversation.Conversation) []any { return []any{c.ID} }), nil
	})
}
