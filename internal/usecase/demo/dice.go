package demo

import "math/rand/v2"

// dice are seeded: the same seed always falls the same way.
func dice(seed, stream uint64) *rand.Rand {
	return rand.New(rand.NewPCG(seed, stream)) //nolint:gosec // G404: nothing here needs to be unguessable
}

// roll is a whole number from 0 to n-1, another one each time.
func roll(n int) int {
	return rand.IntN(n) //nolint:gosec // G404: nothing here needs to be unguessable
}

// chance is a seed for dice that fall differently each time.
func chance() uint64 {
	return rand.Uint64() //nolint:gosec // G404: nothing here needs to be unguessable
}
