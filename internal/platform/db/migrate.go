package db

import (
	"context"
	"crypto/rand"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/pressly/goose/v3"
)

// Level is what this program knows of the schema. A migration that takes something away, which an older program would
// miss, raises it here and writes the number into schema_meta as min_level.
const Level = 1

//go:embed migrations/*.sql
var migrations embed.FS

// migrator is the handle that the migration library wants.
type migrator struct {
	db      *sql.DB
	dialect goose.Dialect
}

// Migrate brings the schema up to date, one node at a time. It refuses a schema that asks for a newer program.
func (d *DB) Migrate(ctx context.Context) error {
	err := d.engine.migrate(ctx, func(ctx context.Context, m migrator) error {
		p, err := goose.NewProvider(m.dialect, m.db, render(migrations, "migrations", d.cfg.Engine),
			goose.WithDisableGlobalRegistry(true), goose.WithAllowOutofOrder(true))
		if err != nil {
			return err
		}
		if err := allowed(ctx, m.db, p); err != nil {
			return err
		}
		done, err := p.Up(ctx)
		if err != nil {
			return fmt.Errorf("migrate: %w", err)
		}
		for _, r := range done {
			d.log.InfoContext(ctx, "schema migrated", "file", r.Source.Path, "took", r.Duration.Round(time.Millisecond).String())
		}
		if err := startEpoch(ctx, m.db); err != nil || d.cfg.Engine != Postgres {
			return err
		}
		return rebase(ctx, m.db)
	})
	d.epoch.Store(nil)
	return translate(err)
}

// allowed refuses a schema whose declared minimum is above what this program knows.
func allowed(ctx context.Context, db *sql.DB, p *goose.Provider) error {
	v, err := p.GetDBVersion(ctx)
	if err != nil || v == 0 {
		return err
	}
	var text string
	err = db.QueryRowContext(ctx, `SELECT value FROM schema_meta WHERE key = 'min_level'`).Scan(&text)
	if err != nil {
		return err
	}
	least, err := strconv.Atoi(text)
	if err != nil {
		return fmt.Errorf("schema_meta min_level: %w", err)
	}
	if least > Level {
		return ErrNewerSchema.With("schema", least).With("program", Level)
	}
	return nil
}

// Compatible reports whether this program may work on the schema as it is; it changes nothing.
func (d *DB) Compatible(ctx context.Context) error {
	least, err := One(ctx, d, func(r Row) (s string, err error) { return s, r.Scan(&s) },
		`SELECT value FROM schema_meta WHERE key = 'min_level'`)
	if err != nil {
		return ErrNotMigrated.Wrap(err)
	}
	if n, err := strconv.Atoi(least); err != nil || n > Level {
		return ErrNewerSchema.With("schema", least).With("program", Level)
	}
	return nil
}

func startEpoch(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(ctx,
		`INSERT INTO schema_meta (key, value) VALUES ('epoch', $1) ON CONFLICT (key) DO NOTHING`, newEpoch())
	return err
}

func newEpoch() string { return rand.Text()[:10] }

// Epoch names the present life of the event log. It changes when the log may have lost its end (a restored back-up), so
// that positions that were handed out before are not trusted.
func (d *DB) Epoch(ctx context.Context) (string, error) {
	if e := d.epoch.Load(); e != nil {
		return *e, nil
	}
	e, err := One(ctx, d, func(r Row) (s string, err error) { return s, r.Scan(&s) },
		`SELECT value FROM schema_meta WHERE key = 'epoch'`)
	if errors.Is(err, ErrNoRows) {
		return "", ErrNotMigrated.New()
	}
	if err == nil {
		d.epoch.Store(&e)
	}
	return e, err
}

// NewEpoch starts a new life of the event log: call it after restoring a back-up.
func (d *DB) NewEpoch(ctx context.Context) error {
	err := d.Do(ctx, func(ctx context.Context) error {
		return d.ExecOne(ctx, ErrNotMigrated.New(), `UPDATE schema_meta SET value = $1 WHERE key = 'epoch'`, newEpoch())
	})
	d.epoch.Store(nil)
	return err
}
