package customer

import (
	"context"
	"slices"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
)

// ListTags gives all tags of the workspace, by name; everybody who works here may see them.
func (s *Service) ListTags(ctx context.Context) ([]Tag, error) {
	if _, err := actor.Require(ctx, PermRead); err != nil {
		return nil, err
	}
	return s.tags.ListTags(ctx)
}

// CreateTag adds a label.
func (s *Service) CreateTag(ctx context.Context, name, colour string) (Tag, error) {
	a, err := actor.Require(ctx, PermTagsManage)
	if err != nil {
		return Tag{}, err
	}
	if err := checkTag(name, colour); err != nil {
		return Tag{}, err
	}
	t := Tag{ID: id.New("tag"), Name: name, Colour: colour, CreatedAt: s.clock.Now(), Version: 1}
	err = s.run.Do(ctx, func(ctx context.Context) error {
		all, err := s.tags.ListTags(ctx)
		if err != nil {
			return err
		}
		if len(all) >= MaxTags {
			return ErrTooManyTags.With("max", MaxTags)
		}
		if err := s.tags.InsertTag(ctx, t); err != nil {
			return err
		}
		if err := keepTag(ctx, t.ID, nil, &t); err != nil {
			return err
		}
		return s.emit(ctx, a, StreamTag, t.ID, EventTagCreated, TagChanged{Version: 1})
	})
	return t, err
}

// UpdateTag renames or recolours a label.
func (s *Service) UpdateTag(ctx context.Context, tagID string, version int64, name, colour *string) (Tag, error) {
	a, err := actor.Require(ctx, PermTagsManage)
	if err != nil {
		return Tag{}, err
	}
	var t Tag
	err = s.run.Do(ctx, func(ctx context.Context) error {
		var err error
		if t, err = s.tags.Tag(ctx, tagID); err != nil {
			return err
		}
		if t.Version != version {
			return fault.ErrConflict.New()
		}
		before := t
		if name != nil {
			t.Name = *name
		}
		if colour != nil {
			t.Colour = *colour
		}
		if err := checkTag(t.Name, t.Colour); err != nil {
			return err
		}
		if err := s.tags.UpdateTag(ctx, t); err != nil {
			return err
		}
		if err := keepTag(ctx, t.ID, &before, &t); err != nil {
			return err
		}
		t.Version++
		return s.emit(ctx, a, StreamTag, t.ID, EventTagUpdated, TagChanged{Version: t.Version})
	})
	return t, err
}

// DeleteTag removes a label from the workspace and from all customers; conversations follow the event.
func (s *Service) DeleteTag(ctx context.Context, tagID string) error {
	a, err := actor.Require(ctx, PermTagsManage)
	if err != nil {
		return err
	}
	return s.run.Do(ctx, func(ctx context.Context) error {
		t, err := s.tags.Tag(ctx, tagID)
		if err != nil {
			return err
		}
		if err := s.tags.DeleteTag(ctx, tagID); err != nil {
			return err
		}
		if err := keepTag(ctx, tagID, &t, nil); err != nil {
			return err
		}
		return s.emit(ctx, a, StreamTag, tagID, EventTagDeleted, TagChanged{Version: t.Version})
	})
}

// KnownTags reports which of these tags do not exist, for domains that link to them.
func (s *Service) KnownTags(ctx context.Context, ids []string) (missing []string, err error) {
	if _, err := actor.Of(ctx); err != nil {
		return nil, err
	}
	all, err := s.tags.ListTags(ctx)
	if err != nil {
		return nil, err
	}
	for _, want := range ids {
		if !slices.ContainsFunc(all, func(t Tag) bool { return t.ID == want }) {
			missing = append(missing, want)
		}
	}
	return missing, nil
}

// Label makes exactly these the tags of a customer.
func (s *Service) Label(ctx context.Context, customerID string, tagIDs []string) (Customer, error) {
	a, err := actor.Require(ctx, PermEdit)
	if err != nil {
		return Customer{}, err
	}
	tagIDs = slices.Compact(slices.Sorted(slices.Values(tagIDs)))
	var check fault.Checker
	check.Count("tagIds", len(tagIDs), MaxTagsOn)
	if err := check.Err(); err != nil {
		return Customer{}, err
	}
	var c Customer
	err = s.run.Do(ctx, func(ctx context.Context) error {
		missing, err := s.KnownTags(ctx, tagIDs)
		if err != nil {
			return err
		}
		if len(missing) > 0 {
			return fault.ErrUnknownItem.On("tagIds")
		}
		if c, err = s.current(ctx, customerID); err != nil {
			return err
		}
		added, removed := difference(tagIDs, c.TagIDs), difference(c.TagIDs, tagIDs)
		if len(added)+len(removed) == 0 {
			return nil
		}
		c.TagIDs = tagIDs
		if err := s.tags.LinkTags(ctx, c.ID, tagIDs); err != nil {
			return err
		}
		return s.emit(ctx, a, Stream, c.ID, EventTagged, Tagged{Added: added, Removed: removed})
	})
	return c, err
}

// difference is what a has and b has not; never nil, so that events hold lists.
func difference(a, b []string) []string {
	out := []string{}
	for _, x := range a {
		if !slices.Contains(b, x) {
			out = append(out, x)
		}
	}
	return out
}
