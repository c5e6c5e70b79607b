package attention

import (
	"context"
	"fmt"
	"time"

	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/conversation"
)

// Consumer is the name under which Prepare reads the log.
const Consumer = "attention"

// The promises, one of each kind for a conversation at most.
const (
	JobWait    = "attention.wait"    // somebody will be told that the customer still waits
	JobSilence = "attention.silence" // the customer will be asked, or let go
	JobGreet   = "attention.greet"   // the customer will be welcomed, then told of the queue
	JobPart    = "attention.part"    // the closing words will be said
)

// Conversations reads conversations and does to them what is due; conversation.Service is it.
type Conversations interface {
	Standing(ctx context.Context, asked []conversation.Asked) ([]conversation.Conversation, error)
	Overdue(ctx context.Context, c conversation.Conversation, u conversation.Urgency, to []string) error
	Remind(ctx context.Context, id string, since time.Time, text conversation.Reminder) (c conversation.Conversation, ok bool, err error)
	Say(ctx context.Context, id string, line conversation.Line) (ok bool, err error)
	CloseSilent(ctx context.Context, id string, since time.Time) (ok bool, err error)
}

// Channels knows the limits.
type Channels interface {
	// WebchatOf is the channel; a NotFound fault for one that was deleted.
	WebchatOf(ctx context.Context, channelID string) (channel.Channel, error)
}

// Hours counts time in which somebody is there.
type Hours interface {
	// OpenFor is when the calendar will have been open for d since from; false for never. Without a calendar time runs always.
	OpenFor(ctx context.Context, calendarID string, from time.Time, d time.Duration) (time.Time, bool, error)
}

// Supervisors knows who watches over the conversations of others.
type Supervisors interface {
	// Over are the people who supervise a conversation with this assignee and team.
	Over(ctx context.Context, assignee, team string) ([]string, error)
}

// Places knows how many wait before somebody.
type Places interface {
	// Place of a conversation in the queue, 1 for the next one; 0 when it does not wait, or too many wait before it.
	Place(ctx context.Context, conversationID string) (int, error)
}

// Service keeps the promises. It has no state.
type Service struct {
	run      unit.Runner
	clock    clock.Clock
	talks    Conversations
	channels Channels
	hours    Hours
	places   Places
	over     Supervisors
}

// New makes the service.
func New(r unit.Runner, c clock.Clock, talks Conversations, channels Channels, hours Hours, places Places, over Supervisors) *Service {
	return &Service{run: r, clock: c, talks: talks, channels: channels, hours: hours, places: places, over: over}
}

// promise is the payload of both jobs: the moment in the conversation that it is about, and from when time is counted.
type promise struct {
	Since int64 `json:"since"`
	From  int64 `json:"from"`
	Next  bool  `json:"next,omitempty"` // the first step was taken
}

func (p promise) job(tenant, kind, conversationID string, at time.Time) unit.Job {
	return unit.Job{
		Tenant: tenant, Kind: kind, Subject: conversationID, RunAt: at,
		Payload: fmt.Appendf(nil, `{"since":%d,"from":%d,"next":%t}`, p.Since, p.From, p.Next),
	}
}

// rules are the limits of a channel with the hours in which they count.
type rules struct {
	channel.Attention
	settings channel.Settings
	calendar string
}

// rules of a channel; false when it is gone: nobody watches over what it left.
func (s *Service) rules(ctx context.Context, channelID string) (rules, bool, error) {
	c, err := s.channels.WebchatOf(ctx, channelID)
	if fault.KindOf(err) == fault.NotFound {
		return rules{}, false, nil
	}
	return rules{c.Settings.Limits(), c.Settings, c.Settings.CalendarID}, err == nil, err
}

// waits are the given jobs where waiting has limits: where it has none there is nothing to take back.
func (r rules) waits(jobs ...unit.Job) []unit.Job {
	if r.WarnAfter == 0 && r.AlertAfter == 0 {
		return nil
	}
	return jobs
}

// silent is the same for silence.
func (r rules) silent(jobs ...unit.Job) []unit.Job {
	if r.RemindAfter == 0 && r.CloseAfter == 0 {
		return nil
	}
	return jobs
}

// step is the limit of the next step: the first one, or the second when the first was taken or is switched off.
func (r rules) step(kind string, next bool) (time.Duration, bool) {
	first, second := r.Warn, r.Alert
	if kind == JobSilence {
		first, second = r.Remind, r.Close
	}
	if d, ok := first(); ok && !next {
		return d, true
	}
	return second()
}

// first reports whether the step that is due is the first one.
func (r rules) first(kind string, next bool) bool {
	limit := r.WarnAfter
	if kind == JobSilence {
		limit = r.RemindAfter
	}
	return limit > 0 && !next
}

// due is when the next step of a promise is to be taken; false for never.
func (s *Service) due(ctx context.Context, r rules, kind string, p promise) (time.Time, bool, error) {
	d, ok := r.step(kind, p.Next)
	if !ok {
		return time.Time{}, false, nil
	}
	return s.hours.OpenFor(ctx, r.calendar, clock.Time(p.From), d)
}
