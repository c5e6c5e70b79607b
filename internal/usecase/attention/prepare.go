package attention

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/conversation"
)

// Concerns reports whether an event begins or ends that somebody is waited for.
func Concerns(e event.Event) bool {
	switch e.Type {
	case conversation.EventMessageAdded, conversation.EventSnoozed, conversation.EventUnsnoozed, conversation.EventResolved,
		conversation.EventReopened, conversation.EventErased, conversation.EventMerged, conversation.EventUnmerged,
		conversation.EventMergedIn, conversation.EventUnmergedOut, conversation.EventSplit, conversation.EventSplitOff:
		return true
	}
	return false
}

// turn is what a batch of events says about one conversation.
type turn struct {
	asked conversation.Asked
	spoke []time.Time // when the customer wrote
	moved time.Time   // it became open, or ended
	quiet bool        // nothing but messages of the program itself
}

// Prepare makes and takes back promises. It reads outside of a unit; what it writes is applied in the consumer's.
func (s *Service) Prepare(ctx context.Context, batch []event.Recorded) (func(context.Context) error, error) {
	var jobs, cancels []unit.Job
	for tenant, turns := range turnsOf(batch) {
		ctx := actor.With(ctx, actor.SystemFor(tenant))
		asked := make([]conversation.Asked, 0, len(turns))
		for _, t := range turns {
			asked = append(asked, t.asked)
		}
		rows, err := s.talks.Standing(ctx, asked)
		if err != nil {
			return nil, err
		}
		standing := make(map[string]*conversation.Conversation, len(rows))
		for i := range rows {
			standing[rows[i].ID] = &rows[i]
		}
		for _, t := range turns {
			put, drop, err := s.promises(ctx, tenant, t, standing[t.asked.ConversationID])
			if err != nil {
				return nil, err
			}
			jobs, cancels = append(jobs, put...), append(cancels, drop...)
		}
	}
	if len(jobs)+len(cancels) == 0 {
		return nil, nil
	}
	return func(ctx context.Context) error { return write(ctx, jobs, cancels) }, nil
}

func write(ctx context.Context, jobs, cancels []unit.Job) error {
	for _, j := range cancels {
		if err := unit.Cancel(ctx, j.Tenant, j.Kind, j.Subject); err != nil {
			return err
		}
	}
	for _, j := range jobs {
		if err := unit.Schedule(ctx, j); err != nil {
			return err
		}
	}
	return nil
}

// turnsOf collects the conversations of a batch by workspace, in the order of their first event.
func turnsOf(batch []event.Recorded) map[string][]*turn {
	out := map[string][]*turn{}
	byID := map[string]*turn{}
	for _, e := range batch {
		if !Concerns(e.Event) {
			continue
		}
		t, ok := byID[e.Tenant+e.StreamID]
		if !ok {
			t = &turn{asked: conversation.Asked{ConversationID: e.StreamID}, quiet: true}
			byID[e.Tenant+e.StreamID] = t
			out[e.Tenant] = append(out[e.Tenant], t)
		}
		t.take(e.Event)
	}
	return out
}

func (t *turn) take(e event.Event) {
	if e.Type != conversation.EventMessageAdded {
		t.moved, t.quiet, t.asked.Seqs = e.At, false, nil
		return
	}
	var added conversation.Added
	if json.Unmarshal(e.Data, &added) != nil {
		return // one odd event must not stop all that follow
	}
	if added.AuthorKind == conversation.ByCustomer {
		t.spoke = append(t.spoke, e.At)
	}
	t.quiet = t.quiet && added.AuthorKind == conversation.BySystem
	t.asked.CustomerID, t.asked.ChannelID = added.CustomerID, added.ChannelID
	if t.moved.IsZero() { // the row may be at hand when only messages were added
		t.asked.Seqs = append(t.asked.Seqs, e.Seq)
	}
}

// promises are those that the conversation needs now, and those that it does not need any more; c is nil when it is gone.
func (s *Service) promises(ctx context.Context, tenant string, t *turn, c *conversation.Conversation) (put, drop []unit.Job, err error) {
	if t.quiet {
		return nil, nil, nil // a reminder: the promise that wrote it has made the next one
	}
	id := t.asked.ConversationID
	wait := unit.Job{Tenant: tenant, Kind: JobWait, Subject: id}
	silence := unit.Job{Tenant: tenant, Kind: JobSilence, Subject: id}
	if c == nil || c.Status != conversation.Open {
		return nil, []unit.Job{wait, silence}, nil
	}
	rules, ok, err := s.rules(ctx, c.ChannelID)
	if err != nil || !ok {
		return nil, nil, err
	}
	if !c.WaitingSince.IsZero() {
		if t.moved.IsZero() && !slices.ContainsFunc(t.spoke, c.WaitingSince.Equal) {
			return nil, nil, nil // it was promised when the customer began to wait
		}
		put, err = s.next(ctx, tenant, rules, JobWait, id, about(c.WaitingSince, t.moved))
		return put, rules.silent(silence), err
	}
	drop = rules.waits(wait)
	if c.LastMessageAuthorKind == conversation.BySystem { // the reminder: who wrote it has promised what follows
		return nil, drop, nil
	}
	put, err = s.next(ctx, tenant, rules, JobSilence, id, about(c.LastMessageAt, t.moved))
	return put, drop, err
}

// about is the promise about a moment; time is counted from when the conversation moved, if that was later.
func about(since, moved time.Time) promise {
	from := since
	if moved.After(since) {
		from = moved
	}
	return promise{Since: clock.Micros(since), From: clock.Micros(from)}
}

// next is the job for the next step, if there is one.
func (s *Service) next(ctx context.Context, tenant string, r rules, kind, id string, p promise) ([]unit.Job, error) {
	due, ok, err := s.due(ctx, r, kind, p)
	if err != nil || !ok {
		return nil, err
	}
	return []unit.Job{p.job(tenant, kind, id, due)}, nil
}
