package identity

import (
	"context"
	"math"
	"strings"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
)

// Device is where a sign-in comes from.
type Device struct {
	Address string
	Agent   string
}

// SignIn is what a person enters to come in.
type SignIn struct {
	Workspace string // slug; empty means the only one
	Email     string
	Password  string
	Code      string // of the second factor, or a recovery code
	Remember  bool
	Device    Device
}

func (in SignIn) check() error {
	var c fault.Checker
	c.Text("email", in.Email, 1, MaxEmail)
	c.Text("password", in.Password, 1, MaxPassword)
	c.Text("code", in.Code, 0, 32)
	c.Text("workspace", in.Workspace, 0, 64)
	return c.Err()
}

// SignIn checks a person and starts a session. Anybody may call it. Whether the address is unknown, the person disabled
// or the password wrong, the answer and the time it takes are the same.
func (s *Service) SignIn(ctx context.Context, in SignIn) (Signed, error) {
	if err := in.check(); err != nil {
		return Signed{}, err
	}
	tenant, err := s.workspaces.Resolve(ctx, in.Workspace)
	if err != nil && fault.KindOf(err) == fault.NotFound {
		_, _, err := s.secrets.CheckPassword(ctx, in.Password, "")
		return Signed{}, orElse(err, ErrSignIn.New())
	}
	if err != nil {
		return Signed{}, err
	}
	ctx = inWorkspace(ctx, tenant)
	tries := s.attempts(EmailKey(in.Email), in.Device.Address)
	if err := tries.reserve(ctx); err != nil {
		return Signed{}, err
	}
	user, fresh, err := s.prove(ctx, in)
	if err != nil {
		return Signed{}, err
	}
	return s.enter(ctx, user, fresh, in, tries)
}

// proven is what was checked outside the unit, because hashing takes long: the unit looks whether it still holds.
type proven struct {
	password string // stored hash that matched
	renewed  string // the same password at today's cost; "" when not needed
}

// prove checks address and password.
func (s *Service) prove(ctx context.Context, in SignIn) (User, proven, error) {
	user, err := s.store.UserByEmail(ctx, EmailKey(in.Email))
	if err != nil && !fault.Has(err, ErrUserNotFound) {
		return User{}, proven{}, err
	}
	exists := err == nil && user.Status == Active
	var stored Credentials
	if exists {
		if stored, err = s.store.Credentials(ctx, user.ID); err != nil {
			return User{}, proven{}, err
		}
	}
	ok, stale, err := s.secrets.CheckPassword(ctx, in.Password, stored.Password)
	if err != nil {
		return User{}, proven{}, err
	}
	if !ok {
		return User{}, proven{}, orElse(s.recordFailure(ctx, user.ID, failedPassword), ErrSignIn.New())
	}
	p := proven{password: stored.Password}
	if stale {
		p.renewed, err = s.secrets.HashPassword(ctx, in.Password)
	}
	return user, p, err
}

// enter passes the second factor and starts the session, in one unit.
func (s *Service) enter(ctx context.Context, user User, p proven, in SignIn, tries attempts) (Signed, error) {
	var out Signed
	err := s.do(ctx, func(ctx context.Context) error {
		present, err := s.store.User(ctx, user.ID)
		if err != nil {
			return err
		}
		c, err := s.store.Credentials(ctx, user.ID)
		if err != nil {
			return err
		}
		if present.Status != Active || c.Password != p.password {
			return ErrSignIn.New()
		}
		ctx, a := as(ctx, user.ID)
		changed, err := s.passSecond(ctx, a, &c, in.Code)
		if err != nil {
			return err
		}
		if p.renewed != "" {
			c.Password, changed = p.renewed, true
		}
		if changed {
			if err := s.store.SaveCredentials(ctx, c); err != nil {
				return err
			}
		}
		if err := tries.clear(ctx); err != nil {
			return err
		}
		out, err = s.begin(ctx, a, present, in.Remember, in.Device)
		return err
	})
	switch {
	case fault.Has(err, ErrCodeNeeded):
		return Signed{}, orElse(tries.release(ctx), err) // the password was right: this is no failure
	case fault.Has(err, ErrCode):
		return Signed{}, orElse(s.recordFailure(ctx, user.ID, failedCode), err)
	case fault.Has(err, ErrStale):
		return Signed{}, ErrCode.Wrap(err) // somebody used the same code at the same moment
	}
	return out, err
}

