package db

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
)

// rebase keeps the order of the event log on PostgreSQL when a dump was restored into a cluster whose transactions count
// from lower numbers: new events would sort before old ones and never be read. It raises the shift that event_tx() and
// event_horizon() add, which moves no row, and starts a new epoch, because the end of the log may have been lost.
func rebase(ctx context.Context, db *sql.DB) (err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, tx.Rollback())
		}
	}()
	// The order matters: a transaction id that is given out after the newest event was read is higher, in the same cluster.
	var newest, present, shift int64
	err = tx.QueryRowContext(ctx, `SELECT greatest((SELECT coalesce(max(tx), 0) FROM events),
		(SELECT coalesce(max(tx), 0) FROM consumers))`).Scan(&newest)
	if err != nil {
		return err
	}
	err = tx.QueryRowContext(ctx, `SELECT event_tx(), event_tx() - pg_current_xact_id()::text::bigint`).
		Scan(&present, &shift)
	if err != nil {
		return err
	}
	if newest < present {
		return tx.Commit()
	}
	shift += newest - present + 1
	for _, s := range []string{
		shiftedFunction("event_tx", "pg_current_xact_id()", shift),
		shiftedFunction("event_horizon", "pg_snapshot_xmin(pg_current_snapshot())", shift),
		`UPDATE schema_meta SET value = '` + newEpoch() + `' WHERE key = 'epoch'`,
	} {
		if _, err := tx.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	return tx.Commit()
}

func shiftedFunction(name, of string, shift int64) string {
	return `CREATE OR REPLACE FUNCTION ` + name + `() RETURNS BIGINT LANGUAGE sql STABLE RETURN ` + of +
		`::text::bigint + ` + strconv.FormatInt(shift, 10)
}
