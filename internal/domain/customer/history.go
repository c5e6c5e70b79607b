package customer

import (
	"context"
	"encoding/json"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/unit"
)

// KindTag is the kind of settings whose history is kept.
const KindTag = "tag"

// keptTag is what the history keeps of a tag.
type keptTag struct {
	Name   string `json:"name"`
	Colour string `json:"colour"`
}

// keepTag writes a version of a tag; nil is one that is not there yet, or any more.
func keepTag(ctx context.Context, tagID string, before, after *Tag) error {
	c := unit.Change{Kind: KindTag, Subject: tagID}
	if before != nil {
		c.Before = keptTag{before.Name, before.Colour}
	}
	if after != nil {
		c.After = keptTag{after.Name, after.Colour}
	}
	return unit.Keep(ctx, c)
}

// RestoreTag makes what the history kept of a tag its name and colour.
func (s *Service) RestoreTag(ctx context.Context, tagID string, state json.RawMessage) error {
	if _, err := actor.Require(ctx, PermTagsManage); err != nil {
		return err
	}
	var k keptTag
	if err := json.Unmarshal(state, &k); err != nil {
		return err
	}
	t, err := s.tags.Tag(ctx, tagID)
	if err != nil {
		return err
	}
	_, err = s.UpdateTag(ctx, tagID, t.Version, &k.Name, &k.Colour)
	return err
}
