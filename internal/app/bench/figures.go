package bench

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"time"
)

// figure is a result without a raw limit and without a goal.
func figure(name, unit string, v float64) Result {
	return Result{Name: name, Unit: unit, Product: tidy(v)}
}

// atMost and atLeast set a goal on the product's figure.
func (r Result) atMost(limit float64) Result {
	ok := r.Product <= limit
	r.Goal, r.OK = fmt.Sprintf("<= %g %s", limit, r.Unit), &ok
	return r
}

func (r Result) atLeast(limit float64) Result {
	ok := r.Product >= limit
	r.Goal, r.OK = fmt.Sprintf(">= %g %s", limit, r.Unit), &ok
	return r
}

// against sets the raw limit.
func (r Result) against(raw float64) Result {
	raw = tidy(raw)
	r.Raw = &raw
	if raw > 0 {
		ratio := tidy(r.Product / raw)
		r.Ratio = &ratio
	}
	return r
}

// ratioAtLeast and ratioAtMost set a goal on the ratio.
func (r Result) ratioAtLeast(limit float64) Result {
	ok := r.Ratio != nil && *r.Ratio >= limit
	r.Goal, r.OK = fmt.Sprintf("ratio >= %g", limit), &ok
	return r
}

func (r Result) ratioAtMost(limit float64) Result {
	ok := r.Ratio != nil && *r.Ratio <= limit
	r.Goal, r.OK = fmt.Sprintf("ratio <= %g", limit), &ok
	return r
}

// ratioWithin wants the two to be the same but for a share.
func (r Result) ratioWithin(share float64) Result {
	ok := r.Ratio != nil && math.Abs(*r.Ratio-1) <= share
	r.Goal, r.OK = fmt.Sprintf("ratio 1 ± %g", share), &ok
	return r
}

// tidy rounds to four digits that mean something.
func tidy(v float64) float64 {
	if v == 0 || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	scale := math.Pow(10, 3-math.Floor(math.Log10(math.Abs(v))))
	return math.Round(v*scale) / scale
}

// repeatable are the same numbers in every run, so that runs can be compared.
func repeatable(seed, stream uint64) *rand.Rand {
	return rand.New(rand.NewPCG(seed, stream)) //nolint:gosec // nothing here is a secret
}

// times are durations of single calls.
type times []time.Duration

// at is a percentile in milliseconds.
func (t times) at(percent float64) float64 {
	if len(t) == 0 {
		return 0
	}
	s := slices.Clone(t)
	slices.Sort(s)
	i := min(len(s)-1, int(float64(len(s))*percent/100))
	return s[i].Seconds() * 1000
}

// Print writes the report as a table for people.
func (r Report) Print(w io.Writer) error {
	_, err := fmt.Fprintf(w, "%s on %s — %s, %d CPUs, %d MB, load %s\n%-58s %12s %12s %7s  %s\n",
		r.Bench, r.DB, r.Host.CPU, r.Host.CPUs, r.Host.Memory, r.Host.Load, "", "product", "raw", "ratio", "goal")
	for _, x := range r.Results {
		if err != nil {
			return err
		}
		raw, ratio, goal := "", "", x.Goal
		if x.Raw != nil {
			raw = fmt.Sprintf("%g", *x.Raw)
		}
		if x.Ratio != nil {
			ratio = fmt.Sprintf("%.2f", *x.Ratio)
		}
		if x.OK != nil {
			goal += map[bool]string{true: "  met", false: "  MISSED"}[*x.OK]
		}
		_, err = fmt.Fprintf(w, "%-58s %12g %12s %7s  %s\n", x.Name+" ("+x.Unit+")", x.Product, raw, ratio, goal)
	}
	return err
}
