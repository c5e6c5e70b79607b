package searchsql

import (
	"context"
	"math"
	"runtime"
	"slices"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/search"
	"frontdesk/internal/platform/db"
)

// Store implements search.Store.
type Store struct {
	d      *db.DB
	engine engine
}

// engine is what differs between the databases.
type engine interface {
	// place corrects the positions of documents: to the ones they have, or away from those that are taken.
	place(ctx context.Context, tenant string, docs []search.Cut, taken map[int64]bool) error
	put(ctx context.Context, tenant string, docs []search.Cut) error
	// remove takes away the documents whose column is one of the values.
	remove(ctx context.Context, tenant, column string, values []string) error
	clear(ctx context.Context, tenant string) error
	// find gives up to n rows below the place (pos, id), newest first.
	find(ctx context.Context, tenant string, c condition, pos int64, id string, n int) ([]found, error)
}

// New makes the store.
func New(d *db.DB) *Store {
	if d.Engine() == db.Postgres {
		return &Store{d: d, engine: postgres{d}}
	}
	return &Store{d: d, engine: sqlite{d}}
}

// Cut implements search.Store.
func (s *Store) Cut(ctx context.Context, docs []search.Document) ([]search.Cut, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	at := make(map[string]int, len(docs))
	var out []search.Cut
	for _, d := range docs {
		runtime.Gosched() // a long batch must not keep the writer from a processor
		i, ok := at[d.ID]
		if !ok {
			i = len(out)
			at[d.ID], out = i, append(out, search.Cut{})
		}
		out[i] = search.Cut{Document: d, Words: tokensOf(tenant, d), Pos: position(d)}
	}
	taken := map[int64]bool{}
	for part := range slices.Chunk(out, 512) {
		if err := s.engine.place(ctx, tenant, part, taken); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Put implements search.Store.
func (s *Store) Put(ctx context.Context, docs []search.Cut) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil || len(docs) == 0 {
		return err
	}
	return s.engine.put(ctx, tenant, docs)
}

// Remove implements search.Store.
func (s *Store) Remove(ctx context.Context, ids []string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil || len(ids) == 0 {
		return err
	}
	return s.engine.remove(ctx, tenant, "id", ids)
}

// RemoveConversations implements search.Store. No index leads to the documents of a conversation: erasing is rare, and one
// would be paid for by every message.
func (s *Store) RemoveConversations(ctx context.Context, ids []string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil || len(ids) == 0 {
		return err
	}
	return s.engine.remove(ctx, tenant, "conversation_id", ids)
}

// Clear implements search.Store.
func (s *Store) Clear(ctx context.Context) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.engine.clear(ctx, tenant)
}

// Find implements search.Store.
func (s *Store) Find(ctx context.Context, q search.Query) (page.Of[search.Hit], error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return page.Of[search.Hit]{}, err
	}
	c, err := conditionOf(tenant, q)
	if err != nil {
		return page.Of[search.Hit]{}, err
	}
	pos, id := int64(math.MaxInt64), ""
	if _, err := page.Decode(q.Cursor, &pos, &id); err != nil {
		return page.Of[search.Hit]{}, err
	}
	if q.Scope.Level == actor.None {
		return page.Of[search.Hit]{Items: []search.Hit{}}, nil
	}
	rows, err := s.engine.find(ctx, tenant, c, pos, id, q.Size()+1)
	if err != nil {
		return page.Of[search.Hit]{}, err
	}
	cut := page.Cut(rows, q.Size(), func(f found) []any { return []any{f.pos, f.ID} })
	return page.Of[search.Hit]{Items: snip(q.Text, cut.Items), Next: cut.Next}, nil
}
