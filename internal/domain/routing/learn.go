package routing

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"frontdesk/internal/base/page"
)

// JobLearn works out what results teach, once a day while the plan says so.
const JobLearn = "routing.learn"

// What is learnt from: so many of the newest conversations of a person, no older than this.
const (
	LearnFrom  = 90 * 24 * time.Hour
	LearnMost  = 200
	LearnEvery = 24 * time.Hour
)

// Got is a conversation that somebody got from a queue.
type Got struct{ Conversation, Queue string }

// Lessons keeps what was learnt, and knows what from.
type Lessons interface {
	// AcceptedBy are the newest that somebody accepted.
	AcceptedBy(ctx context.Context, userID string, since time.Time, limit int) ([]Got, error)
	// SaveLessons replaces those of a queue.
	SaveLessons(ctx context.Context, queueID string, at time.Time, list []Lesson) error
	// LessonsOf are those of a queue by person, and when they were worked out.
	LessonsOf(ctx context.Context, queueID string, p page.Request) (page.Of[Lesson], time.Time, error)
}

// How results move weights: the parts count by these shares, a person's own results count against the average as if so many average ones stood
// beside them, and the whole difference moves the factor by Reach at most before the bounds of the plan.
const (
	ShareRating   = 0.4
	ShareResolved = 0.4
	ShareHandling = 0.2
	AverageWeight = 30
	Reach         = 0.6
	LeastLessons  = 10 // with fewer results a factor stays 1
)

// Result is what came of a conversation that somebody had from a queue.
type Result struct {
	Agent    string
	Rated    bool
	Rating   float64 // 0 to 1, if rated
	Resolved bool    // with the first contact: resolved, and not taken up again
	Handling time.Duration
}

// Lesson is what the results of a queue say of a person, and of everybody for comparison.
type Lesson struct {
	Agent    string  `json:"agent"`
	Count    int     `json:"count"`
	Own      Average `json:"own"`
	All      Average `json:"all"`
	Factor   float64 `json:"factor" doc:"Multiplies the score of skills; 1 is the average."`
	AtBounds bool    `json:"atBounds,omitempty" doc:"The bounds of the plan keep it from moving further."`
}

// Average is the average of results.
type Average struct {
	Rated    int           `json:"rated"`
	Rating   float64       `json:"rating" doc:"0 to 1."`
	Resolved float64       `json:"resolved" doc:"Share resolved with the first contact."`
	Handling time.Duration `json:"handling" doc:"Median."`
}

// Lessons are what the results of one queue teach, by person. Few results move little: whoever has had ten is near 1 whatever they were.
func (l Learning) Lessons(results []Result) []Lesson {
	by := map[string][]Result{}
	for _, r := range results {
		by[r.Agent] = append(by[r.Agent], r)
	}
	all := average(results)
	out := make([]Lesson, 0, len(by))
	for agent, own := range by {
		lesson := Lesson{Agent: agent, Count: len(own), Own: average(own), All: all, Factor: 1}
		if len(own) >= LeastLessons {
			lesson.Factor, lesson.AtBounds = l.factor(lesson)
		}
		out = append(out, lesson)
	}
	slices.SortFunc(out, func(x, y Lesson) int { return cmp.Compare(x.Agent, y.Agent) })
	return out
}

func average(results []Result) Average {
	var a Average
	times := make([]time.Duration, 0, len(results))
	for _, r := range results {
		if r.Rated {
			a.Rated++
			a.Rating += r.Rating
		}
		if r.Resolved {
			a.Resolved++
		}
		times = append(times, r.Handling)
	}
	if a.Rated > 0 {
		a.Rating /= float64(a.Rated)
	}
	if len(results) > 0 {
		a.Resolved /= float64(len(results))
		slices.Sort(times)
		a.Handling = quantile(times, 0.5)
	}
	return a
}

// factor is 1 plus the weighted differences to the average, drawn towards 1 while there are few results.
func (l Learning) factor(s Lesson) (factor float64, atBounds bool) {
	drawn := func(n int) float64 { return float64(n) / float64(n+AverageWeight) }
	rating := (s.Own.Rating - s.All.Rating) * drawn(s.Own.Rated)
	resolved := (s.Own.Resolved - s.All.Resolved) * drawn(s.Count)
	handling := 0.0
	if s.Own.Handling > 0 && s.All.Handling > 0 { // half the time is as good as twice is bad
		handling = max(-1, min(1, math.Log2(float64(s.All.Handling)/float64(s.Own.Handling)))) * drawn(s.Count)
	}
	free := 1 + Reach*(ShareRating*rating+ShareResolved*resolved+ShareHandling*handling)
	factor = max(l.Least, min(l.Most, free))
	return factor, factor != free
}
