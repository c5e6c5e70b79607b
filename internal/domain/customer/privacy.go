package customer

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
)

// EventPrivacyAccepted tells that a browser accepted a version of a privacy notice; its stream is the visitor.
const EventPrivacyAccepted = "visitor.privacy_accepted"

// PrivacyAccepted is its data.
type PrivacyAccepted struct {
	ChannelID string `json:"channelId"`
	Version   int    `json:"version"`
}

// AcceptPrivacy notes that the visitor accepted a version of the privacy notice, and when. An older version changes nothing.
func (s *Service) AcceptPrivacy(ctx context.Context, visitorID string, version int) error {
	a, err := actor.Of(ctx)
	if err != nil {
		return err
	}
	if a.Kind != actor.Visitor || a.ID != visitorID {
		return fault.ErrDenied.New()
	}
	return s.run.Do(ctx, func(ctx context.Context) error {
		v, err := s.visitors.Visitor(ctx, visitorID)
		if err != nil || version <= v.PrivacyVersion {
			return err
		}
		v.PrivacyVersion, v.PrivacyAt = version, s.clock.Now()
		if err := s.visitors.UpdateVisitor(ctx, v); err != nil {
			return err
		}
		return unit.Append(ctx, event.New(a.Tenant, "visitor", v.ID, EventPrivacyAccepted, a.Ref(), v.PrivacyAt, PrivacyAccepted{v.ChannelID, version}))
	})
}
