package bench

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"frontdesk/internal/app"
	"frontdesk/internal/app/core"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/platform/blob"
	"frontdesk/internal/platform/config"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/pgserver"
	"frontdesk/internal/platform/secret"
)

// place is where a bench keeps its databases until it ends.
type place struct {
	Options
	dir  string
	undo []func() error
}

func newPlace(o Options) (*place, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Note == nil {
		o.Note = func(string, ...any) {}
	}
	if o.Dir == "" {
		o.Dir = filepath.Join(os.TempDir(), "fdbench")
	}
	if err := os.MkdirAll(o.Dir, 0o755); err != nil { //nolint:gosec // PostgreSQL runs as another user and must get through
		return nil, err
	}
	dir, err := os.MkdirTemp(o.Dir, "run")
	p := &place{Options: o, dir: dir}
	p.undo = append(p.undo, func() error { return os.RemoveAll(dir) })
	return p, err
}

// clear removes everything that was made for the run.
func (p *place) clear() {
	for i := len(p.undo) - 1; i >= 0; i-- {
		if err := p.undo[i](); err != nil {
			p.Note("not cleared: %v", err)
		}
	}
}

// fresh is the configuration of a program with a new, empty database.
func (p *place) fresh(ctx context.Context) (config.Config, error) {
	dir, err := os.MkdirTemp(p.dir, "data")
	if err != nil {
		return config.Config{}, err
	}
	cfg, err := p.configFor(dir)
	if err != nil || p.DB == db.SQLite {
		return cfg, err
	}
	if err := p.startServer(); err != nil { //nolint:contextcheck // the server outlives the call
		return cfg, err
	}
	schema := "bench_" + strings.ToLower(rand.Text()[:12])
	if err := db.AdminExec(ctx, p.DSN, "CREATE SCHEMA "+schema); err != nil {
		return cfg, err
	}
	p.undo = append(p.undo, func() error {
		return db.AdminExec(context.WithoutCancel(ctx), p.DSN, "DROP SCHEMA "+schema+" CASCADE")
	})
	cfg.Database.DSN, err = inSchema(p.DSN, schema)
	return cfg, err
}

// startServer makes the throw-away server of the run, unless there is a server.
func (p *place) startServer() error {
	if p.DSN != "" {
		return nil
	}
	s, err := pgserver.Start(os.TempDir(), pgserver.Durable)
	if err != nil {
		return ErrServer.With("detail", "PostgreSQL").Because(err)
	}
	p.DSN = s.DSN
	p.undo = append(p.undo, s.Stop)
	return nil
}

// inSchema leads a connection string into a schema.
func inSchema(dsn, schema string) (string, error) {
	if !strings.Contains(dsn, "://") {
		return dsn + " search_path=" + schema, nil
	}
	u, err := url.Parse(dsn)
	if err != nil {
		return "", db.ErrUnreachable.New() // the cause would hold the password
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String(), nil
}

// configFor are the defaults of the product, with limits that one machine full of clients does not meet.
func (p *place) configFor(dir string) (config.Config, error) {
	cfg, err := config.Load(config.Sources{Set: []string{
		"data.dir=" + dir, "server.listen=127.0.0.1:0", "server.drain=2s", "database.engine=" + string(p.DB), "log.level=error",
		"limits.sign_ins=100000", "limits.requests=1000000", "limits.visitor_writes=1000000", "limits.visitor_starts=1000000",
		"limits.socket_opens=1000000",
	}})
	return cfg, err
}

// bare are the domains on a new database, without anything that runs beside. record hears what is sent to the database.
func (p *place) bare(ctx context.Context, record func(context.Context, []db.Statement)) (*domains, error) {
	cfg, err := p.fresh(ctx)
	if err != nil {
		return nil, err
	}
	return p.bareOn(ctx, cfg, clock.Real{}, record)
}

// domains are the product without what runs beside.
type domains struct {
	*core.Services
	db  *db.DB
	end func() error
}

// bareOn is the same on a database that may hold something already, and by a clock.
func (p *place) bareOn(ctx context.Context, cfg config.Config, by clock.Clock, record func(context.Context, []db.Statement)) (*domains, error) {
	box, err := secret.Load(cfg.KeyFile(), nil)
	if err != nil {
		return nil, err
	}
	files, err := blob.OpenFolder(cfg.BlobDir(), box, clock.Real{}.Now())
	if err != nil {
		return nil, err
	}
	c := core.DatabaseConfig(cfg)
	c.Record = record
	d, err := db.Open(ctx, c, clock.Real{}, p.Log)
	if err != nil {
		return nil, errors.Join(err, files.Close())
	}
	end := func() error { return errors.Join(d.Close(), files.Close()) }
	if err := d.Migrate(ctx); err != nil {
		return nil, errors.Join(err, end())
	}
	s := core.NewServices(core.Parts{Config: cfg, Clock: by, Log: p.Log, DB: d, Box: box, Files: files, Frames: nobody{}})
	return &domains{Services: s, db: d, end: end}, nil
}

// raw is a new database with the product's schema and a bare connection to it.
func (p *place) raw(ctx context.Context, conns int) (*db.Bare, error) {
	cfg, err := p.fresh(ctx)
	if err != nil {
		return nil, err
	}
	c := core.DatabaseConfig(cfg)
	d, err := db.Open(ctx, c, clock.Real{}, p.Log)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(d.Migrate(ctx), d.Close()); err != nil {
		return nil, err
	}
	c.Conns = conns
	return db.OpenBare(ctx, c)
}

// program is the whole product, running, on a new database.
func (p *place) program(ctx context.Context) (*app.Embedded, error) {
	cfg, err := p.fresh(ctx)
	if err != nil {
		return nil, err
	}
	e, err := app.Embed(ctx, cfg, p.Log)
	if err != nil {
		return nil, ErrServer.With("detail", fmt.Sprint(err)).Because(err)
	}
	return e, nil
}

// nobody listens to live frames.
type nobody struct{}

// Publish drops the frame.
func (nobody) Publish(string, string, []byte) error { return nil }
