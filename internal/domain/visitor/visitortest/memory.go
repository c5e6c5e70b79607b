// Package visitortest holds an in-memory store of visits and invitations, and the suite that every store passes.
package visitortest

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/visitor"
)

type key [2]string // tenant, id

type countKey [4]string // tenant, day, rule, user

type row struct {
	kept     visitor.Kept
	customer string
	limits   visitor.Limits
}

// Memory keeps everything in maps.
type Memory struct {
	mu       sync.Mutex
	visits   map[key]row
	invites  map[key]visitor.Invite
	counts   map[countKey]visitor.Counts
	rules    map[key]visitor.Rule
	settings map[string]visitor.Settings
}

// NewMemory makes an empty store.
func NewMemory() *Memory {
	return &Memory{
		visits: map[key]row{}, invites: map[key]visitor.Invite{}, counts: map[countKey]visitor.Counts{},
		rules: map[key]visitor.Rule{}, settings: map[string]visitor.Settings{},
	}
}

func (m *Memory) with(ctx context.Context, fn func(tenant string) error) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return fn(tenant)
}

// Kept implements visitor.Visits.
func (m *Memory) Kept(ctx context.Context, ids []string) (out []visitor.Kept, err error) {
	err = m.with(ctx, func(t string) error {
		for _, id := range ids {
			if r, ok := m.visits[key{t, id}]; ok {
				out = append(out, r.kept)
			}
		}
		return nil
	})
	return out, err
}

// Save implements visitor.Visits.
func (m *Memory) Save(ctx context.Context, k visitor.Kept) error {
	return m.with(ctx, func(t string) error {
		r := m.visits[key{t, k.Visit.ID}]
		r.kept, r.customer = k, k.Visit.CustomerID
		m.visits[key{t, k.Visit.ID}] = r
		return nil
	})
}

// Limits implements visitor.Visits.
func (m *Memory) Limits(ctx context.Context, visitorID string) (l visitor.Limits, err error) {
	err = m.with(ctx, func(t string) error { l = m.visits[key{t, visitorID}].limits; return nil })
	return l, err
}

// PutLimits implements visitor.Visits.
func (m *Memory) PutLimits(ctx context.Context, visitorID string, l visitor.Limits) error {
	return m.with(ctx, func(t string) error {
		r, ok := m.visits[key{t, visitorID}]
		if !ok || r.limits.Turn != l.Turn {
			return fault.ErrConflict.New()
		}
		l.Turn++
		r.limits = l
		m.visits[key{t, visitorID}] = r
		return nil
	})
}

// Own implements visitor.Visits.
func (m *Memory) Own(ctx context.Context, customerID, from string, visitorIDs []string) error {
	return m.with(ctx, func(t string) error {
		for k, r := range m.visits {
			if k[0] == t && (from != "" && r.customer == from || slices.Contains(visitorIDs, k[1])) {
				r.customer = customerID
				m.visits[k] = r
			}
		}
		return nil
	})
}

func (m *Memory) drop(t string, fits func(row) bool) (gone []string) {
	for k, r := range m.visits {
		if k[0] != t || !fits(r) {
			continue
		}
		delete(m.visits, k)
		gone = append(gone, k[1])
		for ik, i := range m.invites {
			if ik[0] == t && i.VisitorID == k[1] {
				delete(m.invites, ik)
			}
		}
	}
	return gone
}

// EraseCustomers implements visitor.Erasure.
func (m *Memory) EraseCustomers(ctx context.Context, ids []string) (gone []string, err error) {
	err = m.with(ctx, func(t string) error {
		gone = m.drop(t, func(r row) bool { return r.customer != "" && slices.Contains(ids, r.customer) })
		return nil
	})
	return gone, err
}

// Forget implements visitor.Erasure.
func (m *Memory) Forget(ctx context.Context, before time.Time) error {
	return m.with(ctx, func(t string) error {
		m.drop(t, func(r row) bool { return r.kept.SeenAt.Before(before) })
		return nil
	})
}

// InsertInvite implements visitor.Invites.
func (m *Memory) InsertInvite(ctx context.Context, i visitor.Invite) error {
	return m.with(ctx, func(t string) error { m.invites[key{t, i.ID}] = i; return nil })
}

// Invite implements visitor.Invites.
func (m *Memory) Invite(ctx context.Context, id string) (i visitor.Invite, err error) {
	err = m.with(ctx, func(t string) error {
		var ok bool
		if i, ok = m.invites[key{t, id}]; !ok {
			return visitor.ErrInviteNotFound.New()
		}
		return nil
	})
	return i, err
}

