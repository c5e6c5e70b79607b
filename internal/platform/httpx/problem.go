package httpx

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"

	"frontdesk/internal/base/fault"
)

// Problem is the form of every error reply (RFC 9457, application/problem+json).
type Problem struct {
	Type      string         `json:"type" doc:"Identifies the kind of problem; urn:frontdesk: followed by the code"`
	Title     string         `json:"title" doc:"Name of the HTTP status"`
	Status    int            `json:"status" doc:"The HTTP status" example:"422"`
	Code      string         `json:"code" doc:"Stable code for programs" example:"input"`
	Detail    string         `json:"detail" doc:"One sentence for people, in the caller's language"`
	Args      map[string]any `json:"args,omitempty" doc:"Parameters of the sentence"`
	Errors    []FieldProblem `json:"errors,omitempty" doc:"Fields of the request that are wrong"`
	RequestID string         `json:"requestId,omitempty" doc:"Quote it when asking for help"`
}

// FieldProblem says what is wrong with one field.
type FieldProblem struct {
	Field  string `json:"field" doc:"Name on the wire" example:"items[2].name"`
	Code   string `json:"code" example:"input.required"`
	Detail string `json:"detail" doc:"One sentence for people, in the caller's language"`
}

// Error is for the log.
func (p *Problem) Error() string { return p.Code }

// GetStatus is the HTTP status; huma asks for it.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is that of problem details; huma asks for it.
func (p *Problem) ContentType(string) string { return problemType }

const (
	problemType = "application/problem+json"
	// RetryAfter is the parameter of a fault that becomes the header Retry-After, in seconds.
	RetryAfter = "retryAfter"
)

// StatusOf is the HTTP status of a kind of fault.
func StatusOf(k fault.Kind) int {
	switch k {
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.Malformed:
		return http.StatusBadRequest
	case fault.Unauthenticated:
		return http.StatusUnauthorized
	case fault.Denied:
		return http.StatusForbidden
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.Gone:
		return http.StatusGone
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.Unsupported:
		return http.StatusUnsupportedMediaType
	case fault.TooMany:
		return http.StatusTooManyRequests
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	case fault.Internal:
		return http.StatusInternalServerError
	}
	return http.StatusInternalServerError
}

// failure turns any error into a problem in the caller's language, logs what is our fault and sets Retry-After.
func (a *API) failure(ctx context.Context, err error) *Problem {
	var ready *Problem
	if errors.As(err, &ready) {
		return ready
	}
	f := faultOf(err)
	if f.Def.Kind == fault.Internal {
		a.opts.Log.LogAttrs(ctx, slog.LevelError, "request failed",
			slog.String("request_id", RequestID(ctx)), slog.String("error", f.Error()))
	}
	p := problemOf(ctx, f)
	if wait := retryAfter(f); wait > 0 {
		exchangeOf(ctx).header.Set("Retry-After", strconv.Itoa(wait))
	}
	return p
}

// faultOf knows the errors that the standard library makes of an impatient caller or a full body.
func faultOf(err error) *fault.Fault {
	var f *fault.Fault
	if errors.As(err, &f) {
		return f
	}
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return ErrTooLarge.Wrap(err)
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return fault.ErrBusy.Wrap(err)
	default:
		return fault.From(err)
	}
}

func retryAfter(f *fault.Fault) int {
	if n, ok := f.Args[RetryAfter].(int); ok && n > 0 {
		return n
	}
	switch f.Def.Kind {
	case fault.Unavailable, fault.TooMany:
		return 1
	default:
		return 0
	}
}

func problemOf(ctx context.Context, f *fault.Fault) *Problem {
	lang := Locale(ctx)
	status := StatusOf(f.Def.Kind)
	if f.Def == ErrMethod {
		status = http.StatusMethodNotAllowed
	}
	p := &Problem{
		Type:      "urn:frontdesk:" + f.Def.Code,
		Title:     http.StatusText(status),
		Status:    status,
		Code:      f.Def.Code,
		Detail:    f.Sentence(lang),
		Args:      f.Args,
		RequestID: RequestID(ctx),
	}
	for _, fl := range f.Fields {
		p.Errors = append(p.Errors, FieldProblem{Field: fl.Name, Code: fl.Def.Code, Detail: fl.Sentence(lang)})
	}
	return p
}

// Fail writes an error reply. Handlers outside the typed operations use it.
func (a *API) Fail(w http.ResponseWriter, r *http.Request, err error) {
	p := a.failure(r.Context(), err)
	body, mErr := json.Marshal(p)
	if mErr != nil { // an argument that JSON does not know
		p.Args = nil
		body = fmt.Appendf(nil, `{"type":%q,"status":%d,"code":%q}`, p.Type, p.Status, p.Code)
	}
	h := w.Header()
	h.Set("Content-Type", problemType)
	h.Set("Cache-Control", "no-store")
	h.Del("Content-Disposition")
	h.Del("Content-Encoding")
	h.Del("ETag")
	w.WriteHeader(p.Status)
	_, _ = w.Write(body)
}
