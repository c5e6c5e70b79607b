package wrapup

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
)

// NewCategory is a category to add at the end of its parent.
type NewCategory struct{ ParentID, NameZh, NameEn string }

// Edit changes a category; nil leaves a field as it is. Index is the new place among those of the parent.
type Edit struct {
	Version        int64
	NameZh, NameEn *string
	ParentID       *string
	Index          *int
	Archived       *bool
}

// inTree runs a change of the tree: one after another, so that no two of them make a loop together.
func (s *Service) inTree(ctx context.Context, fn func(ctx context.Context, a actor.Actor, t Tree) error) error {
	a, err := actor.Require(ctx, PermManage)
	if err != nil {
		return err
	}
	return s.d.Run.Do(ctx, func(ctx context.Context) error {
		if err := s.d.Stores.LockTree(ctx); err != nil {
			return err
		}
		all, err := s.d.Stores.Categories(ctx)
		if err != nil {
			return err
		}
		return fn(ctx, a, NewTree(all))
	})
}

// CreateCategory adds a category.
func (s *Service) CreateCategory(ctx context.Context, in NewCategory) (Category, error) {
	var out Category
	err := s.inTree(ctx, func(ctx context.Context, a actor.Actor, t Tree) error {
		var err error
		out, err = s.create(ctx, a, t, in)
		return err
	})
	if err != nil {
		return Category{}, err
	}
	return out, nil
}

func (s *Service) create(ctx context.Context, a actor.Actor, t Tree, in NewCategory) (Category, error) {
	c := Category{ID: id.New("wct"), ParentID: in.ParentID, NameZh: in.NameZh, NameEn: in.NameEn, Version: 1}
	if err := c.clean(); err != nil {
		return c, err
	}
	if len(t.byID) >= MaxCategories {
		return c, ErrTooManyOf.With("max", MaxCategories)
	}
	if err := t.mayStand(c, in.ParentID); err != nil {
		return c, err
	}
	if last := t.below[in.ParentID]; len(last) > 0 {
		c.Position = last[len(last)-1].Position + 1
	}
	if err := s.d.Stores.InsertCategory(ctx, c); err != nil {
		return c, err
	}
	if err := keepCategory(ctx, nil, &c); err != nil {
		return c, err
	}
	return c, s.told(ctx, a, c.ID, EventCategoryCreated, CategoryChanged{Version: c.Version, ParentID: c.ParentID})
}

// ChangeCategory renames, moves, archives or restores a category.
func (s *Service) ChangeCategory(ctx context.Context, categoryID string, e Edit) (Category, error) {
	var out Category
	err := s.inTree(ctx, func(ctx context.Context, a actor.Actor, t Tree) error {
		c, ok := t.Get(categoryID)
		if !ok {
			return ErrCategoryNotFound.New()
		}
		if c.Version != e.Version {
			return fault.ErrConflict.New()
		}
		before := c
		e.apply(&c)
		if err := c.clean(); err != nil {
			return err
		}
		if err := t.mayStand(c, c.ParentID); err != nil {
			return err
		}
		out = c
		return s.settle(ctx, a, t, before, &out, e.Index)
	})
	if err != nil {
		return Category{}, err
	}
	return out, nil
}

func (e Edit) apply(c *Category) {
	if e.NameZh != nil {
		c.NameZh = *e.NameZh
	}
	if e.NameEn != nil {
		c.NameEn = *e.NameEn
	}
	if e.ParentID != nil {
		c.ParentID = *e.ParentID
	}
	if e.Archived != nil {
		c.Archived = *e.Archived
	}
}

// settle writes a changed category at its place.
func (s *Service) settle(ctx context.Context, a actor.Actor, t Tree, before Category, c *Category, index *int) error {
	if index != nil || c.ParentID != before.ParentID {
		at := len(t.below[c.ParentID])
		if index != nil {
			at = *index
		}
		for _, o := range t.place(*c, c.ParentID, at) {
			if o.ID == c.ID {
				c.Position = o.Position
			} else if err := s.d.Stores.Reposition(ctx, o.ID, o.Position); err != nil {
				return err
			}
		}
	}
	fields := fieldsOf(before, *c)
	if len(fields) == 0 {
		return nil
	}
	if err := s.d.Stores.UpdateCategory(ctx, *c); err != nil {
		return err
	}
	if err := keepCategory(ctx, &before, c); err != nil {
		return err
	}
	c.Version++
	return s.told(ctx, a, c.ID, EventCategoryChanged, CategoryChanged{
		Version: c.Version, ParentID: c.ParentID, Archived: c.Archived, Fields: fields,
	})
}

func fieldsOf(a, b Category) []string {
	var out []string
	add := func(differs bool, name string) {
		if differs {
			out = append(out, name)
		}
	}
	add(a.Archived != b.Archived, "archived")
	add(a.NameEn != b.NameEn, "nameEn")
	add(a.NameZh != b.NameZh, "nameZh")
	add(a.ParentID != b.ParentID, "parentId")
	add(a.Position != b.Position, "position")
	return out
}

// DeleteCategory removes a category that was never used and has none below it.
func (s *Service) DeleteCategory(ctx context.Context, categoryID string) error {
	return s.inTree(ctx, func(ctx context.Context, a actor.Actor, t Tree) error {
		c, ok := t.Get(categoryID)
		if !ok {
			return ErrCategoryNotFound.New()
		}
		if c.Used {
			return ErrUsed.New()
		}
		if len(t.below[categoryID]) > 0 {
			return ErrHasChildren.New()
		}
		if err := s.d.Stores.DeleteCategory(ctx, categoryID); err != nil {
			return err
		}
		if err := keepCategory(ctx, &c, nil); err != nil {
			return err
		}
		return s.told(ctx, a, categoryID, EventCategoryDeleted, CategoryChanged{Version: c.Version, ParentID: c.ParentID})
	})
}
