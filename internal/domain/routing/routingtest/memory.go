// Package routingtest holds an in-memory store of routing and the suite that every store passes.
package routingtest

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/routing"
)

// key is a thing of a workspace.
type key = [2]string

// Memory keeps everything in maps.
type Memory struct {
	mu      sync.Mutex
	plans   map[string][]routing.Published
	drafts  map[string]routing.Draft
	desks   map[key]routing.Desk
	work    map[key]routing.Item
	records map[key]routing.Record
	served  map[key]routing.Tally
	lessons map[key]taught
	kept    map[key]routing.Kept
	chosen  []chosen
}

// NewMemory makes an empty store.
func NewMemory() *Memory {
	return &Memory{
		plans: map[string][]routing.Published{}, drafts: map[string]routing.Draft{}, desks: map[key]routing.Desk{},
		work: map[key]routing.Item{}, records: map[key]routing.Record{}, served: map[key]routing.Tally{}, lessons: map[key]taught{}, kept: map[key]routing.Kept{},
	}
}

func (m *Memory) in(ctx context.Context, fn func(tenant string) error) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return fn(tenant)
}

// ofTenant are the things of one workspace that pass, in order.
func ofTenant[T any](all map[key]T, tenant string, passes func(T) bool, order func(a, b T) int) []T {
	var out []T
	for k, one := range all {
		if k[0] == tenant && passes(one) {
			out = append(out, one)
		}
	}
	slices.SortFunc(out, order)
	return out
}

// Current implements routing.Plans.
func (m *Memory) Current(ctx context.Context) (out routing.Published, err error) {
	err = m.in(ctx, func(t string) error {
		if len(m.plans[t]) == 0 {
			return routing.ErrNoPlan.New()
		}
		out = m.plans[t][len(m.plans[t])-1]
		return nil
	})
	return out, err
}

// Plan implements routing.Plans.
func (m *Memory) Plan(ctx context.Context, number int64) (out routing.Published, err error) {
	err = m.in(ctx, func(t string) error {
		if number < 1 || number > int64(len(m.plans[t])) {
			return routing.ErrNoPlan.New()
		}
		out = m.plans[t][number-1]
		return nil
	})
	return out, err
}

// ListPlans implements routing.Plans.
func (m *Memory) ListPlans(ctx context.Context, p page.Request) (page.Of[routing.Published], error) {
	below := int64(1) << 62
	if _, err := page.Decode(p.Cursor, &below); err != nil {
		return page.Of[routing.Published]{}, err
	}
	var rows []routing.Published
	err := m.in(ctx, func(t string) error {
		for _, one := range slices.Backward(m.plans[t]) {
			if one.Number < below {
				one.Plan = routing.Plan{}
				rows = append(rows, one)
			}
		}
		return nil
	})
	return page.Cut(rows, p.Size(), func(p routing.Published) []any { return []any{p.Number} }), err
}

// Publish implements routing.Plans.
func (m *Memory) Publish(ctx context.Context, p routing.Published) error {
	return m.in(ctx, func(t string) error {
		if p.Number != int64(len(m.plans[t]))+1 {
			return fault.ErrConflict.New()
		}
		m.plans[t] = append(m.plans[t], p)
		return nil
	})
}

// Draft implements routing.Plans.
func (m *Memory) Draft(ctx context.Context) (out routing.Draft, err error) {
	err = m.in(ctx, func(t string) error {
		d, ok := m.drafts[t]
		if !ok {
			return routing.ErrNoDraft.New()
		}
		out = d
		return nil
	})
	return out, err
}

// SaveDraft implements routing.Plans.
func (m *Memory) SaveDraft(ctx context.Context, d routing.Draft) error {
	return m.in(ctx, func(t string) error {
		if m.drafts[t].Version != d.Version {
			return fault.ErrConflict.New()
		}
		d.Version++
		m.drafts[t] = d
		return nil
	})
}

