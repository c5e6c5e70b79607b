package queue_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/usecase/queue"
)

const tenant = "wsp_1"

// hand is a clock that moves by hand.
type hand struct{ now time.Time }

func (h *hand) Now() time.Time { return h.now }

// house is everything around the service: who waits, and what widgets were told.
type house struct {
	*queue.Service
	clock   *hand
	waiting []conversation.InLine
	work    []routing.Item
	served  int // of each queue in the last half hour
	reads   int
	told    []string
}

func newHouse() *house {
	h := &house{clock: &hand{time.Unix(1_700_000_000, 0)}}
	h.Service = queue.New(h.clock, h, h, h, h)
	return h
}

func (h *house) Line(context.Context) ([]conversation.InLine, error) {
	h.reads++
	return h.waiting, nil
}

func (*house) WebchatOf(_ context.Context, id string) (channel.Channel, error) {
	if id == "gone" {
		return channel.Channel{}, fault.ErrNotFound.New()
	}
	return channel.Channel{Settings: channel.Settings{Queue: id == "shop"}}, nil
}

func (h *house) Place(_, conversationID string, p queue.Place) error {
	if p.High > 0 {
		h.told = append(h.told, fmt.Sprint(conversationID, p.Position, " ", p.Low, "-", p.High))
		return nil
	}
	h.told = append(h.told, fmt.Sprint(conversationID, p.Position))
	return nil
}

func (h *house) WorkOfMany(context.Context, []string) ([]routing.Item, error) { return h.work, nil }

func (h *house) ServedSince(context.Context, time.Time) ([]routing.Tally, error) {
	return []routing.Tally{{Queue: "que_1", Served: h.served}}, nil
}

// waits sets who waits: channel, team and name of each.
func (h *house) waits(all ...[3]string) {
	h.waiting = nil
	for _, w := range all {
		h.waiting = append(h.waiting, conversation.InLine{ChannelID: w[0], TeamID: w[1], ID: w[2]})
	}
}

// tell is what widgets hear after something moved.
func (h *house) tell(t *testing.T) []string {
	t.Helper()
	h.told = nil
	check.NoError(t, h.Service.Tell(ctx(t)))
	slices.Sort(h.told)
	return h.told
}

func ctx(t *testing.T) context.Context { return actor.With(t.Context(), actor.SystemFor(tenant)) }

func TestWidgetsHearOfTheirOwnPlace(t *testing.T) {
	t.Parallel()
	h := newHouse()
	h.waits([3]string{"shop", "", "a"}, [3]string{"shop", "vip", "b"}, [3]string{"quiet", "", "q"}, [3]string{"shop", "", "c"}, [3]string{"gone", "", "g"})
	check.Equal(t, h.tell(t), []string{"a1", "b1", "c2"})
	check.Equal(t, len(h.tell(t)), 0) // nobody's place is another one
	h.waits([3]string{"shop", "vip", "b"}, [3]string{"shop", "", "c"})
	check.Equal(t, h.tell(t), []string{"a0", "c1"})
	h.waits()
	check.Equal(t, h.tell(t), []string{"b0", "c0"})
}

// TestAllShareWhatWasRead: however many ask, the line is read once in two seconds.
func TestAllShareWhatWasRead(t *testing.T) {
	t.Parallel()
	h := newHouse()
	h.waits([3]string{"quiet", "", "q"}, [3]string{"quiet", "", "r"}, [3]string{"shop", "", "a"})
	for range 1000 {
		check.Equal(t, check.Must(h.Service.Place(ctx(t), "r"))(t), 2) // also where widgets show nothing
	}
	place, shown, err := h.Shown(ctx(t), "shop", "a")
	check.NoError(t, err)
	check.Equal(t, []any{place, shown, h.reads}, []any{queue.Place{Position: 1}, true, 1})
	_, shown, err = h.Shown(ctx(t), "quiet", "q")
	check.NoError(t, err)
	check.Equal(t, shown, false)
	check.Equal(t, check.Must(h.Service.Place(ctx(t), "stranger"))(t), 0)

	h.waits([3]string{"quiet", "", "r"})
	check.Equal(t, check.Must(h.Service.Place(ctx(t), "r"))(t), 2)
	h.clock.now = h.clock.now.Add(queue.Fresh)
	check.Equal(t, check.Must(h.Service.Place(ctx(t), "r"))(t), 1)
	_, err = h.Service.Place(t.Context(), "r")
	check.Fault(t, err, fault.ErrUnauthenticated)
}

