package app

import (
	"crypto/subtle"
	"net"
	"net/http"
	"slices"

	"frontdesk/internal/platform/httpx"
	"frontdesk/internal/platform/run"
)

// metricsModule offers /metrics: at an address of its own, or at the main one to whoever has the token or, where nothing
// stands in between, sits on this machine.
func (p *program) metricsModule() []run.Module {
	p.watchSockets()
	if p.cfg.Metrics.Listen == "" {
		p.api.Mount("GET /metrics", http.HandlerFunc(p.guardedMetrics))
		return nil
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", p.metrics.Handler())
	s := httpx.NewServer(p.cfg.Metrics.Listen, mux, p.log)
	return []run.Module{{Name: "metrics", Start: s.Start, Drain: s.Stop}}
}

func (p *program) guardedMetrics(w http.ResponseWriter, r *http.Request) {
	allowed := !p.cfg.Server.BehindProxy() && local(r)
	if want := p.cfg.Metrics.Token; want != "" {
		allowed = subtle.ConstantTimeCompare([]byte(httpx.Bearer(r)), []byte(want)) == 1
	}
	if !allowed {
		http.Error(w, "not for you", http.StatusForbidden)
		return
	}
	p.metrics.Handler().ServeHTTP(w, r)
}

// relayed are the headers by which a proxy shows itself.
var relayed = []string{"X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-Ip", "Forwarded", "Via"}

// local reports whether a request comes from this machine and through no proxy that shows itself.
func local(r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	ip := net.ParseIP(host)
	return err == nil && ip != nil && ip.IsLoopback() &&
		!slices.ContainsFunc(relayed, func(name string) bool { return r.Header.Get(name) != "" })
}

func (p *program) watchSockets() {
	if p.gateway == nil {
		return
	}
	hub := p.gateway.Hub()
	p.metrics.Watch("sockets", "Open live connections; what a balancer should even out.", func() float64 { return float64(hub.Stats().Conns) })
	p.metrics.Watch("frames_sent_total", "Frames written to sockets.", func() float64 { return float64(hub.Stats().Sent) })
	p.metrics.Watch("sockets_slow_total", "Sockets closed because they did not keep up.", func() float64 { return float64(hub.Stats().Slow) })
}
