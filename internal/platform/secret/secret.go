// Package secret keeps the root keys and makes everything out of them: sealed envelopes, message authentication codes,
// random tokens and their fingerprints, and password hashes.
//
// The root key is a file in the data folder, made on first start, or it comes from the configuration. It never enters the
// database or a back-up. Every use has a purpose ("blob", "session", "channel.settings"): the keys of two purposes have
// nothing in common, so an envelope or a code made for one is worthless for another.
package secret

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"
)

// keySize is the size of root keys and of everything derived from them.
const keySize = 32

// rootKey is one generation of the root key.
type rootKey struct {
	id    string // eight hexadecimal digits, derived from the key; not secret
	bytes []byte
}

// Box holds the root keys: the first one seals, all of them open.
type Box struct {
	roots   []rootKey
	hashing chan struct{} // one slot per password hash that may run at the same time

	mu   sync.RWMutex
	subs map[subID][]byte // derived keys, by root key and purpose
}

type subID struct{ key, purpose string }

// maxSubs bounds the cache of derived keys; purposes are few and fixed, this only guards against a mistake.
const maxSubs = 1024

// New makes a Box from root keys of 32 bytes each, newest first.
func New(keys ...[]byte) (*Box, error) {
	if len(keys) == 0 {
		return nil, ErrKey.Wrap(errors.New("no root key"))
	}
	b := &Box{hashing: make(chan struct{}, parallelHashes), subs: map[subID][]byte{}}
	for i, k := range keys {
		if len(k) != keySize {
			return nil, ErrKey.Wrap(fmt.Errorf("root key %d has %d bytes, want %d", i+1, len(k), keySize))
		}
		id, err := hkdf.Key(sha256.New, k, nil, "frontdesk key id", 4)
		if err != nil {
			return nil, ErrKey.Wrap(err)
		}
		b.roots = append(b.roots, rootKey{id: hex.EncodeToString(id), bytes: append([]byte(nil), k...)})
	}
	return b, nil
}

// KeyID names the key that seals now. It is not secret; an operator compares it between nodes and back-ups.
func (b *Box) KeyID() string { return b.roots[0].id }

// Key derives the 32-byte key of a purpose from the newest root key.
func (b *Box) Key(purpose string) []byte { return b.derive(b.roots[0], purpose) }

// KeyOf derives the key of a purpose from the root key with this id; ok is false when that root key is not known here.
func (b *Box) KeyOf(keyID, purpose string) (key []byte, ok bool) {
	for _, r := range b.roots {
		if r.id == keyID {
			return b.derive(r, purpose), true
		}
	}
	return nil, false
}

func (b *Box) derive(r rootKey, purpose string) []byte {
	id := subID{r.id, purpose}
	b.mu.RLock()
	key, ok := b.subs[id]
	b.mu.RUnlock()
	if ok {
		return key
	}
	// The only error of HKDF is a length beyond 255 hashes.
	key = sound(hkdf.Key(sha256.New, r.bytes, nil, "frontdesk sub-key\x00"+purpose, keySize))
	b.mu.Lock()
	if len(b.subs) < maxSubs {
		b.subs[id] = key
	}
	b.mu.Unlock()
	return key
}

// sound is for calls that fail only when a constant of this package is wrong.
func sound[T any](v T, err error) T {
	if err != nil {
		panic(err) //nolint:forbidigo // no input can cause it, and going on without a key would be worse
	}
	return v
}
