package routingtest

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"frontdesk/internal/domain/routing"
)

func byRank(a, b routing.Item) int {
	return cmp.Or(a.Arrived.Add(-a.HeadStart).Compare(b.Arrived.Add(-b.HeadStart)), byConversation(a, b))
}

func waitsIn(queue string) func(it routing.Item) bool {
	return func(it routing.Item) bool {
		return it.State == routing.Waits && len(it.Queues) > 0 && it.Queues[0] == queue
	}
}

// WorkOfMany implements routing.Line.
func (m *Memory) WorkOfMany(ctx context.Context, ids []string) (out []routing.Item, err error) {
	err = m.in(ctx, func(t string) error {
		out = ofTenant(m.work, t, func(it routing.Item) bool { return slices.Contains(ids, it.ID) }, byConversation)
		return nil
	})
	return out, err
}

// Foremost implements routing.Line.
func (m *Memory) Foremost(ctx context.Context, queue string, limit int) (out []routing.Item, err error) {
	err = m.in(ctx, func(t string) error {
		out = ofTenant(m.work, t, waitsIn(queue), byRank)
		out = out[:min(limit, len(out))]
		return nil
	})
	return out, err
}

// Before implements routing.Line.
func (m *Memory) Before(ctx context.Context, it routing.Item) (n int, err error) {
	err = m.in(ctx, func(t string) error {
		for _, other := range ofTenant(m.work, t, waitsIn(it.Queues[0]), byRank) {
			if byRank(other, it) < 0 {
				n++
			}
		}
		return nil
	})
	return n, err
}

// Crowds implements routing.Line.
func (m *Memory) Crowds(ctx context.Context) ([]routing.Crowd, error) {
	return m.crowds(ctx, func(routing.Item) string { return "" })
}

// CrowdsByChannel implements routing.Channels.
func (m *Memory) CrowdsByChannel(ctx context.Context) ([]routing.Crowd, error) {
	return m.crowds(ctx, func(it routing.Item) string { return it.Channel })
}

func (m *Memory) crowds(ctx context.Context, channel func(it routing.Item) string) (out []routing.Crowd, err error) {
	err = m.in(ctx, func(t string) error {
		for _, it := range ofTenant(m.work, t, func(routing.Item) bool { return true }, byConversation) {
			same := func(c routing.Crowd) bool {
				return c.Queue == it.Queues[0] && c.State == it.State && c.Channel == channel(it)
			}
			at := slices.IndexFunc(out, same)
			if at < 0 {
				at = len(out)
				out = append(out, routing.Crowd{Queue: it.Queues[0], Channel: channel(it), State: it.State, Oldest: it.Arrived})
			}
			out[at].Count++
			if it.Arrived.Before(out[at].Oldest) {
				out[at].Oldest = it.Arrived
			}
		}
		slices.SortFunc(out, func(a, b routing.Crowd) int {
			return cmp.Or(cmp.Compare(a.Queue, b.Queue), cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.State, b.State))
		})
		return nil
	})
	return out, err
}

// Workspaces implements routing.Line.
func (m *Memory) Workspaces(context.Context) ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Sorted(maps.Keys(m.plans)), nil
}

// Seat implements routing.Seats.
func (m *Memory) Seat(ctx context.Context, userID string, at time.Time) error {
	return m.in(ctx, func(t string) error {
		if _, ok := m.desks[key{t, userID}]; !ok {
			m.desks[key{t, userID}] = emptyDesk(userID, at)
		}
		return nil
	})
}

func emptyDesk(userID string, at time.Time) routing.Desk {
	return routing.Desk{
		UserID: userID, Skills: map[string]int{}, Learned: map[string]float64{}, Limits: map[string]int{}, Holds: map[string]int{},
		IdleSince: at, OfferedAt: at, Version: 1,
	}
}

// Burden implements routing.Seats.
func (m *Memory) Burden(ctx context.Context, userID, kind string, points int, at time.Time) error {
	return m.in(ctx, func(t string) error {
		d, ok := m.desks[key{t, userID}]
		if !ok {
			d = emptyDesk(userID, at)
		}
		d.Holds = maps.Clone(d.Holds)
		d.Used += points
		d.Holds[kind]++
		m.desks[key{t, userID}] = d
		return nil
	})
}

// Recount implements routing.Seats.
func (m *Memory) Recount(ctx context.Context, userID string) error {
	return m.in(ctx, func(t string) error {
		d, ok := m.desks[key{t, userID}]
		if !ok {
			return nil
		}
		d.Used, d.Holds = 0, map[string]int{}
		for _, it := range ofTenant(m.work, t, func(it routing.Item) bool { return it.Agent == userID }, byConversation) {
			d.Used += it.Points
			d.Holds[it.Kind]++
		}
		m.desks[key{t, userID}] = d
		return nil
	})
}

// Serve implements routing.Tallies.
func (m *Memory) Serve(ctx context.Context, queue, channel string, slot time.Time, within bool) error {
	return m.in(ctx, func(t string) error {
		k := key{t, slot.Format(time.RFC3339) + queue + " " + channel}
		one := m.served[k]
		one.Queue, one.Channel, one.Slot, one.Served = queue, channel, slot, one.Served+1
		if within {
			one.Within++
		}
		m.served[k] = one
		return nil
	})
}

// ServedSince implements routing.Tallies.
func (m *Memory) ServedSince(ctx context.Context, from time.Time) ([]routing.Tally, error) {
	return m.tallies(ctx, from, func(one *routing.Tally) { one.Channel = "" })
}

// ServedByChannel implements routing.Channels.
func (m *Memory) ServedByChannel(ctx context.Context, from time.Time) ([]routing.Tally, error) {
	return m.tallies(ctx, from, func(one *routing.Tally) { one.Slot = time.Time{} })
}

// tallies are sums of those from a slot on that are the same after what does not matter was taken out of them.
func (m *Memory) tallies(ctx context.Context, from time.Time, plain func(one *routing.Tally)) (out []routing.Tally, err error) {
	err = m.in(ctx, func(t string) error {
		for _, one := range ofTenant(m.served, t, func(one routing.Tally) bool { return !one.Slot.Before(from) }, byTally) {
			plain(&one)
			at := slices.IndexFunc(out, func(other routing.Tally) bool { return byTally(one, other) == 0 })
			if at < 0 {
				out = append(out, one)
				continue
			}
			out[at].Served += one.Served
			out[at].Within += one.Within
		}
		slices.SortFunc(out, byTally)
		return nil
	})
	return out, err
}

func byTally(a, b routing.Tally) int {
	return cmp.Or(a.Slot.Compare(b.Slot), cmp.Compare(a.Queue, b.Queue), cmp.Compare(a.Channel, b.Channel))
}

// Whole runs fn and takes back everything it wrote here if it fails, as a unit of work does.
func (m *Memory) Whole(fn func() error) error {
	m.mu.Lock()
	before := Memory{
		plans: maps.Clone(m.plans), drafts: maps.Clone(m.drafts), desks: maps.Clone(m.desks), work: maps.Clone(m.work),
		records: maps.Clone(m.records), served: maps.Clone(m.served), kept: maps.Clone(m.kept),
	}
	m.mu.Unlock()
	err := fn()
	if err != nil {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.plans, m.drafts, m.desks, m.work, m.records, m.served = before.plans, before.drafts, before.desks, before.work, before.records, before.served
		m.kept = before.kept
	}
	return err
}
