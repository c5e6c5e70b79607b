package account

import (
	"context"
	"encoding/json"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/unit"
)

// Kinds of settings whose history is kept.
const (
	KindWorkspace = "workspace"
	KindCalendar  = "calendar"
)

// keptWorkspace is what the history keeps of a workspace.
type keptWorkspace struct {
	Name     string   `json:"name"`
	Slug     string   `json:"slug"`
	Locale   string   `json:"locale"`
	Timezone string   `json:"timezone"`
	Settings Settings `json:"settings"`
}

// keptCalendar is what the history keeps of a calendar.
type keptCalendar struct {
	Name       string      `json:"name"`
	Timezone   string      `json:"timezone"`
	Hours      Week        `json:"hours"`
	Exceptions []Exception `json:"exceptions"`
}

func (w Workspace) kept() keptWorkspace {
	return keptWorkspace{w.Name, w.Slug, w.Locale, w.Timezone, w.Settings}
}

func (c Calendar) kept() keptCalendar {
	return keptCalendar{c.Name, c.Timezone, c.Hours, c.Exceptions}
}

func keepWorkspace(ctx context.Context, before, after Workspace) error {
	return unit.Keep(ctx, unit.Change{Kind: KindWorkspace, Subject: after.ID, Before: before.kept(), After: after.kept()})
}

func keepCalendar(ctx context.Context, calendarID string, before, after *Calendar) error {
	c := unit.Change{Kind: KindCalendar, Subject: calendarID}
	if before != nil {
		c.Before = before.kept()
	}
	if after != nil {
		c.After = after.kept()
	}
	return unit.Keep(ctx, c)
}

// RestoreWorkspace makes settings of the workspace that the history kept the present ones.
func (s *Service) RestoreWorkspace(ctx context.Context, _ string, state json.RawMessage) error {
	if _, err := actor.Require(ctx, PermManage); err != nil {
		return err
	}
	var k keptWorkspace
	if err := json.Unmarshal(state, &k); err != nil {
		return err
	}
	w, err := s.store.Get(ctx)
	if err != nil {
		return err
	}
	_, err = s.Change(ctx, ChangeWorkspace{
		Name: &k.Name, Slug: &k.Slug, Locale: &k.Locale, Timezone: &k.Timezone, Settings: &k.Settings, Version: w.Version,
	})
	return err
}

// RestoreCalendar makes hours that the history kept those of a calendar.
func (s *Service) RestoreCalendar(ctx context.Context, calendarID string, state json.RawMessage) error {
	if _, err := actor.Require(ctx, PermManage); err != nil {
		return err
	}
	var k keptCalendar
	if err := json.Unmarshal(state, &k); err != nil {
		return err
	}
	c, err := s.store.Calendar(ctx, calendarID)
	if err != nil {
		return err
	}
	_, err = s.ChangeCalendar(ctx, calendarID, ChangeCalendar{
		Name: &k.Name, Timezone: &k.Timezone, Hours: &k.Hours, Exceptions: &k.Exceptions, Version: c.Version,
	})
	return err
}