// begin starts a session in the running unit.
func (s *Service) begin(ctx context.Context, a actor.Actor, user User, remember bool, d Device) (Signed, error) {
	role, err := s.store.Role(ctx, user.RoleID)
	if err != nil {
		return Signed{}, err
	}
	now := s.clock.Now()
	out := Signed{
		Tenant: a.Tenant, Token: newSessionToken(), User: user, Grants: role.Effective(),
		Session: Session{
			ID: id.New("ses"), UserID: user.ID, CSRF: secret(32), Address: cut(d.Address, maxAddressLength),
			Agent: cut(d.Agent, maxAgentLength), Remember: remember, CreatedAt: now, SeenAt: now, ExpiresAt: now.Add(Life(remember)),
		},
	}
	if err := s.store.InsertSession(ctx, s.secrets.HashToken(out.Token), out.Session); err != nil {
		return Signed{}, err
	}
	return out, s.emit(ctx, a, streamSession, user.ID, EventSessionStarted, SessionStarted{SessionID: out.Session.ID})
}

// recordFailure writes the event, also for unknown people (userID ""): the time it takes must not tell who exists.
func (s *Service) recordFailure(ctx context.Context, userID, reason string) error {
	return s.unit.Do(ctx, func(ctx context.Context) error {
		a, err := actor.Of(ctx)
		if err != nil {
			return err
		}
		return s.emit(ctx, a, streamUser, userID, EventSignInFailed, Failed{Reason: reason})
	})
}

// attempts are the counters that one try to sign in works on.
type attempts struct {
	s    *Service
	keys []string
	by   []policy
}

func (s *Service) attempts(account, address string) attempts {
	t := attempts{s: s, keys: []string{s.secrets.HashToken("account " + account)}, by: []policy{accountPolicy}}
	if address != "" {
		t.keys = append(t.keys, s.secrets.HashToken("address "+address))
		t.by = append(t.by, addressPolicy)
	}
	return t
}

// reserve counts the try as a failure before the password is looked at, so that many tries at the same moment do not
// slip through together.
func (t attempts) reserve(ctx context.Context) error {
	now := t.s.clock.Now()
	return t.s.unit.Do(ctx, func(ctx context.Context) error {
		counts := make([]Attempts, len(t.keys))
		for i, key := range t.keys {
			a, err := t.s.store.LockAttempts(ctx, key)
			if err != nil {
				return err
			}
			if wait := t.by[i].wait(a, now); wait > 0 {
				return ErrLocked.With("seconds", int(math.Ceil(wait.Seconds())))
			}
			counts[i] = t.by[i].failed(a, now)
		}
		for i, key := range t.keys {
			if err := t.s.store.SaveAttempts(ctx, key, counts[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// release takes the reservation back.
func (t attempts) release(ctx context.Context) error {
	return t.s.unit.Do(ctx, func(ctx context.Context) error {
		for _, key := range t.keys {
			if err := t.forgive(ctx, key); err != nil {
				return err
			}
		}
		return nil
	})
}

// clear forgets the failures of the account. Those of the address stay, or whoever owns one account could go on guessing
// at others from there.
func (t attempts) clear(ctx context.Context) error {
	if err := t.s.store.ClearAttempts(ctx, t.keys[0], t.s.clock.Now().Add(-attemptsKept)); err != nil {
		return err
	}
	for _, key := range t.keys[1:] {
		if err := t.forgive(ctx, key); err != nil {
			return err
		}
	}
	return nil
}

func (t attempts) forgive(ctx context.Context, key string) error {
	a, err := t.s.store.LockAttempts(ctx, key)
	if err != nil {
		return err
	}
	a.Failures = max(0, a.Failures-1)
	return t.s.store.SaveAttempts(ctx, key, a)
}

// cut shortens text that other programs send, at a character, and drops what cannot be stored.
func cut(text string, most int) string {
	text = strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), "")
	if r := []rune(text); len(r) > most {
		return string(r[:most])
	}
	return text
}

// orElse is err if there is one, else other: for faults that are also the good end of a step.
func orElse(err, other error) error {
	if err != nil {
		return err
	}
	return other
}
