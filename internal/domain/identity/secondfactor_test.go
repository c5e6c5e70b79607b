package identity_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"testing"
	"time"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/identity"
)

// code is what an authenticator app shows: written down once more, apart from the product.
func code(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	key := check.Must(base32.StdEncoding.DecodeString(secret))(t)
	mac := hmac.New(sha1.New, key)
	check.NoError(t, binary.Write(mac, binary.BigEndian, at.Unix()/30))
	sum := mac.Sum(nil)
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum[sum[19]&15:])&0x7fffffff%1_000_000)
}

func TestSecondFactor(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ctx := f.asAdmin(t)
	_, err := f.s.ConfirmSecondFactor(ctx, "123456")
	check.Fault(t, err, identity.ErrSecondFactorOff)
	_, err = f.s.StartSecondFactor(ctx, "wrong", "Frontdesk") // an unlocked desk is not enough
	check.FieldFault(t, err, "password", identity.ErrPassword)
	start := check.Must(f.s.StartSecondFactor(ctx, password, "Frontdesk"))(t)
	f.signIn(t, "ann") // not confirmed: not needed
	_, err = f.s.ConfirmSecondFactor(ctx, "12345")
	check.FieldFault(t, err, "code", identity.ErrCode)
	var recovery []string
	check.Equal(t, f.events(func() {
		recovery = check.Must(f.s.ConfirmSecondFactor(ctx, code(t, start.Secret, f.clock.now)))(t)
	}), []string{"user.second_factor_changed"})
	check.Equal(t, check.Must(f.s.SecondFactor(ctx))(t), identity.SecondFactorState{On: true, Recovery: 10})
	_, err = f.s.StartSecondFactor(ctx, password, "Frontdesk")
	check.Fault(t, err, identity.ErrSecondFactorOn)

	try := func(password, code string) error {
		_, err := f.s.SignIn(t.Context(), identity.SignIn{Email: "ann@example.com", Password: password, Code: code})
		return err
	}
	for range 10 { // forgetting the code is no failure
		check.Fault(t, try(password, ""), identity.ErrCodeNeeded)
	}
	check.Fault(t, try("wrong", ""), identity.ErrSignIn)                                // a wrong password does not tell that there is one
	check.Fault(t, try(password, code(t, start.Secret, f.clock.now)), identity.ErrCode) // used to confirm
	f.clock.turn(30 * time.Second)
	fresh := code(t, start.Secret, f.clock.now)
	check.NoError(t, try(password, " "+fresh[:3]+" "+fresh[3:]))
	check.Fault(t, try(password, fresh), identity.ErrCode) // a code works once

	check.Equal(t, f.events(func() { check.NoError(t, try(password, recovery[3])) }), []string{"user.second_factor_changed", "session.started"})
	check.Fault(t, try(password, recovery[3]), identity.ErrCode)
	check.Equal(t, check.Must(f.s.SecondFactor(ctx))(t).Recovery, 9)

	check.Equal(t, f.events(func() { check.NoError(t, f.s.EndSecondFactor(ctx, password)) }), []string{"user.second_factor_changed"})
	check.NoError(t, try(password, ""))
}

func TestWrongCodesSlowDown(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	ctx := f.asAdmin(t)
	start := check.Must(f.s.StartSecondFactor(ctx, password, "Frontdesk"))(t)
	check.Must(f.s.ConfirmSecondFactor(ctx, code(t, start.Secret, f.clock.now)))(t)
	wrong := identity.SignIn{Email: "ann@example.com", Password: password, Code: "aaaaa-aaaaa"}
	var last error
	for range 6 {
		_, last = f.s.SignIn(t.Context(), wrong)
	}
	check.Fault(t, last, identity.ErrLocked)
}

func TestAccessTokens(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	agent := f.add(t, "ben", identity.RoleAgent)
	in := f.signIn(t, "ben")
	ctx := f.as(t, in.Token)
	_, _, err := f.s.CreateToken(ctx, "CI", identity.Grants{"user.manage": "all"}, time.Time{})
	check.Fault(t, err, identity.ErrBeyondOwn)
	_, _, err = f.s.CreateToken(ctx, "CI", identity.Grants{"conversation.read": "all"}, time.Time{})
	check.Fault(t, err, identity.ErrBeyondOwn) // theirs is "teams"
	_, _, err = f.s.CreateToken(ctx, "", identity.Grants{"no.such": "all", "customer.read": "own"}, f.clock.now)
	check.FieldFault(t, err, "name", fault.ErrRequired)
	check.FieldFault(t, err, "expiresAt", identity.ErrExpiry)
	check.FieldFault(t, err, "grants", identity.ErrUnknownPermission)
	check.FieldFault(t, err, "grants", identity.ErrLevel)

	var text string
	var token identity.Token
	check.Equal(t, f.events(func() {
		text, token, err = f.s.CreateToken(ctx, "CI", identity.Grants{"conversation.read": "own", "customer.read": "all"}, f.clock.now.Add(time.Hour))
		check.NoError(t, err)
	}), []string{"token.created"})
	a, v, err := f.s.Authenticate(t.Context(), text)
	check.NoError(t, err)
	check.Equal(t, []string{string(a.Kind), a.ID, a.Via, v.ID}, []string{"token", agent.ID, token.ID, token.ID})
	check.Equal(t, identity.Grants(a.Grants), identity.Grants{"conversation.read": "own", "customer.read": "all"})
	check.Equal(t, v.Bearer, true)
	check.Equal(t, check.Must(f.s.MyTokens(ctx))(t)[0].UsedAt, f.clock.now)

	// A token never reaches further than its owner does now, and cannot act as its owner on passwords and sessions.
	_, err = f.s.ChangePassword(f.as(t, text), identity.ChangePassword{Present: password, Next: "another secret"})
	check.Fault(t, err, fault.ErrDenied)
	_, _, err = f.s.CreateToken(f.as(t, text), "more", identity.Grants{}, time.Time{})
	check.Fault(t, err, fault.ErrDenied)
	viewer := f.roles[identity.RoleViewer]
	u := check.Must(f.s.User(f.asAdmin(t), agent.ID))(t)
	check.Must(f.s.ChangeUser(f.asAdmin(t), agent.ID, identity.ChangeUser{RoleID: &viewer, Version: u.Version}))(t)
	a, _, err = f.s.Authenticate(t.Context(), text)
	check.NoError(t, err)
	check.Equal(t, a.Can("conversation.read"), "own")
	check.Equal(t, a.Can("conversation.reply"), "")

	changed := text[:len(text)-1] + "a"
	if changed == text {
		changed = text[:len(text)-1] + "b"
	}
	f.refused(t, changed)
	check.Equal(t, f.events(func() { check.NoError(t, f.s.RevokeToken(ctx, token.ID)) }), []string{"token.revoked"})
	f.refused(t, text)

	text, _, err = f.s.CreateToken(ctx, "short", identity.Grants{}, f.clock.now.Add(time.Second))
	check.NoError(t, err)
	f.as(t, text)
	f.clock.turn(time.Second)
	f.refused(t, text)
}
