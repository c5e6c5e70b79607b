package obs

import (
	"errors"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// namespace is the beginning of every figure's name.
const namespace = "frontdesk"

// Seconds are the bounds of histograms of durations, from a memory access to a lost connection.
var Seconds = []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}

// Metrics is the program's registry. Labels must be bounded: a role, a route pattern, a kind; never an id or a text.
type Metrics struct{ reg *prometheus.Registry }

// NewMetrics makes a registry with the figures of the Go runtime, the process and the build.
func NewMetrics(b Info) *Metrics {
	m := &Metrics{reg: prometheus.NewRegistry()}
	info := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Namespace: namespace, Name: "build_info", Help: "What is running; always 1.",
		ConstLabels: prometheus.Labels{"version": b.Version, "revision": b.Revision, "go": b.Go},
	}, func() float64 { return 1 })
	m.reg.MustRegister(info, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Handler answers /metrics. Who may read it is decided where it is mounted.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.reg, promhttp.HandlerOpts{MaxRequestsInFlight: 4})
}

// Counter counts events. Its name is frontdesk_<name>; asking for a name again gives the same counter.
func (m *Metrics) Counter(name, help string, labels ...string) Counter {
	return Counter{register(m.reg, prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help}, labels))}
}

// Gauge is a figure that goes up and down.
func (m *Metrics) Gauge(name, help string, labels ...string) Gauge {
	return Gauge{register(m.reg, prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: namespace, Name: name, Help: help}, labels))}
}

// Histogram shows how a figure is spread; pass Seconds for durations.
func (m *Metrics) Histogram(name, help string, bounds []float64, labels ...string) Histogram {
	return Histogram{register(m.reg, prometheus.NewHistogramVec(prometheus.HistogramOpts{Namespace: namespace, Name: name, Help: help, Buckets: bounds}, labels))}
}

// Watch reads a figure whenever it is asked for. f must be quick and safe to call at any time.
func (m *Metrics) Watch(name, help string, f func() float64) {
	register(m.reg, prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: namespace, Name: name, Help: help}, f))
}

// register gives the collector that is already there under this name, if there is one.
func register[C prometheus.Collector](reg *prometheus.Registry, c C) C {
	err := reg.Register(c)
	var twice prometheus.AlreadyRegisteredError
	if errors.As(err, &twice) {
		if old, ok := twice.ExistingCollector.(C); ok {
			return old
		}
	}
	if err != nil {
		panic(err) //nolint:forbidigo // a mistake in a constant; every start-up and test finds it
	}
	return c
}

// Counter counts events.
type Counter struct{ vec *prometheus.CounterVec }

// Inc counts one event with these label values.
func (c Counter) Inc(labels ...string) { c.vec.WithLabelValues(labels...).Inc() }

// Add counts n events with these label values.
func (c Counter) Add(n float64, labels ...string) { c.vec.WithLabelValues(labels...).Add(n) }

// Gauge goes up and down.
type Gauge struct{ vec *prometheus.GaugeVec }

// Set stores the figure.
func (g Gauge) Set(v float64, labels ...string) { g.vec.WithLabelValues(labels...).Set(v) }

// Add changes the figure.
func (g Gauge) Add(v float64, labels ...string) { g.vec.WithLabelValues(labels...).Add(v) }

// Histogram shows how a figure is spread.
type Histogram struct{ vec *prometheus.HistogramVec }

// Observe adds one figure.
func (h Histogram) Observe(v float64, labels ...string) { h.vec.WithLabelValues(labels...).Observe(v) }
