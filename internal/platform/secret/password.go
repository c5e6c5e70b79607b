package secret

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// The cost of a password hash: what OWASP recommends for argon2id (19 MiB, two passes, one lane). parallelHashes bounds
// memory and processor time when many people sign in at once; the others wait.
const (
	hashMemory     = 19 * 1024 // KiB
	hashTime       = 2
	hashLanes      = 1
	hashSize       = 32
	saltSize       = 16
	parallelHashes = 2
)

// Limits on the parameters of stored hashes, so that a forged row cannot take the memory of the machine.
const (
	maxHashMemory = 256 * 1024
	maxHashTime   = 16
	maxHashLanes  = 8
)

var phc = base64.RawStdEncoding

// HashPassword makes the text that is stored for a password: "$argon2id$v=19$m=…,t=…,p=…$salt$hash". At most two run at
// a time; it waits for its turn as long as ctx lives.
func (b *Box) HashPassword(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltSize)
	rand.Read(salt)
	hash, err := b.argon(ctx, password, salt, hashParams{hashMemory, hashTime, hashLanes})
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, hashMemory, hashTime, hashLanes,
		phc.EncodeToString(salt), phc.EncodeToString(hash)), nil
}

// CheckPassword compares a password with a stored hash. stale says that the hash was made at another cost and should be
// made again now. With an empty hash (nobody has this name) it works as long as with a real one and says no, so that the
// time does not tell which accounts exist.
func (b *Box) CheckPassword(ctx context.Context, password, stored string) (ok, stale bool, err error) {
	p, salt, want, valid := parseHash(stored)
	if !valid {
		p, salt, want = hashParams{hashMemory, hashTime, hashLanes}, make([]byte, saltSize), make([]byte, hashSize)
	}
	got, err := b.argon(ctx, password, salt, p)
	if err != nil {
		return false, false, err
	}
	ok = subtle.ConstantTimeCompare(got, want) == 1 && valid
	return ok, ok && p != hashParams{hashMemory, hashTime, hashLanes}, nil
}

type hashParams struct {
	memory, time uint32
	lanes        uint8
}

func (b *Box) argon(ctx context.Context, password string, salt []byte, p hashParams) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case b.hashing <- struct{}{}:
		defer func() { <-b.hashing }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return argon2.IDKey([]byte(password), salt, p.time, p.memory, p.lanes, hashSize), nil
}

func parseHash(stored string) (p hashParams, salt, hash []byte, ok bool) {
	parts := splitHash(stored)
	if parts == nil {
		return p, nil, nil, false
	}
	if n, err := fmt.Sscanf(parts[1], "m=%d,t=%d,p=%d", &p.memory, &p.time, &p.lanes); err != nil || n != 3 {
		return p, nil, nil, false
	}
	if p.memory == 0 || p.memory > maxHashMemory || p.time == 0 || p.time > maxHashTime || p.lanes == 0 || p.lanes > maxHashLanes {
		return p, nil, nil, false
	}
	salt, err1 := phc.DecodeString(parts[2])
	hash, err2 := phc.DecodeString(parts[3])
	ok = err1 == nil && err2 == nil && len(salt) >= 8 && len(salt) <= 64 && len(hash) == hashSize
	return p, salt, hash, ok
}

// splitHash gives version, parameters, salt and hash of an argon2id text, or nil.
func splitHash(stored string) []string {
	parts := strings.Split(stored, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return nil
	}
	return parts[2:]
}
