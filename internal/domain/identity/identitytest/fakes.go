package identitytest

import (
	"context"
	"errors"
	"strings"
	"time"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/identity"
)

// Secrets is cheap stand-in cryptography whose results are readable in a failing test.
type Secrets struct{}

var _ identity.Secrets = Secrets{}

// HashPassword implements identity.Secrets.
func (Secrets) HashPassword(_ context.Context, password string) (string, error) {
	return "hash:" + password, nil
}

// CheckPassword implements identity.Secrets; hashes that begin with "old:" are of an older cost.
func (Secrets) CheckPassword(_ context.Context, password, stored string) (ok, stale bool, err error) {
	return stored == "hash:"+password || stored == "old:"+password, stored == "old:"+password, nil
}

// Seal implements identity.Secrets.
func (Secrets) Seal(purpose string, plain []byte) string { return purpose + "\n" + string(plain) }

// Open implements identity.Secrets.
func (Secrets) Open(purpose, sealed string) ([]byte, error) {
	plain, ok := strings.CutPrefix(sealed, purpose+"\n")
	if !ok {
		return nil, errors.New("sealed for another purpose")
	}
	return []byte(plain), nil
}

// HashToken implements identity.Secrets.
func (Secrets) HashToken(token string) string { return "#" + token }

// TokenHashes implements identity.Secrets.
func (Secrets) TokenHashes(token string) []string { return []string{"#" + token, "older#" + token} }

// Workspaces is a stand-in for the account domain: the workspace Tenant with the slug "tea", once it was founded.
type Workspaces struct {
	Tenant  string
	Founded bool
	Away    time.Duration // the rule of the workspace; zero for none
}

var _ identity.Workspaces = (*Workspaces)(nil)

// None implements identity.Workspaces.
func (w *Workspaces) None(context.Context) (bool, error) { return !w.Founded, nil }

// Found implements identity.Workspaces.
func (w *Workspaces) Found(_ context.Context, name, _, _, _ string) (string, error) {
	if w.Founded {
		return "", fault.ErrConflict.New()
	}
	if name == "" {
		return "", fault.ErrRequired.On("name")
	}
	w.Founded = true
	return w.Tenant, nil
}

// Resolve implements identity.Workspaces.
func (w *Workspaces) Resolve(_ context.Context, slug string) (string, error) {
	if !w.Founded || slug != "" && slug != "tea" {
		return "", fault.ErrNotFound.New()
	}
	return w.Tenant, nil
}

// AutoAway implements identity.Workspaces.
func (w *Workspaces) AutoAway(context.Context) (time.Duration, error) { return w.Away, nil }

// BreakReasons implements identity.Workspaces.
func (*Workspaces) BreakReasons(context.Context) ([]string, error) {
	return []string{"lunch", "meeting"}, nil
}
