package customerhttp

import (
	"context"
	"encoding/json"
	"net/http"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/platform/httpx"
)

type createFieldInput struct {
	Body struct {
		Of       customer.Owner     `json:"of" enum:"customer,conversation"`
		Kind     customer.FieldKind `json:"kind" enum:"text,number,date,choice,choices,yesno,link"`
		NameZh   string             `json:"nameZh,omitempty" maxLength:"60"`
		NameEn   string             `json:"nameEn,omitempty" maxLength:"60" doc:"A name in one of the languages is needed."`
		Options  []customer.Option  `json:"options,omitempty" maxItems:"100"`
		Required bool               `json:"required,omitempty"`
		SeenBy   []string           `json:"seenBy,omitempty" maxItems:"50"`
		EditedBy []string           `json:"editedBy,omitempty" maxItems:"50"`
	}
}

type updateFieldInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		Version  int64             `json:"version"`
		NameZh   *string           `json:"nameZh,omitempty" maxLength:"60"`
		NameEn   *string           `json:"nameEn,omitempty" maxLength:"60"`
		Options  []customer.Option `json:"options,omitempty" maxItems:"100" doc:"All of them; one that is left out is archived."`
		Required *bool             `json:"required,omitempty"`
		SeenBy   []string          `json:"seenBy,omitempty" maxItems:"50"`
		EditedBy []string          `json:"editedBy,omitempty" maxItems:"50"`
	}
}

type arrangeInput struct {
	Body struct {
		Of  customer.Owner `json:"of" enum:"customer,conversation"`
		IDs []string       `json:"ids" maxItems:"50"`
	}
}

type valuesInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		Values map[string]any `json:"values" doc:"What changes, by the id of the field; null empties one."`
	}
}

// RegisterFields adds the fields that a company defines, and their values.
func RegisterFields(api *httpx.API, s *customer.Fields) {
	const tag = "Fields"
	notFound := []string{customer.ErrFieldNotFound.Code, "conflict"}
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/fields", ID: "listFields", Tag: tag, Summary: "List the fields of customers and conversations", Permission: customer.PermRead,
	},
		func(ctx context.Context, _ *struct{}) (*reply[list[customer.FieldView]], error) {
			out, err := s.List(ctx)
			return &reply[list[customer.FieldView]]{list[customer.FieldView]{out}}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/fields", ID: "createField", Tag: tag, Status: http.StatusCreated, Summary: "Define a field",
		Permission: customer.PermFields, Codes: []string{customer.ErrTooManyFields.Code}, Idempotent: true,
	},
		func(ctx context.Context, in *createFieldInput) (*reply[customer.Field], error) {
			b := in.Body
			out, err := s.Create(ctx, b.Of, b.Kind, customer.FieldEdit{
				NameZh: &b.NameZh, NameEn: &b.NameEn, Options: b.Options, Required: &b.Required, SeenBy: b.SeenBy, EditedBy: b.EditedBy,
			})
			return &reply[customer.Field]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPatch, Path: "/fields/{id}", ID: "updateField", Tag: tag, Summary: "Change a field", Permission: customer.PermFields, Codes: notFound,
	},
		func(ctx context.Context, in *updateFieldInput) (*reply[customer.Field], error) {
			b := in.Body
			out, err := s.Update(ctx, in.ID, customer.FieldEdit{
				Version: b.Version, NameZh: b.NameZh, NameEn: b.NameEn, Options: b.Options, Required: b.Required, SeenBy: b.SeenBy, EditedBy: b.EditedBy,
			})
			return &reply[customer.Field]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: "/fields/{id}", ID: "deleteField", Tag: tag, Status: http.StatusNoContent,
		Summary: "Delete a field with all its values", Permission: customer.PermFields, Codes: notFound[:1],
	},
		func(ctx context.Context, in *byID) (*struct{}, error) { return nil, s.Delete(ctx, in.ID) })
	httpx.Register(api, httpx.Op{
		Method: http.MethodPut, Path: "/fields/order", ID: "arrangeFields", Tag: tag, Status: http.StatusNoContent,
		Summary: "Put the fields into an order", Permission: customer.PermFields,
	},
		func(ctx context.Context, in *arrangeInput) (*struct{}, error) {
			return nil, s.Arrange(ctx, in.Body.Of, in.Body.IDs)
		})
	registerValues(api, s)
}

func registerValues(api *httpx.API, s *customer.Fields) {
	const tag = "Fields"
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/customers/{id}/fields", ID: "getCustomerFields", Tag: tag, Summary: "What the fields of a customer say", Permission: customer.PermRead,
	},
		func(ctx context.Context, in *byID) (*reply[customer.Values], error) {
			out, err := s.OfCustomer(ctx, in.ID)
			return &reply[customer.Values]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPatch, Path: "/customers/{id}/fields", ID: "setCustomerFields", Tag: tag, Summary: "Change what the fields of a customer say", Permission: customer.PermEdit,
	},
		func(ctx context.Context, in *valuesInput) (*reply[customer.Values], error) {
			out, err := s.SetOfCustomer(ctx, in.ID, in.Body.Values)
			return &reply[customer.Values]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/conversations/{id}/fields", ID: "getConversationFields", Tag: tag, Summary: "What the fields of a conversation say", Permission: "conversation.read",
	},
		func(ctx context.Context, in *byID) (*reply[customer.Values], error) {
			out, err := s.OfConversation(ctx, in.ID)
			return &reply[customer.Values]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPatch, Path: "/conversations/{id}/fields", ID: "setConversationFields", Tag: tag, Summary: "Change what the fields of a conversation say", Permission: "conversation.manage",
	},
		func(ctx context.Context, in *valuesInput) (*reply[customer.Values], error) {
			out, err := s.SetOfConversation(ctx, in.ID, in.Body.Values)
			return &reply[customer.Values]{out}, err
		})
}

// where reads conditions from a query parameter.
func where(raw string) ([]customer.Condition, error) {
	if raw == "" {
		return nil, nil
	}
	var out []customer.Condition
	if err := json.Unmarshal([]byte(raw), &out); err != nil {
		return nil, fault.ErrInput.With("why", "where")
	}
	return out, nil
}

// registerList adds the list of customers, which conditions narrow.
func registerList(api *httpx.API, s *customer.Segments) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/customers", ID: "listCustomers", Tag: "Customers",
		Summary: "List and find customers", Permission: customer.PermRead, Codes: []string{customer.ErrSegmentNotFound.Code},
	},
		func(ctx context.Context, in *listInput) (*reply[page.Of[customer.Customer]], error) {
			conditions, err := where(in.Where)
			if err != nil {
				return nil, err
			}
			f := customer.Filter{Query: in.Query, TagID: in.Tag, Level: customer.Level(in.Level)}
			out, err := s.Find(ctx, f, in.Segment, conditions, page.Request{Limit: in.Limit, Cursor: in.Cursor})
			return &reply[page.Of[customer.Customer]]{out}, err
		})
}
