package knowledgehttp

import (
	"context"
	"io"
	"net/http"
	"time"

	"frontdesk/internal/domain/knowledge"
	"frontdesk/internal/platform/blob"
	"frontdesk/internal/platform/httpx"
)

type attachInput struct {
	ID   string `path:"id" maxLength:"30"`
	Body struct {
		Version int64    `json:"version"`
		Files   []string `json:"files" doc:"All files it is to carry, in their order: ids of its own files, and of uploads (POST /files), which are copied."`
	}
}

type attachedList struct {
	Items []knowledge.Attached `json:"items"`
}

func registerAttachments(api *httpx.API, s *knowledge.Service) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodPut, Path: "/replies/{id}/files", ID: "setReplyFiles", Tag: tag, Permission: knowledge.PermUse, Timeout: fileTime,
		Summary: "Say which pictures and files go out with a quick reply", Codes: []string{knowledge.ErrNotFound.Code, "conflict"},
	},
		func(ctx context.Context, in *attachInput) (*reply[knowledge.Reply], error) {
			out, err := s.Attach(ctx, in.ID, in.Body.Version, in.Body.Files)
			return &reply[knowledge.Reply]{out}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/replies/{id}/attachments", ID: "giveReplyFiles", Tag: tag, Permission: knowledge.PermUse,
		Summary: "Copies of the files of a quick reply, to attach to a message", Timeout: fileTime, RateLimit: httpx.RateUpload,
		Description: "The copies are uploads of the caller. An Idempotency-Key is not read: an upload that nothing carries is removed after a day.",
	},
		func(ctx context.Context, in *byID) (*reply[attachedList], error) {
			out, err := s.Give(ctx, in.ID)
			return &reply[attachedList]{attachedList{out}}, err
		})
	api.HandleRaw(httpx.Op{
		Method: http.MethodGet, Path: "/replies/{id}/files/{fileId}", ID: "getReplyFile", Tag: tag, Permission: knowledge.PermUse,
		Summary: "A file of a quick reply", Timeout: fileTime, Produces: "application/octet-stream", Codes: []string{knowledge.ErrFileNotFound.Code},
	}, openFile(s))
}

// openFile gives a file the way a browser can do no harm with it.
func openFile(s *knowledge.Service) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		file, body, err := s.OpenFile(r.Context(), r.PathValue("id"), r.PathValue("fileId"))
		if err != nil {
			return err
		}
		defer func() { _ = body.Close() }() // it was only read
		for name, values := range blob.Headers(file.Mime, file.Name) {
			w.Header()[name] = values
		}
		w.Header().Set("Cache-Control", "private, max-age=3600")
		if seeker, ok := body.(io.ReadSeeker); ok {
			http.ServeContent(w, r, "", time.Time{}, seeker)
			return nil
		}
		_, err = io.Copy(w, body)
		return err
	}
}
