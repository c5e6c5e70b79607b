package visitor

import (
	"context"
	"encoding/json"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/unit"
)

// Kinds of settings whose history is kept.
const (
	KindRule     = "invite_rule"
	KindSettings = "visitor_settings"
)

// settingsSubject stands for the one set of settings of a workspace.
const settingsSubject = "visitors"

type keptRule struct {
	Name     string     `json:"name"`
	Enabled  bool       `json:"enabled"`
	Position int        `json:"position"`
	When     Conditions `json:"when"`
	Message  Localised  `json:"message"`
}

type keptSettings struct {
	Watch     bool `json:"watch"`
	PerDay    int  `json:"perDay"`
	QuietDays int  `json:"quietDays"`
}

func keepRule(ctx context.Context, ruleID string, before, after *Rule) error {
	c := unit.Change{Kind: KindRule, Subject: ruleID}
	if before != nil {
		c.Before = keptRule{before.Name, before.Enabled, before.Position, before.When, before.Message}
	}
	if after != nil {
		c.After = keptRule{after.Name, after.Enabled, after.Position, after.When, after.Message}
	}
	return unit.Keep(ctx, c)
}

// Rules gives all rules in their order.
func (s *Service) Rules(ctx context.Context) ([]Rule, error) {
	if _, err := actor.Require(ctx, PermManage); err != nil {
		return nil, err
	}
	var out []Rule
	err := s.d.Run.Do(ctx, func(ctx context.Context) error { // fresh, also right after a change on another node
		var err error
		out, err = s.d.Store.Rules(ctx)
		return err
	})
	return out, err
}

// AddRule adds one.
func (s *Service) AddRule(ctx context.Context, r Rule) (Rule, error) {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return Rule{}, err
	}
	r.ID, r.CreatedAt, r.Version = id.New("ivr"), s.d.Clock.Now(), 1
	if err := r.check(); err != nil {
		return Rule{}, err
	}
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		all, err := s.d.Store.Rules(ctx)
		if err != nil {
			return err
		}
		if len(all) >= MaxRules {
			return ErrRulesFull.With("max", MaxRules)
		}
		if err := s.d.Store.InsertRule(ctx, r); err != nil {
			return err
		}
		if err := keepRule(ctx, r.ID, nil, &r); err != nil {
			return err
		}
		return s.emit(ctx, a, r.ID, EventSettings, SettingsChanged{RuleID: r.ID, Change: "added", Version: 1})
	})
	return r, err
}

// ChangeRule replaces what a rule says. A version that is no longer the stored one is a conflict.
func (s *Service) ChangeRule(ctx context.Context, r Rule) (Rule, error) {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return Rule{}, err
	}
	if err := r.check(); err != nil {
		return Rule{}, err
	}
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		before, err := s.d.Store.Rule(ctx, r.ID)
		if err != nil {
			return err
		}
		if before.Version != r.Version {
			return fault.ErrConflict.New()
		}
		after := r
		after.CreatedAt = before.CreatedAt
		if err := s.d.Store.UpdateRule(ctx, after); err != nil {
			return err
		}
		if err := keepRule(ctx, r.ID, &before, &after); err != nil {
			return err
		}
		return s.emit(ctx, a, r.ID, EventSettings, SettingsChanged{RuleID: r.ID, Change: "changed", Version: r.Version + 1})
	})
	if err != nil {
		return Rule{}, err
	}
	var out Rule
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		out, err = s.d.Store.Rule(ctx, r.ID)
		return err
	})
	return out, err
}

// RemoveRule removes one; its counts stay.
func (s *Service) RemoveRule(ctx context.Context, ruleID string) error {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return err
	}
	return s.d.Run.Do(ctx, func(ctx context.Context) error {
		before, err := s.d.Store.Rule(ctx, ruleID)
		if err != nil {
			return err
		}
		if err := s.d.Store.DeleteRule(ctx, ruleID, before.Version); err != nil {
			return err
		}
		if err := keepRule(ctx, ruleID, &before, nil); err != nil {
			return err
		}
		return s.emit(ctx, a, ruleID, EventSettings, SettingsChanged{RuleID: ruleID, Change: "removed", Version: before.Version + 1})
	})
}

// RestoreRule makes a state that the history kept the present one.
func (s *Service) RestoreRule(ctx context.Context, ruleID string, state json.RawMessage) error {
	if _, err := actor.Require(ctx, PermManage); err != nil {
		return err
	}
	var k keptRule
	if err := json.Unmarshal(state, &k); err != nil {
		return err
	}
	r, err := s.d.Store.Rule(ctx, ruleID)
	if err != nil {
		return err
	}
	r.Name, r.Enabled, r.Position, r.When, r.Message = k.Name, k.Enabled, k.Position, k.When, k.Message
	_, err = s.ChangeRule(ctx, r)
	return err
}

// Settings are the limits and the switch of the workspace.
func (s *Service) Settings(ctx context.Context) (Settings, error) {
	if _, err := actor.Require(ctx, PermManage); err != nil {
		return Settings{}, err
	}
	return s.fresh(ctx)
}

func (s *Service) fresh(ctx context.Context) (out Settings, err error) {
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		var err error
		out, err = s.d.Store.Settings(ctx)
		return err
	})
	return out, err
}

// ChangeSettings replaces them. A version that is no longer the stored one is a conflict.
func (s *Service) ChangeSettings(ctx context.Context, set Settings) (Settings, error) {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return Settings{}, err
	}
	if err := set.check(); err != nil {
		return Settings{}, err
	}
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		before, err := s.d.Store.Settings(ctx)
		if err != nil {
			return err
		}
		if err := s.d.Store.PutSettings(ctx, set); err != nil {
			return err
		}
		c := unit.Change{
			Kind: KindSettings, Subject: settingsSubject,
			Before: keptSettings{before.Watch, before.PerDay, before.QuietDays}, After: keptSettings{set.Watch, set.PerDay, set.QuietDays},
		}
		if err := unit.Keep(ctx, c); err != nil {
			return err
		}
		return s.emit(ctx, a, settingsSubject, EventSettings, SettingsChanged{Change: "changed", Version: set.Version + 1})
	})
	if err != nil {
		return Settings{}, err
	}
	return s.fresh(ctx)
}

// RestoreSettings makes a state that the history kept the present one.
func (s *Service) RestoreSettings(ctx context.Context, _ string, state json.RawMessage) error {
	if _, err := actor.Require(ctx, PermManage); err != nil {
		return err
	}
	var k keptSettings
	if err := json.Unmarshal(state, &k); err != nil {
		return err
	}
	set, err := s.fresh(ctx)
	if err != nil {
		return err
	}
	set.Watch, set.PerDay, set.QuietDays = k.Watch, k.PerDay, k.QuietDays
	_, err = s.ChangeSettings(ctx, set)
	return err
}
