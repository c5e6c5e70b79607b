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

// HeaderKey makes an unsafe operation repeatable: the same key and content get the first reply again.
const HeaderKey = "Idempotency-Key"

// Reply is what an idempotent operation answered.
type Reply struct {
	Fingerprint string // of operation and input
	Status      int
	Body        []byte
	At          time.Time
}

// Replies keeps the replies of idempotent operations. Save runs in the same unit of work as the effect and reports
// false when the key was taken meanwhile; the tenant and the actor are those of the context.
type Replies interface {
	Find(ctx context.Context, key string) (Reply, bool, error)
	Save(ctx context.Context, key string, r Reply) (bool, error)
}

var errLost = errors.New("another request with this key was faster")

// idempotent runs h, at most once per key when the operation and the caller ask for it.
func idempotent[I, O any](ctx context.Context, a *API, op Op, in *I, h func(context.Context, *I) (*O, error)) (*O, error) {
	x := exchangeOf(ctx)
	if !op.Idempotent || x.key == "" || a.opts.Units == nil || a.opts.Replies == nil {
		return h(ctx, in)
	}
	if len(x.key) > 100 || strings.ContainsFunc(x.key, func(r rune) bool { return r < ' ' || r > '~' }) {
		return nil, ErrKey.New()
	}
	if _, err := actor.Of(ctx); err != nil {
		return nil, err
	}
	print, err := fingerprint(op, in)
	if err != nil {
		return nil, err
	}
	if out, found, err := replay[O](ctx, a, x, print); found || err != nil {
		return out, err
	}
	var out *O
	err = a.opts.Units.Do(ctx, func(ctx context.Context) error {
		var err error
		if out, err = h(ctx, in); err != nil {
			return err
		}
		status, body, err := encode(op, out)
		if err != nil {
			return err
		}
		saved, err := a.opts.Replies.Save(ctx, x.key, Reply{Fingerprint: print, Status: status, Body: body, At: a.opts.Clock.Now()})
		if err == nil && !saved {
			err = errLost
		}
		return err
	})
	if errors.Is(err, errLost) { // nothing of ours was written; answer with the winner's reply
		if out, found, err := replay[O](ctx, a, x, print); found || err != nil {
			return out, err
		}
		return nil, fault.ErrConflict.New()
	}
	if err != nil {
		return nil, err
	}
	return out, nil
}

// replay gives the first reply to this key.
func replay[O any](ctx context.Context, a *API, x *exchange, print string) (*O, bool, error) {
	first, found, err := a.opts.Replies.Find(ctx, x.key)
	if err != nil || !found {
		return nil, false, err
	}
	if first.Fingerprint != print {
		return nil, false, ErrKeyReused.New()
	}
	out := new(O)
	v := reflect.ValueOf(out).Elem()
	if body := v.FieldByName("Body"); body.IsValid() && len(first.Body) > 0 {
		if err := json.Unmarshal(first.Body, body.Addr().Interface()); err != nil {
			return nil, false, err
		}
	}
	if status := v.FieldByName("Status"); status.IsValid() && status.CanInt() {
		status.SetInt(int64(first.Status))
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
