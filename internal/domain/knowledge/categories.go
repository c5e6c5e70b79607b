package knowledge

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/unit"
)

// Categories are all, by position.
func (s *FAQ) Categories(ctx context.Context) ([]Category, error) {
	if _, err := actor.Require(ctx, PermFAQ); err != nil {
		return nil, err
	}
	return s.d.Store.AllCategories(ctx)
}

// CreateCategory adds a category as the last of its parent.
func (s *FAQ) CreateCategory(ctx context.Context, c Category) (Category, error) {
	a, err := actor.Require(ctx, PermFAQManage)
	if err != nil {
		return Category{}, err
	}
	c.ID, c.Version = id.At("fqc", s.d.Clock.Now()), 1
	c.clean()
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		all, err := s.d.Store.AllCategories(ctx)
		if err != nil {
			return err
		}
		if len(all) >= MaxCategories {
			return ErrTooManyCategories.With("max", MaxCategories)
		}
		c.Position = 0
		for _, o := range all {
			if o.ParentID == c.ParentID {
				c.Position = min(max(c.Position, o.Position+1), MaxCategories)
			}
		}
		if err := fits(all, c); err != nil {
			return err
		}
		if err := s.d.Store.InsertCategory(ctx, c); err != nil {
			return err
		}
		if err := keepCategory(ctx, nil, &c); err != nil {
			return err
		}
		return s.toldCategory(ctx, a, c, EventCategoryCreated)
	})
	return c, err
}

func fits(all Categories, c Category) error {
	var k fault.Checker
	c.check(&k)
	if err := k.Err(); err != nil {
		return err
	}
	return all.place(c)
}

// EditCategory changes a category; nil leaves a field as it is.
type EditCategory struct {
	Version                  int64
	NameZh, NameEn, ParentID *string
	Position                 *int
}

// UpdateCategory renames, moves or orders a category.
func (s *FAQ) UpdateCategory(ctx context.Context, categoryID string, e EditCategory) (out Category, err error) {
	a, err := actor.Require(ctx, PermFAQManage)
	if err != nil {
		return Category{}, err
	}
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		all, c, err := s.category(ctx, categoryID)
		if err != nil {
			return err
		}
		if c.Version != e.Version {
			return fault.ErrConflict.New()
		}
		before := c
		change(&c.NameZh, e.NameZh)
		change(&c.NameEn, e.NameEn)
		change(&c.ParentID, e.ParentID)
		change(&c.Position, e.Position)
		c.clean()
		if err := fits(all, c); err != nil {
			return err
		}
		if err := s.d.Store.UpdateCategory(ctx, c); err != nil {
			return err
		}
		c.Version++
		out = c
		if err := keepCategory(ctx, &before, &c); err != nil {
			return err
		}
		return s.toldCategory(ctx, a, c, EventCategoryUpdated)
	})
	return out, err
}

func (s *FAQ) category(ctx context.Context, categoryID string) (Categories, Category, error) {
	all, err := s.d.Store.AllCategories(ctx)
	if err != nil {
		return nil, Category{}, err
	}
	i := Categories(all).find(categoryID)
	if i < 0 {
		return nil, Category{}, ErrCategoryNotFound.New()
	}
	return all, all[i], nil
}

// DeleteCategory removes an empty category.
func (s *FAQ) DeleteCategory(ctx context.Context, categoryID string) error {
	a, err := actor.Require(ctx, PermFAQManage)
	if err != nil {
		return err
	}
	return s.d.Run.Do(ctx, func(ctx context.Context) error {
		_, c, err := s.category(ctx, categoryID)
		if err != nil {
			return err
		}
		if err := s.d.Store.DeleteCategory(ctx, categoryID); err != nil {
			return err
		}
		if err := keepCategory(ctx, &c, nil); err != nil {
			return err
		}
		return s.toldCategory(ctx, a, c, EventCategoryDeleted)
	})
}

func (s *FAQ) toldCategory(ctx context.Context, a actor.Actor, c Category, kind string) error {
	if err := s.d.Store.Changed(ctx); err != nil {
		return err
	}
	return unit.Append(ctx, event.New(a.Tenant, CategoryStream, c.ID, kind, a.Ref(), s.d.Clock.Now(), CategoryChanged{Version: c.Version}))
}
