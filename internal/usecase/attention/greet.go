package attention

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/channel"
	"frontdesk/internal/domain/conversation"
)

// Greeter is the name under which Greet reads the log.
const Greeter = "greetings"

// stale is how old a beginning may be that is still greeted: after an outage nobody wants a welcome.
const stale = 10 * time.Minute

// Begins reports whether an event is an occasion to say something: a customer begins, or it ends.
func Begins(e event.Event) bool {
	switch e.Type {
	case conversation.EventOpened, conversation.EventReopened:
		return e.Actor.Kind != actor.User && e.Actor.Kind != actor.Token // the customer wrote, not somebody who answers
	case conversation.EventResolved:
		return true
	}
	return false
}

// saying is the payload of a greeting: since when the customer waits, or when it ended, and what comes next.
type saying struct {
	At   int64            `json:"at"`
	Next channel.Occasion `json:"next"`
}

func (g saying) job(tenant, kind, conversationID string, at time.Time) unit.Job {
	return unit.Job{
		Tenant: tenant, Kind: kind, Subject: conversationID, RunAt: at,
		Payload: fmt.Appendf(nil, `{"at":%d,"next":%q}`, g.At, g.Next),
	}
}

// Greet promises what is to be said where conversations begin and end; the words and the hours are looked at when it is due.
// Channels that say nothing cost nothing.
func (s *Service) Greet(ctx context.Context, batch []event.Recorded) (func(context.Context) error, error) {
	var promised []unit.Job
	for _, e := range batch {
		j, ok, err := s.greeting(actor.With(ctx, actor.SystemFor(e.Tenant)), e)
		if err != nil {
			return nil, err
		}
		if ok {
			promised = append(promised, j)
		}
	}
	return scheduling(promised), nil
}

// scheduling promises jobs, if there are any.
func scheduling(jobs []unit.Job) func(context.Context) error {
	if len(jobs) == 0 {
		return nil
	}
	return func(ctx context.Context) error {
		for _, j := range jobs {
			if err := unit.Schedule(actor.With(ctx, actor.SystemFor(j.Tenant)), j); err != nil {
				return err
			}
		}
		return nil
	}
}

// moved is the data of an event with which a conversation begins or ends; one odd event must not stop all that follow.
func moved(e event.Event) (m conversation.Moved, ok bool) {
	ok = Begins(e) && json.Unmarshal(e.Data, &m) == nil
	return m, ok
}

// greeting is what an event promises, if its channel says anything.
func (s *Service) greeting(ctx context.Context, e event.Recorded) (j unit.Job, ok bool, err error) {
	m, ok := moved(e.Event)
	if !ok {
		return j, false, nil
	}
	r, ok, err := s.rules(ctx, m.After.ChannelID)
	if err != nil || !ok {
		return j, false, err
	}
	says := r.settings.Says()
	kind, next := JobGreet, channel.Welcome
	wanted := says.Welcome.On || says.OffHours.On || says.Waiting.On || says.Busy.On
	if e.Type == conversation.EventResolved {
		// Who would not wait is not thanked for a talk that never was.
		kind, next, wanted = JobPart, channel.Closing, says.Closing.On && m.Cause != conversation.CauseLeftQueue
	}
	return saying{clock.Micros(e.At), next}.job(e.Tenant, kind, e.StreamID, s.clock.Now()), wanted, nil
}

// Speak keeps a promise of Greet: it says what is due, and promises what may follow.
func (s *Service) Speak(ctx context.Context, j unit.Job) error {
	var g saying
	if err := json.Unmarshal(j.Payload, &g); err != nil {
		return fault.ErrInternal.Wrap(err)
	}
	rows, err := s.talks.Standing(ctx, []conversation.Asked{{ConversationID: j.Subject}})
	if err != nil || len(rows) == 0 {
		return err
	}
	row, at := rows[0], clock.Time(g.At)
	r, ok, err := s.rules(ctx, row.ChannelID)
	if err != nil || !ok {
		return err
	}
	line := conversation.Line{Waits: at, Free: g.Next == channel.Waiting}
	if g.Next == channel.Closing {
		line = conversation.Line{Ended: at}
	}
	said, next, err := s.occasion(ctx, r, g.Next)
	if err != nil {
		return err
	}
	words, err := s.words(ctx, r, said, row)
	if err != nil {
		return err
	}
	return conversation.Run(ctx, s.run, func(ctx context.Context) error {
		if say, ok := r.settings.Says().On(said); ok && s.clock.Now().Sub(at) < stale+time.Duration(say.After)*time.Second {
			line.Occasion, line.Words, line.Lang = string(said), words, lang(r.settings)
			if _, err := s.talks.Say(ctx, j.Subject, line); err != nil {
				return err
			}
		}
		if next == "" || !row.Waits(at) {
			return unit.Cancel(ctx, j.Tenant, j.Kind, j.Subject)
		}
		say, _ := r.settings.Says().On(next)
		return unit.Schedule(ctx, saying{g.At, next}.job(j.Tenant, j.Kind, j.Subject, at.Add(time.Duration(say.After)*time.Second)))
	})
}

// words are those of an occasion, with the place in the queue where they ask for it.
func (s *Service) words(ctx context.Context, r rules, said channel.Occasion, row conversation.Conversation) (conversation.Reminder, error) {
	say, _ := r.settings.Says().On(said)
	words := say.For(row.TeamID)
	if !words.Asks(channel.Position) {
		return conversation.Reminder(words), nil
	}
	place, err := s.places.Place(ctx, row.ID)
	shown := strconv.Itoa(place)
	if place == 0 {
		shown = strconv.Itoa(conversation.MostInLine) + "+"
	}
	return conversation.Reminder(words.Put(channel.Position, shown)), err
}

// occasion is what is said now, and which one follows; outside business hours nothing does.
func (s *Service) occasion(ctx context.Context, r rules, planned channel.Occasion) (now, next channel.Occasion, err error) {
	follows := map[channel.Occasion][]channel.Occasion{channel.Welcome: {channel.Waiting, channel.Busy}, channel.Waiting: {channel.Busy}}[planned]
	if planned == channel.Welcome {
		at := s.clock.Now()
		open, ok, err := s.hours.OpenFor(ctx, r.calendar, at, time.Second)
		if err != nil {
			return "", "", err
		}
		if !ok || open.After(at.Add(time.Second)) {
			return channel.OffHours, "", nil
		}
	}
	for _, o := range follows {
		if _, ok := r.settings.Says().On(o); ok {
			return planned, o, nil
		}
	}
	return planned, "", nil
}

// lang is the language of a customer of whom nothing is known.
func lang(s channel.Settings) string {
	if s.Appearance.Language == "en" {
		return "en"
	}
	return ""
}
