package routinghttp

import (
	"context"
	"net/http"
	"time"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/platform/httpx"
)

// planBytes is the largest plan: five thousand people in a queue have to fit.
const planBytes = 2 << 20

type reply[T any] struct{ Body T }

// finding is what a look at a plan has found at one place.
type finding struct {
	Field  string `json:"field" doc:"Path in the plan." example:"queues[0].needs[1].skill"`
	Code   string `json:"code"`
	Detail string `json:"detail" doc:"One sentence, in the caller's language."`
}

// findings are what keeps a plan from being published, and what is odd about it.
type findings struct {
	Problems []finding `json:"problems" doc:"What keeps it from being published."`
	Warnings []finding `json:"warnings" doc:"What is odd, and can be published."`
}

func found(ctx context.Context, f routing.Findings) findings {
	out := findings{Problems: []finding{}, Warnings: []finding{}}
	lang := httpx.Locale(ctx)
	for _, p := range f.Problems {
		out.Problems = append(out.Problems, finding{p.Name, p.Def.Code, p.Sentence(lang)})
	}
	for _, w := range f.Warnings {
		out.Warnings = append(out.Warnings, finding{w.Path, w.Def.Code, w.Def.New().Sentence(lang)})
	}
	return out
}

type draft struct {
	Plan    routing.Plan `json:"plan"`
	Base    int64        `json:"base" doc:"Number of the published plan that it began from."`
	Version int64        `json:"version" doc:"Send it back with the next change; 0 while nobody has begun one."`
	Author  string       `json:"author,omitempty" doc:"Who changed it last."`
	At      *time.Time   `json:"at,omitempty"`
	findings
}

func shownDraft(ctx context.Context, d routing.Checked) draft {
	out := draft{Plan: d.Plan, Base: d.Base, Version: d.Version, Author: d.Author, findings: found(ctx, d.Findings)}
	if !d.At.IsZero() {
		out.At = &d.At
	}
	return out
}

// published is a plan that is or was in force.
type published struct {
	Number int64         `json:"number"`
	Author string        `json:"author,omitempty" doc:"Who published it; absent for the first one, which the program made."`
	Note   string        `json:"note,omitempty"`
	At     time.Time     `json:"at"`
	Plan   *routing.Plan `json:"plan,omitempty" doc:"Absent in lists."`
}

func shownPublished(p routing.Published, err error) (*reply[published], error) {
	return &reply[published]{published{p.Number, p.Author, p.Note, p.At, &p.Plan}}, err
}

type draftInput struct {
	Body struct {
		Plan    routing.Plan `json:"plan"`
		Base    int64        `json:"base"`
		Version int64        `json:"version"`
	}
}

type discardInput struct {
	Version int64 `query:"version" minimum:"0" required:"true" doc:"Version of the draft that is thrown away."`
}

type checkInput struct {
	Body struct {
		Plan routing.Plan `json:"plan"`
	}
}

type publishInput struct {
	Body struct {
		Version int64  `json:"version" doc:"Version of the draft."`
		Note    string `json:"note,omitempty" maxLength:"500"`
	}
}

type numberInput struct {
	Number int64 `path:"number" minimum:"1"`
}

type restoreInput struct {
	Number int64 `path:"number" minimum:"1"`
	Body   struct {
		Note string `json:"note,omitempty" maxLength:"500"`
	}
}

