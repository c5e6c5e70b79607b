package channelhttp

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/platform/httpx"
)

type pageView struct {
	URL      string `json:"url" maxLength:"4000"`
	Title    string `json:"title,omitempty" maxLength:"500"`
	Referrer string `json:"referrer,omitempty" maxLength:"4000"`
}

type identityView struct {
	UserID     string         `json:"userId,omitempty" maxLength:"200"`
	Hash       string         `json:"hash,omitempty" maxLength:"128" doc:"hex(HMAC-SHA256(secret, userId))"`
	JWT        string         `json:"jwt,omitempty" maxLength:"8000" doc:"A token the site signed: sub, aud, exp and what else it says."`
	Name       string         `json:"name,omitempty" maxLength:"120"`
	Email      string         `json:"email,omitempty" maxLength:"254"`
	Phone      string         `json:"phone,omitempty" maxLength:"40"`
	Company    string         `json:"company,omitempty" maxLength:"120"`
	Locale     string         `json:"locale,omitempty" maxLength:"35"`
	Attributes map[string]any `json:"attributes,omitempty"`
}

type sessionInput struct {
	Body struct {
		Key      string        `json:"key" maxLength:"40"`
		Token    string        `json:"token,omitempty" maxLength:"1024"`
		Locale   string        `json:"locale,omitempty" maxLength:"35"`
		Timezone string        `json:"timezone,omitempty" maxLength:"64"`
		Identity *identityView `json:"identity,omitempty"`
		Page     *pageView     `json:"page,omitempty"`
	}
}

type sessionView[C any] struct {
	Token         string         `json:"token"`
	ExpiresAt     time.Time      `json:"expiresAt"`
	VisitorID     string         `json:"visitorId"`
	Identified    bool           `json:"identified" doc:"The site's signature was checked and accepted."`
	Privacy       int            `json:"privacy,omitempty" doc:"The version of the privacy notice that this browser accepted last."`
	Config        channel.Config `json:"config"`
	Conversations []C            `json:"conversations"`
}

type configInput struct {
	Key     string `query:"key" maxLength:"40" required:"true"`
	IfMatch string `header:"If-None-Match"`
}

type configOutput struct {
	Status       int
	ETag         string `header:"ETag"`
	CacheControl string `header:"Cache-Control"`
	Vary         string `header:"Vary"`
	Body         channel.Config
}

type pageInput struct {
	Body pageView
}

// Register adds the operations. recent gives the conversations of the visitor in the context, in the form of the domain
// that owns them.
func Register[C any](api *httpx.API, s *channel.Service, recent func(ctx context.Context) ([]C, error)) {
	registerChannels(api, s)
	const tag = "Widget"
	codes := []string{
		channel.ErrWidgetUnknown.Code, channel.ErrWidgetOff.Code, channel.ErrOrigin.Code, channel.ErrIdentity.Code,
		channel.ErrIdentityRequired.Code,
	}
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/widget/session", ID: "startWidgetSession", Tag: tag, CORS: true,
		Summary: "Start or continue the session of a browser", Permission: httpx.Public, Codes: codes,
		Secret: true,
	},
		func(ctx context.Context, in *sessionInput) (*reply[sessionView[C]], error) {
			out, err := s.StartSession(ctx, startOf(ctx, in))
			if err != nil {
				return nil, err
			}
			list, err := recent(actor.With(ctx, out.Actor))
			if list == nil {
				list = []C{}
			}
			return &reply[sessionView[C]]{sessionView[C]{
				Token: out.Token, ExpiresAt: out.ExpiresAt, VisitorID: out.VisitorID,
				Identified: out.Identified, Privacy: out.Privacy, Config: out.Config, Conversations: list,
			}}, err
		})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/widget/config", ID: "getWidgetConfig", Tag: tag, CORS: true,
		Summary: "How a widget looks and whether somebody is there", Permission: httpx.Public, Codes: codes[:3],
	},
		func(ctx context.Context, in *configInput) (*configOutput, error) {
			c, err := s.Config(ctx, in.Key, httpx.Origin(ctx))
			if err != nil {
				return nil, err
			}
			return cacheable(c, in.IfMatch)
		})
	registerPrivacy(api, s, codes[:3])
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/widget/pages", ID: "addWidgetPage", Tag: tag, Visitor: true,
		Status: http.StatusNoContent, Summary: "Note the page a visitor looks at",
	},
		func(ctx context.Context, in *pageInput) (*struct{}, error) {
			return nil, s.AddPage(ctx, in.Body.URL, in.Body.Title)
		})
}

func startOf(ctx context.Context, in *sessionInput) channel.Start {
	b := in.Body
	out := channel.Start{Key: b.Key, Token: b.Token, Origin: httpx.Origin(ctx), UserAgent: httpx.UserAgent(ctx), Address: httpx.ClientIP(ctx), Locale: b.Locale, Timezone: b.Timezone}
	if out.Locale == "" {
		out.Locale = httpx.Locale(ctx)
	}
	if b.Page != nil {
		out.PageURL, out.PageTitle, out.Referrer = b.Page.URL, b.Page.Title, b.Page.Referrer
	}
	if i := b.Identity; i != nil {
		out.Identity = &channel.Presented{
			UserID: i.UserID, Hash: i.Hash, JWT: i.JWT, Name: i.Name, Email: i.Email, Phone: i.Phone,
			Company: i.Company, Locale: i.Locale, Attributes: i.Attributes,
		}
	}
	return out
}

// cacheable answers with the tag of the content, and with nothing when the browser has it already. A minute is short
// enough for business hours and long enough for a visitor who clicks through a shop.
func cacheable(c channel.Config, have string) (*configOutput, error) {
	raw, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(raw)
	out := &configOutput{
		Status: http.StatusOK, ETag: `"` + hex.EncodeToString(sum[:12]) + `"`,
		CacheControl: "public, max-age=60", Vary: "Origin", Body: c,
	}
	if have == out.ETag {
		out.Status = http.StatusNotModified
	}
	return out, nil
}
