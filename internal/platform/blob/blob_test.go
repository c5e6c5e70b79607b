package blob

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"frontdesk/internal/check"
	"frontdesk/internal/platform/secret"
)

const key = "wsp_1/fil_abcd"

func folder(t testing.TB) (*Folder, string) {
	t.Helper()
	box, err := secret.New(bytes.Repeat([]byte{1}, 32))
	check.NoError(t, err)
	dir := t.TempDir()
	f, err := OpenFolder(dir, box, time.Now())
	check.NoError(t, err)
	t.Cleanup(func() { check.NoError(t, f.Close()) })
	return f, dir
}

// content is recognisable and not periodic in the chunk size.
func content(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i * 7 / 3)
	}
	return b
}

func stored(t testing.TB, dir string) []string {
	t.Helper()
	var out []string
	check.NoError(t, filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out = append(out, p)
		}
		return err
	}))
	return out
}

func TestPutAndGet(t *testing.T) {
	t.Parallel()
	f, dir := folder(t)
	for _, n := range []int{0, 1, chunkSize - 1, chunkSize, chunkSize + 1, 3*chunkSize + 17} {
		want := content(n)
		size, err := f.Put(t.Context(), key, iotest.HalfReader(bytes.NewReader(want)))
		check.NoError(t, err)
		check.Equal(t, size, int64(n))
		r, err := f.Get(t.Context(), key)
		check.NoError(t, err)
		check.Equal(t, r.Size(), int64(n))
		check.NoError(t, iotest.TestReader(r, want)) // seeks too
		check.NoError(t, r.Close())
	}
	files := stored(t, dir)
	check.Equal(t, len(files), 1)
	raw, err := os.ReadFile(files[0])
	check.NoError(t, err)
	if bytes.Contains(raw, content(64)) {
		t.Fatal("the content lies open on the disk")
	}
	check.NoError(t, f.Delete(t.Context(), key))
	check.NoError(t, f.Delete(t.Context(), key))
	_, err = f.Get(t.Context(), key)
	check.Fault(t, err, ErrNotFound)
}

func TestDamageIsFound(t *testing.T) {
	t.Parallel()
	f, dir := folder(t)
	_, err := f.Put(t.Context(), key, bytes.NewReader(content(2*chunkSize)))
	check.NoError(t, err)
	file := stored(t, dir)[0]
	whole, err := os.ReadFile(file)
	check.NoError(t, err)
	swapped := bytes.Clone(whole)
	copy(swapped[headerSize:], whole[headerSize+sealedSize:])
	copy(swapped[headerSize+sealedSize:], whole[headerSize:headerSize+sealedSize])
	for name, bad := range map[string][]byte{
		"empty": {}, "no chunks": whole[:headerSize], "cut at a chunk": whole[:headerSize+sealedSize], "cut": whole[:len(whole)-1],
		"longer": append(bytes.Clone(whole), 0), "swapped": swapped, "flipped": flip(whole, headerSize+5), "flipped at the end": flip(whole, len(whole)-1),
		"flipped salt": flip(whole, headerSize-1), "other key": flip(whole, 5), "other magic": flip(whole, 0),
	} {
		check.NoError(t, os.WriteFile(file, bad, 0o600))
		r, err := f.Get(t.Context(), key)
		if err == nil {
			_, err = io.ReadAll(r)
			check.NoError(t, r.Close())
		}
		if err == nil {
			t.Errorf("%s: read without an error", name)
			continue
		}
		check.Fault(t, err, ErrDamaged)
	}
	check.NoError(t, os.WriteFile(file, whole, 0o600))
	other := filepath.Join(filepath.Dir(file), "fil_zzcd")
	check.NoError(t, os.Rename(file, other))
	_, err = f.Get(t.Context(), "wsp_1/fil_zzcd")
	check.Fault(t, err, ErrDamaged)
}

func flip(b []byte, i int) []byte {
	b = bytes.Clone(b)
	b[i] ^= 1
	return b
}

func TestFailedPutLeavesNothing(t *testing.T) {
	t.Parallel()
	f, dir := folder(t)
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	broken := io.MultiReader(bytes.NewReader(content(100)), iotest.ErrReader(io.ErrUnexpectedEOF))
	_, err := f.Put(t.Context(), key, broken)
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Fatalf("a broken upload gives %v", err)
	}
	_, err = f.Put(t.Context(), key, Limit(bytes.NewReader(content(1001)), 1000))
	check.Fault(t, err, ErrTooLarge)
	if _, err = f.Put(cancelled, key, bytes.NewReader(nil)); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	check.Equal(t, len(stored(t, dir)), 0)
	size, err := f.Put(t.Context(), key, Limit(bytes.NewReader(content(1000)), 1000))
	check.NoError(t, err)
	check.Equal(t, size, int64(1000))
}

func TestKeysStayInTheFolder(t *testing.T) {
	t.Parallel()
	f, _ := folder(t)
	for _, bad := range []string{"", "a", "../x/yy", "wsp/../../yy", "/etc/passwd", "wsp/.tmp", "wsp/a\x00b", "WSP/abc", ".tmp/abc", "wsp//abc", "wsp/" + strings.Repeat("a", 100)} {
		_, err := f.Put(t.Context(), bad, strings.NewReader("x"))
		check.Fault(t, err, ErrKey)
		_, err = f.Get(t.Context(), bad)
		check.Fault(t, err, ErrKey)
		check.Fault(t, f.Delete(t.Context(), bad), ErrKey)
	}
}

func TestOldLeftoversAreSwept(t *testing.T) {
	t.Parallel()
	f, dir := folder(t)
	for _, name := range []string{"old", "fresh"} {
		check.NoError(t, os.WriteFile(filepath.Join(dir, tmpDir, name), nil, 0o600))
	}
	now := time.Now()
	check.NoError(t, os.Chtimes(filepath.Join(dir, tmpDir, "old"), now, now.Add(-2*staleAfter)))
	check.NoError(t, f.sweep(now))
	check.Equal(t, stored(t, dir), []string{filepath.Join(dir, tmpDir, "fresh")})
}

func TestReadOnlyFolder(t *testing.T) {
	t.Parallel()
	box, err := secret.New(bytes.Repeat([]byte{1}, 32))
	check.NoError(t, err)
	file := filepath.Join(t.TempDir(), "file")
	check.NoError(t, os.WriteFile(file, nil, 0o600))
	_, err = OpenFolder(filepath.Join(file, "below"), box, time.Now())
	check.Fault(t, err, ErrStore)
}
