package routinghttp

import (
	"context"
	"net/http"

	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/platform/httpx"
)

// desk is a person with what is known of their work.
type desk struct {
	UserID   string         `json:"userId"`
	Name     string         `json:"name"`
	Invited  bool           `json:"invited" doc:"Has not come yet: everything can be prepared."`
	Picture  string         `json:"picture,omitempty" doc:"Where the picture is served."`
	TeamIDs  []string       `json:"teamIds"`
	Skills   map[string]int `json:"skills" doc:"Levels from 1 to 5 by skill."`
	Capacity int            `json:"capacity" doc:"Points; 0 is that of the plan."`
	Limits   map[string]int `json:"limits" doc:"The most of a kind at a time: chat, call, email; none is no limit."`
	Used     int            `json:"used" doc:"Points in use."`
	Holds    map[string]int `json:"holds" doc:"How much of each kind."`
	Version  int64          `json:"version" doc:"Send it back with a change; 0 while nothing is known."`
}

func shownDesk(p routing.Person, d routing.Desk) desk {
	return desk{
		UserID: p.ID, Name: p.Name, Invited: p.Invited, Picture: p.Picture, TeamIDs: append([]string{}, p.TeamIDs...), Skills: never(d.Skills), Capacity: d.Capacity,
		Limits: never(d.Limits), Used: d.Used, Holds: never(d.Holds), Version: d.Version,
	}
}

// never is the map, and never null on the wire.
func never(m map[string]int) map[string]int {
	if m == nil {
		return map[string]int{}
	}
	return m
}

type desksInput struct {
	Cursor string `query:"cursor" maxLength:"500"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
	Query  string `query:"q" maxLength:"100" doc:"Part of the name."`
	Team   string `query:"teamId" maxLength:"30"`
	State  string `query:"state" enum:"here,invited" default:"here" doc:"Who can sign in, or who is invited and has not come yet."`
}

type desksChangeInput struct {
	Body struct {
		UserIDs  []string       `json:"userIds" maxItems:"1000" minItems:"1"`
		Skills   map[string]int `json:"skills,omitempty" doc:"Levels by skill; 0 takes it away; others stay."`
		Capacity *int           `json:"capacity,omitempty" doc:"Points; 0 is that of the plan; absent leaves them."`
	}
}

// desksChanged says how many people a change of several has changed.
type desksChanged struct {
	Changed int `json:"changed"`
}

type deskInput struct {
	UserID string `path:"userId" maxLength:"30"`
	Body   struct {
		Version  int64          `json:"version"`
		Skills   map[string]int `json:"skills"`
		Capacity int            `json:"capacity"`
		Limits   map[string]int `json:"limits"`
	}
}

// savedDesk is what a change has made of a desk.
type savedDesk struct {
	Skills   map[string]int `json:"skills"`
	Capacity int            `json:"capacity"`
	Limits   map[string]int `json:"limits"`
	Version  int64          `json:"version"`
}

func registerDesks(api *httpx.API, s *routing.Service) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/routing/desks", ID: "listRoutingDesks", Tag: tag, Summary: "List people with their skills and points, by name", Permission: routing.PermRead,
	},
		func(ctx context.Context, in *desksInput) (*reply[page.Of[desk]], error) {
			seats, err := s.Seats(ctx, routing.PeopleFilter{Query: in.Query, TeamID: in.Team, Invited: in.State == "invited"}, page.Request{Limit: in.Limit, Cursor: in.Cursor})
			out := page.Of[desk]{Items: make([]desk, 0, len(seats.Items)), Next: seats.Next}
			for _, one := range seats.Items {
				out.Items = append(out.Items, shownDesk(one.Person, one.Desk))
			}
			return &reply[page.Of[desk]]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/routing/desks/change", ID: "changeRoutingDesks", Tag: tag, Summary: "Give several people the same levels", Permission: routing.PermManage,
		Codes: []string{"input", "conflict"},
	},
		func(ctx context.Context, in *desksChangeInput) (*reply[desksChanged], error) {
			b := in.Body
			n, err := s.ChangeDesks(ctx, routing.DesksChange{UserIDs: b.UserIDs, Skills: b.Skills, Capacity: b.Capacity})
			return &reply[desksChanged]{desksChanged{n}}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPut, Path: "/routing/desks/{userId}", ID: "putRoutingDesk", Tag: tag, Summary: "Change somebody's skills, points and limits",
		Permission: routing.PermManage, Codes: []string{"input", "conflict"},
	},
		func(ctx context.Context, in *deskInput) (*reply[savedDesk], error) {
			b := in.Body
			d, err := s.SaveDesk(ctx, routing.Desk{UserID: in.UserID, Skills: b.Skills, Capacity: b.Capacity, Limits: b.Limits, Version: b.Version})
			return &reply[savedDesk]{savedDesk{never(d.Skills), d.Capacity, never(d.Limits), d.Version}}, err
		})
}