type pageInput struct {
	Cursor string `query:"cursor" maxLength:"500"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

const tag = "Routing"

// RegisterPlan adds the operations of plans and of people's skills.
func RegisterPlan(api *httpx.API, s *routing.Service) {
	registerDraft(api, s)
	registerCentres(api, s)
	registerPublished(api, s)
	registerDesks(api, s)
}

func registerDraft(api *httpx.API, s *routing.Service) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/routing/draft", ID: "getRoutingDraft", Tag: tag, Summary: "The plan that is being worked on",
		Description: "Without one, the plan in force with version 0.", Permission: routing.PermManage,
	},
		func(ctx context.Context, _ *struct{}) (*reply[draft], error) {
			out, err := s.Draft(ctx)
			return &reply[draft]{shownDraft(ctx, out)}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPut, Path: "/routing/draft", ID: "putRoutingDraft", Tag: tag, Summary: "Keep a draft of the plan", MaxBody: planBytes,
		Description: "A plan that is wrong is refused with every field that is wrong.", Permission: routing.PermManage, Codes: []string{"input", "conflict"},
	},
		func(ctx context.Context, in *draftInput) (*reply[draft], error) {
			out, err := s.SaveDraft(ctx, in.Body.Plan, in.Body.Base, in.Body.Version)
			return &reply[draft]{shownDraft(ctx, out)}, inPlan(err)
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: "/routing/draft", ID: "discardRoutingDraft", Tag: tag, Summary: "Throw the draft away",
		Description: "It becomes what is in force, with a new version.", Permission: routing.PermManage, Codes: []string{"conflict"},
	},
		func(ctx context.Context, in *discardInput) (*reply[draft], error) {
			out, err := s.Discard(ctx, in.Version)
			return &reply[draft]{shownDraft(ctx, out)}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/routing/check", ID: "checkRoutingPlan", Tag: tag, Summary: "Look at a plan without keeping it", MaxBody: planBytes,
		Permission: routing.PermManage,
	},
		func(ctx context.Context, in *checkInput) (*reply[findings], error) {
			out, err := s.Look(ctx, in.Body.Plan)
			return &reply[findings]{found(ctx, out)}, err
		})
}

// inPlan names fields as they are on the wire: the plan is a part of the body.
func inPlan(err error) error {
	if fault.KindOf(err) != fault.Invalid {
		return err
	}
	f := *fault.From(err)
	f.Fields = append([]fault.Field{}, f.Fields...)
	for i := range f.Fields {
		f.Fields[i].Name = "plan." + f.Fields[i].Name
	}
	return &f
}

func registerPublished(api *httpx.API, s *routing.Service) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/routing/publish", ID: "publishRoutingPlan", Tag: tag, Summary: "Put the draft in force",
		Permission: routing.PermManage, Codes: []string{"conflict", "input", routing.ErrNoDraft.Code},
	},
		func(ctx context.Context, in *publishInput) (*reply[published], error) {
			return shownPublished(s.Publish(ctx, in.Body.Version, in.Body.Note))
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/routing/plan", ID: "getRoutingPlan", Tag: tag, Summary: "The plan in force", Permission: routing.PermRead,
	},
		func(ctx context.Context, _ *struct{}) (*reply[published], error) {
			return shownPublished(s.Current(ctx))
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/routing/plans", ID: "listRoutingPlans", Tag: tag, Summary: "List published plans, the newest first",
		Description: "Without their documents.", Permission: routing.PermManage,
	},
		func(ctx context.Context, in *pageInput) (*reply[page.Of[published]], error) {
			plans, err := s.Plans(ctx, page.Request{Limit: in.Limit, Cursor: in.Cursor})
			out := page.Of[published]{Items: make([]published, 0, len(plans.Items)), Next: plans.Next}
			for _, p := range plans.Items {
				out.Items = append(out.Items, published{p.Number, p.Author, p.Note, p.At, nil})
			}
			return &reply[page.Of[published]]{out}, err
		})
	codes := []string{routing.ErrNoPlan.Code}
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/routing/plans/{number}", ID: "getPublishedRoutingPlan", Tag: tag, Summary: "A plan that was published", Permission: routing.PermManage, Codes: codes,
	},
		func(ctx context.Context, in *numberInput) (*reply[published], error) {
			return shownPublished(s.Plan(ctx, in.Number))
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/routing/plans/{number}/restore", ID: "restoreRoutingPlan", Tag: tag, Summary: "Put an earlier plan in force again",
		Description: "It is published as a new one, and becomes the draft.", Permission: routing.PermManage, Codes: append(codes, "input", "conflict"),
	},
		func(ctx context.Context, in *restoreInput) (*reply[published], error) {
			return shownPublished(s.Restore(ctx, in.Number, in.Body.Note))
		})
}

func registerCentres(api *httpx.API, s *routing.Service) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/routing/centres", ID: "listCentres", Tag: tag, Summary: "Other systems to which conversations can be handed over",
		Description: "They are the webhooks of the workspace.", Permission: routing.PermRead,
	},
		func(ctx context.Context, _ *struct{}) (*reply[list[routing.Centre]], error) {
			out, err := s.Centres(ctx)
			return &reply[list[routing.Centre]]{list[routing.Centre]{out}}, err
		})
}
