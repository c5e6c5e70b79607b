package secret

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"frontdesk/internal/check"
)

func testBox(t testing.TB, fill ...byte) *Box {
	t.Helper()
	keys := make([][]byte, 0, len(fill))
	for _, f := range fill {
		keys = append(keys, bytes.Repeat([]byte{f}, keySize))
	}
	b, err := New(keys...)
	check.NoError(t, err)
	return b
}

func TestEnvelopeRoundTripAndTampering(t *testing.T) {
	t.Parallel()
	b := testBox(t, 1)
	for _, text := range []string{"", "hello", "客户资料", strings.Repeat("x", 100_000)} {
		env := b.Seal("a", []byte(text))
		got, err := b.Open("a", env)
		check.NoError(t, err)
		check.Equal(t, string(got), text)
	}
	env := b.Seal("a", []byte("hello"))
	if env == b.Seal("a", []byte("hello")) {
		t.Fatal("two envelopes of one text are the same")
	}
	raw := strings.Split(env, ".")
	body, _ := base64.RawURLEncoding.DecodeString(raw[2])
	body[len(body)/2] ^= 1
	for name, bad := range map[string]string{
		"empty": "", "version": "v2" + env[2:], "cut": env[:len(env)-4], "no key": "v1.00000000." + raw[2], "parts": raw[2],
		"flipped": raw[0] + "." + raw[1] + "." + base64.RawURLEncoding.EncodeToString(body), "not base64": raw[0] + "." + raw[1] + ".%%",
	} {
		if _, err := b.Open("a", bad); err == nil {
			t.Errorf("%s: opened", name)
		} else {
			check.Fault(t, err, ErrSealed)
		}
	}
	_, err := b.Open("b", env)
	check.Fault(t, err, ErrSealed)
}

func TestRotation(t *testing.T) {
	t.Parallel()
	older, both, newer := testBox(t, 1), testBox(t, 2, 1), testBox(t, 2)
	env, code, fingerprint := older.Seal("p", []byte("x")), older.MAC("p", []byte("x")), older.HashToken("tok")
	got, err := both.Open("p", env)
	check.NoError(t, err)
	check.Equal(t, string(got), "x")
	check.Equal(t, both.Stale(env), true)
	check.Equal(t, both.Stale(both.Seal("p", nil)), false)
	check.Equal(t, both.CheckMAC("p", []byte("x"), code), true)
	check.Equal(t, both.TokenHashes("tok"), []string{newer.HashToken("tok"), fingerprint})
	check.Equal(t, both.KeyID(), newer.KeyID())
	_, err = newer.Open("p", env)
	check.Fault(t, err, ErrSealed)
	check.Equal(t, newer.CheckMAC("p", []byte("x"), code), false)
}

func TestMACBindsPurposeAndData(t *testing.T) {
	t.Parallel()
	b := testBox(t, 1)
	code := b.MAC("p", []byte("data"))
	check.Equal(t, b.CheckMAC("p", []byte("data"), code), true)
	check.Equal(t, b.CheckMAC("q", []byte("data"), code), false)
	check.Equal(t, b.CheckMAC("p", []byte("date"), code), false)
	for _, bad := range []string{"", ".", code[:9], code + "A", b.KeyID() + ".%"} {
		check.Equal(t, b.CheckMAC("p", []byte("data"), bad), false)
	}
	if bytes.Equal(b.Key("p"), b.Key("q")) {
		t.Fatal("two purposes share a key")
	}
	check.Equal(t, Equal("a", "a"), true)
	check.Equal(t, Equal("a", "b"), false)
}

func TestTokensAreLongAndDifferent(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 1000 {
		tok := Token()
		if len(tok) != 43 || seen[tok] {
			t.Fatalf("bad token %q", tok)
		}
		seen[tok] = true
	}
}

func TestKeyFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), FileName)
	boxes := make([]*Box, 8)
	var wg sync.WaitGroup
	for i := range boxes {
		wg.Go(func() { boxes[i], _ = Load(path, nil) })
	}
	wg.Wait()
	for _, b := range boxes {
		if b == nil || b.KeyID() != boxes[0].KeyID() {
			t.Fatal("concurrent first starts made different keys")
		}
	}
	info, err := os.Stat(path)
	check.NoError(t, err)
	check.Equal(t, info.Mode().Perm(), os.FileMode(0o600))
	left, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".secret-*"))
	check.NoError(t, err)
	check.Equal(t, len(left), 0)

	check.NoError(t, os.Chmod(path, 0o644))
	_, err = Load(path, nil)
	check.Fault(t, err, ErrKeyFile)
	for _, bad := range []string{"", "# only a comment\n", "not base64!\n", "c2hvcnQ=\n"} {
		check.NoError(t, os.WriteFile(path, []byte(bad), 0o600))
		check.NoError(t, os.Chmod(path, 0o600))
		_, err = Load(path, nil)
		check.Fault(t, err, ErrKeyFile)
		if bad != "" && strings.Contains(err.Error(), strings.TrimSpace(bad)) {
			t.Errorf("the message shows key material: %v", err)
		}
	}
	_, err = Load(filepath.Join(filepath.Dir(path), "missing", FileName), nil)
	check.Fault(t, err, ErrKeyFile)

	key := NewKey()
	one, err := Load("", []string{key})
	check.NoError(t, err)
	two, err := Load("", []string{NewKey(), key})
	check.NoError(t, err)
	check.Equal(t, len(two.TokenHashes("x")), 2)
	check.Equal(t, two.TokenHashes("x")[1], one.HashToken("x"))
	_, err = Load("", []string{"%%"})
	check.Fault(t, err, ErrKey)
}

func TestPasswords(t *testing.T) {
	t.Parallel()
	ctx, b := t.Context(), testBox(t, 1)
	stored, err := b.HashPassword(ctx, "correct horse")
	check.NoError(t, err)
	if !strings.HasPrefix(stored, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatalf("unexpected form %q", stored)
	}
	again, err := b.HashPassword(ctx, "correct horse")
	check.NoError(t, err)
	if again == stored {
		t.Fatal("no salt")
	}
	cheap := "$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$" + phc.EncodeToString(must(b.argon(ctx, "old", []byte("saltsalt"), hashParams{64, 1, 1})))
	for _, tc := range []struct {
		name, password, stored string
		ok, stale              bool
	}{
		{"right", "correct horse", stored, true, false},
		{"wrong", "correct hors", stored, false, false},
		{"cheaper cost", "old", cheap, true, true},
		{"nobody", "", "", false, false},
		{"too much memory", "old", strings.Replace(cheap, "m=64", "m=99999999", 1), false, false},
		{"no passes", "old", strings.Replace(cheap, "t=1", "t=0", 1), false, false},
		{"other kind", "old", strings.Replace(cheap, "argon2id", "argon2i", 1), false, false},
		{"broken", "old", "$argon2id$v=19$m=64$x$y", false, false},
	} {
		ok, stale, err := b.CheckPassword(ctx, tc.password, tc.stored)
		check.NoError(t, err)
		if ok != tc.ok || stale != tc.stale {
			t.Errorf("%s: ok %v stale %v, want %v %v", tc.name, ok, stale, tc.ok, tc.stale)
		}
	}
}

func must[T any](v T, _ error) T { return v }

func TestHashingWaitsForItsTurnOnlyAsLongAsAsked(t *testing.T) {
	t.Parallel()
	b := testBox(t, 1)
	for range parallelHashes {
		b.hashing <- struct{}{}
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		_, err := b.HashPassword(ctx, "x")
		done <- err
	}()
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v, want a cancellation", err)
	}
	<-b.hashing
	_, err := b.HashPassword(t.Context(), "x")
	check.NoError(t, err)
}

func FuzzOpen(f *testing.F) {
	b, err := New(bytes.Repeat([]byte{1}, keySize))
	if err != nil {
		f.Fatal(err)
	}
	f.Add("v1.00000000.AAAA")
	f.Add(b.MAC("p", nil))
	f.Fuzz(func(t *testing.T, s string) {
		if plain, err := b.Open("p", s); err == nil {
			t.Fatalf("%q opened to %q without the key", s, plain)
		}
		if b.CheckMAC("p", []byte("never authenticated"), s) {
			t.Fatalf("%q authenticates", s)
		}
	})
}

func FuzzParseHash(f *testing.F) {
	f.Add("$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAAAA")
	f.Fuzz(func(t *testing.T, s string) {
		p, salt, hash, ok := parseHash(s)
		if ok && (p.memory > maxHashMemory || p.time > maxHashTime || len(salt) > 64 || len(hash) != hashSize) {
			t.Fatalf("%q passes the limits", s)
		}
	})
}
