package integration

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/unit"
)

// KindApp is the kind of settings whose history is kept.
const KindApp = "app"

// sealApp binds sealed secrets of apps to their use.
const sealApp = "integration.app"

// AppDeps are what apps need. Run keeps a history.
type AppDeps struct {
	Run           unit.Runner
	Clock         clock.Clock
	Store         AppStore
	Sealer        Sealer
	Conversations Conversations
}

// Apps are the pages of other programs beside a conversation.
type Apps struct{ d AppDeps }

// NewApps makes the service.
func NewApps(d AppDeps) *Apps { return &Apps{d: d} }

// AppMade is an app with its secret, which is shown this once.
type AppMade struct {
	App
	Secret string `json:"secret,omitempty" doc:"Only of a new one, and after it was changed."`
}

// List gives the apps, by name: all to whoever manages them, those that are on to others.
func (s *Apps) List(ctx context.Context) ([]App, error) {
	a, err := actor.Require(ctx, PermApps)
	if err != nil {
		return nil, err
	}
	all, err := s.d.Store.Apps(ctx)
	if a.Can(PermManage) == actor.None {
		all = slices.DeleteFunc(all, func(one App) bool { return !one.Enabled })
	}
	return all, err
}

// Create registers an app.
func (s *Apps) Create(ctx context.Context, name, url string) (AppMade, error) {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return AppMade{}, err
	}
	app := App{ID: id.New("app"), Name: strings.TrimSpace(name), URL: strings.TrimSpace(url), Enabled: true, CreatedAt: s.d.Clock.Now(), Version: 1}
	if err := app.check(); err != nil {
		return AppMade{}, err
	}
	secret := newAppSecret()
	sealed := s.d.Sealer.Seal(sealApp, []byte(secret))
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		all, err := s.d.Store.Apps(ctx)
		if err != nil {
			return err
		}
		if len(all) >= MaxApps {
			return ErrTooManyApps.With("max", MaxApps)
		}
		if err := s.d.Store.InsertApp(ctx, app, sealed); err != nil {
			return err
		}
		return s.kept(ctx, a, EventAppCreated, nil, &app, false)
	})
	if err != nil {
		return AppMade{}, err
	}
	return AppMade{App: app, Secret: secret}, nil
}

// AppEdit changes an app; nil leaves a part as it is.
type AppEdit struct {
	Version      int64
	Name, URL    *string
	Enabled      *bool
	RotateSecret bool
}

// Update changes an app. A new secret counts at once: a token lives for minutes only.
func (s *Apps) Update(ctx context.Context, appID string, e AppEdit) (AppMade, error) {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return AppMade{}, err
	}
	var out AppMade
	if e.RotateSecret {
		out.Secret = newAppSecret()
	}
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		app, sealed, err := s.d.Store.App(ctx, appID)
		if err != nil {
			return err
		}
		if app.Version != e.Version {
			return fault.ErrConflict.New()
		}
		before := app
		if e.Name != nil {
			app.Name = strings.TrimSpace(*e.Name)
		}
		if e.URL != nil {
			app.URL = strings.TrimSpace(*e.URL)
		}
		if e.Enabled != nil {
			app.Enabled = *e.Enabled
		}
		if err := app.check(); err != nil {
			return err
		}
		if out.Secret != "" {
			sealed = s.d.Sealer.Seal(sealApp, []byte(out.Secret))
		}
		if err := s.d.Store.UpdateApp(ctx, app, sealed); err != nil {
			return err
		}
		app.Version++
		out.App = app
		return s.kept(ctx, a, EventAppUpdated, &before, &app, out.Secret != "")
	})
	if err != nil {
		return AppMade{}, err
	}
	return out, nil
}

// Delete removes an app.
func (s *Apps) Delete(ctx context.Context, appID string) error {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return err
	}
	return s.d.Run.Do(ctx, func(ctx context.Context) error {
		app, _, err := s.d.Store.App(ctx, appID)
		if err != nil {
			return err
		}
		if err := s.d.Store.DeleteApp(ctx, appID); err != nil {
			return err
		}
		return s.kept(ctx, a, EventAppDeleted, &app, nil, false)
	})
}

// Show is an app that is on, for the frame it stands in.
func (s *Apps) Show(ctx context.Context, appID string) (App, error) {
	if _, err := actor.Require(ctx, PermApps); err != nil {
		return App{}, err
	}
	app, _, err := s.d.Store.App(ctx, appID)
	if err == nil && !app.Enabled {
		err = ErrAppNotFound.New()
	}
	return app, err
}

// Launch makes the token with which an app learns who looks at which conversation.
func (s *Apps) Launch(ctx context.Context, appID, conversationID string) (Launch, error) {
	a, err := actor.Require(ctx, PermApps)
	if err != nil {
		return Launch{}, err
	}
	app, sealed, err := s.d.Store.App(ctx, appID)
	if err == nil && !app.Enabled {
		err = ErrAppNotFound.New()
	}
	if err != nil {
		return Launch{}, err
	}
	customerID, err := s.d.Conversations.CustomerOf(ctx, conversationID)
	if err != nil {
		return Launch{}, err
	}
	secret, err := s.d.Sealer.Open(sealApp, sealed)
	if err != nil {
		return Launch{}, fault.ErrInternal.Wrap(err)
	}
	now := s.d.Clock.Now()
	until := now.Add(tokenLife)
	token, err := signToken(string(secret), Claims{
		Issuer: "frontdesk", App: app.ID, User: a.ID, Workspace: a.Tenant, Conversation: conversationID, Customer: customerID,
		IssuedAt: now.Unix(), Expires: until.Unix(),
	})
	return Launch{Token: token, ExpiresAt: until}, err
}

// keptApp is what the history keeps of an app: like that of a webhook, not its whole address.
type keptApp struct {
	Name    string `json:"name"`
	Host    string `json:"host"`
	Enabled bool   `json:"enabled"`
}

func (s *Apps) kept(ctx context.Context, a actor.Actor, kind string, before, after *App, rotated bool) error {
	c := unit.Change{Kind: KindApp}
	var version int64
	if before != nil {
		c.Subject, c.Before, version = before.ID, keptApp{before.Name, before.Origin(), before.Enabled}, before.Version
	}
	if after != nil {
		c.Subject, c.After, version = after.ID, keptApp{after.Name, after.Origin(), after.Enabled}, after.Version
	}
	if before != nil && after != nil && before.URL != after.URL {
		c.Touched = append(c.Touched, "url")
	}
	if rotated {
		c.Touched = append(c.Touched, "secret")
	}
	if err := unit.Keep(ctx, c); err != nil {
		return err
	}
	return unit.Append(ctx, event.New(a.Tenant, StreamApp, c.Subject, kind, a.Ref(), s.d.Clock.Now(), Changed{Version: version}))
}

// Restore makes settings that the history kept those of an app. Its address and its secret stay as they are.
func (s *Apps) Restore(ctx context.Context, appID string, state json.RawMessage) error {
	if _, err := actor.Require(ctx, PermManage); err != nil {
		return err
	}
	var k keptApp
	if err := json.Unmarshal(state, &k); err != nil {
		return err
	}
	app, _, err := s.d.Store.App(ctx, appID)
	if err != nil {
		return err
	}
	_, err = s.Update(ctx, appID, AppEdit{Version: app.Version, Name: &k.Name, Enabled: &k.Enabled})
	return err
}
