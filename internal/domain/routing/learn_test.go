package routing

import (
	"math/rand/v2"
	"testing"
	"time"
)

var usualBounds = Learning{On: true, Least: 0.7, Most: 1.3}

// results are n conversations of somebody who resolves and is liked in this share.
func results(agent string, n int, good float64, handling time.Duration) []Result {
	out := make([]Result, n)
	for i := range out {
		well := float64(i) < good*float64(n)
		out[i] = Result{Agent: agent, Rated: true, Resolved: well, Handling: handling}
		if well {
			out[i].Rating = 1
		}
	}
	return out
}

func factors(l Learning, all ...[]Result) map[string]float64 {
	var flat []Result
	for _, some := range all {
		flat = append(flat, some...)
	}
	out := map[string]float64{}
	for _, lesson := range l.Lessons(flat) {
		out[lesson.Agent] = lesson.Factor
	}
	return out
}

func TestBetterResultsWeighMore(t *testing.T) {
	t.Parallel()
	got := factors(usualBounds,
		results("good", 200, 0.95, 5*time.Minute), results("fair", 200, 0.7, 5*time.Minute), results("poor", 200, 0.3, 5*time.Minute))
	if got["good"] <= got["fair"] || got["fair"] <= got["poor"] || got["good"] <= 1 || got["poor"] >= 1 {
		t.Fatalf("factors %v", got)
	}
}

func TestFasterCountsLessThanBetter(t *testing.T) {
	t.Parallel()
	got := factors(usualBounds, results("quick", 200, 0.5, 4*time.Minute), results("thorough", 200, 0.9, 8*time.Minute))
	if got["thorough"] <= got["quick"] {
		t.Fatalf("who is quick and wrong is preferred: %v", got)
	}
	got = factors(usualBounds, results("quick", 200, 0.8, 4*time.Minute), results("slow", 200, 0.8, 8*time.Minute))
	if got["quick"] <= got["slow"] {
		t.Fatalf("of two who are equally good the slower one is preferred: %v", got)
	}
}

func TestFewResultsMoveLittle(t *testing.T) {
	t.Parallel()
	crowd := results("crowd", 500, 0.5, 5*time.Minute)
	few := factors(usualBounds, crowd, results("new", LeastLessons-1, 1, 5*time.Minute))["new"]
	some := factors(usualBounds, crowd, results("new", LeastLessons, 1, 5*time.Minute))["new"]
	many := factors(usualBounds, crowd, results("new", 300, 1, 5*time.Minute))["new"]
	if few != 1 || some <= 1 || some >= 1.1 || many <= some {
		t.Fatalf("after 9: %v, after 10: %v, after 300: %v", few, some, many)
	}
}

func TestFactorsKeepTheirBounds(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		l := Learning{On: true, Least: 0.5 + r.Float64()/2, Most: 1 + r.Float64()/2}
		all := [][]Result{}
		for _, agent := range []string{"a", "b", "c"} {
			all = append(all, results(agent, r.IntN(400), r.Float64(), time.Duration(r.IntN(3600))*time.Second))
		}
		for agent, factor := range factors(l, all...) {
			if factor < l.Least || factor > l.Most {
				t.Fatalf("%s has %v, outside %v to %v", agent, factor, l.Least, l.Most)
			}
		}
	}
	tight := Learning{On: true, Least: 0.99, Most: 1.01}
	for _, lesson := range tight.Lessons(append(results("good", 300, 1, time.Minute), results("poor", 300, 0, time.Hour)...)) {
		if !lesson.AtBounds {
			t.Fatalf("%+v does not say that the bounds hold it", lesson)
		}
	}
}
