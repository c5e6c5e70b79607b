package routinghttp

import (
	"context"
	"net/http"
	"time"

	"frontdesk/internal/domain/routing"
	"frontdesk/internal/platform/httpx"
)

// TimeMachine plays past periods under a changed plan.
type TimeMachine interface {
	Ask(ctx context.Context, from, to time.Time) (routing.Rehearsal, error)
	Rehearsal(ctx context.Context, id string) (routing.Rehearsal, error)
	Rehearsals(ctx context.Context) ([]routing.Rehearsal, error)
}

type rehearsal struct {
	ID      string              `json:"id"`
	State   routing.Progress    `json:"state" enum:"playing,played,failed"`
	From    time.Time           `json:"from"`
	To      time.Time           `json:"to"`
	Author  string              `json:"author"`
	At      time.Time           `json:"at"`
	EndedAt time.Time           `json:"endedAt,omitzero"`
	Base    int64               `json:"base" doc:"Number of the plan in force that it was compared with."`
	Result  *routing.Comparison `json:"result,omitempty" doc:"Absent in lists and while it plays."`
}

func shownRehearsal(r routing.Rehearsal) rehearsal {
	out := rehearsal{ID: r.ID, State: r.State, From: r.From, To: r.To, Author: r.Author, At: r.At, EndedAt: r.EndedAt, Base: r.Base}
	if r.State != routing.Playing {
		out.Result = r.Result
	}
	return out
}

type rehearsals struct {
	Items []rehearsal `json:"items"`
}

type askInput struct {
	Body struct {
		From time.Time `json:"from"`
		To   time.Time `json:"to"`
	}
}

type rehearsalInput struct {
	ID string `path:"id" maxLength:"40"`
}

// RegisterTimeMachine adds the operations of rehearsals.
func RegisterTimeMachine(api *httpx.API, m TimeMachine) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/routing/rehearsals", ID: "rehearseRouting", Tag: tag, Summary: "Play a past period under the draft",
		Description: "Runs in the background; ask for the rehearsal until its state is no longer playing. The newest 20 are kept.", Permission: routing.PermManage,
		Codes: []string{"input", routing.ErrNoDraft.Code, routing.ErrPeriod.Code, routing.ErrSamePlan.Code},
	},
		func(ctx context.Context, in *askInput) (*reply[rehearsal], error) {
			r, err := m.Ask(ctx, in.Body.From, in.Body.To)
			return &reply[rehearsal]{shownRehearsal(r)}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/routing/rehearsals", ID: "listRoutingRehearsals", Tag: tag, Summary: "The last rehearsals, the newest first", Permission: routing.PermManage,
	},
		func(ctx context.Context, _ *struct{}) (*reply[rehearsals], error) {
			list, err := m.Rehearsals(ctx)
			out := rehearsals{Items: make([]rehearsal, 0, len(list))}
			for _, r := range list {
				out.Items = append(out.Items, shownRehearsal(r))
			}
			return &reply[rehearsals]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/routing/rehearsals/{id}", ID: "getRoutingRehearsal", Tag: tag, Summary: "A rehearsal with its result", Permission: routing.PermManage,
		Codes: []string{routing.ErrNoRehearsal.Code},
	},
		func(ctx context.Context, in *rehearsalInput) (*reply[rehearsal], error) {
			r, err := m.Rehearsal(ctx, in.ID)
			return &reply[rehearsal]{shownRehearsal(r)}, err
		})
}
