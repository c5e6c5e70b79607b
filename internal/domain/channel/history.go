package channel

import (
	"context"
	"encoding/json"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/unit"
)

// KindChannel is the kind of settings whose history is kept.
const KindChannel = "channel"

// touchedSecret says that the identity secret changed; the history keeps no secret.
const touchedSecret = "identitySecret"

// kept is what the history keeps of a channel. Settings hold no secret: those stand in a table of their own, sealed.
type kept struct {
	Name     string   `json:"name"`
	Enabled  bool     `json:"enabled"`
	Settings Settings `json:"settings"`
}

// keep writes a version of a channel; nil is one that is not there yet, or any more.
func keep(ctx context.Context, channelID string, before, after *Channel, touched ...string) error {
	c := unit.Change{Kind: KindChannel, Subject: channelID, Touched: touched}
	if before != nil {
		c.Before = kept{before.Name, before.Enabled, before.Settings}
	}
	if after != nil {
		c.After = kept{after.Name, after.Enabled, after.Settings}
	}
	return unit.Keep(ctx, c)
}

// Restore makes settings that the history kept those of a channel.
func (s *Service) Restore(ctx context.Context, channelID string, state json.RawMessage) error {
	if _, err := actor.Require(ctx, PermManage); err != nil {
		return err
	}
	var k kept
	if err := json.Unmarshal(state, &k); err != nil {
		return err
	}
	c, err := s.d.Store.Channel(ctx, channelID)
	if err != nil {
		return err
	}
	_, err = s.Update(ctx, channelID, Edit{Version: c.Version, Name: &k.Name, Enabled: &k.Enabled, Settings: &k.Settings})
	return err
}
