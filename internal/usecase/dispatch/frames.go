package dispatch

import (
	"context"
	"slices"

	"frontdesk/internal/domain/routing"
)

// OpenOffers are those of these conversations that wait for an answer, for the frames that tell of them.
func (s *Service) OpenOffers(ctx context.Context, conversationIDs []string) ([]routing.OfferedTo, error) {
	by, err := s.items(ctx, conversationIDs)
	if err != nil {
		return nil, err
	}
	list := make([]routing.Item, 0, len(by))
	for _, it := range by {
		if it.State == routing.Offered {
			list = append(list, it)
		}
	}
	slices.SortFunc(list, func(a, b routing.Item) int { return a.OfferedAt.Compare(b.OfferedAt) })
	shown, err := s.offerings(ctx, list)
	out := make([]routing.OfferedTo, len(shown))
	for i, o := range shown {
		out[i] = routing.OfferedTo{AgentID: by[o.ConversationID].Agent, Offering: o}
	}
	return out, err
}
