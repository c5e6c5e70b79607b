package routingtest

import (
	"context"
	"time"

	"frontdesk/internal/base/clock"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/routing"
)

// lines are the questions about work that waits.
func (x *suite) lines() {
	t, s := x.t, x.s
	add := func(id, queue string, state routing.State, minute int, headStart time.Duration) routing.Item {
		it := routing.Item{
			Work:  routing.Work{ID: id, Queues: []string{queue}, Kind: "chat", Points: 20, Arrived: Epoch.Add(time.Duration(minute) * time.Minute), HeadStart: headStart},
			State: state, OfferedAt: clock.Time(0), OfferUntil: clock.Time(0), Version: 1, Channel: "chn_" + id[len(id)-1:],
		}
		x.do(func(ctx context.Context) error { return s.InsertWork(ctx, it) })
		return it
	}
	first := add("cnv_l1", "que_l", routing.Waits, 0, 0)
	urgent := add("cnv_l2", "que_l", routing.Waits, 5, time.Hour)
	add("cnv_l3", "que_l", routing.Held, 1, 0)
	add("cnv_l4", "que_m", routing.Waits, 2, 0)
	var order []string
	for _, it := range check.Must(s.Foremost(x.ctx, "que_l", 10))(t) {
		order = append(order, it.ID)
	}
	check.Equal(t, order, []string{"cnv_l2", "cnv_l1"})
	check.Equal(t, len(check.Must(s.Foremost(x.ctx, "que_l", 1))(t)), 1)
	check.Equal(t, len(check.Must(s.Foremost(x.elsewhere, "que_l", 10))(t)), 0)
	check.Equal(t, check.Must(s.Before(x.ctx, first))(t), 1)
	check.Equal(t, check.Must(s.Before(x.ctx, urgent))(t), 0)
	check.Equal(t, check.Must(s.Crowds(x.ctx))(t), []routing.Crowd{
		{Queue: "que_l", State: routing.Held, Count: 1, Oldest: Epoch.Add(time.Minute)},
		{Queue: "que_l", State: routing.Waits, Count: 2, Oldest: Epoch},
		{Queue: "que_m", State: routing.Waits, Count: 1, Oldest: Epoch.Add(2 * time.Minute)},
	})
	check.Equal(t, len(check.Must(s.Crowds(x.elsewhere))(t)), 0)
	check.Equal(t, check.Must(s.CrowdsByChannel(x.ctx))(t), []routing.Crowd{
		{Queue: "que_l", Channel: "chn_1", State: routing.Waits, Count: 1, Oldest: Epoch},
		{Queue: "que_l", Channel: "chn_2", State: routing.Waits, Count: 1, Oldest: Epoch.Add(5 * time.Minute)},
		{Queue: "que_l", Channel: "chn_3", State: routing.Held, Count: 1, Oldest: Epoch.Add(time.Minute)},
		{Queue: "que_m", Channel: "chn_4", State: routing.Waits, Count: 1, Oldest: Epoch.Add(2 * time.Minute)},
	})
	check.Equal(t, len(check.Must(s.CrowdsByChannel(x.elsewhere))(t)), 0)
	moved := check.Must(s.WorkOf(x.ctx, "cnv_l4"))(t)
	moved.Step = 1
	x.do(func(ctx context.Context) error { return s.SaveWork(ctx, moved) })
	check.Equal(t, check.Must(s.WorkOf(x.ctx, "cnv_l4"))(t).Channel, "chn_4")
	check.Equal(t, len(check.Must(s.WorkOfMany(x.ctx, []string{"cnv_l1", "cnv_l4", "cnv_none"}))(t)), 2)
	check.Equal(t, len(check.Must(s.WorkOfMany(x.elsewhere, []string{"cnv_l1"}))(t)), 0)
	check.Equal(t, check.Must(s.Workspaces(x.ctx))(t), []string{"wsp_routing"})
}

// seats are people of whom nothing was known, and who take more than there is room for.
func (x *suite) seats() {
	t, s := x.t, x.s
	at := Epoch.Add(time.Minute)
	for range 2 { // a second time changes nothing
		x.do(func(ctx context.Context) error { return s.Seat(ctx, "usr_s", at) })
	}
	x.do(func(ctx context.Context) error { return s.Take(ctx, "usr_s", "chat", 20, 100, at) })
	x.do(func(ctx context.Context) error { return s.Burden(ctx, "usr_s", "chat", 90, at) })
	x.do(func(ctx context.Context) error { return s.Burden(ctx, "usr_n", "email", 10, at) })
	got := check.Must(s.Desk(x.ctx, "usr_s"))(t)
	check.Equal(t, got.Used, 110)
	check.Equal(t, got.Holds, map[string]int{"chat": 2})
	check.Equal(t, check.Must(s.Desk(x.ctx, "usr_n"))(t).Holds, map[string]int{"email": 1})
	x.fails(routing.ErrFull, func(ctx context.Context) error { return s.Take(ctx, "usr_s", "email", 10, 100, at) })
	own := routing.Item{Work: routing.Work{ID: "cnv_s", Queues: []string{"que_s"}, Kind: "chat", Points: 30, Arrived: Epoch}, State: routing.Held, Agent: "usr_s"}
	x.do(func(ctx context.Context) error { return s.InsertWork(ctx, own) })
	x.do(func(ctx context.Context) error { return s.Recount(ctx, "usr_s") })
	got = check.Must(s.Desk(x.ctx, "usr_s"))(t)
	check.Equal(t, got.Used, 30)
	check.Equal(t, got.Holds, map[string]int{"chat": 1})
	check.Equal(t, len(check.Must(s.DesksOf(x.ctx, []string{"usr_s", "usr_n", "usr_none"}))(t)), 2)
	check.Equal(t, len(check.Must(s.DesksOf(x.elsewhere, []string{"usr_s"}))(t)), 0)
}

func (x *suite) tallies() {
	t, s := x.t, x.s
	for i, within := range []bool{true, false, true} {
		x.do(func(ctx context.Context) error {
			return s.Serve(ctx, "que_1", []string{"chn_1", "chn_1", "chn_2"}[i], Epoch, within)
		})
	}
	x.do(func(ctx context.Context) error {
		return s.Serve(ctx, "que_1", "chn_1", Epoch.Add(routing.TallyEvery), true)
	})
	check.Equal(t, check.Must(s.ServedSince(x.ctx, Epoch))(t), []routing.Tally{
		{Queue: "que_1", Slot: Epoch, Served: 3, Within: 2}, {Queue: "que_1", Slot: Epoch.Add(routing.TallyEvery), Served: 1, Within: 1},
	})
	check.Equal(t, len(check.Must(s.ServedSince(x.ctx, Epoch.Add(time.Minute)))(t)), 1)
	check.Equal(t, len(check.Must(s.ServedSince(x.elsewhere, Epoch))(t)), 0)
	check.Equal(t, check.Must(s.ServedByChannel(x.ctx, Epoch))(t), []routing.Tally{
		{Queue: "que_1", Channel: "chn_1", Served: 3, Within: 2}, {Queue: "que_1", Channel: "chn_2", Served: 1, Within: 1},
	})
	check.Equal(t, len(check.Must(s.ServedByChannel(x.elsewhere, Epoch))(t)), 0)
}
