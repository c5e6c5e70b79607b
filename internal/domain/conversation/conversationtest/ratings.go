package conversationtest

import (
	"cmp"
	"context"
	"slices"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/conversation"
)

// Ratings implements conversation.Ratings.
func (m *Memory) Ratings(ctx context.Context, q conversation.RatingQuery) (page.Of[conversation.Rated], error) {
	return on(ctx, m, func(tenant string, t *tables) (page.Of[conversation.Rated], error) {
		out := page.Of[conversation.Rated]{Items: []conversation.Rated{}}
		for k, list := range t.ratings {
			c, ok := t.rows[k]
			if k[0] != tenant || !ok {
				continue
			}
			for _, r := range list {
				one := conversation.Rated{Rating: r, Number: c.Number, CustomerID: c.CustomerID, CustomerName: c.CustomerName, ChannelID: c.ChannelID, TeamID: c.TeamID}
				if wanted(q, one, c.AssigneeID) {
					out.Items = append(out.Items, one)
				}
			}
		}
		slices.SortFunc(out.Items, func(x, y conversation.Rated) int {
			return cmp.Or(y.CreatedAt.Compare(x.CreatedAt), cmp.Compare(y.ConversationID, x.ConversationID))
		})
		return after(out, q.Page)
	})
}

func wanted(q conversation.RatingQuery, r conversation.Rated, assignee string) bool {
	is := func(asked, has string) bool { return asked == "" || asked == has }
	return is(string(q.State), string(r.FollowUp.State)) && is(q.TeamID, r.TeamID) && is(q.ChannelID, r.ChannelID) && is(q.UserID, r.UserID) &&
		(q.Score == 0 || q.Score == r.Score) && (q.From.IsZero() || !r.CreatedAt.Before(q.From)) && (q.To.IsZero() || r.CreatedAt.Before(q.To)) &&
		(q.Scope.Level == actor.All || assignee == q.Scope.User || q.Scope.Level == actor.Teams && slices.Contains(q.Scope.Teams, r.TeamID))
}

// after cuts the page that the request asks for.
func after(all page.Of[conversation.Rated], p page.Request) (page.Of[conversation.Rated], error) {
	var at int64
	var id string
	resumed, err := page.Decode(p.Cursor, &at, &id)
	if err != nil {
		return all, err
	}
	if resumed {
		all.Items = slices.DeleteFunc(all.Items, func(r conversation.Rated) bool {
			return cmp.Or(cmp.Compare(clock.Micros(r.CreatedAt), at), cmp.Compare(r.ConversationID, id)) >= 0
		})
	}
	if size := p.Size(); len(all.Items) > size {
		last := all.Items[size-1]
		all.Items, all.Next = all.Items[:size], page.Encode(clock.Micros(last.CreatedAt), last.ConversationID)
	}
	return all, nil
}
