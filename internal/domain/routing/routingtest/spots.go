package routingtest

import (
	"cmp"
	"context"
	"slices"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/routing"
)

var _ routing.Spots = (*Memory)(nil)

func spotOf(it routing.Item) routing.Spot {
	return routing.Spot{ConversationID: it.ID, QueueID: it.Queues[0], Rank: it.Arrived.Add(-it.HeadStart).UnixMicro()}
}

// SpotsOf implements routing.Spots.
func (m *Memory) SpotsOf(ctx context.Context, ids []string) (out []routing.Spot, err error) {
	list, err := m.WorkOfMany(ctx, ids)
	for _, it := range list {
		out = append(out, spotOf(it))
	}
	return out, err
}

// WaitingIn implements routing.Spots.
func (m *Memory) WaitingIn(ctx context.Context, queueID string, after routing.Spot, limit int) (out []routing.Spot, err error) {
	list, err := m.Foremost(ctx, queueID, len(m.work))
	for _, it := range list {
		p := spotOf(it)
		if cmp.Or(cmp.Compare(p.Rank, after.Rank), cmp.Compare(p.ConversationID, after.ConversationID)) > 0 && len(out) < limit {
			out = append(out, p)
		}
	}
	return out, err
}

// UnderWay implements routing.Spots.
func (m *Memory) UnderWay(ctx context.Context, queueIDs []string, limit int) (out []string, err error) {
	err = m.in(ctx, func(t string) error {
		for _, it := range ofTenant(m.work, t, func(it routing.Item) bool { return slices.Contains(queueIDs, it.Queues[0]) }, byConversation) {
			if len(out) < limit {
				out = append(out, it.ID)
			}
		}
		return nil
	})
	return out, err
}

// SpotSuite is what every store passes for lists of conversations by queue.
func SpotSuite(t *testing.T, run unit.Runner, s interface {
	routing.Works
	routing.Spots
},
) {
	t.Helper()
	ctx, elsewhere := actor.With(t.Context(), actor.SystemFor("wsp_spots")), actor.With(t.Context(), actor.SystemFor("wsp_others"))
	add := func(id, queue string, state routing.State, minute int, headStart time.Duration) {
		it := routing.Item{
			Work:  routing.Work{ID: id, Queues: []string{queue}, Kind: "chat", Points: 20, Arrived: Epoch.Add(time.Duration(minute) * time.Minute), HeadStart: headStart},
			State: state, OfferedAt: clock.Time(0), OfferUntil: clock.Time(0), Version: 1,
		}
		check.NoError(t, run.Do(ctx, func(ctx context.Context) error { return s.InsertWork(ctx, it) }))
	}
	add("cnv_1", "que_l", routing.Waits, 0, 0)
	add("cnv_2", "que_l", routing.Waits, 5, time.Hour)
	add("cnv_3", "que_l", routing.Held, 1, 0)
	add("cnv_4", "que_m", routing.Waits, 2, 0)
	rank := func(minute int) int64 { return Epoch.UnixMicro() + int64(minute)*60_000_000 }
	urgent := routing.Spot{ConversationID: "cnv_2", QueueID: "que_l", Rank: rank(-55)}
	first := routing.Spot{ConversationID: "cnv_1", QueueID: "que_l", Rank: rank(0)}
	check.Equal(t, check.Must(s.WaitingIn(ctx, "que_l", routing.Spot{}, 10))(t), []routing.Spot{urgent, first})
	check.Equal(t, check.Must(s.WaitingIn(ctx, "que_l", routing.Spot{}, 1))(t), []routing.Spot{urgent})
	check.Equal(t, check.Must(s.WaitingIn(ctx, "que_l", urgent, 10))(t), []routing.Spot{first})
	check.Equal(t, len(check.Must(s.WaitingIn(ctx, "que_l", first, 10))(t)), 0)
	check.Equal(t, len(check.Must(s.WaitingIn(elsewhere, "que_l", routing.Spot{}, 10))(t)), 0)
	check.Equal(t, check.Must(s.SpotsOf(ctx, []string{"cnv_1", "cnv_none"}))(t), []routing.Spot{first})
	check.Equal(t, len(check.Must(s.SpotsOf(ctx, nil))(t)), 0)
	check.Equal(t, len(check.Must(s.SpotsOf(elsewhere, []string{"cnv_1"}))(t)), 0)
	under := func(ctx context.Context, limit int, queues ...string) []string {
		list := check.Must(s.UnderWay(ctx, queues, limit))(t)
		slices.Sort(list)
		return list
	}
	check.Equal(t, under(ctx, 10, "que_l"), []string{"cnv_1", "cnv_2", "cnv_3"})
	check.Equal(t, under(ctx, 10, "que_l", "que_m"), []string{"cnv_1", "cnv_2", "cnv_3", "cnv_4"})
	check.Equal(t, len(under(ctx, 2, "que_l")), 2)
	check.Equal(t, len(under(elsewhere, 10, "que_l")), 0)
}
