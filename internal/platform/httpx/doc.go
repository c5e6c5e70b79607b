// Package httpx is how Frontdesk speaks HTTP: typed operations with an OpenAPI document, one form of errors, and the
// few middlewares that every request passes.
//
// A domain registers its operations from its <domain>http package:
//
//	func Register(api *httpx.API, s *tag.Service) {
//		h := handlers{s}
//		httpx.Register(api, httpx.Op{
//			Method: http.MethodPatch, Path: "/tags/{id}", ID: "updateTag", Tag: "Tags", Summary: "Change a tag",
//			Permission: tag.Manage,
//		}, h.update)
//	}
//
//	type updateInput struct {
//		ID   string `path:"id" doc:"Id of the tag" example:"tag_01kb3…"`
//		Body struct {
//			Name  string `json:"name" minLength:"1" maxLength:"40" doc:"What people see"`
//			Color string `json:"color,omitempty" enum:"red,green,blue"`
//		}
//	}
//
//	type tagOutput struct{ Body TagView }
//
//	func (h handlers) update(ctx context.Context, in *updateInput) (*tagOutput, error) {
//		t, err := h.s.Update(ctx, in.ID, in.Body.Name, in.Body.Color)
//		if err != nil {
//			return nil, err
//		}
//		return &tagOutput{Body: viewOf(t)}, nil
//	}
//
// Inputs: fields tagged path, query, header or cookie, and Body. A field of a body is required unless it has omitempty
// or required:"false"; unknown fields are refused; every string is checked for NUL and broken UTF-8 before the handler
// runs. Use json.RawMessage or a map only where the shape is really free. A list in a reply is [] when empty, never null:
// nil slices are filled in (so a reply must not share its structs with others).
//
// A body may be an anonymous struct: its schema is called after the operation ("UpdateTagRequest"). Named types keep
// their name, with the package before it where two packages use the same one.
//
// Outputs: Body is the JSON reply, a field tagged header becomes a header (an empty string sends none), a field
// "Status int" overrides Op.Status. An operation that answers nothing returns *struct{} and has Op.Status 204.
//
// Errors: return faults as they are. Any other error becomes "internal", its cause is logged and hidden.
//
// The context of a handler holds the actor (base/actor); ClientIP, UserAgent, Locale, Origin, RequestID and SessionOf
// tell the rest. Cookies are set by a field `SetCookie string "header:\"Set-Cookie\""` with a value of Cookies.
//
// Uploads, downloads and streams are registered with API.HandleRaw, which has the same guards; sockets, health and
// pages with API.Mount, which has only the outer middlewares.
package httpx
