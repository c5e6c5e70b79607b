package queue

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"sync"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/routing"
)

// Consumer is the name under which Note reads the log.
const Consumer = "queue"

// Fresh is how long a line that was read is believed, and so how often it is read at most.
const Fresh = 2 * time.Second

// Conversations reads who waits; conversation.Service is it.
type Conversations interface {
	Line(ctx context.Context) ([]conversation.InLine, error)
}

// Work tells in which queue they wait, in which order, and how fast it is served; the store of routing is it.
type Work interface {
	WorkOfMany(ctx context.Context, conversationIDs []string) ([]routing.Item, error)
	ServedSince(ctx context.Context, from time.Time) ([]routing.Tally, error)
}

// Channels tells how a channel is set up, from memory; channel.Service is it.
type Channels interface {
	WebchatOf(ctx context.Context, channelID string) (channel.Channel, error)
}

// Widgets hear of their place; it may be lost.
type Widgets interface {
	// Place tells the customer of a conversation where they stand.
	Place(tenant, conversationID string, p Place) error
}

// Place is where a customer stands: 1 for the next one, 0 for who does not wait any more. The wait is what half of all customers at this place see, in
// minutes; both are 0 where too little was served lately to say.
type Place struct{ Position, Low, High int }

// line is who waited in a workspace at a moment.
type line struct {
	at     time.Time
	places map[string]Place
	shown  map[string]Place // of channels that show it
}

// Service knows the lines of the workspaces at work.
type Service struct {
	clock    clock.Clock
	talks    Conversations
	work     Work
	channels Channels
	widgets  Widgets

	mu    sync.Mutex
	lines map[string]*line            // by workspace
	told  map[string]map[string]Place // what widgets were told last
	moved map[string]bool             // workspaces in which something moved
}

// New makes the service.
func New(c clock.Clock, t Conversations, work Work, ch Channels, w Widgets) *Service {
	return &Service{
		clock: c, talks: t, work: work, channels: ch, widgets: w,
		lines: map[string]*line{}, told: map[string]map[string]Place{}, moved: map[string]bool{},
	}
}

// Concerns reports whether an event may move a line.
func Concerns(e event.Event) bool {
	switch e.Type {
	case conversation.EventOpened, conversation.EventMessageAdded, conversation.EventAssigned, conversation.EventResolved, conversation.EventReopened,
		conversation.EventSnoozed, conversation.EventUnsnoozed, conversation.EventMerged, conversation.EventErased,
		routing.EventEntered, routing.EventAccepted, routing.EventLeft:
		return true
	}
	return false
}

// Note remembers where something moved; Tell looks later, once for all of it. Channels that show nothing cost a look into
// memory.
func (s *Service) Note(ctx context.Context, batch []event.Recorded) error {
	for _, e := range batch {
		s.mu.Lock()
		known, told := s.moved[e.Tenant], len(s.told[e.Tenant]) > 0
		if e.Stream == routing.StreamWork && told { // whoever is told of their place may hear of another one
			s.moved[e.Tenant], known = true, true
		}
		s.mu.Unlock()
		if known || e.Stream == routing.StreamWork {
			continue
		}
		var m struct {
			ChannelID     string             `json:"channelId"`
			Before, After conversation.Place // where it is, and was
		}
		if json.Unmarshal(e.Data, &m) != nil {
			continue // one odd event must not stop all that follow
		}
		shows, err := s.shows(actor.With(ctx, actor.SystemFor(e.Tenant)), cmp.Or(m.ChannelID, m.After.ChannelID, m.Before.ChannelID))
		if err != nil {
			return err
		}
		if shows {
			s.mu.Lock()
			s.moved[e.Tenant] = true
			s.mu.Unlock()
		}
	}
	return nil
}

// shows reports whether widgets of the channel show the place; one that is gone shows nothing.
func (s *Service) shows(ctx context.Context, channelID string) (bool, error) {
	ch, err := s.channels.WebchatOf(ctx, channelID)
	if fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	return ch.Settings.Queue, err
}

// Moved are the workspaces in which something moved since the last time.
func (s *Service) Moved() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]string, 0, len(s.moved))
	for tenant := range s.moved {
		out = append(out, tenant)
	}
	clear(s.moved)
	return out
}

// Tell tells the widgets of the workspace of the context whose place is another one than it was.
func (s *Service) Tell(ctx context.Context) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	l, err := s.read(ctx, tenant)
	if err != nil {
		return err
	}
	s.mu.Lock()
	before := s.told[tenant]
	if s.told[tenant] = l.shown; len(l.shown) == 0 {
		delete(s.told, tenant)
	}
	s.mu.Unlock()
	for id, place := range l.shown {
		if before[id] != place {
			if err := s.widgets.Place(tenant, id, place); err != nil {
				return err
			}
		}
	}
	for id := range before {
		if l.shown[id] == (Place{}) {
			if err := s.widgets.Place(tenant, id, Place{}); err != nil {
				return err
			}
		}
	}
	return nil
}

