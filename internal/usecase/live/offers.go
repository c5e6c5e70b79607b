package live

import (
	"context"
	"encoding/json"
	"slices"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/routing"
)

// Offers reads what frames show of offers; dispatch.Service is it.
type Offers interface {
	// OpenOffers are those of these conversations that wait for an answer.
	OpenOffers(ctx context.Context, conversationIDs []string) ([]routing.OfferedTo, error)
}

// AudienceOffers is one person to whom work is offered.
func AudienceOffers(user string) string { return "offers." + user }

type (
	// offerFrame shows work that waits for an answer.
	offerFrame struct {
		Op string `json:"op"`
		routing.Offering
	}
	offerEndedFrame struct {
		Op             string         `json:"op"`
		ConversationID string         `json:"conversationId"`
		Outcome        routing.Ending `json:"outcome"`
	}
)

// offers tells agents what they were offered, and what of it is over. Frames may be lost: clients ask when they connect.
func (s *Service) offers(ctx context.Context, batch []event.Recorded) error {
	made := map[string][]string{} // conversations by workspace
	for _, e := range batch {
		switch e.Type {
		case routing.EventOffered, conversation.EventCallBackAsked, conversation.EventCallBackWithdrawn: // whoever is asked sees whether to call
			if !slices.Contains(made[e.Tenant], e.StreamID) {
				made[e.Tenant] = append(made[e.Tenant], e.StreamID)
			}
		case routing.EventOfferEnded:
			var end routing.OfferEnded
			if json.Unmarshal(e.Data, &end) == nil {
				if err := s.offerEnded(e.Event, end.AgentID, end.Outcome); err != nil {
					return err
				}
			}
		case routing.EventAccepted: // the other windows of who accepted it
			var got routing.AcceptedWork
			if json.Unmarshal(e.Data, &got) == nil && got.Mode == routing.Push {
				if err := s.offerEnded(e.Event, got.AgentID, routing.Accepted); err != nil {
					return err
				}
			}
		}
	}
	for tenant, ids := range made {
		open, err := s.open.OpenOffers(actor.With(ctx, actor.SystemFor(tenant)), ids)
		if err != nil {
			return err
		}
		for _, o := range open {
			if err := s.toEach(tenant, AudienceOffers(o.AgentID), shape(offerFrame{"offer", o.Offering})); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Service) offerEnded(e event.Event, user string, how routing.Ending) error {
	return s.toBoth(e.Tenant, AudienceOffers(user), encode(offerEndedFrame{"offer_ended", e.StreamID, how}))
}
