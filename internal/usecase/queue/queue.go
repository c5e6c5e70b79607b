package queue

import (
	"cmp"
	"context"
	"encoding/json"
	"sync"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/conversation"
)

// Consumer is the name under which Note reads the log.
const Consumer = "queue"

// Fresh is how long a line that was read is believed, and so how often it is read at most.
const Fresh = 2 * time.Second

// Conversations reads who waits; conversation.Service is it.
type Conversations interface {
	Line(ctx context.Context) ([]conversation.InLine, error)
}

// Channels tells how a channel is set up, from memory; channel.Service is it.
type Channels interface {
	WebchatOf(ctx context.Context, channelID string) (channel.Channel, error)
}

// Widgets hear of their place; it may be lost.
type Widgets interface {
	// Place tells the customer of a conversation how many are served before them and they, 0 when they do not wait any more.
	Place(tenant, conversationID string, place int) error
}

// line is who waited in a workspace at a moment.
type line struct {
	at     time.Time
	places map[string]int
	shown  map[string]int // of channels that show it
}

// Service knows the lines of the workspaces at work.
type Service struct {
	clock    clock.Clock
	talks    Conversations
	channels Channels
	widgets  Widgets

	mu    sync.Mutex
	lines map[string]*line          // by workspace
	told  map[string]map[string]int // what widgets were told last
	moved map[string]bool           // workspaces in which something moved
}

// New makes the service.
func New(c clock.Clock, t Conversations, ch Channels, w Widgets) *Service {
	return &Service{clock: c, talks: t, channels: ch, widgets: w, lines: map[string]*line{}, told: map[string]map[string]int{}, moved: map[string]bool{}}
}

// Concerns reports whether an event may move a line.
func Concerns(e event.Event) bool {
	switch e.Type {
	case conversation.EventOpened, conversation.EventMessageAdded, conversation.EventAssigned, conversation.EventResolved, conversation.EventReopened,
		conversation.EventSnoozed, conversation.EventUnsnoozed, conversation.EventMerged, conversation.EventErased:
		return true
	}
	return false
}

// Note remembers where something moved; Tell looks later, once for all of it. Channels that show nothing cost a look into
// memory.
func (s *Service) Note(ctx context.Context, batch []event.Recorded) error {
	for _, e := range batch {
		s.mu.Lock()
		known := s.moved[e.Tenant]
		s.mu.Unlock()
		if known {
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
		if l.shown[id] == 0 {
			if err := s.widgets.Place(tenant, id, 0); err != nil {
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
	return l.places[conversationID], nil
}

// Shown is Place for a widget; ok is false where the channel does not show it.
func (s *Service) Shown(ctx context.Context, channelID, conversationID string) (place int, ok bool, err error) {
	if ok, err = s.shows(ctx, channelID); err == nil && ok {
		place, err = s.Place(ctx, conversationID)
	}
	return place, ok, err
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
	l := &line{at: at, places: map[string]int{}, shown: map[string]int{}}
	lengths := map[[2]string]int{}
	shows := map[string]bool{}
	for _, w := range waiting {
		key := [2]string{w.ChannelID, w.TeamID}
		lengths[key]++
		l.places[w.ID] = lengths[key]
		show, known := shows[w.ChannelID]
		if !known {
			if show, err = s.shows(ctx, w.ChannelID); err != nil {
				return nil, err
			}
			shows[w.ChannelID] = show
		}
		if show {
			l.shown[w.ID] = lengths[key]
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lines[tenant] = l; len(waiting) == 0 {
		delete(s.lines, tenant)
	}
	return l, nil
}

// Frame is what a widget hears of its place.
func Frame(conversationID string, place int) []byte {
	raw, err := json.Marshal(struct {
		Op           string `json:"op"`
		Conversation string `json:"conversation"`
		Position     int    `json:"position"`
	}{"queue", conversationID, place})
	if err != nil {
		return nil // text and a number always marshal
	}
	return raw
}
