// Package assisttest holds an in-memory store of translations and the suite that every store passes.
package assisttest

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/assist"
)

type key [4]string // tenant, conversation, hash, target

type settings struct {
	assist.Translator
	sealed string
}

// Memory implements assist.Store.
type Memory struct {
	mu       sync.Mutex
	settings map[string]settings
	kept     map[key]assist.Kept
}

// NewMemory makes an empty one.
func NewMemory() *Memory {
	return &Memory{settings: map[string]settings{}, kept: map[key]assist.Kept{}}
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

// Translator implements assist.TranslatorStore.
func (m *Memory) Translator(ctx context.Context) (t assist.Translator, sealed string, err error) {
	err = m.with(ctx, func(tenant string) error {
		found, ok := m.settings[tenant]
		if !ok {
			found.Translator = assist.DefaultTranslator()
		}
		t, sealed = found.Translator, found.sealed
		return nil
	})
	return t, sealed, err
}

// SaveTranslator implements assist.TranslatorStore.
func (m *Memory) SaveTranslator(ctx context.Context, t assist.Translator, sealed string) error {
	return m.with(ctx, func(tenant string) error {
		if m.settings[tenant].Version != t.Version {
			return fault.ErrConflict.New()
		}
		t.Version++
		t.HasKey = sealed != ""
		m.settings[tenant] = settings{t, sealed}
		return nil
	})
}

// Translations implements assist.TranslationStore.
func (m *Memory) Translations(ctx context.Context, conversationID, target string, hashes []string) (map[string]assist.Kept, error) {
	out := map[string]assist.Kept{}
	err := m.with(ctx, func(tenant string) error {
		for _, h := range hashes {
			if k, ok := m.kept[key{tenant, conversationID, h, target}]; ok {
				out[h] = k
			}
		}
		return nil
	})
	return out, err
}

// KeepTranslation implements assist.TranslationStore.
func (m *Memory) KeepTranslation(ctx context.Context, conversationID string, k assist.Kept) error {
	return m.with(ctx, func(tenant string) error {
		m.kept[key{tenant, conversationID, k.Hash, k.Target}] = k
		return nil
	})
}

// ForgetTranslations implements assist.TranslationStore.
func (m *Memory) ForgetTranslations(ctx context.Context, conversationID string) error {
	return m.with(ctx, func(tenant string) error {
		for k := range m.kept {
			if k[0] == tenant && k[1] == conversationID {
				delete(m.kept, k)
			}
		}
		return nil
	})
}

// ThinTranslations implements assist.TranslationStore.
func (m *Memory) ThinTranslations(ctx context.Context, before time.Time, most int) error {
	return m.with(ctx, func(tenant string) error {
		var mine []key
		for k, v := range m.kept {
			switch {
			case k[0] != tenant:
			case v.CreatedAt.Before(before):
				delete(m.kept, k)
			default:
				mine = append(mine, k)
			}
		}
		slices.SortFunc(mine, func(a, b key) int {
			return cmp.Compare(m.kept[b].CreatedAt.UnixMicro(), m.kept[a].CreatedAt.UnixMicro())
		})
		for _, k := range mine[min(most, len(mine)):] {
			delete(m.kept, k)
		}
		return nil
	})
}
