// Package bench measures the product against the raw limit of the machine it runs on, both in the same run. An operator
// compares ratios, never figures of two machines or two days.
package bench

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"frontdesk/internal/app"
	"frontdesk/internal/platform/db"
)

// Engine names a database.
type Engine = db.Engine

// The engines that can be measured.
const (
	SQLite   = db.SQLite
	Postgres = db.Postgres
)

// Options of a run.
type Options struct {
	DB       db.Engine
	DSN      string        // PostgreSQL; empty starts a throw-away server
	Time     time.Duration // how long to measure; preparation is not counted
	Scale    float64       // of the data set: 1 is a million conversations with five million messages
	Prepare  bool          // make the data set and measure nothing
	Conns    int           // sockets of the visitors bench
	Simulate bool          // of the routing bench: compare strategies instead of measuring speed
	Part     string        // of the routing bench: engine, rows or rush; empty is all of them
	Agree    bool          // of the routing bench: compare the simulator with the product
	Dir      string        // where data sets and temporary databases lie
	Self     []string      // how to run this program: its path and leading arguments
	Log      *slog.Logger
	Note     func(format string, args ...any) // tells a person how far it is
}

// Result is one figure. Raw and Ratio are nil where there is no raw limit; OK is nil where there is no goal.
type Result struct {
	Name    string   `json:"name"`
	Unit    string   `json:"unit"`
	Raw     *float64 `json:"raw"`
	Product float64  `json:"product"`
	Ratio   *float64 `json:"ratio"`
	Goal    string   `json:"goal"`
	OK      *bool    `json:"ok"`
}

// Host is the machine that was measured.
type Host struct {
	System  string `json:"system"`
	CPU     string `json:"cpu"`
	CPUs    int    `json:"cpus"`
	Memory  int64  `json:"memoryMB"`
	Load    string `json:"load"` // before the run: others on the machine make every figure worse
	Go      string `json:"go"`
	Version string `json:"version"`
}

// Report is what a bench prints.
type Report struct {
	Bench   string    `json:"bench"`
	DB      db.Engine `json:"db"`
	Host    Host      `json:"host"`
	Results []Result  `json:"results"`
}

// Benches are the names of all of them.
var Benches = []string{"store", "chat", "visitors", "inbox", "start", "words", "routing"}

// Run measures.
func Run(ctx context.Context, name string, o Options) (Report, error) {
	out := Report{Bench: name, DB: o.DB, Host: host()}
	how := map[string]func(context.Context, *place) ([]Result, error){
		"store": measureStore, "chat": measureChat, "visitors": measureVisitors, "inbox": measureInbox, "start": measureStart,
		"words": measureWords, "routing": measureRouting,
	}[name]
	if how == nil {
		return out, ErrUnknown.With("name", name)
	}
	p, err := newPlace(o)
	if err != nil {
		return out, err
	}
	defer p.clear()
	out.Results, err = how(ctx, p)
	return out, err
}

func host() Host {
	h := Host{System: runtime.GOOS + "/" + runtime.GOARCH, CPUs: runtime.NumCPU(), Go: runtime.Version(), Version: app.Version}
	h.CPU = field("/proc/cpuinfo", "model name")
	var kb int64
	for _, c := range field("/proc/meminfo", "MemTotal") {
		if c >= '0' && c <= '9' {
			kb = kb*10 + int64(c-'0')
		}
	}
	h.Memory = kb / 1024
	if raw, err := os.ReadFile("/proc/loadavg"); err == nil {
		h.Load = strings.Join(strings.Fields(string(raw))[:3], " ")
	}
	return h
}

// field is the value of the first line with the key; "" where the system has no such file.
func field(file, key string) string {
	raw, err := os.ReadFile(filepath.Clean(file))
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(raw)) {
		if k, v, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(k) == key {
			return strings.TrimSpace(v)
		}
	}
	return ""
}
