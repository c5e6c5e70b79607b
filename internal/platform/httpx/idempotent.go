package httpx

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
)

// HeaderKey makes an unsafe operation repeatable: the same key and content get the first reply's status and body again
// (not its other headers, so operations that set cookies are not idempotent).
const HeaderKey = "Idempotency-Key"

// Replies keeps what idempotent operations answered, for the actor of the context. FindReply gives an empty fingerprint
// when the key is new. SaveReply runs in the unit of work of the effect and reports false when the key was taken
// meanwhile. platform/db implements it.
type Replies interface {
	FindReply(ctx context.Context, key string) (fingerprint string, status int, body []byte, err error)
	SaveReply(ctx context.Context, key, fingerprint string, status int, body []byte, at time.Time) (bool, error)
}

var errLost = errors.New("another request with this key was faster")

// idempotent runs h, at most once per key when the operation and the caller ask for it.
func idempotent[I, O any](ctx context.Context, a *API, op Op, in *I, h func(context.Context, *I) (*O, error)) (*O, error) {
	x := exchangeOf(ctx)
	if !op.Idempotent || x.key == "" || a.opts.Units == nil || a.opts.Replies == nil {
		return h(ctx, in)
	}
	mark, err := claim(ctx, op, x.key, in)
	if err != nil {
		return nil, err
	}
	if out, found, err := replay[O](ctx, a, x, mark); found || err != nil {
		return out, err
	}
	var out *O
	if op.OwnUnit {
		out, err = h(ctx, in)
	}
	if err == nil {
		err = a.opts.Units.Do(ctx, func(ctx context.Context) (err error) {
			if !op.OwnUnit {
				if out, err = h(ctx, in); err != nil {
					return err
				}
			}
			return keep(ctx, a, op, x.key, mark, out)
		})
	}
	if err == nil {
		return out, nil
	}
	// Whoever sent the same at the same moment may have been faster: then this one found the name taken, or the key.
	if out, found, again := replay[O](ctx, a, x, mark); found || fault.Has(again, ErrKeyReused) {
		return out, again
	}
	if errors.Is(err, errLost) {
		return nil, fault.ErrConflict.New()
	}
	return nil, err
}

// claim checks the key, and that the actor still has the right: a kept reply is no way around it.
func claim(ctx context.Context, op Op, key string, in any) (mark string, err error) {
	if len(key) > 100 || strings.ContainsFunc(key, func(r rune) bool { return r < ' ' || r > '~' }) {
		return "", ErrKey.New()
	}
	if op.Permission == "" {
		_, err = actor.Of(ctx)
	} else {
		_, err = actor.Require(ctx, op.Permission)
	}
	if err != nil {
		return "", err
	}
	return fingerprint(op, in)
}

// keep stores the reply in the running unit; errLost when somebody else's stands there.
func keep[O any](ctx context.Context, a *API, op Op, key, mark string, out *O) error {
	status, body, err := encode(op, out)
	if err != nil {
		return err
	}
	saved, err := a.opts.Replies.SaveReply(ctx, key, mark, status, body, a.opts.Clock.Now())
	if err == nil && !saved {
		err = errLost
	}
	return err
}

// replay gives the first reply to this key.
func replay[O any](ctx context.Context, a *API, x *exchange, mark string) (*O, bool, error) {
	first, status, body, err := a.opts.Replies.FindReply(ctx, x.key)
	if err != nil || first == "" {
		return nil, false, err
	}
	if first != mark {
		return nil, false, ErrKeyReused.New()
	}
	out := new(O)
	v := reflect.ValueOf(out).Elem()
	if f := v.FieldByName("Body"); f.IsValid() && len(body) > 0 {
		if err := json.Unmarshal(body, f.Addr().Interface()); err != nil {
			return nil, false, err
		}
	}
	if f := v.FieldByName("Status"); f.IsValid() && f.CanInt() {
		f.SetInt(int64(status))
	}
	x.header.Set("Idempotent-Replayed", "true")
	return out, true, nil
}

func encode[O any](op Op, out *O) (int, []byte, error) {
	status := op.Status
	if out == nil {
		return status, nil, nil
	}
	v := reflect.ValueOf(out).Elem()
	if s := v.FieldByName("Status"); s.IsValid() && s.CanInt() && s.Int() != 0 {
		status = int(s.Int())
	}
	body := v.FieldByName("Body")
	if !body.IsValid() {
		return status, nil, nil
	}
	raw, err := json.Marshal(body.Interface())
	return status, raw, err
}

func fingerprint(op Op, in any) (string, error) {
	raw, err := json.Marshal(in)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(append([]byte(op.ID+"\n"), raw...))
	return hex.EncodeToString(sum[:]), nil
}

func keyOf(r *http.Request) string { return r.Header.Get(HeaderKey) }
