package identityhttp

import (
	"context"
	"net/http"

	"frontdesk/internal/domain/identity"
	"frontdesk/internal/platform/httpx"
)

// issuer is the name that authenticator apps show.
const issuer = "Frontdesk"

// SecondFactorView says whether the own second factor is on.
type SecondFactorView struct {
	On            bool `json:"on"`
	RecoveryCodes int  `json:"recoveryCodes" doc:"How many recovery codes are left."`
}

// SecondFactorStart is what an authenticator app needs.
type SecondFactorStart struct {
	Secret string `json:"secret" doc:"For typing."`
	URI    string `json:"uri" doc:"For the picture that the app scans."`
	QR     string `json:"qr" doc:"The picture: an SVG document; empty if the address is too long for one."`
}

// RecoveryCodes are shown this once.
type RecoveryCodes struct {
	RecoveryCodes []string `json:"recoveryCodes"`
}

type codeInput struct {
	Body struct {
		Code string `json:"code" maxLength:"32"`
	}
}

type passwordInput struct {
	Body struct {
		Password string `json:"password" maxLength:"128"`
	}
}

type finishResetInput struct {
	Body struct {
		Token        string `json:"token" maxLength:"100"`
		Password     string `json:"password" maxLength:"128"`
		RevokeTokens bool   `json:"revokeTokens,omitempty" doc:"Also revoke the access tokens of the person."`
	}
}

func registerSecurity(api *httpx.API, s *identity.Service) {
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/users/me/totp", ID: "getSecondFactor", Tag: tagMe, Summary: "Ask whether the own second factor is on",
	}, func(ctx context.Context, _ *struct{}) (*reply[SecondFactorView], error) {
		v, err := s.SecondFactor(ctx)
		return &reply[SecondFactorView]{SecondFactorView{On: v.On, RecoveryCodes: v.Recovery}}, err
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/users/me/totp", ID: "startSecondFactor", Tag: tagMe, Summary: "Start to set up a second factor",
		Description: "It counts once a code of the app was confirmed.", Codes: []string{identity.ErrSecondFactorOn.Code, identity.ErrPassword.Code, identity.ErrLocked.Code},
		Secret: true,
	}, func(ctx context.Context, in *passwordInput) (*reply[SecondFactorStart], error) {
		v, err := s.StartSecondFactor(ctx, in.Body.Password, issuer)
		return &reply[SecondFactorStart]{SecondFactorStart{Secret: v.Secret, URI: v.URI, QR: qrSVG(v.URI)}}, err
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/users/me/totp/confirm", ID: "confirmSecondFactor", Tag: tagMe, Summary: "Turn the second factor on",
		Description: "The recovery codes are in this reply and nowhere else.",
		Codes:       []string{identity.ErrCode.Code, identity.ErrSecondFactorOff.Code},
		Secret:      true,
	}, func(ctx context.Context, in *codeInput) (*reply[RecoveryCodes], error) {
		codes, err := s.ConfirmSecondFactor(ctx, in.Body.Code)
		return &reply[RecoveryCodes]{RecoveryCodes{codes}}, err
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: "/users/me/totp", ID: "endSecondFactor", Tag: tagMe, Summary: "Turn the second factor off",
		Status: http.StatusNoContent, Codes: []string{identity.ErrPassword.Code, identity.ErrLocked.Code},
	}, func(ctx context.Context, in *passwordInput) (*struct{}, error) {
		return nil, s.EndSecondFactor(ctx, in.Body.Password)
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/session/password-reset/finish", ID: "finishPasswordReset", Tag: "Session",
		Summary: "Set a new password by a one-time link", Status: http.StatusNoContent,
		Permission: httpx.Public, RateLimit: httpx.RateSignIn, Codes: []string{identity.ErrLink.Code, identity.ErrWeakPassword.Code},
	}, func(ctx context.Context, in *finishResetInput) (*struct{}, error) {
		return nil, s.FinishReset(ctx, in.Body.Token, in.Body.Password, in.Body.RevokeTokens)
	})
}
