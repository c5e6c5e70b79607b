package secret

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"
)

// An envelope reads "v1.<key id>.<base64url of nonce and ciphertext>".
const envelopeVersion = "v1"

var b64 = base64.RawURLEncoding

// Seal encrypts plaintext for a purpose. Two envelopes of the same text differ.
func (b *Box) Seal(purpose string, plaintext []byte) string {
	head := envelopeVersion + "." + b.KeyID()
	// crypto/rand never fails since Go 1.24; NewGCMWithRandomNonce draws from it.
	sealed := b.aead(b.Key("seal/"+purpose)).Seal(nil, nil, plaintext, []byte(head+"."+purpose)) //nolint:gosec // G407: this AEAD draws its own nonce
	return head + "." + b64.EncodeToString(sealed)
}

// Open decrypts an envelope of this purpose, made with any of the root keys.
func (b *Box) Open(purpose, envelope string) ([]byte, error) {
	version, rest, _ := strings.Cut(envelope, ".")
	keyID, body, ok := strings.Cut(rest, ".")
	if !ok || version != envelopeVersion {
		return nil, ErrSealed.Wrap(errors.New("not an envelope of a known version"))
	}
	key, ok := b.KeyOf(keyID, "seal/"+purpose)
	if !ok {
		return nil, ErrSealed.Wrap(errors.New("made with a root key that is not known here"))
	}
	sealed, err := b64.DecodeString(body)
	if err != nil {
		return nil, ErrSealed.Wrap(errors.New("not base64url"))
	}
	plain, err := b.aead(key).Open(nil, nil, sealed, []byte(version+"."+keyID+"."+purpose))
	if err != nil {
		return nil, ErrSealed.Wrap(errors.New("altered, or of another purpose"))
	}
	return plain, nil
}

// Stale reports whether an envelope was made with an older key and should be sealed again.
func (b *Box) Stale(envelope string) bool {
	return !strings.HasPrefix(envelope, envelopeVersion+"."+b.KeyID()+".")
}

// aead makes AES-256-GCM with a random nonce from a key of the right size.
func (b *Box) aead(key []byte) cipher.AEAD {
	return sound(cipher.NewGCMWithRandomNonce(sound(aes.NewCipher(key))))
}

// MAC authenticates data for a purpose: "<key id>.<base64url of HMAC-SHA-256>".
func (b *Box) MAC(purpose string, data []byte) string {
	return b.KeyID() + "." + b64.EncodeToString(mac(b.Key("mac/"+purpose), data))
}

// CheckMAC reports, in constant time, whether code was made by MAC for this purpose and data with any of the root keys.
func (b *Box) CheckMAC(purpose string, data []byte, code string) bool {
	keyID, body, ok := strings.Cut(code, ".")
	if !ok {
		return false
	}
	key, ok := b.KeyOf(keyID, "mac/"+purpose)
	if !ok {
		return false
	}
	got, err := b64.DecodeString(body)
	return err == nil && hmac.Equal(got, mac(key, data))
}

func mac(key, data []byte) []byte {
	h := hmac.New(sha256.New, key)
	h.Write(data)
	return h.Sum(nil)
}

// Token is a new random token of 256 bits for sessions, invitations and links: 43 characters, safe in URLs.
func Token() string {
	var raw [32]byte
	rand.Read(raw[:])
	return b64.EncodeToString(raw[:])
}

// HashToken is what a table keeps instead of a token. Tokens are random, so a fast keyed hash is enough; who steals the
// table alone can neither use nor test them. It depends on the newest root key only: use TokenHashes to look one up.
func (b *Box) HashToken(token string) string {
	return hex.EncodeToString(mac(b.Key("token"), []byte(token)))
}

// TokenHashes are the fingerprints of a token under every root key, newest first, for finding it after a rotation.
func (b *Box) TokenHashes(token string) []string {
	out := make([]string, 0, len(b.roots))
	for _, r := range b.roots {
		out = append(out, hex.EncodeToString(mac(b.derive(r, "token"), []byte(token))))
	}
	return out
}

// Equal compares two strings in a time that depends on their lengths only.
func Equal(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
