package accounthttp

import (
	"context"
	"net/http"

	"frontdesk/internal/domain/account"
	"frontdesk/internal/platform/httpx"
)

// SignIn is a person of the sample workspace whom the sign-in page offers.
type SignIn struct {
	Email    string `json:"email"`
	Name     string `json:"name"`
	Role     string `json:"role" enum:"admin,supervisor,agent,viewer"`
	Password string `json:"password"`
}

// DemoState tells about the sample data of a workspace.
type DemoState struct {
	Demo       bool `json:"demo" doc:"The workspace holds sample data."`
	Simulation bool `json:"simulation" doc:"Simulated visitors write and answer."`
	Removing   bool `json:"removing" doc:"The sample data is being removed; demo ends when it is done."`
}

// Demo is what the operations need of the sample data.
type Demo interface {
	// SignIns are the people to sign in as; none when this process does not offer a sample workspace.
	SignIns(ctx context.Context) ([]SignIn, error)
	State(ctx context.Context) (DemoState, error)
	// Remove promises to remove the sample data.
	Remove(ctx context.Context) error
	// Simulate switches simulated visitors on or off.
	Simulate(ctx context.Context, on bool) error
}

type signIns struct {
	SignIns []SignIn `json:"signIns"`
}

type simulateInput struct {
	Body struct {
		On bool `json:"on"`
	}
}

// RegisterDemo adds the operations on sample data.
func RegisterDemo(api *httpx.API, d Demo) {
	const tag = "Workspace"
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/demo", ID: "getDemo", Tag: tag, Summary: "List the people to sign in as in the sample workspace",
		Permission: httpx.Public,
	}, func(ctx context.Context, _ *struct{}) (*reply[signIns], error) {
		all, err := d.SignIns(ctx)
		if all == nil {
			// Every sign-in page asks: none is an answer, not a fault.
			all = []SignIn{}
		}
		return &reply[signIns]{signIns{all}}, err
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/workspace/demo", ID: "getDemoState", Tag: tag, Summary: "Tell about the sample data",
	}, func(ctx context.Context, _ *struct{}) (*reply[DemoState], error) { return state(ctx, d, nil) })
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: "/workspace/demo", ID: "removeDemo", Tag: tag, Summary: "Remove the sample data",
		Description: "Sample customers with their conversations, tags and people go, in the background. Settings, channels, teams, " +
			"what people made themselves and the person who asks stay.",
		Status: http.StatusAccepted, Permission: account.PermManage, Codes: []string{account.ErrNoDemo.Code},
	}, func(ctx context.Context, _ *struct{}) (*reply[DemoState], error) { return state(ctx, d, d.Remove(ctx)) })
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/workspace/demo/simulation", ID: "simulateDemo", Tag: tag,
		Summary: "Switch simulated visitors on or off", Permission: account.PermManage, Codes: []string{account.ErrNoDemo.Code},
	}, func(ctx context.Context, in *simulateInput) (*reply[DemoState], error) {
		return state(ctx, d, d.Simulate(ctx, in.Body.On))
	})
}

// state is the answer to a change that may have failed.
func state(ctx context.Context, d Demo, err error) (*reply[DemoState], error) {
	if err != nil {
		return nil, err
	}
	s, err := d.State(ctx)
	return &reply[DemoState]{s}, err
}
