package insight

import "math"

// growth is the ratio of two neighbouring limits of the sketch: what it says is at most 2.5 % off. The limits are those of a
// DDSketch with this ratio. They are kept as rows of counts instead of one blob per key: rows add up in SQL, take back what was
// undone, and need no reading before writing.
const growth = 1.05

// bucketOf is the part of the sketch in which a time of so many milliseconds lies.
func bucketOf(ms int64) int {
	return int(math.Ceil(math.Log(float64(max(ms, 1))/1000+1) / math.Log(growth)))
}

// secondsOf is the time for which a part of the sketch stands.
func secondsOf(bucket int) float64 {
	low := math.Pow(growth, float64(bucket-1))
	return max(0, low*(1+growth)/2-1)
}

// Sketched makes the sketch anew from what conversations added. Of one that was answered first twice on a day it knows the average.
func Sketched(parts []Part) map[KeyBucket]int64 {
	out := map[KeyBucket]int64{}
	for _, p := range parts {
		if n := p.Measures[FirstCount]; n > 0 {
			out[KeyBucket{p.Key, bucketOf(p.Measures[FirstTime] / n)}] += n
		}
	}
	return out
}

// Bucket is how many times lie in one part of the sketch.
type Bucket struct {
	Bucket int
	N      int64
}

// quantile is the time below which a share of them lies; list is in the order of the parts.
func quantile(list []Bucket, share float64) (seconds float64, ok bool) {
	var total int64
	for _, b := range list {
		total += b.N
	}
	if total <= 0 {
		return 0, false
	}
	rank := max(1, int64(math.Ceil(share*float64(total))))
	for _, b := range list {
		if rank -= b.N; rank <= 0 {
			return secondsOf(b.Bucket), true
		}
	}
	return 0, false
}
