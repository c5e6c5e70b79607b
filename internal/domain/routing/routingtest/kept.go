package routingtest

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"frontdesk/internal/check"
	"frontdesk/internal/domain/routing"
)

// KeepPlace implements routing.Places.
func (m *Memory) KeepPlace(ctx context.Context, k routing.Kept) error {
	return m.in(ctx, func(t string) error {
		m.kept[key{t, k.ConversationID}] = k
		return nil
	})
}

// KeptOf implements routing.Places.
func (m *Memory) KeptOf(ctx context.Context, customers []string) (out []routing.Kept, err error) {
	err = m.in(ctx, func(t string) error {
		out = ofTenant(m.kept, t, func(k routing.Kept) bool { return slices.Contains(customers, k.CustomerID) },
			func(a, b routing.Kept) int { return cmp.Compare(a.ConversationID, b.ConversationID) })
		return nil
	})
	return out, err
}

// TakePlace implements routing.Places.
func (m *Memory) TakePlace(ctx context.Context, conversation string) error {
	return m.in(ctx, func(t string) error {
		if _, ok := m.kept[key{t, conversation}]; !ok {
			return routing.ErrTaken.New()
		}
		delete(m.kept, key{t, conversation})
		return nil
	})
}

// PlacesPast implements routing.Places.
func (m *Memory) PlacesPast(ctx context.Context, at time.Time) (past bool, err error) {
	err = m.in(ctx, func(t string) error {
		for k, one := range m.kept {
			past = past || k[0] == t && one.Until.Before(at)
		}
		return nil
	})
	return past, err
}

// SweepPlaces implements routing.Places.
func (m *Memory) SweepPlaces(ctx context.Context, at time.Time) error {
	return m.in(ctx, func(t string) error {
		maps.DeleteFunc(m.kept, func(k key, one routing.Kept) bool { return k[0] == t && one.Until.Before(at) })
		return nil
	})
}

// places are those of customers who went.
func (x *suite) places() {
	t, s := x.t, x.s
	at := func(minute int) time.Time { return Epoch.Add(time.Duration(minute) * time.Minute) }
	one := routing.Kept{ConversationID: "cnv_k1", CustomerID: "cus_k", Queue: "que_l", Arrived: at(0), Left: at(3), Until: at(8), Step: 1, Plan: 2}
	other := routing.Kept{ConversationID: "cnv_k2", CustomerID: "cus_o", Queue: "que_l", Arrived: at(1), Left: at(2), Until: at(20)}
	keep := func(k routing.Kept) {
		x.do(func(ctx context.Context) error { return s.KeepPlace(ctx, k) })
	}
	keep(other)
	keep(one)
	one.Left = at(4)
	keep(one)
	check.Equal(t, check.Must(s.KeptOf(x.ctx, []string{"cus_k", "cus_none"}))(t), []routing.Kept{one})
	check.Equal(t, len(check.Must(s.KeptOf(x.elsewhere, []string{"cus_k"}))(t)), 0)
	check.Equal(t, check.Must(s.PlacesPast(x.ctx, at(8)))(t), false)
	check.Equal(t, check.Must(s.PlacesPast(x.ctx, at(9)))(t), true)
	check.Equal(t, check.Must(s.PlacesPast(x.elsewhere, at(9)))(t), false)
	x.do(func(ctx context.Context) error { return s.SweepPlaces(ctx, at(9)) })
	check.Equal(t, len(check.Must(s.KeptOf(x.ctx, []string{"cus_k", "cus_o"}))(t)), 1)
	x.do(func(ctx context.Context) error { return s.TakePlace(ctx, "cnv_k2") })
	x.fails(routing.ErrTaken, func(ctx context.Context) error { return s.TakePlace(ctx, "cnv_k2") })
	keep(one)
	x.do(func(ctx context.Context) error { return s.EraseRecords(ctx, "cnv_k1") })
	check.Equal(t, len(check.Must(s.KeptOf(x.ctx, []string{"cus_k"}))(t)), 0)
}
