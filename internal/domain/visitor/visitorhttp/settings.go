package visitorhttp

import (
	"context"
	"net/http"

	"frontdesk/internal/domain/visitor"
	"frontdesk/internal/platform/httpx"
)

type addRuleInput struct {
	Body struct {
		Name     string             `json:"name"`
		Enabled  bool               `json:"enabled"`
		Position int                `json:"position,omitempty"`
		When     visitor.Conditions `json:"when"`
		Message  visitor.Localised  `json:"message"`
	}
}

type changeRuleInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		Version  int64              `json:"version" doc:"The version that was read; another one is a conflict."`
		Name     string             `json:"name"`
		Enabled  bool               `json:"enabled"`
		Position int                `json:"position,omitempty"`
		When     visitor.Conditions `json:"when"`
		Message  visitor.Localised  `json:"message"`
	}
}

type settingsInput struct{ Body visitor.Settings }

func registerSettings(api *httpx.API, s *visitor.Service) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/visitor-rules", ID: "listVisitorRules", Tag: tag, Permission: visitor.PermManage,
		Summary: "The rules that invite visitors, in their order",
	},
		func(ctx context.Context, _ *struct{}) (*reply[items[visitor.Rule]], error) {
			out, err := s.Rules(ctx)
			return &reply[items[visitor.Rule]]{items[visitor.Rule]{out}}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/visitor-rules", ID: "addVisitorRule", Tag: tag, Permission: visitor.PermManage,
		Status: http.StatusCreated, Summary: "Add a rule", Idempotent: true, Codes: []string{visitor.ErrRulesFull.Code, visitor.ErrNoCondition.Code},
	},
		func(ctx context.Context, in *addRuleInput) (*reply[visitor.Rule], error) {
			b := in.Body
			out, err := s.AddRule(ctx, visitor.Rule{Name: b.Name, Enabled: b.Enabled, Position: b.Position, When: b.When, Message: b.Message})
			return &reply[visitor.Rule]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPut, Path: "/visitor-rules/{id}", ID: "changeVisitorRule", Tag: tag, Permission: visitor.PermManage,
		Summary: "Change a rule", Codes: []string{visitor.ErrRuleNotFound.Code, "conflict"},
	},
		func(ctx context.Context, in *changeRuleInput) (*reply[visitor.Rule], error) {
			b := in.Body
			out, err := s.ChangeRule(ctx, visitor.Rule{
				ID: in.ID, Version: b.Version, Name: b.Name, Enabled: b.Enabled, Position: b.Position, When: b.When, Message: b.Message,
			})
			return &reply[visitor.Rule]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: "/visitor-rules/{id}", ID: "removeVisitorRule", Tag: tag, Permission: visitor.PermManage,
		Status: http.StatusNoContent, Summary: "Remove a rule", Codes: []string{visitor.ErrRuleNotFound.Code},
	},
		func(ctx context.Context, in *byID) (*struct{}, error) { return nil, s.RemoveRule(ctx, in.ID) })
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/visitor-settings", ID: "getVisitorSettings", Tag: tag, Permission: visitor.PermManage,
		Summary: "The switch and the limits of invitations",
	},
		func(ctx context.Context, _ *struct{}) (*reply[visitor.Settings], error) {
			out, err := s.Settings(ctx)
			return &reply[visitor.Settings]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPut, Path: "/visitor-settings", ID: "changeVisitorSettings", Tag: tag, Permission: visitor.PermManage,
		Summary: "Change the switch and the limits of invitations", Codes: []string{"conflict"},
	},
		func(ctx context.Context, in *settingsInput) (*reply[visitor.Settings], error) {
			out, err := s.ChangeSettings(ctx, in.Body)
			return &reply[visitor.Settings]{out}, err
		})
}
