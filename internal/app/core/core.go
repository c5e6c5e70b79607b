package core

import (
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"time"

	"frontdesk/internal/app/contract"
	"frontdesk/internal/app/ports"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/domain/integration/integrationhttp"
	"frontdesk/internal/edge/translate"
	"frontdesk/internal/platform/blob"
	"frontdesk/internal/platform/bus"
	"frontdesk/internal/platform/config"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/egress"
	"frontdesk/internal/platform/httpx"
	"frontdesk/internal/platform/jobs"
	"frontdesk/internal/platform/obs"
	"frontdesk/internal/platform/outbox"
	"frontdesk/internal/platform/run"
	"frontdesk/internal/platform/secret"
)

// Core is the role at work.
type Core struct {
	cfg        config.Config
	clock      clock.Clock
	log        *slog.Logger
	bus        *bus.Bus
	metrics    *obs.Metrics
	DB         *db.DB
	folder     *blob.Folder
	parts      Parts
	Services   *Services
	API        *httpx.API
	consumers  *outbox.Runner
	jobs       *jobs.Runner
	deliveries *jobs.Runner
	fetches    *jobs.Runner
	subs       []*bus.Sub
	lists      chan string          // workspaces whose lists another core changed
	strangers  chan contract.Visits // browsers that gateways named and the board does not know
}

// Open opens the database and the files, brings the schema up to date and puts the domains together. Nothing runs yet.
func Open(ctx context.Context, cfg config.Config, b *bus.Bus, m *obs.Metrics, log *slog.Logger) (_ *Core, err error) {
	c := &Core{cfg: cfg, clock: clock.Real{}, log: log, bus: b, metrics: m, lists: make(chan string, 256), strangers: make(chan contract.Visits, 64)}
	defer func() {
		if err != nil {
			err = errors.Join(err, c.Close())
		}
	}()
	// The database comes first: it keeps a second process out and knows best why a folder cannot be used.
	if c.DB, err = db.Open(ctx, DatabaseConfig(cfg), c.clock, log); err != nil {
		return nil, err
	}
	box, err := secret.Load(cfg.KeyFile(), cfg.Secret.Keys)
	if err != nil {
		return nil, err
	}
	if c.folder, err = blob.OpenFolder(cfg.BlobDir(), box, c.clock.Now()); err != nil {
		return nil, err
	}
	if err = c.DB.Migrate(ctx); err != nil {
		return nil, err
	}
	if err = checkRootKey(ctx, c.DB, box); err != nil {
		return nil, err
	}
	guard, err := egress.NewGuard(cfg.Egress.Allow)
	if err != nil {
		return nil, err
	}
	found, err := openRegions(cfg)
	if err != nil {
		return nil, err
	}
	c.parts = Parts{
		Config: cfg, Clock: c.clock, Log: log, DB: c.DB, Box: box, Files: c.folder,
		Sender: integrationhttp.NewSender(guard), Engine: translate.New(guard), Cards: ports.NewPictures(guard), Frames: frames{b}, News: b, Regions: found,
	}
	c.Services = NewServices(c.parts)
	c.API = c.api()
	c.consumers, c.jobs, c.deliveries, c.fetches = c.newConsumers(), c.newJobs(), c.newDeliveries(), c.newFetches()
	c.measure()
	return c, nil
}

// DatabaseConfig is the database's part of the configuration.
func DatabaseConfig(cfg config.Config) db.Config {
	return db.Config{
		Engine: db.Engine(cfg.Database.Engine), Path: cfg.DatabaseFile(), DSN: cfg.Database.DSN,
		Readers: cfg.Database.Readers, Conns: cfg.Database.Conns, Queue: cfg.Database.Queue,
	}
}

// Modules are the parts of the role that start, run and stop. needs are the names of what must run before.
func (c *Core) Modules(needs ...string) []run.Module {
	return []run.Module{
		{
			Name: "core", Needs: needs,
			Start: func(context.Context) error { return c.serveBus() }, //nolint:contextcheck // each question brings its own context
			Stop:  func(context.Context) error { return c.stop() },
		},
		{Name: "consumers", Needs: []string{"core"}, Run: c.consumers.Run},
		{Name: "jobs", Needs: []string{"core"}, Run: c.jobs.Run},
		{Name: "deliveries", Needs: []string{"core"}, Run: c.deliveries.Run},
		{Name: "fetches", Needs: []string{"core"}, Run: c.fetches.Run},
		{Name: "gauges", Needs: []string{"core"}, Run: c.gauge},
		{Name: "lists", Needs: []string{"core"}, Run: c.watchLists},
		{Name: "queues", Needs: []string{"core"}, Run: c.watchQueues},
		{Name: "visits", Needs: []string{"core"}, Run: c.watchVisits},
		{Name: "work", Needs: []string{"core"}, Run: c.watchWork},
		{Name: "housekeeping", Needs: []string{"core"}, Run: c.tidy},
	}
}

func (c *Core) stop() error {
	var all []error
	for _, s := range c.subs {
		all = append(all, s.Close())
	}
	return errors.Join(append(all, c.Close())...)
}

// Close releases the database and the files.
func (c *Core) Close() error {
	var all []error
	if c.DB != nil {
		all = append(all, c.DB.Close())
	}
	if c.folder != nil {
		all = append(all, c.folder.Close())
	}
	return errors.Join(all...)
}

// Ready reports whether the role can do its work: the database answers.
func (c *Core) Ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	_, err := c.Services.Log.Head(ctx)
	return err
}

// proxies are the trusted networks; config.Validate has checked that they can be read.
func proxies(cfg config.Config) []netip.Prefix {
	var out []netip.Prefix
	for _, s := range cfg.Server.TrustedProxies {
		if p, err := netip.ParsePrefix(s); err == nil {
			out = append(out, p)
		} else if a, err := netip.ParseAddr(s); err == nil {
			out = append(out, netip.PrefixFrom(a, a.BitLen()))
		}
	}
	return out
}
