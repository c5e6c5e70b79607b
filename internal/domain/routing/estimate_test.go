package routing

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func TestEstimate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name             string
		position, served int
		want             Wait
		ok               bool
	}{
		{"nothing to go by", 1, 2, Wait{}, false},
		{"not waiting", 0, 60, Wait{}, false},
		{"next, one served each half minute", 1, 60, Wait{To: time.Minute}, true},
		{"twentieth, one each half minute", 20, 60, Wait{From: 8 * time.Minute, To: 12 * time.Minute}, true},
	} {
		got, ok := Estimate(c.position, c.served, EstimateOver)
		if ok != c.ok || ok && got != c.want {
			t.Errorf("%s: %v %v, want %v %v", c.name, got, ok, c.want, c.ok)
		}
	}
	if _, ok := Estimate(500, 5, EstimateOver); ok {
		t.Error("two days are stated as if somebody waited for them")
	}
}

// The interval must hold half of all waits, and a little more because it is rounded outwards: services at random, counted against it.
func TestEstimateHoldsHalfOfAllWaits(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for _, position := range []int{1, 3, 10, 16} {
		const mean = 10 * time.Minute // long beside the rounding to whole minutes
		want, ok := Estimate(position, int(EstimateOver/mean), EstimateOver)
		if !ok {
			t.Fatal(position)
		}
		inside := 0
		const runs = 20_000
		for range runs {
			var at float64
			for range position {
				at += r.ExpFloat64() * float64(mean)
			}
			if time.Duration(at) >= want.From && time.Duration(at) <= want.To {
				inside++
			}
		}
		if share := float64(inside) / runs; math.Abs(share-0.54) > 0.05 {
			t.Errorf("position %d: %.2f of the waits are in %v", position, share, want)
		}
	}
}

func TestStrategiesAreListed(t *testing.T) {
	t.Parallel()
	if !slices.Contains(Strategies, WeightedSkill) || len(Strategies) != 4 {
		t.Error(Strategies)
	}
}
