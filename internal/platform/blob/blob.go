// Package blob keeps uploaded files: encrypted in a folder, written so that a crash leaves either the whole file or
// none, and read from any position. It also tells what a file really is, whether an image is safe to open, and how a
// browser may be given it.
package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"syscall"
	"time"

	"frontdesk/internal/platform/secret"
)

// File is a stored file, opened for reading. Size is that of the content.
type File interface {
	io.ReadSeekCloser
	Size() int64
}

// Folder is a store in a folder. Keys are paths such as "wsp_…/fil_…".
type Folder struct {
	root *os.Root
	box  *secret.Box
}

// tmpDir holds files that are being written.
const tmpDir = ".tmp"

// staleAfter is the age at which a file that is being written has been given up by a process that died.
const staleAfter = 24 * time.Hour

var keyForm = regexp.MustCompile(`^[a-z0-9_]{1,64}(/[a-z0-9_.-]{2,80}){1,4}$`)

// OpenFolder opens a store, makes the folder when it is missing, and removes what earlier processes left unfinished.
func OpenFolder(dir string, box *secret.Box, now time.Time) (*Folder, error) {
	if err := os.MkdirAll(path.Join(dir, tmpDir), 0o700); err != nil {
		return nil, storeFault(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, storeFault(err)
	}
	f := &Folder{root: root, box: box}
	if err = f.sweep(now); err != nil {
		return nil, errors.Join(storeFault(err), root.Close())
	}
	return f, nil
}

// Close releases the folder.
func (f *Folder) Close() error { return f.root.Close() }

func (f *Folder) sweep(now time.Time) error {
	entries, err := fs.ReadDir(f.root.FS(), tmpDir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && now.Sub(info.ModTime()) > staleAfter {
			err = f.root.Remove(path.Join(tmpDir, e.Name()))
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// place is where a key's file lies: spread over folders by the last two characters, which are random in our ids.
func place(key string) (dir, name string, err error) {
	if !keyForm.MatchString(key) || strings.Contains(key, "/.") || strings.Contains(key, "..") {
		return "", "", ErrKey.New()
	}
	dir, name = path.Split(key)
	return path.Join(dir, name[len(name)-2:]), name, nil
}

// Put stores everything that r gives under the key, in place of what was there. When it returns, the file survives a
// power cut. An error of r is passed on as it is and nothing is stored.
func (f *Folder) Put(ctx context.Context, key string, r io.Reader) (size int64, err error) {
	dir, name, err := place(key)
	if err != nil {
		return 0, err
	}
	tmp := path.Join(tmpDir, secret.Token())
	out, err := f.root.OpenFile(tmp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, storeFault(err)
	}
	size, err = seal(ctx, f.box, key, out, r)
	if err == nil {
		err = storeFault(out.Sync())
	}
	err = errors.Join(err, storeFault(out.Close()))
	if err == nil {
		err = storeFault(f.move(tmp, dir, name))
	}
	if err != nil {
		return 0, errors.Join(err, f.root.Remove(tmp))
	}
	return size, nil
}

// move renames a finished file to its place and makes the name durable.
func (f *Folder) move(tmp, dir, name string) error {
	err := f.root.Rename(tmp, path.Join(dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		if err = f.root.MkdirAll(dir, 0o700); err != nil {
			return err
		}
		for parent := path.Dir(dir); ; parent = path.Dir(parent) {
			if err = f.syncDir(parent); err != nil {
				return err
			}
			if parent == "." {
				break
			}
		}
		err = f.root.Rename(tmp, path.Join(dir, name))
	}
	if err != nil {
		return err
	}
	return f.syncDir(dir)
}

func (f *Folder) syncDir(dir string) error {
	d, err := f.root.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Get opens a file. Reading finds every change that was made to it, and answers with ErrDamaged.
func (f *Folder) Get(_ context.Context, key string) (File, error) {
	dir, name, err := place(key)
	if err != nil {
		return nil, err
	}
	in, err := f.root.Open(path.Join(dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotFound.New()
	}
	if err != nil {
		return nil, storeFault(err)
	}
	file, err := open(f.box, key, in)
	if err != nil {
		return nil, errors.Join(err, in.Close())
	}
	return file, nil
}

// Delete removes a file; one that does not exist is no error.
func (f *Folder) Delete(_ context.Context, key string) error {
	dir, name, err := place(key)
	if err != nil {
		return err
	}
	err = f.root.Remove(path.Join(dir, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = f.syncDir(dir)
	}
	return storeFault(err)
}

// Limit passes at most n bytes on and answers anything longer with ErrTooLarge.
func Limit(r io.Reader, n int64) io.Reader { return &limited{r, n} }

type limited struct {
	r    io.Reader
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	if int64(len(p)) > l.left+1 {
		p = p[:l.left+1]
	}
	n, err := l.r.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return 0, ErrTooLarge.New()
	}
	return n, err
}

// storeFault tells a full disk from everything else.
func storeFault(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT):
		return ErrFull.Wrap(err)
	}
	return ErrStore.Wrap(fmt.Errorf("file store: %w", err))
}
