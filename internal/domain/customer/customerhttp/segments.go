package customerhttp

import (
	"context"
	"net/http"

	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/platform/httpx"
)

type createSegmentInput struct {
	Body struct {
		Name       string               `json:"name" minLength:"1" maxLength:"60"`
		Colour     string               `json:"colour" enum:"grey,red,orange,yellow,green,teal,blue,purple,pink" default:"blue"`
		Conditions []customer.Condition `json:"conditions" minItems:"1" maxItems:"10" doc:"They all hold."`
	}
}

type updateSegmentInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		Version    int64                `json:"version"`
		Name       *string              `json:"name,omitempty" minLength:"1" maxLength:"60"`
		Colour     *string              `json:"colour,omitempty" enum:"grey,red,orange,yellow,green,teal,blue,purple,pink"`
		Conditions []customer.Condition `json:"conditions,omitempty" maxItems:"10"`
	}
}

type countInput struct {
	Body struct {
		Conditions []customer.Condition `json:"conditions" maxItems:"10"`
	}
}

type idsView struct {
	IDs []string `json:"ids"`
}

// RegisterSegments adds segments and the list of customers.
func RegisterSegments(api *httpx.API, s *customer.Segments) {
	registerList(api, s)
	const tag = "Segments"
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/segments", ID: "listSegments", Tag: tag, Summary: "List the segments of customers", Permission: customer.PermRead,
	},
		func(ctx context.Context, _ *struct{}) (*reply[list[customer.Segment]], error) {
			out, err := s.List(ctx)
			return &reply[list[customer.Segment]]{list[customer.Segment]{out}}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/segments", ID: "createSegment", Tag: tag, Status: http.StatusCreated, Summary: "Save conditions as a segment",
		Permission: customer.PermSegments, Codes: []string{customer.ErrTooManySegments.Code}, Idempotent: true,
	},
		func(ctx context.Context, in *createSegmentInput) (*reply[customer.Segment], error) {
			b := in.Body
			out, err := s.Create(ctx, customer.SegmentEdit{Name: &b.Name, Colour: &b.Colour, Conditions: b.Conditions})
			return &reply[customer.Segment]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPatch, Path: "/segments/{id}", ID: "updateSegment", Tag: tag, Summary: "Change a segment",
		Permission: customer.PermSegments, Codes: []string{customer.ErrSegmentNotFound.Code, "conflict"},
	},
		func(ctx context.Context, in *updateSegmentInput) (*reply[customer.Segment], error) {
			b := in.Body
			out, err := s.Update(ctx, in.ID, customer.SegmentEdit{Version: b.Version, Name: b.Name, Colour: b.Colour, Conditions: b.Conditions})
			return &reply[customer.Segment]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: "/segments/{id}", ID: "deleteSegment", Tag: tag, Status: http.StatusNoContent, Summary: "Delete a segment; its customers stay",
		Permission: customer.PermSegments, Codes: []string{customer.ErrSegmentNotFound.Code},
	},
		func(ctx context.Context, in *byID) (*struct{}, error) { return nil, s.Delete(ctx, in.ID) })
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/segments/count", ID: "countCustomers", Tag: tag, Summary: "Count the customers that conditions find", Permission: customer.PermRead,
	},
		func(ctx context.Context, in *countInput) (*reply[customer.Found], error) {
			out, err := s.Count(ctx, in.Body.Conditions)
			return &reply[customer.Found]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/customers/{id}/segments", ID: "listCustomerSegments", Tag: tag, Summary: "The segments that a customer is in", Permission: customer.PermRead,
	},
		func(ctx context.Context, in *byID) (*reply[idsView], error) {
			out, err := s.OfCustomer(ctx, in.ID)
			return &reply[idsView]{idsView{out}}, err
		})
}

type notesInput struct {
	ID     string `path:"id" maxLength:"30"`
	Cursor string `query:"cursor" maxLength:"500"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"20"`
}

type addNoteInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		Body     string   `json:"body" minLength:"1" maxLength:"4000"`
		Mentions []string `json:"mentions,omitempty" maxItems:"20"`
	}
}

type editNoteInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		Version  int64    `json:"version"`
		Body     string   `json:"body" minLength:"1" maxLength:"4000"`
		Mentions []string `json:"mentions,omitempty" maxItems:"20"`
	}
}

func registerNotes(api *httpx.API, p *customer.Panel) {
	const tag = "Customers"
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/customers/{id}/notes", ID: "listCustomerNotes", Tag: tag, Summary: "What colleagues wrote down about a customer", Permission: customer.PermRead,
	},
		func(ctx context.Context, in *notesInput) (*reply[page.Of[customer.Note]], error) {
			out, err := p.Notes(ctx, in.ID, page.Request{Limit: in.Limit, Cursor: in.Cursor})
			return &reply[page.Of[customer.Note]]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/customers/{id}/notes", ID: "addCustomerNote", Tag: tag, Status: http.StatusCreated,
		Summary: "Write something down about a customer", Permission: customer.PermEdit, Idempotent: true,
	},
		func(ctx context.Context, in *addNoteInput) (*reply[customer.Note], error) {
			out, err := p.AddNote(ctx, in.ID, in.Body.Body, in.Body.Mentions)
			return &reply[customer.Note]{out}, err
		})
	codes := []string{customer.ErrNoteNotFound.Code, customer.ErrNoteAuthor.Code, "conflict"}
	httpx.Register(api, httpx.Op{
		Method: http.MethodPatch, Path: "/customer-notes/{id}", ID: "editCustomerNote", Tag: tag, Summary: "Change an own note about a customer", Permission: customer.PermEdit, Codes: codes,
	},
		func(ctx context.Context, in *editNoteInput) (*reply[customer.Note], error) {
			out, err := p.EditNote(ctx, in.ID, in.Body.Version, in.Body.Body, in.Body.Mentions)
			return &reply[customer.Note]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: "/customer-notes/{id}", ID: "deleteCustomerNote", Tag: tag, Status: http.StatusNoContent,
		Summary: "Delete an own note about a customer", Permission: customer.PermEdit, Codes: codes[:2],
	},
		func(ctx context.Context, in *byID) (*struct{}, error) { return nil, p.DeleteNote(ctx, in.ID) })
}