func TestOnlyChannelsThatShowItAreLookedAt(t *testing.T) {
	t.Parallel()
	h := newHouse()
	happened := func(kind string, data any) event.Recorded {
		return event.Recorded{Event: event.Event{Tenant: tenant, Type: kind, Data: check.Must(json.Marshal(data))(t)}}
	}
	moved := func(channelID string) conversation.Moved {
		return conversation.Moved{After: conversation.Place{ChannelID: channelID}}
	}
	for _, e := range []event.Recorded{
		happened(conversation.EventOpened, moved("quiet")), happened(conversation.EventResolved, moved("gone")),
		happened(conversation.EventMessageAdded, conversation.Added{ChannelID: "quiet"}), happened(conversation.EventAssigned, "odd"),
	} {
		check.Equal(t, queue.Concerns(e.Event), true)
		check.NoError(t, h.Note(t.Context(), []event.Recorded{e}))
		check.Equal(t, len(h.Moved()), 0)
	}
	for _, e := range []event.Recorded{happened(conversation.EventAssigned, moved("shop")), happened(conversation.EventMessageAdded, conversation.Added{ChannelID: "shop"})} {
		check.NoError(t, h.Note(t.Context(), []event.Recorded{e, e}))
		check.Equal(t, h.Moved(), []string{tenant})
		check.Equal(t, len(h.Moved()), 0)
	}
	check.Equal(t, queue.Concerns(event.Event{Type: conversation.EventTagged}), false)
}

// TestQueuesAreServedInTheirOwnOrder: a head start goes before, a queue is one line whatever the channel, and the wait is an interval.
func TestQueuesAreServedInTheirOwnOrder(t *testing.T) {
	t.Parallel()
	h := newHouse()
	h.served = 10
	h.waits([3]string{"shop", "", "a"}, [3]string{"shop", "", "b"}, [3]string{"quiet", "", "c"}, [3]string{"shop", "", "d"})
	work := func(id, queue string, minutesAgo, ahead int) routing.Item {
		at := h.clock.now.Add(-time.Duration(minutesAgo) * time.Minute)
		return routing.Item{Work: routing.Work{ID: id, Queues: []string{queue}, Arrived: at, HeadStart: time.Duration(ahead) * time.Minute}}
	}
	h.work = []routing.Item{work("a", "que_1", 5, 0), work("b", "que_1", 4, 10), work("c", "que_1", 30, 0), work("d", "que_2", 1, 0)}
	check.Equal(t, h.tell(t), []string{"a3 5-14", "b2 3-9", "d1"})
	h.served = 2 // too little to say
	h.clock.now = h.clock.now.Add(queue.Fresh)
	check.Equal(t, h.tell(t), []string{"a3", "b2"})
}

func TestWorkThatMovesIsLookedAtWhereSomebodyIsTold(t *testing.T) {
	t.Parallel()
	h := newHouse()
	left := event.Recorded{Event: event.Event{Tenant: tenant, Stream: routing.StreamWork, Type: routing.EventLeft, Data: []byte(`{}`)}}
	check.Equal(t, queue.Concerns(left.Event), true)
	check.NoError(t, h.Note(t.Context(), []event.Recorded{left}))
	check.Equal(t, len(h.Moved()), 0)
	h.waits([3]string{"shop", "", "a"})
	h.tell(t)
	check.NoError(t, h.Note(t.Context(), []event.Recorded{left}))
	check.Equal(t, h.Moved(), []string{tenant})
}
