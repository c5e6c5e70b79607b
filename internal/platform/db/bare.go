package db

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Statement is one statement with its arguments as the drivers get them.
type Statement struct {
	SQL  string
	Args []any
}

// Bare is a database without units: bare connections of the driver, with the durability settings of the product. It is the
// limit that `frontdesk bench` measures the product against, and serves nothing else.
type Bare struct {
	conn  *sql.Conn // SQLite
	file  *sql.DB
	stmts map[string]*sql.Stmt
	pool  *pgxpool.Pool // PostgreSQL
}

// OpenBare opens a database that no process uses, or, to read, one that is in use. cfg.Conns bounds PostgreSQL.
func OpenBare(ctx context.Context, cfg Config) (*Bare, error) {
	cfg = cfg.withDefaults()
	if cfg.Engine == Postgres {
		pc, err := poolConfig(cfg)
		if err != nil {
			return nil, err
		}
		pool, err := pgxpool.NewWithConfig(ctx, pc)
		return &Bare{pool: pool}, translate(err)
	}
	file, err := sql.Open("sqlite", sqliteDSN(cfg, "foreign_keys(1)", "cache_size(-16000)"))
	if err != nil {
		return nil, translate(err)
	}
	conn, err := file.Conn(ctx)
	if err != nil {
		return nil, translate(errors.Join(err, file.Close()))
	}
	return &Bare{file: file, conn: conn, stmts: map[string]*sql.Stmt{}}, nil
}

// SizeOf is the bytes that a database (on PostgreSQL: the schema of cfg) takes.
func SizeOf(ctx context.Context, cfg Config) (size int64, err error) {
	r, err := OpenBare(ctx, cfg)
	if err != nil {
		return 0, err
	}
	text := `SELECT page_count * page_size FROM pragma_page_count, pragma_page_size`
	if r.pool != nil {
		text = `SELECT COALESCE(SUM(pg_total_relation_size(oid)), 0)::bigint FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace`
		err = r.pool.QueryRow(ctx, text).Scan(&size)
	} else {
		err = r.conn.QueryRowContext(ctx, text).Scan(&size)
	}
	return size, translate(errors.Join(err, r.Close()))
}

// Close releases the connections.
func (r *Bare) Close() error {
	if r.pool != nil {
		r.pool.Close()
		return nil
	}
	var all []error
	for _, s := range r.stmts {
		all = append(all, s.Close())
	}
	return errors.Join(append(all, r.conn.Close(), r.file.Close())...)
}

// Commit runs statements in one transaction: prepared ones on SQLite's one connection, which one goroutine at a time may
// use; one batch and one round trip on PostgreSQL.
func (r *Bare) Commit(ctx context.Context, all []Statement) error {
	if r.pool != nil {
		var b pgx.Batch
		b.Queue(`begin`)
		for _, s := range all {
			b.Queue(s.SQL, s.Args...)
		}
		b.Queue(`commit`)
		return translate(r.pool.SendBatch(ctx, &b).Close())
	}
	if err := r.exec(ctx, Statement{SQL: `BEGIN IMMEDIATE`}); err != nil {
		return translate(err)
	}
	for _, s := range all {
		if err := r.exec(ctx, s); err != nil {
			return translate(errors.Join(err, r.exec(ctx, Statement{SQL: `ROLLBACK`})))
		}
	}
	return translate(r.exec(ctx, Statement{SQL: `COMMIT`}))
}

func (r *Bare) exec(ctx context.Context, s Statement) error {
	stmt, err := r.prepared(ctx, s.SQL) //nolint:sqlclosecheck // it stays in the cache
	if err == nil {
		_, err = stmt.ExecContext(ctx, s.Args...)
	}
	return err
}

func (r *Bare) prepared(ctx context.Context, text string) (*sql.Stmt, error) {
	if s := r.stmts[text]; s != nil {
		return s, nil
	}
	s, err := r.conn.PrepareContext(ctx, text)
	if err == nil {
		r.stmts[text] = s
	}
	return s, err
}

// Read runs a query and reads every column of every row; it returns the number of rows.
func (r *Bare) Read(ctx context.Context, s Statement) (int, error) {
	n := 0
	if r.pool != nil {
		rows, err := r.pool.Query(ctx, s.SQL, s.Args...)
		if err != nil {
			return 0, translate(err)
		}
		defer rows.Close()
		for rows.Next() {
			if _, err := rows.Values(); err != nil {
				return n, translate(err)
			}
			n++
		}
		return n, translate(rows.Err())
	}
	stmt, err := r.prepared(ctx, s.SQL) //nolint:sqlclosecheck // it stays in the cache
	if err != nil {
		return 0, translate(err)
	}
	rows, err := stmt.QueryContext(ctx, s.Args...)
	if err != nil {
		return 0, translate(err)
	}
	columns, err := rows.Columns()
	cells := make([]any, len(columns))
	for i := range cells {
		cells[i] = new(any)
	}
	err = errors.Join(err, eachRow(rows, func(row Row) error { n++; return row.Scan(cells...) }))
	return n, translate(err)
}