// UpdateInvite implements visitor.Invites.
func (m *Memory) UpdateInvite(ctx context.Context, i visitor.Invite, from visitor.State) error {
	return m.with(ctx, func(t string) error {
		stored, ok := m.invites[key{t, i.ID}]
		if !ok || stored.State != from {
			return fault.ErrConflict.New()
		}
		stored.State, stored.ConversationID = i.State, i.ConversationID
		m.invites[key{t, i.ID}] = stored
		return nil
	})
}

// Count implements visitor.Invites.
func (m *Memory) Count(ctx context.Context, c visitor.Counts) error {
	return m.with(ctx, func(t string) error {
		k := countKey{t, c.Day, c.RuleID, c.UserID}
		m.counts[k] = sum(m.counts[k], c)
		return nil
	})
}

func sum(a, b visitor.Counts) visitor.Counts {
	return visitor.Counts{
		RuleID: b.RuleID, UserID: b.UserID,
		Sent: a.Sent + b.Sent, Shown: a.Shown + b.Shown, Accepted: a.Accepted + b.Accepted, Refused: a.Refused + b.Refused,
	}
}

// ForgetCounts implements visitor.Invites.
func (m *Memory) ForgetCounts(ctx context.Context, ids []string) error {
	return m.with(ctx, func(t string) error {
		maps.DeleteFunc(m.counts, func(k countKey, _ visitor.Counts) bool {
			return k[0] == t && (slices.Contains(ids, k[2]) || slices.Contains(ids, k[3]))
		})
		return nil
	})
}

// Counts implements visitor.Invites.
func (m *Memory) Counts(ctx context.Context, from, to string) (out []visitor.Counts, err error) {
	err = m.with(ctx, func(t string) error {
		all := map[key]visitor.Counts{}
		for k, c := range m.counts {
			if k[0] == t && k[1] >= from && k[1] <= to {
				all[key{k[2], k[3]}] = sum(all[key{k[2], k[3]}], c)
			}
		}
		for _, c := range all {
			out = append(out, c)
		}
		slices.SortFunc(out, func(a, b visitor.Counts) int {
			return cmp.Or(cmp.Compare(b.Sent, a.Sent), cmp.Compare(a.RuleID, b.RuleID), cmp.Compare(a.UserID, b.UserID))
		})
		return nil
	})
	return out, err
}

// Rules implements visitor.Rules.
func (m *Memory) Rules(ctx context.Context) (out []visitor.Rule, err error) {
	err = m.with(ctx, func(t string) error {
		for k, r := range m.rules {
			if k[0] == t {
				out = append(out, r)
			}
		}
		slices.SortFunc(out, func(a, b visitor.Rule) int {
			return cmp.Or(cmp.Compare(a.Position, b.Position), a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.ID, b.ID))
		})
		return nil
	})
	return out, err
}

// Rule implements visitor.Rules.
func (m *Memory) Rule(ctx context.Context, id string) (r visitor.Rule, err error) {
	err = m.with(ctx, func(t string) error {
		var ok bool
		if r, ok = m.rules[key{t, id}]; !ok {
			return visitor.ErrRuleNotFound.New()
		}
		return nil
	})
	return r, err
}

// InsertRule implements visitor.Rules.
func (m *Memory) InsertRule(ctx context.Context, r visitor.Rule) error {
	return m.with(ctx, func(t string) error { m.rules[key{t, r.ID}] = r; return nil })
}

// UpdateRule implements visitor.Rules.
func (m *Memory) UpdateRule(ctx context.Context, r visitor.Rule) error {
	return m.with(ctx, func(t string) error {
		if stored, ok := m.rules[key{t, r.ID}]; !ok || stored.Version != r.Version {
			return fault.ErrConflict.New()
		}
		r.Version++
		m.rules[key{t, r.ID}] = r
		return nil
	})
}

// DeleteRule implements visitor.Rules.
func (m *Memory) DeleteRule(ctx context.Context, id string, version int64) error {
	return m.with(ctx, func(t string) error {
		if stored, ok := m.rules[key{t, id}]; !ok || stored.Version != version {
			return fault.ErrConflict.New()
		}
		delete(m.rules, key{t, id})
		return nil
	})
}

// Settings implements visitor.SettingsStore.
func (m *Memory) Settings(ctx context.Context) (s visitor.Settings, err error) {
	err = m.with(ctx, func(t string) error {
		var ok bool
		if s, ok = m.settings[t]; !ok {
			s = visitor.DefaultSettings()
		}
		return nil
	})
	return s, err
}

// PutSettings implements visitor.SettingsStore.
func (m *Memory) PutSettings(ctx context.Context, s visitor.Settings) error {
	return m.with(ctx, func(t string) error {
		if stored, ok := m.settings[t]; ok && stored.Version != s.Version {
			return fault.ErrConflict.New()
		}
		s.Version++
		m.settings[t] = s
		return nil
	})
}
