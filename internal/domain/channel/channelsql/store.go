// Package channelsql keeps channels in SQL, with the same statements on both engines.
package channelsql

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/platform/db"
)

// Store implements channel.Store and channel.SecretStore.
type Store struct {
	d       *db.DB
	widgets *db.Cache[widget] // every request of a visitor begins with one, and they seldom change
}

// widget is what a key leads to.
type widget struct {
	tenant  string
	channel channel.Channel
}

// New makes the store.
func New(d *db.DB) *Store {
	return &Store{d: d, widgets: db.NewCache[widget](d, 1000, 5*time.Second)}
}

const columns = `id, kind, name, enabled, widget_key, settings, created_at, version`

func scan(r db.Row) (channel.Channel, error) {
	var c channel.Channel
	var settings json.RawMessage
	if err := r.Scan(&c.ID, (*string)(&c.Kind), &c.Name, &c.Enabled, &c.WidgetKey, &settings, &c.CreatedAt, &c.Version); err != nil {
		return c, err
	}
	c.Settings = channel.DefaultSettings() // fields that a later release added have their usual value
	return c, json.Unmarshal(settings, &c.Settings)
}

// InsertChannel implements channel.Store.
func (s *Store) InsertChannel(ctx context.Context, c channel.Channel) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	settings, err := json.Marshal(c.Settings)
	if err != nil {
		return err
	}
	if err := s.d.Exec(ctx, `INSERT INTO channel_channels (tenant, `+columns+`, secret, secret_previous, secret_rotated_at,
		secret_previous_until, deleted) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,'','',0,0,0)`,
		tenant, c.ID, c.Kind, c.Name, c.Enabled, c.WidgetKey, json.RawMessage(settings), c.CreatedAt, c.Version); err != nil {
		return err
	}
	return s.d.Exec(ctx, `INSERT INTO channel_widgets (key, tenant, channel_id) VALUES ($1,$2,$3)`, c.WidgetKey, tenant, c.ID)
}

// Channel implements channel.Store.
func (s *Store) Channel(ctx context.Context, id string) (channel.Channel, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return channel.Channel{}, err
	}
	c, err := db.One(ctx, s.d, scan, `SELECT `+columns+` FROM channel_channels WHERE tenant=$1 AND id=$2 AND deleted=0`, tenant, id)
	return c, db.NoRow(err, channel.ErrNotFound)
}

// Known implements channel.Store.
func (s *Store) Known(ctx context.Context, id string) (channel.Channel, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return channel.Channel{}, err
	}
	w, err := s.widgets.Get(ctx, knownKey(tenant, id), func(ctx context.Context) (widget, error) {
		c, err := s.Channel(ctx, id)
		return widget{tenant, c}, err
	})
	return w.copied(), err
}

func knownKey(tenant, id string) string { return tenant + "/" + id }

// copied is the channel without what the caller could change for others.
func (w widget) copied() channel.Channel {
	w.channel.Settings.AllowedOrigins = slices.Clone(w.channel.Settings.AllowedOrigins)
	return w.channel
}

// ListChannels implements channel.Store.
func (s *Store) ListChannels(ctx context.Context) ([]channel.Channel, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, scan, `SELECT `+columns+` FROM channel_channels WHERE tenant=$1 AND deleted=0 ORDER BY created_at, id`, tenant)
}

// UpdateChannel implements channel.Store.
func (s *Store) UpdateChannel(ctx context.Context, c channel.Channel) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	settings, err := json.Marshal(c.Settings)
	if err != nil {
		return err
	}
	s.widgets.Drop(ctx, c.WidgetKey, knownKey(tenant, c.ID))
	return s.d.ExecOne(ctx, fault.ErrConflict.New(), `UPDATE channel_channels SET name=$4, enabled=$5, settings=$6, version=version+1
		WHERE tenant=$1 AND id=$2 AND version=$3 AND deleted=0`,
		tenant, c.ID, c.Version, c.Name, c.Enabled, json.RawMessage(settings))
}

// DeleteChannel implements channel.Store.
func (s *Store) DeleteChannel(ctx context.Context, id string, version int64) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	s.widgets.Drop(ctx)
	if err := s.d.ExecOne(ctx, fault.ErrConflict.New(), `UPDATE channel_channels SET deleted=1, enabled=0, secret='', secret_previous='',
		version=version+1 WHERE tenant=$1 AND id=$2 AND version=$3 AND deleted=0`, tenant, id, version); err != nil {
		return err
	}
	return s.d.Exec(ctx, `DELETE FROM channel_widgets WHERE tenant=$1 AND channel_id=$2`, tenant, id)
}

// Widget implements channel.Store. It is the one statement without a tenant: the key is what leads to it.
func (s *Store) Widget(ctx context.Context, key string) (tenant string, c channel.Channel, err error) {
	w, err := s.widgets.Get(ctx, key, func(ctx context.Context) (widget, error) {
		return db.One(ctx, s.d, scanWidget, `SELECT w.tenant, c.id, c.kind, c.name, c.enabled, c.widget_key, c.settings, c.created_at, c.version
			FROM channel_widgets w JOIN channel_channels c ON c.tenant=w.tenant AND c.id=w.channel_id WHERE w.key=$1 AND c.deleted=0`, key)
	})
	return w.tenant, w.copied(), db.NoRow(err, channel.ErrWidgetUnknown)
}

func scanWidget(r db.Row) (w widget, err error) {
	w.channel, err = scan(behind{r, &w.tenant})
	return w, err
}

// behind is a row with one column more in front.
type behind struct {
	db.Row
	first any
}

func (b behind) Scan(dest ...any) error { return b.Row.Scan(append([]any{b.first}, dest...)...) }

// Secrets implements channel.SecretStore.
func (s *Store) Secrets(ctx context.Context, channelID string) (channel.Secrets, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return channel.Secrets{}, err
	}
	out, err := db.One(ctx, s.d, func(r db.Row) (channel.Secrets, error) {
		var x channel.Secrets
		err := r.Scan(&x.Current, &x.Previous, &x.RotatedAt, &x.PreviousUntil)
		return x, err
	}, `SELECT secret, secret_previous, secret_rotated_at, secret_previous_until FROM channel_channels
		WHERE tenant=$1 AND id=$2 AND deleted=0`, tenant, channelID)
	return out, db.NoRow(err, channel.ErrNotFound)
}

// PutSecrets implements channel.SecretStore.
func (s *Store) PutSecrets(ctx context.Context, channelID string, x channel.Secrets) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, channel.ErrNotFound.New(), `UPDATE channel_channels SET secret=$3, secret_previous=$4, secret_rotated_at=$5,
		secret_previous_until=$6 WHERE tenant=$1 AND id=$2 AND deleted=0`,
		tenant, channelID, x.Current, x.Previous, x.RotatedAt, x.PreviousUntil)
}
