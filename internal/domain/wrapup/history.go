package wrapup

import (
	"context"
	"encoding/json"
	"slices"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/unit"
)

// Kinds of settings whose history is kept.
const (
	KindCategory = "summary_category"
	KindForm     = "summary_form"
)

// keptCategory is what the history keeps of a category. Its place among others is no setting.
type keptCategory struct {
	NameZh   string `json:"nameZh,omitempty"`
	NameEn   string `json:"nameEn,omitempty"`
	ParentID string `json:"parentId,omitempty"`
	Archived bool   `json:"archived"`
}

// keptForm is what the history keeps of a form.
type keptForm struct {
	Mode        Mode     `json:"mode"`
	CategoryIDs []string `json:"categoryIds"`
}

// keepCategory writes a version of a category; nil is one that is not there yet, or any more.
func keepCategory(ctx context.Context, before, after *Category) error {
	c := unit.Change{Kind: KindCategory}
	if before != nil {
		c.Subject, c.Before = before.ID, keptCategory{before.NameZh, before.NameEn, before.ParentID, before.Archived}
	}
	if after != nil {
		c.Subject, c.After = after.ID, keptCategory{after.NameZh, after.NameEn, after.ParentID, after.Archived}
	}
	return unit.Keep(ctx, c)
}

// keepForm writes a version of a form. One that was never saved is like that of all others.
func (s *Service) keepForm(ctx context.Context, after Form) error {
	c := unit.Change{Kind: KindForm, Subject: after.TeamID, After: keptForm{after.Mode, after.CategoryIDs}}
	forms, err := s.d.Stores.Forms(ctx)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(forms, func(f Form) bool { return f.TeamID == after.TeamID }); i >= 0 {
		c.Before = keptForm{forms[i].Mode, forms[i].CategoryIDs}
	}
	return unit.Keep(ctx, c)
}

// RestoreCategory makes what the history kept of a category its names, its parent and whether it is archived.
func (s *Service) RestoreCategory(ctx context.Context, categoryID string, state json.RawMessage) error {
	if _, err := actor.Require(ctx, PermManage); err != nil {
		return err
	}
	var k keptCategory
	if err := json.Unmarshal(state, &k); err != nil {
		return err
	}
	all, err := s.d.Stores.Categories(ctx)
	if err != nil {
		return err
	}
	c, ok := NewTree(all).Get(categoryID)
	if !ok {
		return ErrCategoryNotFound.New()
	}
	_, err = s.ChangeCategory(ctx, categoryID, Edit{
		Version: c.Version, NameZh: &k.NameZh, NameEn: &k.NameEn, ParentID: &k.ParentID, Archived: &k.Archived,
	})
	return err
}

// RestoreForm makes what the history kept of a form the form.
func (s *Service) RestoreForm(ctx context.Context, teamID string, state json.RawMessage) error {
	if _, err := actor.Require(ctx, PermManage); err != nil {
		return err
	}
	var k keptForm
	if err := json.Unmarshal(state, &k); err != nil {
		return err
	}
	forms, err := s.d.Stores.Forms(ctx)
	if err != nil {
		return err
	}
	f := Form{TeamID: teamID, Mode: k.Mode, CategoryIDs: k.CategoryIDs}
	if i := slices.IndexFunc(forms, func(f Form) bool { return f.TeamID == teamID }); i >= 0 {
		f.Version = forms[i].Version
	}
	_, err = s.ChangeForm(ctx, f)
	return err
}