// Desk implements routing.Desks.
func (m *Memory) Desk(ctx context.Context, userID string) (out routing.Desk, err error) {
	err = m.in(ctx, func(t string) error {
		d, ok := m.desks[key{t, userID}]
		if !ok {
			return routing.ErrNoDesk.New()
		}
		out = d
		out.Skills, out.Learned, out.Limits, out.Holds = maps.Clone(d.Skills), maps.Clone(d.Learned), maps.Clone(d.Limits), maps.Clone(d.Holds)
		return nil
	})
	return out, err
}

// AllDesks implements routing.Desks.
func (m *Memory) AllDesks(ctx context.Context, after string, limit int) (out []routing.Desk, err error) {
	err = m.in(ctx, func(t string) error {
		out = ofTenant(m.desks, t, func(d routing.Desk) bool { return d.UserID > after }, func(a, b routing.Desk) int { return cmp.Compare(a.UserID, b.UserID) })
		out = out[:min(limit, len(out))]
		return nil
	})
	return out, err
}

// DesksOf implements routing.DeskShelf.
func (m *Memory) DesksOf(ctx context.Context, userIDs []string) (out []routing.Desk, err error) {
	err = m.in(ctx, func(t string) error {
		for _, userID := range userIDs {
			if d, ok := m.desks[key{t, userID}]; ok {
				out = append(out, d)
			}
		}
		return nil
	})
	return out, err
}

// SaveDesk implements routing.Desks.
func (m *Memory) SaveDesk(ctx context.Context, d routing.Desk) error {
	return m.in(ctx, func(t string) error {
		old := m.desks[key{t, d.UserID}]
		if old.Version != d.Version {
			return fault.ErrConflict.New()
		}
		if d.Version > 0 {
			d.Learned, d.Used, d.Holds, d.IdleSince, d.OfferedAt = old.Learned, old.Used, old.Holds, old.IdleSince, old.OfferedAt
		} else {
			d.Learned, d.Holds = map[string]float64{}, map[string]int{}
		}
		d.Skills, d.Limits = maps.Clone(d.Skills), maps.Clone(d.Limits)
		d.Version++
		m.desks[key{t, d.UserID}] = d
		return nil
	})
}

// change changes a desk; none is a fault.
func (m *Memory) change(ctx context.Context, userID string, none *fault.Def, fn func(d *routing.Desk) error) error {
	return m.in(ctx, func(t string) error {
		d, ok := m.desks[key{t, userID}]
		if !ok {
			return none.New()
		}
		d.Holds = maps.Clone(d.Holds)
		if err := fn(&d); err != nil {
			return err
		}
		m.desks[key{t, userID}] = d
		return nil
	})
}

// Learn implements routing.Desks.
func (m *Memory) Learn(ctx context.Context, userID string, learned map[string]float64) error {
	return m.change(ctx, userID, routing.ErrNoDesk, func(d *routing.Desk) error { d.Learned = maps.Clone(learned); return nil })
}

// Take implements routing.Desks.
func (m *Memory) Take(ctx context.Context, userID, kind string, points, capacity int, at time.Time) error {
	return m.change(ctx, userID, routing.ErrFull, func(d *routing.Desk) error {
		most, limited := d.Limits[kind]
		if d.Used+points > cmp.Or(d.Capacity, capacity) || limited && d.Holds[kind] >= most {
			return routing.ErrFull.New()
		}
		d.Used += points
		d.Holds[kind]++
		d.OfferedAt = at
		return nil
	})
}

// GiveBack implements routing.Desks.
func (m *Memory) GiveBack(ctx context.Context, userID, kind string, points int, at time.Time) error {
	return m.change(ctx, userID, routing.ErrNoDesk, func(d *routing.Desk) error {
		if d.Used < points || d.Holds[kind] < 1 {
			return routing.ErrNoDesk.New()
		}
		d.Used -= points
		if d.Holds[kind]--; d.Holds[kind] == 0 {
			delete(d.Holds, kind)
		}
		d.IdleSince = at
		return nil
	})
}

// InsertWork implements routing.Works.
func (m *Memory) InsertWork(ctx context.Context, it routing.Item) error {
	return m.in(ctx, func(t string) error {
		if _, ok := m.work[key{t, it.ID}]; ok {
			return routing.ErrTaken.New()
		}
		it.Version = 1
		m.work[key{t, it.ID}] = it
		return nil
	})
}

