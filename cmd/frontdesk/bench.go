package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime/pprof"
	"strings"
	"time"

	"frontdesk/internal/app/bench"
)

func measure(ctx context.Context, e env) error {
	if len(e.args) > 0 && e.args[0] == bench.ClientsCommand {
		return bench.Clients(ctx, os.Stdin, e.out)
	}
	if len(e.args) == 0 {
		return usageError("bench needs one of %s", strings.Join(bench.Benches, ", "))
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	b := bench.Options{Self: []string{self}, DB: bench.SQLite}
	o := newOptions(e, "bench "+e.args[0])
	asJSON := o.flags.Bool("json", false, "print one JSON object")
	o.flags.StringVar((*string)(&b.DB), "db", "sqlite", "sqlite or postgres")
	o.flags.StringVar(&b.DSN, "dsn", "", "PostgreSQL to measure; empty starts a throw-away server")
	seconds := o.flags.Float64("seconds", 20, "how long to measure, preparation not counted")
	o.flags.Float64Var(&b.Scale, "scale", 1, "size of what is there at the start: of inbox, 1 is a million conversations; of routing, 5,000 agents and 100,000 who wait")
	o.flags.BoolVar(&b.Prepare, "prepare", false, "make the data set of inbox and measure nothing")
	o.flags.IntVar(&b.Conns, "conns", 10_000, "connections of visitors")
	o.flags.BoolVar(&b.Simulate, "simulate", false, "compare the strategies of routing over a day instead of measuring speed")
	o.flags.StringVar(&b.Part, "part", "", "of routing: engine, rows or rush; empty is all of them")
	o.flags.BoolVar(&b.Agree, "agree", false, "compare what the simulator of routing promises with what the program does")
	o.flags.StringVar(&b.Dir, "dir", "", "folder for data sets and temporary databases")
	profile := o.flags.String("profile", "", "write a CPU profile to `FILE`")
	if err := o.parse(e.args[1:]); err != nil {
		return err
	}
	b.Time = time.Duration(*seconds * float64(time.Second))
	if b.DB != bench.SQLite && b.DB != bench.Postgres || b.Time <= 0 || b.Scale <= 0 || b.Conns <= 0 {
		return usageError("bench: --db is sqlite or postgres; --seconds, --scale and --conns are above 0")
	}
	b.Note = func(format string, args ...any) { _, _ = fmt.Fprintf(e.errout, format+"\n", args...) }
	report, err := profiled(*profile, func() (bench.Report, error) { return bench.Run(ctx, e.args[0], b) })
	if err != nil {
		return err
	}
	if *asJSON {
		return json.NewEncoder(e.out).Encode(report)
	}
	return report.Print(e.out)
}

// profiled runs fn, with a CPU profile if there is a file for it.
func profiled(file string, fn func() (bench.Report, error)) (bench.Report, error) {
	if file == "" {
		return fn()
	}
	f, err := os.Create(file)
	if err != nil {
		return bench.Report{}, err
	}
	defer f.Close() //nolint:errcheck // a profile that is cut short shows itself
	if err := pprof.StartCPUProfile(f); err != nil {
		return bench.Report{}, err
	}
	defer pprof.StopCPUProfile()
	return fn()
}
