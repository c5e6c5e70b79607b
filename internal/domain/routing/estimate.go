package routing

import (
	"math"
	"time"
)

// Expected waits are worked out from the services of this long, and only from so many.
const (
	EstimateOver   = 30 * time.Minute
	LeastForGuess  = 3
	lowerQuartile  = -0.6745 // of the normal distribution
	upperQuartile  = 0.6745
	roundWaitsTo   = time.Minute
	LongestToState = 4 * time.Hour
)

// Wait is between which times somebody will be served, in half of all cases.
type Wait struct {
	From time.Duration `json:"from"`
	To   time.Duration `json:"to"`
}

// Estimate is the wait of who is at a position, counted from 1, when so much work was served in a period. It is the time of as many
// further services: a gamma distribution, whose quartiles come from the cube-root approximation of Wilson and Hilferty (1931).
// False when too little was served to say, or when it would be too long to be believed.
func Estimate(position, served int, over time.Duration) (Wait, bool) {
	if position < 1 || served < LeastForGuess || over <= 0 {
		return Wait{}, false
	}
	each := float64(over) / float64(served)
	k := float64(position)
	at := func(z float64) time.Duration {
		root := 1 - 1/(9*k) + z/(3*math.Sqrt(k))
		return time.Duration(each * k * math.Pow(math.Max(root, 0), 3))
	}
	w := Wait{From: at(lowerQuartile).Truncate(roundWaitsTo), To: at(upperQuartile).Truncate(roundWaitsTo) + roundWaitsTo}
	return w, w.To <= LongestToState
}
