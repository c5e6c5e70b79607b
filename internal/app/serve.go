package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"

	"frontdesk/internal/app/core"
	"frontdesk/internal/app/gateway"
	"frontdesk/internal/platform/bus"
	"frontdesk/internal/platform/config"
	"frontdesk/internal/platform/httpx"
	"frontdesk/internal/platform/obs"
	"frontdesk/internal/platform/run"
)

// Version of the program, set by the build.
var Version = "dev"

// OpenAPI is the description of the API, as YAML or JSON.
func OpenAPI(asJSON bool) ([]byte, error) {
	yaml, js, err := core.Describe()
	if asJSON {
		return js, err
	}
	return yaml, err
}

// program is the parts of one process.
type program struct {
	cfg     config.Config
	log     *slog.Logger
	metrics *obs.Metrics
	bus     *bus.Bus
	core    *core.Core       // nil without the role
	gateway *gateway.Gateway // nil without the role
	api     *httpx.API
	server  *httpx.Server
	out     io.Writer
}

// Serve runs the roles of this process until the context ends. out gets what a person should see, errout the log.
func Serve(ctx context.Context, cfg config.Config, out, errout io.Writer) error {
	p := &program{cfg: cfg, out: out, log: obs.NewLogger(errout, cfg.Log.Level, cfg.Log.Format)}
	p.metrics = obs.NewMetrics(obs.Build(Version))
	modules, err := p.build(ctx)
	if err != nil {
		return err
	}
	prog, err := run.New(p.log, cfg.Server.Drain, modules...)
	if err != nil {
		return err
	}
	return prog.Run(ctx, p.ready)
}

// build opens what the roles need. What is opened here is closed by its module, or at once when a later part fails.
func (p *program) build(ctx context.Context) (_ []run.Module, err error) {
	if err := os.MkdirAll(p.cfg.Data.Dir, 0o700); err != nil {
		return nil, ErrDataDir.With("dir", p.cfg.Data.Dir).Because(err)
	}
	p.bus, err = bus.Open(ctx, bus.Config{Name: "frontdesk", URLs: p.cfg.Bus.URLs, Credentials: p.cfg.Bus.Creds}, p.log)
	if err != nil {
		return nil, err
	}
	modules := []run.Module{{Name: "bus", Stop: p.bus.Close}}
	if p.cfg.Has(config.RoleCore) {
		if p.core, err = core.Open(ctx, p.cfg, p.bus, p.metrics, p.log); err != nil {
			_ = p.bus.Close(ctx)
			return nil, err
		}
		modules = append(modules, p.core.Modules("bus")...)
		p.api = p.core.API
	} else {
		p.api = httpx.New(core.Edge(p.cfg, p.log))
	}
	needs := []string{"bus"}
	if p.core != nil {
		needs = append(needs, "core", "consumers", "jobs")
	}
	if p.cfg.Has(config.RoleGateway) {
		p.gateway = gateway.New(p.bus, p.log, p.cfg.Limits.Sockets, p.api.Fail)
		modules = append(modules, run.Module{
			Name: "gateway", Needs: needs, Start: p.gateway.Start, Run: p.gateway.Run, Drain: p.gateway.Drain, Stop: p.gateway.Stop,
		})
		needs = append(needs, "gateway")
	}
	if err := p.mount(); err != nil {
		return nil, err
	}
	p.server = httpx.NewServer(p.cfg.Server.Listen, underSlug(p.api.Handler()), p.log)
	if p.cfg.Server.TLSCert != "" {
		if err := p.server.Secure(p.cfg.Server.TLSCert, p.cfg.Server.TLSKey); err != nil {
			return nil, ErrCertificate.With("file", p.cfg.Server.TLSCert).Because(err)
		}
	}
	modules = append(modules, run.Module{Name: "http", Needs: needs, Start: p.start, Drain: p.server.Stop})
	return append(modules, p.metricsModule()...), nil
}

// start makes the sample workspace, if asked for, and then listens: whoever connects finds everything there.
func (p *program) start(ctx context.Context) error {
	if p.cfg.Demo && p.core != nil {
		if err := p.core.SeedDemo(ctx); err != nil {
			return err
		}
	}
	if err := p.server.Start(ctx); err != nil {
		return ErrListen.With("address", p.cfg.Server.Listen).Because(err)
	}
	return nil
}

func (p *program) scheme() string {
	if p.cfg.Server.TLSCert != "" {
		return "https"
	}
	return "http"
}

// ready tells a person where to go.
func (p *program) ready() {
	at := p.cfg.Server.BaseURL
	if at == "" {
		at = p.scheme() + "://" + p.server.Addr()
	}
	p.log.Info("ready", "address", p.server.Addr(), "version", Version)
	_, _ = fmt.Fprintf(p.out, "\nFrontdesk is ready at %s\n", at)
	if p.core == nil {
		return
	}
	if signIns := p.core.DemoSignIns(); p.cfg.Demo && len(signIns) > 0 {
		_, _ = fmt.Fprintf(p.out, "  demo shop   %s/demo/\n", at)
		for _, s := range signIns {
			_, _ = fmt.Fprintf(p.out, "  sign in     %-28s %s   (%s)\n", s.Email, s.Password, s.Role)
		}
	}
}
