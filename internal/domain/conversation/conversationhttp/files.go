package conversationhttp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/blob"
	"frontdesk/internal/platform/httpx"
)

const (
	uploadTime  = 5 * time.Minute
	formExtra   = 64 << 10 // what a multipart form adds to the file itself
	privateHour = "private, max-age=3600"
)

func registerFiles(api *httpx.API, f *conversation.Files) {
	api.HandleRaw(uploadOp(f, httpx.Op{Path: "/files", ID: "uploadFile", Tag: tagFiles, Summary: "Upload a file to attach", Permission: conversation.PermReply}), upload(f))
	api.HandleRaw(httpx.Op{
		Method: http.MethodGet, Path: "/files/{id}", ID: "getFile", Tag: tagFiles, Summary: "Download a file",
		Timeout: uploadTime, Produces: "application/octet-stream", Codes: []string{conversation.ErrFileNotFound.Code},
	}, download(f.Open))
	api.HandleRaw(httpx.Op{
		Method: http.MethodGet, Path: "/files/{id}/thumbnail", ID: "getThumbnail", Tag: tagFiles,
		Summary: "The small picture of a picture", Timeout: uploadTime, Produces: "image/*",
		Codes: []string{conversation.ErrFileNotFound.Code, conversation.ErrNoThumbnail.Code},
	}, download(thumbnail(f)))
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: "/files/{id}", ID: "discardFile", Tag: tagFiles, Status: http.StatusNoContent,
		Summary: "Let an own upload go that nothing carries", Permission: conversation.PermReply,
		Codes: []string{conversation.ErrFileNotFound.Code, conversation.ErrFileUsed.Code},
	},
		func(ctx context.Context, in *ByFile) (*struct{}, error) { return nil, f.Discard(ctx, in.ID) })
}

// ByFile names a file in the path.
type ByFile struct {
	ID string `path:"id" maxLength:"30" doc:"Id of the file" example:"fil_01kb3n8x5e7q9r2t4v6w8y0z1a"`
}

func registerWidgetFiles(api *httpx.API, f *conversation.Files) {
	api.HandleRaw(uploadOp(f, httpx.Op{
		Path: "/widget/files", ID: "uploadWidgetFile", Tag: tagWidget, Visitor: true,
		Summary: "Upload a file of the visitor",
	}), upload(f))
	api.HandleRaw(httpx.Op{
		Method: http.MethodGet, Path: "/widget/files/{id}", ID: "getWidgetFile", Tag: tagWidget, Visitor: true, RateLimit: httpx.RateWidget,
		Summary: "Download a file of the own conversation", Timeout: uploadTime, Produces: "application/octet-stream",
		Codes: []string{conversation.ErrFileNotFound.Code},
	}, download(f.Open))
	api.HandleRaw(httpx.Op{
		Method: http.MethodGet, Path: "/widget/files/{id}/thumbnail", ID: "getWidgetThumbnail", Tag: tagWidget, Visitor: true, RateLimit: httpx.RateWidget,
		Summary: "The small picture of a picture", Timeout: uploadTime, Produces: "image/*",
		Codes: []string{conversation.ErrFileNotFound.Code, conversation.ErrNoThumbnail.Code},
	}, download(thumbnail(f)))
}

func uploadOp(f *conversation.Files, op httpx.Op) httpx.Op {
	op.Method, op.Status = http.MethodPost, http.StatusCreated
	op.Description = "The body is the file, its name in the query; or a multipart form with one field `file`. Its bytes are not compared, so an " +
		"Idempotency-Key is not read: an upload that nothing carries is removed after a day."
	op.Consumes, op.Reply = "application/octet-stream", conversation.File{}
	op.Query = map[string]string{"name": "Name of the file, when the body is the file."}
	op.MaxBody, op.Timeout, op.RateLimit = f.MaxSize()+formExtra, uploadTime, httpx.RateUpload
	op.Codes = []string{conversation.ErrFileTooLarge.Code, conversation.ErrFileEmpty.Code}
	return op
}

func upload(f *conversation.Files) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		name, body, err := uploaded(r)
		if err != nil {
			return tooLarge(f, err)
		}
		file, err := f.Upload(r.Context(), name, body)
		if err != nil {
			return tooLarge(f, err)
		}
		raw, err := json.Marshal(file)
		if err != nil {
			return err
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusCreated)
		_, err = w.Write(raw)
		return err
	}
}

// uploaded finds the file in a request. A form is read as a stream, so that nothing is buffered.
func uploaded(r *http.Request) (name string, body io.Reader, err error) {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		return r.URL.Query().Get("name"), r.Body, nil
	}
	form, err := r.MultipartReader()
	if err != nil {
		return "", nil, fault.ErrMalformed.Wrap(err)
	}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return "", nil, fault.ErrRequired.On("file")
		}
		if err != nil {
			return "", nil, err
		}
		if part.FormName() == "file" {
			return part.FileName(), part, nil
		}
	}
}

// tooLarge says how large a file may be, when the limit of the whole body ended the upload first.
func tooLarge(f *conversation.Files, err error) error {
	var limit *http.MaxBytesError
	if errors.As(err, &limit) {
		return conversation.ErrFileTooLarge.With("max", f.MaxSize()>>20)
	}
	return err
}

type opener func(ctx context.Context, id string) (conversation.File, io.ReadCloser, error)

// thumbnail gives the small picture with its own type: transparent pictures stay PNG, whatever the large one is.
func thumbnail(f *conversation.Files) opener {
	return func(ctx context.Context, id string) (conversation.File, io.ReadCloser, error) {
		file, body, err := f.Thumbnail(ctx, id)
		if err != nil {
			return file, nil, err
		}
		head := make([]byte, 16)
		n, err := io.ReadFull(body, head)
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			return file, nil, errors.Join(err, body.Close())
		}
		file.Mime, file.Size = "image/jpeg", 0
		if http.DetectContentType(head[:n]) == "image/png" {
			file.Mime = "image/png"
		}
		if again, ok := body.(io.Seeker); ok {
			if _, err := again.Seek(0, io.SeekStart); err != nil {
				return file, nil, errors.Join(err, body.Close())
			}
			return file, body, nil
		}
		return file, struct {
			io.Reader
			io.Closer
		}{io.MultiReader(bytes.NewReader(head[:n]), body), body}, nil
	}
}

// download gives a file the way a browser can do no harm with it: only what cannot hold scripts is shown in place.
func download(open opener) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		file, body, err := open(r.Context(), r.PathValue("id"))
		if err != nil {
			return err
		}
		defer body.Close() //nolint:errcheck // only read
		for name, values := range blob.Headers(file.Mime, file.Name) {
			w.Header()[name] = values
		}
		w.Header().Set("Cache-Control", privateHour)
		if seeker, ok := body.(io.ReadSeeker); ok {
			http.ServeContent(w, r, "", file.CreatedAt, seeker)
			return nil
		}
		_, err = io.Copy(w, body)
		return err
	}
}
