package httpx

import (
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"

	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
)

// Classes that exist without configuration. A domain may name others of Options.Rates in Op.RateLimit.
const (
	RateAPI      = "api"      // signed-in users, by actor
	RatePublic   = "public"   // operations without a session, by address
	RateSignIn   = "signin"   // passwords, codes, invitations: by address
	RateUpload   = "upload"   // files, by actor
	RateWidget   = "widget"   // visitors, by actor; opening a session, by address
	RateFailures = "failures" // wrong credentials, by address
	RateCrowd    = "crowd"    // what visitors write, by address besides: many may share one, but a new visitor costs an attacker nothing
	RateArrivals = "arrivals" // files of visitors, by address besides, for they fill the disk
	RateVisit    = "visit"    // page views of visitors, by actor
	RatePassing  = "passing"  // page views, by address besides: they must not use up what visitors may write
	RateSockets  = "sockets"  // new sockets, by address
	RateWall     = "wall"     // screens on the wall, by address: a floor of them asks every few seconds
)

// Rate is a token bucket: Burst requests at once, refilled evenly with PerMinute.
type Rate struct{ Burst, PerMinute int }

// Rates are the built-in limits; Options.Rates overrides them one by one. An office behind one address must fit in.
func Rates() map[string]Rate {
	return map[string]Rate{
		RateAPI:      {Burst: 300, PerMinute: 1800},
		RatePublic:   {Burst: 60, PerMinute: 300},
		RateSignIn:   {Burst: 20, PerMinute: 20},
		RateUpload:   {Burst: 30, PerMinute: 60},
		RateWidget:   {Burst: 60, PerMinute: 240},
		RateFailures: {Burst: 60, PerMinute: 60},
		RateCrowd:    {Burst: 600, PerMinute: 600},
		RateArrivals: {Burst: 120, PerMinute: 240},
		RateVisit:    {Burst: 60, PerMinute: 120},
		RatePassing:  {Burst: 3000, PerMinute: 3000},
		RateSockets:  {Burst: 3000, PerMinute: 3000},
		RateWall:     {Burst: 600, PerMinute: 3000},
	}
}

// maxBuckets bounds the memory of a limiter (about 100 bytes each). Beyond it, full buckets are forgotten first, since
// a forgotten full bucket is the same as a new one.
const maxBuckets = 100_000

// Limiter counts requests by class and caller.
type Limiter struct {
	clock   clock.Clock
	rates   map[string]Rate
	mu      sync.Mutex
	buckets map[bucketKey]bucket
}

type bucketKey struct{ class, who string }

type bucket struct {
	left float64
	at   time.Time
}

// NewLimiter makes a limiter with the built-in rates, overridden by those given.
func NewLimiter(c clock.Clock, override map[string]Rate) *Limiter {
	l := &Limiter{clock: c, rates: Rates(), buckets: map[bucketKey]bucket{}}
	for class, r := range override {
		l.rates[class] = r
	}
	return l
}

// Take spends one token. It says how many are left, and how long to wait when there is none. A class without a rate, or
// with a zero one, is not limited.
func (l *Limiter) Take(class, who string) (left int, wait time.Duration, ok bool) {
	rate, known := l.rates[class]
	if !known || rate.Burst <= 0 || rate.PerMinute <= 0 {
		return math.MaxInt32, 0, true
	}
	perSecond := float64(rate.PerMinute) / 60
	now := l.clock.Now()
	key := bucketKey{class, who}
	l.mu.Lock()
	defer l.mu.Unlock()
	b, seen := l.buckets[key]
	if !seen {
		if len(l.buckets) >= maxBuckets {
			l.forget(now)
		}
		b = bucket{left: float64(rate.Burst), at: now}
	}
	b.left = min(float64(rate.Burst), b.left+max(0, now.Sub(b.at).Seconds())*perSecond)
	b.at = now
	ok = b.left >= 1
	if ok {
		b.left--
	} else {
		wait = time.Duration((1 - b.left) / perSecond * float64(time.Second))
	}
	l.buckets[key] = b
	return int(b.left), wait, ok
}

// forget drops buckets that have refilled; if none has, any tenth of them.
func (l *Limiter) forget(now time.Time) {
	for k, b := range l.buckets {
		rate := l.rates[k.class]
		if b.left+now.Sub(b.at).Seconds()*float64(rate.PerMinute)/60 >= float64(rate.Burst) {
			delete(l.buckets, k)
		}
	}
	for k := range l.buckets {
		if len(l.buckets) < maxBuckets*9/10 {
			return
		}
		delete(l.buckets, k)
	}
}

// spend takes a token and tells the caller what is left (RateLimit headers) or when to come back.
func (l *Limiter) spend(w http.ResponseWriter, class, who string) error {
	left, wait, ok := l.Take(class, who)
	if rate, known := l.rates[class]; known && rate.Burst > 0 {
		w.Header().Set("RateLimit-Policy", strconv.Quote(class)+";q="+strconv.Itoa(rate.PerMinute)+";w=60")
		w.Header().Set("RateLimit", strconv.Quote(class)+";r="+strconv.Itoa(max(0, left)))
	}
	if ok {
		return nil
	}
	return fault.ErrTooMany.With(RetryAfter, int(math.Ceil(wait.Seconds())))
}
