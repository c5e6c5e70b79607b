package app

import (
	"crypto/subtle"
	"net"
	"net/http"

	"frontdesk/internal/platform/httpx"
	"frontdesk/internal/platform/run"
)

// metricsModule offers /metrics: at an address of its own, or at the main one to whoever has the token or sits on this
// machine.
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
	allowed := local(r)
	if want := p.cfg.Metrics.Token; want != "" {
		allowed = subtle.ConstantTimeCompare([]byte(httpx.Bearer(r)), []byte(want)) == 1
	}
	if !allowed {
		http.Error(w, "not for you", http.StatusForbidden)
		return
	}
	p.metrics.Handler().ServeHTTP(w, r)
}

// local reports whether a request comes from this machine and through no proxy.
func local(r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	ip := net.ParseIP(host)
	return err == nil && ip != nil && ip.IsLoopback() && r.Header.Get("X-Forwarded-For") == ""
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
