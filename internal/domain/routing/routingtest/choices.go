package routingtest

import (
	"cmp"
	"context"
	"slices"
	"time"

	"frontdesk/internal/check"
	"frontdesk/internal/domain/routing"
)

// chosen is one choice of one customer.
type chosen struct {
	tenant, queue, choice string
	slot                  time.Time
}

// Choose implements routing.Choices.
func (m *Memory) Choose(ctx context.Context, queueID, choice string, slot time.Time) error {
	return m.in(ctx, func(t string) error {
		m.chosen = append(m.chosen, chosen{t, queueID, choice, slot})
		return nil
	})
}

// ChosenSince implements routing.Choices.
func (m *Memory) ChosenSince(ctx context.Context, from time.Time) (out []routing.Chosen, err error) {
	err = m.in(ctx, func(t string) error {
		for _, one := range m.chosen {
			if one.tenant != t || one.slot.Before(from) {
				continue
			}
			same := func(c routing.Chosen) bool { return c.Queue == one.queue && c.Choice == one.choice }
			at := slices.IndexFunc(out, same)
			if at < 0 {
				at, out = len(out), append(out, routing.Chosen{Queue: one.queue, Choice: one.choice})
			}
			out[at].Count++
		}
		return nil
	})
	slices.SortFunc(out, func(a, b routing.Chosen) int {
		return cmp.Or(cmp.Compare(a.Queue, b.Queue), cmp.Compare(a.Choice, b.Choice))
	})
	return out, err
}

func (x *suite) choices() {
	t, s := x.t, x.s
	for _, what := range []string{routing.ChoseSolved, routing.ChoseCallBack, routing.ChoseSolved} {
		x.do(func(ctx context.Context) error { return s.Choose(ctx, "que_1", what, Epoch) })
	}
	x.do(func(ctx context.Context) error {
		return s.Choose(ctx, "que_1", routing.ChoseSolved, Epoch.Add(routing.TallyEvery))
	})
	check.Equal(t, check.Must(s.ChosenSince(x.ctx, Epoch))(t), []routing.Chosen{
		{Queue: "que_1", Choice: routing.ChoseCallBack, Count: 1}, {Queue: "que_1", Choice: routing.ChoseSolved, Count: 3},
	})
	check.Equal(t, check.Must(s.ChosenSince(x.ctx, Epoch.Add(time.Minute)))(t), []routing.Chosen{{Queue: "que_1", Choice: routing.ChoseSolved, Count: 1}})
	check.Equal(t, len(check.Must(s.ChosenSince(x.elsewhere, Epoch))(t)), 0)
}
