package app

import (
	"context"
	"io"
	"log/slog"

	"frontdesk/internal/app/core"
	"frontdesk/internal/app/gateway"
	"frontdesk/internal/platform/config"
	"frontdesk/internal/platform/obs"
	"frontdesk/internal/platform/run"
)

// Embedded is the program running inside another one, with its parts in reach: for measuring it.
type Embedded struct {
	Core    *core.Core
	Gateway *gateway.Gateway
	Addr    string
	cancel  context.CancelFunc
	ended   chan error
}

// Embed starts the roles of the configuration and returns when they are ready.
func Embed(ctx context.Context, cfg config.Config, log *slog.Logger) (*Embedded, error) {
	p := &program{cfg: cfg, out: io.Discard, log: log, metrics: obs.NewMetrics(obs.Build(Version))}
	modules, err := p.build(ctx)
	if err != nil {
		return nil, err
	}
	prog, err := run.New(log, cfg.Server.Drain, modules...)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	e := &Embedded{Core: p.core, Gateway: p.gateway, cancel: cancel, ended: make(chan error, 1)}
	ready := make(chan struct{})
	go func() { e.ended <- prog.Run(ctx, func() { close(ready) }) }()
	select {
	case <-ready:
		e.Addr = p.server.Addr()
		return e, nil
	case err := <-e.ended:
		cancel()
		return nil, err
	}
}

// Stop drains and ends it.
func (e *Embedded) Stop() error {
	e.cancel()
	return <-e.ended
}
