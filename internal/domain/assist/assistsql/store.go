// Package assistsql keeps the settings of translation and translations in SQL, with the same statements on both engines.
package assistsql

import (
	"context"
	"encoding/json"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/assist"
	"frontdesk/internal/platform/db"
)

// Store implements assist.Store.
type Store struct {
	d        *db.DB
	settings *db.Cache[sealed] // every translation asks for them
}

type sealed struct {
	assist.Translator
	key string
}

// New makes the store. A change of the settings on another node is seen after five seconds.
func New(d *db.DB) *Store {
	return &Store{d: d, settings: db.NewCache[sealed](d, 1000, 5*time.Second)}
}

// Translator implements assist.TranslatorStore.
func (s *Store) Translator(ctx context.Context) (assist.Translator, string, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return assist.Translator{}, "", err
	}
	t, err := s.settings.Get(ctx, tenant, func(ctx context.Context) (sealed, error) {
		rows, err := db.Query(ctx, s.d, scanTranslator, `SELECT url, secret, enabled, max_chars, per_minute, languages, updated_at, version
			FROM assist_translators WHERE tenant=$1`, tenant)
		if err != nil || len(rows) == 0 {
			return sealed{Translator: assist.DefaultTranslator()}, err
		}
		return rows[0], nil
	})
	return t.Translator, t.key, err
}

func scanTranslator(r db.Row) (sealed, error) {
	var t sealed
	var chars, texts int64
	var languages json.RawMessage
	if err := r.Scan(&t.URL, &t.key, &t.Enabled, &chars, &texts, &languages, &t.UpdatedAt, &t.Version); err != nil {
		return t, err
	}
	t.MaxChars, t.PerMinute, t.HasKey = int(chars), int(texts), t.key != ""
	return t, json.Unmarshal(languages, &t.Languages)
}

// SaveTranslator implements assist.TranslatorStore.
func (s *Store) SaveTranslator(ctx context.Context, t assist.Translator, key string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	languages, err := json.Marshal(t.Languages)
	if err != nil {
		return err
	}
	s.settings.Drop(ctx, tenant)
	if t.Version == 0 { // the first; whoever was faster has made it
		return s.d.ExecOne(ctx, fault.ErrConflict.New(), `INSERT INTO assist_translators
			(tenant, url, secret, enabled, max_chars, per_minute, languages, updated_at, version) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,1) ON CONFLICT DO NOTHING`,
			tenant, t.URL, key, t.Enabled, int64(t.MaxChars), int64(t.PerMinute), json.RawMessage(languages), t.UpdatedAt)
	}
	return s.d.ExecOne(ctx, fault.ErrConflict.New(), `UPDATE assist_translators SET url=$3, secret=$4, enabled=$5, max_chars=$6, per_minute=$7,
		languages=$8, updated_at=$9, version=version+1 WHERE tenant=$1 AND version=$2`,
		tenant, t.Version, t.URL, key, t.Enabled, int64(t.MaxChars), int64(t.PerMinute), json.RawMessage(languages), t.UpdatedAt)
}

// Translations implements assist.TranslationStore.
func (s *Store) Translations(ctx context.Context, conversationID, target string, hashes []string) (map[string]assist.Kept, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil || len(hashes) == 0 {
		return nil, err
	}
	args := []any{tenant, conversationID, target}
	rows, err := db.Query(ctx, s.d, func(r db.Row) (assist.Kept, error) {
		var k assist.Kept
		return k, r.Scan(&k.Hash, &k.Target, &k.Source, &k.Text, &k.Written, &k.CreatedAt)
	}, `SELECT hash, target, source, text, written, created_at FROM assist_translations
		WHERE tenant=$1 AND conversation_id=$2 AND target=$3 AND hash IN `+db.List(&args, hashes), args...)
	out := make(map[string]assist.Kept, len(rows))
	for _, k := range rows {
		out[k.Hash] = k
	}
	return out, err
}

// KeepTranslation implements assist.TranslationStore.
func (s *Store) KeepTranslation(ctx context.Context, conversationID string, k assist.Kept) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `INSERT INTO assist_translations (tenant, conversation_id, hash, target, source, text, written, created_at)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8)
		ON CONFLICT (tenant, conversation_id, hash, target) DO UPDATE SET source=excluded.source, text=excluded.text, written=excluded.written,
		created_at=excluded.created_at`, tenant, conversationID, k.Hash, k.Target, k.Source, k.Text, k.Written, k.CreatedAt)
}

// ForgetTranslations implements assist.TranslationStore.
func (s *Store) ForgetTranslations(ctx context.Context, conversationID string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `DELETE FROM assist_translations WHERE tenant=$1 AND conversation_id=$2`, tenant, conversationID)
}

// ThinTranslations implements assist.TranslationStore.
func (s *Store) ThinTranslations(ctx context.Context, before time.Time, most int) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	if err := s.d.Exec(ctx, `DELETE FROM assist_translations WHERE tenant=$1 AND created_at<$2`, tenant, before); err != nil {
		return err
	}
	return s.d.Exec(ctx, `DELETE FROM assist_translations WHERE tenant=$1 AND created_at<=COALESCE((SELECT created_at FROM assist_translations
		WHERE tenant=$1 ORDER BY created_at DESC LIMIT 1 OFFSET $2), -1)`, tenant, int64(most))
}
