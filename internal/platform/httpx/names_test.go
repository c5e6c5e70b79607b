package httpx_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"frontdesk/internal/check"
	"frontdesk/internal/platform/httpx"
)

func TestBodiesOfOneNameAreToldApart(t *testing.T) {
	t.Parallel()
	f := setup(t)
	op := func(id string) httpx.Op {
		return httpx.Op{Method: http.MethodPost, Path: "/" + id, ID: id, Tag: "Names", Summary: id}
	}
	{
		type input struct {
			Body struct {
				A string `json:"a" maxLength:"1"`
			}
		}
		httpx.Register(f.api, op("first"), func(context.Context, *input) (*struct{}, error) { return nil, nil })
		httpx.Register(f.api, op("second"), func(context.Context, *input) (*struct{}, error) { return nil, nil })
	}
	{
		type input struct {
			Body struct {
				A string `json:"a" maxLength:"2"`
			}
		}
		type output struct {
			Body struct {
				B string `json:"b"`
			}
		}
		httpx.Register(f.api, op("third"), func(context.Context, *input) (*output, error) { return nil, nil })
	}
	yaml, _, err := f.api.OpenAPI()
	check.NoError(t, err)
	for schema, times := range map[string]int{"FirstRequest": 2, "SecondRequest": 0, "ThirdRequest": 1, "ThirdResponse": 1} {
		check.Equal(t, strings.Count(string(yaml), "/schemas/"+schema), times)
	}
}
