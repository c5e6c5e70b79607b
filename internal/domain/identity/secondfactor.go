package identity

import (
	"context"
	"slices"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
)

// purposeTOTP is what the secrets of second factors are sealed for.
const purposeTOTP = "identity.totp"

// SecondFactorStart is what an authenticator app needs.
type SecondFactorStart struct {
	Secret string // for typing
	URI    string // for the picture
}

// SecondFactorState says whether a person has a second factor, and how many recovery codes are left.
type SecondFactorState struct {
	On       bool
	Recovery int
}

// passSecond checks the second factor, if the person has one, and marks the code as used. It reports whether c changed.
func (s *Service) passSecond(ctx context.Context, a actor.Actor, c *Credentials, code string) (bool, error) {
	if c.Secret == "" {
		return false, nil
	}
	code = plainCode(code)
	if code == "" {
		return false, ErrCodeNeeded.New()
	}
	if len(code) != totpDigits {
		return true, s.useRecovery(ctx, a, c, code)
	}
	key, err := s.secrets.Open(purposeTOTP, c.Secret)
	if err != nil {
		return false, err
	}
	step, ok := acceptTOTP(key, code, s.clock.Now(), c.Step)
	if !ok {
		return false, ErrCode.New()
	}
	c.Step = step
	return true, nil
}

func (s *Service) useRecovery(ctx context.Context, a actor.Actor, c *Credentials, code string) error {
	for _, fingerprint := range s.secrets.TokenHashes("recovery " + c.UserID + " " + code) {
		if i := slices.Index(c.Recovery, fingerprint); i >= 0 {
			c.Recovery = slices.Delete(slices.Clone(c.Recovery), i, i+1)
			return s.emit(ctx, a, streamUser, c.UserID, EventSecondFactor, SecondFactor{State: secondFactorRecovered})
		}
	}
	return ErrCode.New()
}

// SecondFactor tells the person who acts about their second factor.
func (s *Service) SecondFactor(ctx context.Context) (SecondFactorState, error) {
	a, err := self(ctx)
	if err != nil {
		return SecondFactorState{}, err
	}
	c, err := s.store.Credentials(ctx, a.ID)
	return SecondFactorState{On: c.Secret != "", Recovery: len(c.Recovery)}, err
}

// StartSecondFactor makes a secret for the person who acts; it counts once a code of it was confirmed. It takes their
// password: whoever finds a desk unlocked must not lock its owner out.
func (s *Service) StartSecondFactor(ctx context.Context, password, issuer string) (SecondFactorStart, error) {
	a, err := self(ctx)
	if err != nil {
		return SecondFactorStart{}, err
	}
	if err := s.confirm(ctx, a, password); err != nil {
		return SecondFactorStart{}, err
	}
	key := newTOTPSecret()
	var out SecondFactorStart
	err = s.unit.Do(ctx, func(ctx context.Context) error {
		u, err := s.store.User(ctx, a.ID)
		if err != nil {
			return err
		}
		c, err := s.store.Credentials(ctx, a.ID)
		if err != nil {
			return err
		}
		if c.Secret != "" {
			return ErrSecondFactorOn.New()
		}
		c.Pending = s.secrets.Seal(purposeTOTP, key)
		out = SecondFactorStart{Secret: totpText.EncodeToString(key), URI: totpURI(key, issuer, u.Email)}
		return s.store.SaveCredentials(ctx, c)
	})
	return out, err
}

// ConfirmSecondFactor turns the second factor on and returns the recovery codes, which are never shown again.
func (s *Service) ConfirmSecondFactor(ctx context.Context, code string) ([]string, error) {
	a, err := self(ctx)
	if err != nil {
		return nil, err
	}
	codes := newRecoveryCodes()
	err = s.unit.Do(ctx, func(ctx context.Context) error {
		c, err := s.store.Credentials(ctx, a.ID)
		if err != nil {
			return err
		}
		if c.Pending == "" {
			return ErrSecondFactorOff.New()
		}
		key, err := s.secrets.Open(purposeTOTP, c.Pending)
		if err != nil {
			return err
		}
		step, ok := acceptTOTP(key, plainCode(code), s.clock.Now(), 0)
		if !ok {
			return wrongInput("code", ErrCode)
		}
		c.Secret, c.Pending, c.Step = c.Pending, "", step
		c.Recovery = make([]string, 0, len(codes))
		for _, r := range codes {
			c.Recovery = append(c.Recovery, s.secrets.HashToken("recovery "+a.ID+" "+plainCode(r)))
		}
		if err := s.store.SaveCredentials(ctx, c); err != nil {
			return err
		}
		return s.emit(ctx, a, streamUser, a.ID, EventSecondFactor, SecondFactor{State: secondFactorOn})
	})
	if err != nil {
		return nil, err
	}
	return codes, nil
}

// EndSecondFactor turns the second factor of the person who acts off; it takes their password.
func (s *Service) EndSecondFactor(ctx context.Context, password string) error {
	a, err := self(ctx)
	if err != nil {
		return err
	}
	if err := s.confirm(ctx, a, password); err != nil {
		return err
	}
	return s.unit.Do(ctx, func(ctx context.Context) error {
		c, err := s.store.Credentials(ctx, a.ID)
		if err != nil {
			return err
		}
		return s.dropSecondFactor(ctx, a, c)
	})
}

// dropSecondFactor removes it in the running unit; without one nothing happens.
func (s *Service) dropSecondFactor(ctx context.Context, a actor.Actor, c Credentials) error {
	if c.Secret == "" && c.Pending == "" {
		return nil
	}
	on := c.Secret != ""
	c.Secret, c.Pending, c.Recovery = "", "", nil
	if err := s.store.SaveCredentials(ctx, c); err != nil || !on {
		return err
	}
	return s.emit(ctx, a, streamUser, c.UserID, EventSecondFactor, SecondFactor{State: secondFactorOff})
}

// confirm asks a person who is signed in for their password again. Failures count as those of signing in.
func (s *Service) confirm(ctx context.Context, a actor.Actor, password string) error {
	var bad fault.Checker
	bad.Text("password", password, 1, MaxPassword)
	if err := bad.Err(); err != nil {
		return err
	}
	tries := s.attempts("confirm "+a.ID, "")
	if err := tries.reserve(ctx); err != nil {
		return err
	}
	c, err := s.store.Credentials(ctx, a.ID)
	if err != nil {
		return err
	}
	ok, _, err := s.secrets.CheckPassword(ctx, password, c.Password)
	if err != nil {
		return err
	}
	if !ok {
		return wrongInput("password", ErrPassword)
	}
	return s.unit.Do(ctx, tries.clear)
}

// wrongInput is an input fault about one field, for wrong codes and passwords of somebody who is signed in: it must not
// look like the end of the session.
func wrongInput(field string, d *fault.Def) error {
	var c fault.Checker
	c.Add(field, d, nil)
	return c.Err()
}
