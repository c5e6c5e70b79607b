package db

import (
	"context"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"frontdesk/internal/base/unit"
)

// Cache keeps answers of the database for a short time in the memory of this process. It is for what nearly every request
// reads and hardly ever changes. A change made in this process is seen at once by those who begin after it was committed;
// a change made on another node is seen when the answer has aged.
type Cache[V any] struct {
	d     *DB
	age   time.Duration
	mu    sync.Mutex
	rows  *simplelru.LRU[string, answer[V]]
	drops int64 // counts changes, so that an answer read before one is not kept after it
}

type answer[V any] struct {
	value V
	until time.Time
}

// NewCache makes a cache of up to size answers, none older than age.
func NewCache[V any](d *DB, size int, age time.Duration) *Cache[V] {
	rows, _ := simplelru.NewLRU[string, answer[V]](max(1, size), nil) // fails only without a size
	return &Cache[V]{d: d, age: age, rows: rows}
}

// Get gives the answer to key, from load when it is not at hand. An error is not kept. A running unit always loads: it
// must see its own writes.
func (c *Cache[V]) Get(ctx context.Context, key string, load func(ctx context.Context) (V, error)) (V, error) {
	if _, inside := unit.Running(ctx); inside {
		return load(ctx)
	}
	v, ok, drops := c.look(key)
	if ok {
		return v, nil
	}
	v, err := load(ctx)
	if err != nil {
		return v, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if drops == c.drops {
		c.add(key, v)
	}
	return v, nil
}

// Peek is the answer at hand, if there is one.
func (c *Cache[V]) Peek(key string) (V, bool) {
	v, ok, _ := c.look(key)
	return v, ok
}

func (c *Cache[V]) look(key string) (v V, ok bool, drops int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	a, ok := c.rows.Get(key)
	if !ok || c.d.clock.Now().After(a.until) {
		return v, false, c.drops
	}
	return a.value, true, c.drops
}

func (c *Cache[V]) add(key string, v V) {
	c.rows.Add(key, answer[V]{v, c.d.clock.Now().Add(c.age)})
}

// Drop forgets the answers to these keys when the running unit has ended, however it ended; without keys all of them.
func (c *Cache[V]) Drop(ctx context.Context, keys ...string) {
	unit.After(ctx, func(error) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.drops++
		if len(keys) == 0 {
			c.rows.Purge()
		}
		for _, k := range keys {
			c.rows.Remove(k)
		}
	})
}

// Change lets fn replace the answer to key when the running unit is durable; keep false forgets it. When the unit is not, or
// may not be, the answer is forgotten too: it may have been what made the unit fail, or be out of date.
func (c *Cache[V]) Change(ctx context.Context, key string, fn func(old V, known bool) (now V, keep bool)) {
	unit.After(ctx, func(err error) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.drops++
		if err != nil {
			c.rows.Remove(key)
			return
		}
		a, known := c.rows.Get(key)
		if now, keep := fn(a.value, known); keep {
			c.add(key, now)
		} else {
			c.rows.Remove(key)
		}
	})
}