// WorkOf implements routing.Works.
func (m *Memory) WorkOf(ctx context.Context, conversationID string) (out routing.Item, err error) {
	err = m.in(ctx, func(t string) error {
		it, ok := m.work[key{t, conversationID}]
		if !ok {
			return routing.ErrNoWork.New()
		}
		out = it
		return nil
	})
	return out, err
}

// SaveWork implements routing.Works.
func (m *Memory) SaveWork(ctx context.Context, it routing.Item) error {
	return m.in(ctx, func(t string) error {
		if old, ok := m.work[key{t, it.ID}]; !ok || old.Version != it.Version {
			return routing.ErrTaken.New()
		}
		it.Version++
		m.work[key{t, it.ID}] = it
		return nil
	})
}

// DeleteWork implements routing.Works.
func (m *Memory) DeleteWork(ctx context.Context, conversationID string, version int64) error {
	return m.in(ctx, func(t string) error {
		if old, ok := m.work[key{t, conversationID}]; !ok || old.Version != version {
			return routing.ErrTaken.New()
		}
		delete(m.work, key{t, conversationID})
		return nil
	})
}

func byConversation(a, b routing.Item) int { return cmp.Compare(a.ID, b.ID) }

// AllWork implements routing.Works.
func (m *Memory) AllWork(ctx context.Context, after string, limit int) (out []routing.Item, err error) {
	err = m.in(ctx, func(t string) error {
		out = ofTenant(m.work, t, func(it routing.Item) bool { return it.ID > after }, byConversation)
		out = out[:min(limit, len(out))]
		return nil
	})
	return out, err
}

// WorkOfAgent implements routing.Works.
func (m *Memory) WorkOfAgent(ctx context.Context, userID string) (out []routing.Item, err error) {
	err = m.in(ctx, func(t string) error {
		out = ofTenant(m.work, t, func(it routing.Item) bool { return it.Agent == userID }, func(a, b routing.Item) int {
			return cmp.Or(cmp.Compare(a.State, b.State), byConversation(a, b))
		})
		return nil
	})
	return out, err
}

// InsertRecord implements routing.Records.
func (m *Memory) InsertRecord(ctx context.Context, r routing.Record) error {
	return m.in(ctx, func(t string) error { m.records[key{t, r.ID}] = r; return nil })
}

// EndRecord implements routing.Records.
func (m *Memory) EndRecord(ctx context.Context, id string, o routing.Ending, at time.Time) error {
	return m.in(ctx, func(t string) error {
		if r, ok := m.records[key{t, id}]; ok && r.Outcome == routing.Pending {
			r.Outcome, r.EndedAt = o, at
			m.records[key{t, id}] = r
		}
		return nil
	})
}

// RecordsOf implements routing.Records.
func (m *Memory) RecordsOf(ctx context.Context, conversationID string, p page.Request) (page.Of[routing.Record], error) {
	at, id := int64(1)<<62, ""
	if _, err := page.Decode(p.Cursor, &at, &id); err != nil {
		return page.Of[routing.Record]{}, err
	}
	var rows []routing.Record
	err := m.in(ctx, func(t string) error {
		rows = ofTenant(m.records, t, func(r routing.Record) bool {
			made := clock.Micros(r.Decision.At)
			return r.Decision.Work == conversationID && (made < at || made == at && r.ID < id)
		}, func(a, b routing.Record) int {
			return cmp.Or(b.Decision.At.Compare(a.Decision.At), cmp.Compare(b.ID, a.ID))
		})
		return nil
	})
	return page.Cut(rows, p.Size(), func(r routing.Record) []any { return []any{clock.Micros(r.Decision.At), r.ID} }), err
}

// EraseRecords implements routing.Records.
func (m *Memory) EraseRecords(ctx context.Context, conversationID string) error {
	return m.in(ctx, func(t string) error {
		maps.DeleteFunc(m.records, func(k key, r routing.Record) bool { return k[0] == t && r.Decision.Work == conversationID })
		delete(m.kept, key{t, conversationID})
		return nil
	})
}
