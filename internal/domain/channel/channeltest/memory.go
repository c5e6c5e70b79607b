// Package channeltest holds an in-memory store of channels and the suite that every store passes.
package channeltest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/channel"
)

type row struct {
	channel.Channel
	secrets channel.Secrets
}

// Memory keeps channels in a map.
type Memory struct {
	mu   sync.Mutex
	rows map[[2]string]row
}

// NewMemory makes an empty store.
func NewMemory() *Memory { return &Memory{rows: map[[2]string]row{}} }

func (m *Memory) with(ctx context.Context, id string, none *fault.Def, fn func(key [2]string, r row) error) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	k := [2]string{tenant, id}
	r, ok := m.rows[k]
	if !ok && none != nil {
		return none.New()
	}
	return fn(k, r)
}

// InsertChannel implements channel.Store.
func (m *Memory) InsertChannel(ctx context.Context, c channel.Channel) error {
	return m.with(ctx, c.ID, nil, func(k [2]string, _ row) error { m.rows[k] = row{Channel: c}; return nil })
}

// Channel implements channel.Store.
func (m *Memory) Channel(ctx context.Context, id string) (c channel.Channel, err error) {
	err = m.with(ctx, id, channel.ErrNotFound, func(_ [2]string, r row) error { c = r.Channel; return nil })
	return c, err
}

// ListChannels implements channel.Store.
func (m *Memory) ListChannels(ctx context.Context) (out []channel.Channel, err error) {
	err = m.with(ctx, "", nil, func(k [2]string, _ row) error {
		for at, r := range m.rows {
			if at[0] == k[0] {
				out = append(out, r.Channel)
			}
		}
		return nil
	})
	slices.SortFunc(out, func(a, b channel.Channel) int {
		return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), strings.Compare(a.ID, b.ID))
	})
	return out, err
}

// UpdateChannel implements channel.Store.
func (m *Memory) UpdateChannel(ctx context.Context, c channel.Channel) error {
	return m.with(ctx, c.ID, fault.ErrConflict, func(k [2]string, r row) error {
		if r.Version != c.Version {
			return fault.ErrConflict.New()
		}
		c.Version++
		r.Channel = c
		m.rows[k] = r
		return nil
	})
}

// DeleteChannel implements channel.Store.
func (m *Memory) DeleteChannel(ctx context.Context, id string, version int64) error {
	return m.with(ctx, id, fault.ErrConflict, func(k [2]string, r row) error {
		if r.Version != version {
			return fault.ErrConflict.New()
		}
		delete(m.rows, k)
		return nil
	})
}

// Known implements channel.Store.
func (m *Memory) Known(ctx context.Context, id string) (channel.Channel, error) {
	return m.Channel(ctx, id)
}

// Widget implements channel.Store.
func (m *Memory) Widget(_ context.Context, key string) (tenant string, c channel.Channel, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for k, r := range m.rows {
		if r.WidgetKey == key {
			return k[0], r.Channel, nil
		}
	}
	return "", c, channel.ErrWidgetUnknown.New()
}

// Secrets implements channel.SecretStore.
func (m *Memory) Secrets(ctx context.Context, channelID string) (s channel.Secrets, err error) {
	err = m.with(ctx, channelID, channel.ErrNotFound, func(_ [2]string, r row) error { s = r.secrets; return nil })
	return s, err
}

// PutSecrets implements channel.SecretStore.
func (m *Memory) PutSecrets(ctx context.Context, channelID string, s channel.Secrets) error {
	return m.with(ctx, channelID, channel.ErrNotFound, func(k [2]string, r row) error {
		r.secrets = s
		m.rows[k] = r
		return nil
	})
}
