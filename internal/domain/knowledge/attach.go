package knowledge

import (
	"context"
	"io"
	"slices"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/unit"
)

// MaxFiles is how many files a reply carries.
const MaxFiles = 5

// JobPurgeFile removes the bytes of a file that no reply carries any more; its subject is the file.
const JobPurgeFile = "knowledge.purge_file"

// File is a picture or a file that goes out with a reply. Its bytes belong to the reply alone.
type File struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	Mime   string `json:"mime"`
	Width  int    `json:"width,omitempty"`
	Height int    `json:"height,omitempty"`
}

// Attached is a copy of a file as a message carries it.
type Attached struct {
	FileID string `json:"fileId"`
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	Mime   string `json:"mime"`
	Width  int    `json:"width,omitempty"`
	Height int    `json:"height,omitempty"`
}

// Copies moves bytes between the uploads of people and the files of replies.
type Copies interface {
	// Take copies an upload that the actor may see, and describes it; the copy is kept under the id given.
	Take(ctx context.Context, uploadID, as string) (File, error)
	// Give makes a kept file an upload of the actor.
	Give(ctx context.Context, f File) (Attached, error)
	// Open gives the bytes of a kept file. The caller closes it.
	Open(ctx context.Context, fileID string) (io.ReadCloser, error)
	// Drop removes the bytes of a kept file; a missing one is no error.
	Drop(ctx context.Context, fileID string) error
}

// files are all that a reply holds on to, in the form that is written and in the one that is in use.
func (r Reply) files() []File {
	out := slices.Clone(r.Files)
	if r.Live != nil {
		out = append(out, r.Live.Files...)
	}
	return out
}

func (r Reply) file(fileID string) (File, bool) {
	all := r.files()
	i := slices.IndexFunc(all, func(f File) bool { return f.ID == fileID })
	if i < 0 {
		return File{}, false
	}
	return all[i], true
}

// Attach makes these the files of a reply, in their order: its own, and uploads, which are copied. For the company that is a
// change like one of the text.
func (s *Service) Attach(ctx context.Context, replyID string, version int64, ids []string) (Reply, error) {
	a, r, err := s.find(ctx, replyID)
	switch {
	case err != nil:
		return Reply{}, err
	case !r.manages(a):
		return Reply{}, denied(PermCompany)
	case len(ids) > MaxFiles:
		var c fault.Checker
		c.Add("files", fault.ErrTooManyOf, map[string]any{"max": MaxFiles})
		return Reply{}, c.Err()
	}
	files, fresh, err := s.gather(ctx, r, ids)
	if err == nil {
		r, err = s.change(ctx, replyID, version, func(_ context.Context, a actor.Actor, r *Reply) (string, error) {
			before := *r
			r.Files = files
			r.edited(before, a.ID)
			return EventUpdated, nil
		})
	}
	if err != nil {
		for _, f := range fresh { // what stays behind when this fails as well is unreachable
			_ = s.d.Copies.Drop(context.WithoutCancel(ctx), f)
		}
		return Reply{}, err
	}
	return r, nil
}

// gather finds the files of these ids, and copies those that are uploads.
func (s *Service) gather(ctx context.Context, r Reply, ids []string) (files []File, fresh []string, err error) {
	for _, one := range ids {
		if f, ok := r.file(one); ok {
			files = append(files, f)
			continue
		}
		as := id.At("rpf", s.d.Clock.Now())
		fresh = append(fresh, as)
		f, err := s.d.Copies.Take(ctx, one, as)
		if fault.KindOf(err) == fault.NotFound {
			err = fault.ErrUnknownItem.On("files")
		}
		if err != nil {
			return nil, fresh, err
		}
		files = append(files, f)
	}
	return files, fresh, nil
}

// release promises that the bytes of files which a reply no longer holds will be gone.
func (s *Service) release(ctx context.Context, a actor.Actor, before, after []File) error {
	for _, f := range before {
		if slices.ContainsFunc(after, func(o File) bool { return o.ID == f.ID }) {
			continue
		}
		if err := unit.Schedule(ctx, unit.Job{Tenant: a.Tenant, Kind: JobPurgeFile, Subject: f.ID, RunAt: s.d.Clock.Now()}); err != nil {
			return err
		}
	}
	return nil
}

// PurgeFile is the job.
func (s *Service) PurgeFile(ctx context.Context, j unit.Job) error {
	return s.d.Copies.Drop(ctx, j.Subject)
}

// Give copies the files of a reply, as agents are offered it, into uploads of the actor: a message carries them and goes on
// to do so when the reply is gone.
func (s *Service) Give(ctx context.Context, replyID string) ([]Attached, error) {
	_, r, err := s.find(ctx, replyID)
	if err != nil {
		return nil, err
	}
	files := r.Files
	if r.Live != nil {
		files = r.Live.Files
	}
	out := make([]Attached, 0, len(files))
	for _, f := range files {
		given, err := s.d.Copies.Give(ctx, f)
		if err != nil {
			return nil, err
		}
		out = append(out, given)
	}
	return out, nil
}

// OpenFile gives a file of a reply to look at. The caller closes it.
func (s *Service) OpenFile(ctx context.Context, replyID, fileID string) (File, io.ReadCloser, error) {
	_, r, err := s.find(ctx, replyID)
	if err != nil {
		return File{}, nil, err
	}
	f, ok := r.file(fileID)
	if !ok {
		return File{}, nil, ErrFileNotFound.New()
	}
	body, err := s.d.Copies.Open(ctx, f.ID)
	return f, body, err
}
