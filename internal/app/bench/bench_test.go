package bench_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"slices"
	"testing"
	"time"

	"frontdesk/internal/app"
	"frontdesk/internal/app/bench"
	"frontdesk/internal/check"
	"frontdesk/internal/platform/config"
)

// TestMain plays the program itself when a bench runs it: as the server that is started, or as the clients.
func TestMain(m *testing.M) {
	if len(os.Args) < 2 || os.Args[1] != "serve" && os.Args[1] != "bench" {
		m.Run()
		return
	}
	err := bench.Clients(context.Background(), os.Stdin, os.Stdout)
	if os.Args[1] == "serve" {
		err = serve(os.Args[2:])
	}
	if err != nil {
		_, _ = os.Stderr.WriteString(err.Error())
		os.Exit(1) //nolint:forbidigo // the measured process fails
	}
}

func serve(args []string) error {
	var set []string
	for pair := range slices.Chunk(args, 2) {
		switch pair[0] {
		case "--data":
			set = append(set, "data.dir="+pair[1])
		case "--listen":
			set = append(set, "server.listen="+pair[1])
		case "--set":
			set = append(set, pair[1])
		}
	}
	cfg, err := config.Load(config.Sources{Env: os.Environ(), Set: set})
	if err != nil {
		return err
	}
	return app.Serve(context.Background(), cfg, os.Stderr, os.Stderr)
}

// TestForm runs every bench at a tiny size and looks at the form of what it prints, never at the figures.
func TestForm(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	check.NoError(t, err)
	for _, d := range []struct {
		name   string
		engine bench.Engine
		has    []string // some results
	}{
		{"store", bench.SQLite, []string{"accepted messages", "lag of search", "lag of webhooks", "all consumers caught up after"}},
		{"store", bench.Postgres, []string{"accepted messages", "lag of live", "all consumers caught up after"}},
		{"start", bench.SQLite, []string{"cold start to ready, middle of three", "memory at rest", "program file"}},
		{"words", bench.SQLite, []string{"a message of 60 characters, p99", "memory of the list"}},
		{"chat", bench.SQLite, []string{"at 200/s: stored to read by the agent, p99", "200 sessions: errors"}},
		{"visitors", bench.SQLite, []string{"memory of an idle visitor, after garbage collection", "reconnect storm with resume"}},
		{"routing", bench.SQLite, []string{"decision, 100,000 waiting, p50", "memory of one who waits, of 100,000", "decided and reserved, sqlite"}},
		{"inbox", bench.SQLite, []string{"data set: size", "repository, list: resolved, p50", "HTTP, search: two Chinese characters, p99"}},
	} {
		t.Run(d.name+" "+string(d.engine), func(t *testing.T) {
			t.Parallel()
			report, err := bench.Run(t.Context(), d.name, bench.Options{
				DB: d.engine, Time: time.Second, Scale: 0.001, Conns: 200, Dir: t.TempDir(), Self: []string{self},
			})
			check.NoError(t, err)
			check.Equal(t, report.Bench, d.name)
			check.Equal(t, report.DB, d.engine)
			wellFormed(t, report)
			for _, want := range d.has {
				if !slices.ContainsFunc(report.Results, func(r bench.Result) bool { return r.Name == want }) {
					t.Errorf("no result %q", want)
				}
			}
		})
	}
}

// wellFormed checks what a program that reads the JSON relies on.
func wellFormed(t *testing.T, report bench.Report) {
	t.Helper()
	raw, err := json.Marshal(report)
	check.NoError(t, err)
	var got struct {
		Bench   string           `json:"bench"`
		DB      string           `json:"db"`
		Host    map[string]any   `json:"host"`
		Results []map[string]any `json:"results"`
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	check.NoError(t, d.Decode(&got))
	if len(got.Results) == 0 || got.Host["cpus"] == nil {
		t.Errorf("results or host are missing: %s", raw)
	}
	seen := map[any]bool{}
	for _, r := range got.Results {
		for _, key := range []string{"name", "unit", "raw", "product", "ratio", "goal", "ok"} {
			if _, ok := r[key]; !ok || len(r) != 7 {
				t.Errorf("%v: wants exactly name, unit, raw, product, ratio, goal, ok", r)
			}
		}
		if seen[r["name"]] {
			t.Errorf("two results are called %v", r["name"])
		}
		seen[r["name"]] = true
		if r["unit"] == "" || (r["raw"] == nil) != (r["ratio"] == nil) || (r["goal"] == "") != (r["ok"] == nil) {
			t.Errorf("%v: half of it is missing", r)
		}
	}
}

// TestDataSetIsReused finds what an earlier run has made.
func TestDataSetIsReused(t *testing.T) {
	t.Parallel()
	o := bench.Options{DB: bench.SQLite, Time: time.Second, Scale: 0.0005, Prepare: true, Dir: t.TempDir()}
	made, err := bench.Run(t.Context(), "inbox", o)
	check.NoError(t, err)
	again, err := bench.Run(t.Context(), "inbox", o)
	check.NoError(t, err)
	check.Equal(t, again.Results, made.Results) // the time it took would differ
}

func TestUnknownBench(t *testing.T) {
	t.Parallel()
	_, err := bench.Run(t.Context(), "moon", bench.Options{DB: bench.SQLite, Dir: t.TempDir()})
	check.Fault(t, err, bench.ErrUnknown)
}

func TestPrint(t *testing.T) {
	t.Parallel()
	yes, no := true, false
	raw, ratio := 10.0, 0.4
	var out bytes.Buffer
	check.NoError(t, bench.Report{Bench: "store", DB: bench.SQLite, Results: []bench.Result{
		{Name: "accepted", Unit: "1/s", Raw: &raw, Product: 4, Ratio: &ratio, Goal: "ratio >= 0.5", OK: &no},
		{Name: "size", Unit: "MB", Product: 3, Goal: "<= 60 MB", OK: &yes},
	}}.Print(&out))
	for _, want := range []string{"accepted (1/s)", "0.40", "ratio >= 0.5  MISSED", "<= 60 MB  met"} {
		if !bytes.Contains(out.Bytes(), []byte(want)) {
			t.Errorf("%q is missing in\n%s", want, out.String())
		}
	}
}
