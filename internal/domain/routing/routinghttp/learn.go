package routinghttp

import (
	"context"
	"net/http"
	"time"

	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/platform/httpx"
)

// Teacher knows what was learnt from results.
type Teacher interface {
	Lessons(ctx context.Context, queueID string, p page.Request) (page.Of[routing.Lesson], time.Time, error)
}

// lesson is why somebody's skills count more or less in a queue.
type lesson struct {
	UserID   string  `json:"userId"`
	Count    int     `json:"count" doc:"Conversations that it is learnt from."`
	Factor   float64 `json:"factor" doc:"Multiplies the score of skills in this queue; 1 is the average."`
	AtBounds bool    `json:"atBounds,omitempty" doc:"The bounds of the plan keep it from moving further."`
	Own      average `json:"own"`
	All      average `json:"all" doc:"Of everybody in the queue."`
}

type average struct {
	Rated    int     `json:"rated"`
	Rating   float64 `json:"rating" doc:"0 to 1, of those that were rated."`
	Resolved float64 `json:"resolved" doc:"Share resolved with the first contact."`
	Handling int64   `json:"handling" doc:"Median, in seconds."`
}

func shownAverage(a routing.Average) average {
	return average{a.Rated, a.Rating, a.Resolved, int64(a.Handling / time.Second)}
}

type lessons struct {
	Items []lesson   `json:"items"`
	Next  string     `json:"next,omitempty"`
	At    *time.Time `json:"at,omitempty" doc:"When it was worked out; absent when nothing was learnt yet."`
}

type lessonsInput struct {
	QueueID string `path:"queueId" maxLength:"40"`
	Cursor  string `query:"cursor" maxLength:"500"`
	Limit   int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// RegisterLearning adds the operation that explains what was learnt.
func RegisterLearning(api *httpx.API, s Teacher) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/routing/queues/{queueId}/lessons", ID: "listRoutingLessons", Tag: tag, Summary: "What was learnt of people in a queue, and from what",
		Permission: routing.PermManage,
	},
		func(ctx context.Context, in *lessonsInput) (*reply[lessons], error) {
			list, at, err := s.Lessons(ctx, in.QueueID, page.Request{Limit: in.Limit, Cursor: in.Cursor})
			out := lessons{Next: list.Next, Items: make([]lesson, 0, len(list.Items))}
			if !at.IsZero() {
				out.At = &at
			}
			for _, l := range list.Items {
				out.Items = append(out.Items, lesson{l.Agent, l.Count, l.Factor, l.AtBounds, shownAverage(l.Own), shownAverage(l.All)})
			}
			return &reply[lessons]{out}, err
		})
}
