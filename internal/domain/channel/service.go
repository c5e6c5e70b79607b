package channel

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"html"
	"strings"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/unit"
)

// sealPurpose binds sealed identity secrets to their use.
const sealPurpose = "channel.identity"

// Deps are what the service needs.
type Deps struct {
	Run       unit.Runner
	Clock     clock.Clock
	Store     Stores
	Sealer    Sealer
	Webchat   Proofs
	Visitors  Visitors
	Workplace Workplace
	BaseURL   string // where this Frontdesk is reached; its own pages may always use widgets
}

// Service holds the use cases.
type Service struct {
	d     Deps
	clock clock.Clock
}

// New makes the service.
func New(d Deps) *Service {
	d.BaseURL = strings.TrimRight(d.BaseURL, "/")
	return &Service{d: d, clock: d.Clock}
}

// List gives all channels.
func (s *Service) List(ctx context.Context) ([]Channel, error) {
	if _, err := actor.Require(ctx, PermRead); err != nil {
		return nil, err
	}
	return s.d.Store.ListChannels(ctx)
}

// Detail is a channel with what an administrator should know.
type Detail struct {
	Channel
	Warnings  []string `json:"warnings" doc:"any_origin: every site may use the widget; plain_http: a listed site is not encrypted."`
	HasSecret bool     `json:"hasSecret"`
}

// Get is one channel.
func (s *Service) Get(ctx context.Context, channelID string) (Detail, error) {
	if _, err := actor.Require(ctx, PermRead); err != nil {
		return Detail{}, err
	}
	c, err := s.d.Store.Channel(ctx, channelID)
	if err != nil {
		return Detail{}, err
	}
	secrets, err := s.d.Store.Secrets(ctx, channelID)
	return Detail{Channel: c, Warnings: c.Settings.Warnings(), HasSecret: secrets.Current != ""}, err
}

// Create adds a web chat channel with a widget. nil settings are the usual ones.
func (s *Service) Create(ctx context.Context, name string, settings *Settings) (Channel, error) {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return Channel{}, err
	}
	c := Channel{
		ID: id.New("chn"), Kind: Webchat, Name: strings.TrimSpace(name), Enabled: true, WidgetKey: id.New("wgt"),
		Settings: DefaultSettings(), CreatedAt: s.clock.Now(), Version: 1,
	}
	if settings != nil {
		c.Settings = *settings
		c.Settings.complete(DefaultSettings())
		notice := *c.Settings.Privacy
		notice.Version = 1
		c.Settings.Privacy = &notice
	}
	if err := s.check(ctx, &c); err != nil {
		return Channel{}, err
	}
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		if err := s.d.Store.InsertChannel(ctx, c); err != nil {
			return err
		}
		if err := keep(ctx, c.ID, nil, &c); err != nil {
			return err
		}
		return s.emit(ctx, a, c, EventCreated)
	})
	return c, err
}

func (s *Service) check(ctx context.Context, c *Channel) error {
	var k fault.Checker
	k.Text("name", c.Name, 1, 80)
	c.Settings.complete(DefaultSettings())
	if c.Settings.AllowedOrigins == nil {
		c.Settings.AllowedOrigins = []string{}
	}
	for i, o := range c.Settings.AllowedOrigins {
		c.Settings.AllowedOrigins[i] = strings.TrimRight(strings.ToLower(strings.TrimSpace(o)), "/")
	}
	c.Settings.check(&k)
	if err := k.Err(); err != nil {
		return err
	}
	missing, err := s.d.Workplace.Missing(ctx, c.Settings.CalendarID, c.Settings.DefaultTeamID)
	for _, field := range missing {
		k.Add("settings."+field, fault.ErrUnknownItem, nil)
	}
	if err != nil {
		return err
	}
	for _, team := range c.Settings.Says().teams() {
		missing, err := s.d.Workplace.Missing(ctx, "", team)
		if err != nil {
			return err
		}
		k.If(len(missing) > 0, "settings.texts", fault.ErrUnknownItem)
	}
	return k.Err()
}