// Place is the place of a conversation in the line, 1 for the next one; 0 when it does not wait, or too many wait before it.
func (s *Service) Place(ctx context.Context, conversationID string) (int, error) {
	l, err := s.recent(ctx)
	if err != nil {
		return 0, err
	}
	return l.places[conversationID].Position, nil
}

// Shown is Place for a widget; ok is false where the channel does not show it.
func (s *Service) Shown(ctx context.Context, channelID, conversationID string) (place Place, ok bool, err error) {
	if ok, err = s.shows(ctx, channelID); err != nil || !ok {
		return place, ok, err
	}
	l, err := s.recent(ctx)
	if err != nil {
		return place, ok, err
	}
	return l.places[conversationID], ok, nil
}

// recent is the line as it was read a moment ago, or now.
func (s *Service) recent(ctx context.Context) (*line, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	l := s.lines[tenant]
	s.mu.Unlock()
	if l != nil && s.clock.Now().Sub(l.at) < Fresh {
		return l, nil
	}
	return s.read(ctx, tenant)
}

func (s *Service) read(ctx context.Context, tenant string) (*line, error) {
	at := s.clock.Now()
	ctx = actor.With(ctx, actor.SystemFor(tenant))
	waiting, err := s.talks.Line(ctx)
	if err != nil {
		return nil, err
	}
	l := &line{at: at, places: map[string]Place{}, shown: map[string]Place{}}
	if err := s.stand(ctx, l, waiting); err != nil {
		return nil, err
	}
	for _, w := range waiting {
		show, err := s.shows(ctx, w.ChannelID)
		if err != nil {
			return nil, err
		}
		if show {
			l.shown[w.ID] = l.places[w.ID]
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lines[tenant] = l; len(waiting) == 0 {
		delete(s.lines, tenant)
	}
	return l, nil
}

// stood is somebody in line: in which queue, and since when, as far as its order goes.
type stood struct {
	id, queue string
	since     time.Time
}

// stand works out everybody's place: by queue, in the order in which it is served. What routing does not know yet stands in a line of its channel and team.
func (s *Service) stand(ctx context.Context, l *line, waiting []conversation.InLine) error {
	if len(waiting) == 0 {
		return nil
	}
	ids := make([]string, 0, len(waiting))
	for _, w := range waiting {
		ids = append(ids, w.ID)
	}
	items, err := s.work.WorkOfMany(ctx, ids)
	if err != nil {
		return err
	}
	known := make(map[string]routing.Item, len(items))
	for _, it := range items {
		known[it.ID] = it
	}
	all := make([]stood, 0, len(waiting))
	for _, w := range waiting {
		if known[w.ID].State == routing.Outside { // another system has it
			continue
		}
		one := stood{w.ID, w.ChannelID + "/" + w.TeamID, w.Since}
		if it, ok := known[w.ID]; ok && len(it.Queues) > 0 {
			one.queue, one.since = it.Queues[0], it.Arrived.Add(-it.HeadStart)
		}
		all = append(all, one)
	}
	slices.SortStableFunc(all, func(a, b stood) int { return a.since.Compare(b.since) })
	pace, err := s.pace(ctx, l.at)
	lengths := map[string]int{}
	for _, one := range all {
		lengths[one.queue]++
		l.places[one.id] = pace.at(one.queue, lengths[one.queue])
	}
	return err
}

// pace is how fast queues were served lately.
type pace struct {
	served map[string]int
	over   time.Duration
}

func (s *Service) pace(ctx context.Context, now time.Time) (pace, error) {
	from := now.Add(-routing.EstimateOver).Truncate(routing.TallyEvery)
	p := pace{served: map[string]int{}, over: now.Sub(from)}
	list, err := s.work.ServedSince(ctx, from)
	for _, t := range list {
		p.served[t.Queue] += t.Served
	}
	return p, err
}

func (p pace) at(queue string, position int) Place {
	out := Place{Position: position}
	if w, ok := routing.Estimate(position, p.served[queue], p.over); ok {
		out.Low, out.High = int(w.From/time.Minute), int(w.To/time.Minute)
	}
	return out
}

// Frame is what a widget hears of its place.
func Frame(conversationID string, p Place) []byte {
	raw, err := json.Marshal(struct {
		Op           string `json:"op"`
		Conversation string `json:"conversation"`
		Position     int    `json:"position"`
		Low          int    `json:"low,omitempty"`
		High         int    `json:"high,omitempty"`
	}{"queue", conversationID, p.Position, p.Low, p.High})
	if err != nil {
		return nil // text and numbers always marshal
	}
	return raw
}
