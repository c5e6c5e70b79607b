package db

import "context"

// Remember keeps a value about the whole database under a key, unless there is one already, and gives the one that is kept.
func (d *DB) Remember(ctx context.Context, key, value string) (kept string, err error) {
	err = d.Do(ctx, func(ctx context.Context) error {
		if err := d.Exec(ctx, `INSERT INTO schema_meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING`, key, value); err != nil {
			return err
		}
		kept, err = One(ctx, d, func(r Row) (s string, err error) { return s, r.Scan(&s) }, `SELECT value FROM schema_meta WHERE key = $1`, key)
		return err
	})
	return kept, err
}

// Renew replaces a value that Remember keeps.
func (d *DB) Renew(ctx context.Context, key, value string) error {
	return d.Do(ctx, func(ctx context.Context) error {
		return d.ExecOne(ctx, ErrNotMigrated.New(), `UPDATE schema_meta SET value = $1 WHERE key = $2`, value, key)
	})
}