// Edit changes a channel; nil leaves a field as it is.
type Edit struct {
	Version  int64
	Name     *string
	Enabled  *bool
	Settings *Settings
}

// Update changes a channel. A version that is no longer the stored one is a conflict.
func (s *Service) Update(ctx context.Context, channelID string, e Edit) (Channel, error) {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return Channel{}, err
	}
	var c Channel
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		var err error
		if c, err = s.d.Store.Channel(ctx, channelID); err != nil {
			return err
		}
		if c.Version != e.Version {
			return fault.ErrConflict.New()
		}
		before := c
		if err := s.apply(ctx, &c, e); err != nil {
			return err
		}
		if err := s.d.Store.UpdateChannel(ctx, c); err != nil {
			return err
		}
		if err := keep(ctx, c.ID, &before, &c); err != nil {
			return err
		}
		c.Version++
		return s.emit(ctx, a, c, EventUpdated)
	})
	return c, err
}

func (s *Service) apply(ctx context.Context, c *Channel, e Edit) error {
	if e.Name != nil {
		c.Name = strings.TrimSpace(*e.Name)
	}
	if e.Enabled != nil {
		c.Enabled = *e.Enabled
	}
	if e.Settings != nil {
		stored := c.Settings
		c.Settings = *e.Settings
		c.Settings.complete(stored)
		notice := *c.Settings.Privacy // what the caller gave stays as it is
		notice.follow(stored.Notice())
		c.Settings.Privacy = &notice
	}
	if err := s.check(ctx, c); err != nil {
		return err
	}
	if m := c.Settings.Identity.Method; m != MethodHMAC && m != MethodHS256 {
		return nil
	}
	secrets, err := s.d.Store.Secrets(ctx, c.ID)
	if err == nil && secrets.Current == "" {
		return ErrNoSecret.New()
	}
	return err
}

// Delete takes a channel out of use: its widget stops, its conversations stay.
func (s *Service) Delete(ctx context.Context, channelID string) error {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return err
	}
	return s.d.Run.Do(ctx, func(ctx context.Context) error {
		c, err := s.d.Store.Channel(ctx, channelID)
		if err != nil {
			return err
		}
		if err := s.d.Store.DeleteChannel(ctx, channelID, c.Version); err != nil {
			return err
		}
		if err := keep(ctx, c.ID, &c, nil); err != nil {
			return err
		}
		c.Version++
		return s.emit(ctx, a, c, EventDeleted)
	})
}

// RotateSecret makes a new identity secret and shows it this once. The one before keeps working for a week.
func (s *Service) RotateSecret(ctx context.Context, channelID string) (string, error) {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return "", err
	}
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails (crypto/rand documents it)
	secret := base64.RawURLEncoding.EncodeToString(raw)
	sealed := s.d.Sealer.Seal(sealPurpose, []byte(secret))
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		c, err := s.d.Store.Channel(ctx, channelID)
		if err != nil {
			return err
		}
		old, err := s.d.Store.Secrets(ctx, channelID)
		if err != nil {
			return err
		}
		if err := s.d.Store.PutSecrets(ctx, channelID, old.rotate(sealed, s.clock.Now())); err != nil {
			return err
		}
		if err := keep(ctx, c.ID, &c, &c, touchedSecret); err != nil {
			return err
		}
		return s.emit(ctx, a, c, EventSecretRotated)
	})
	if err != nil {
		return "", err
	}
	return secret, nil
}

// Snippet is the script tag that puts the widget on a site.
func (s *Service) Snippet(ctx context.Context, channelID string) (string, error) {
	if _, err := actor.Require(ctx, PermRead); err != nil {
		return "", err
	}
	c, err := s.d.Store.Channel(ctx, channelID)
	if err != nil {
		return "", err
	}
	return `<script async src="` + html.EscapeString(s.d.BaseURL) + `/widget.js" data-key="` + c.WidgetKey + `"></script>`, nil
}
