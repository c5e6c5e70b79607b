package integrationsql

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/integration"
	"frontdesk/internal/platform/db"
)

const appColumns = `id, name, url, enabled, created_at, version, secret`

type sealedApp struct {
	integration.App
	secret string
}

func scanApp(r db.Row) (sealedApp, error) {
	var a sealedApp
	err := r.Scan(&a.ID, &a.Name, &a.URL, &a.Enabled, &a.CreatedAt, &a.Version, &a.secret)
	return a, err
}

// Apps implements integration.AppStore.
func (s *Store) Apps(ctx context.Context) ([]integration.App, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := db.Query(ctx, s.d, scanApp, `SELECT `+appColumns+` FROM integration_apps WHERE tenant=$1 ORDER BY name, id`, tenant)
	var out []integration.App
	for _, r := range rows {
		out = append(out, r.App)
	}
	return out, err
}

// App implements integration.AppStore.
func (s *Store) App(ctx context.Context, id string) (integration.App, string, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return integration.App{}, "", err
	}
	a, err := db.One(ctx, s.d, scanApp, `SELECT `+appColumns+` FROM integration_apps WHERE tenant=$1 AND id=$2`, tenant, id)
	return a.App, a.secret, db.NoRow(err, integration.ErrAppNotFound)
}

// InsertApp implements integration.AppStore.
func (s *Store) InsertApp(ctx context.Context, a integration.App, sealed string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `INSERT INTO integration_apps (tenant, `+appColumns+`) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)`,
		tenant, a.ID, a.Name, a.URL, a.Enabled, a.CreatedAt, a.Version, sealed)
}

// UpdateApp implements integration.AppStore.
func (s *Store) UpdateApp(ctx context.Context, a integration.App, sealed string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, fault.ErrConflict.New(), `UPDATE integration_apps SET name=$4, url=$5, enabled=$6, secret=$7, version=version+1
		WHERE tenant=$1 AND id=$2 AND version=$3`, tenant, a.ID, a.Version, a.Name, a.URL, a.Enabled, sealed)
}

// DeleteApp implements integration.AppStore.
func (s *Store) DeleteApp(ctx context.Context, id string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, integration.ErrAppNotFound.New(), `DELETE FROM integration_apps WHERE tenant=$1 AND id=$2`, tenant, id)
}
