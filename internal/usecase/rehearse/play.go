package rehearse

import (
	"context"
	"slices"
	"time"

	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/routing"
)

// before is how long before a period shifts are looked at: whoever came then may still have been there.
const before = 24 * time.Hour

// play is the whole of a rehearsal.
func (s *Service) play(ctx context.Context, r routing.Rehearsal) (routing.Comparison, error) {
	current, err := s.d.Plans.Current(ctx)
	if err != nil {
		return routing.Comparison{}, err
	}
	now, err := routing.NewRulebook(current.Plan, s.d.Language)
	if err != nil {
		return routing.Comparison{}, err
	}
	then, err := routing.NewRulebook(r.Plan, s.d.Language)
	if err != nil {
		return routing.Comparison{}, err
	}
	p, err := s.read(ctx, r, current.Plan.Asks() || r.Plan.Asks())
	if err != nil {
		return routing.Comparison{}, err
	}
	crew, assumed, err := s.crew(ctx, r, p.past)
	if err != nil {
		return routing.Comparison{}, err
	}
	old, changed := now.Replay(p.past, crew), then.Replay(p.past, crew)
	out := routing.Comparison{
		Conversations: len(p.past), Skipped: p.skipped, Assumed: assumed, Was: happened(p.past),
		Before: old.Side(names(current.Plan)), After: changed.Side(names(r.Plan)), Moved: []routing.MovedTalk{},
	}
	moved, all := routing.Differences(old, changed)
	out.MovedAll = all
	for _, m := range moved {
		out.Moved = append(out.Moved, routing.MovedTalk{
			ID: m.ID, Number: p.talks[m.ID].Number, At: p.talks[m.ID].CreatedAt, Before: m.Before.Talk(names(current.Plan)), After: m.After.Talk(names(r.Plan)),
		})
	}
	return out, nil
}

func names(p routing.Plan) map[string]string {
	out := make(map[string]string, len(p.Queues))
	for _, q := range p.Queues {
		out[q.ID] = q.Name
	}
	return out
}

// period is what was read of one.
type period struct {
	past    []routing.Past
	talks   map[string]conversation.Conversation
	skipped int
}

// order sorts what came, and finds who had the customer before: as far as it lies in the period.
func (p *period) order() {
	slices.SortStableFunc(p.past, func(x, y routing.Past) int { return x.Arrived.Compare(y.Arrived) })
	last := map[string]string{}
	for i := range p.past {
		customer := p.talks[p.past[i].ID].CustomerID
		p.past[i].Previous = last[customer]
		if p.past[i].Agent != "" {
			last[customer] = p.past[i].Agent
		}
	}
}

// read reads the conversations of a period. Facts are read only where a condition asks for them.
func (s *Service) read(ctx context.Context, r routing.Rehearsal, facts bool) (period, error) {
	p := period{talks: map[string]conversation.Conversation{}}
	seen := map[string]bool{}
	err := s.d.Past.Days.Came(ctx, r.From, r.To, func(page []Came) (bool, error) {
		agents, asked := map[string]string{}, make([]conversation.Asked, 0, len(page))
		for _, c := range page {
			if c.Agent != "" {
				agents[c.Conversation] = c.Agent
			}
			if !seen[c.Conversation] {
				seen[c.Conversation] = true
				asked = append(asked, conversation.Asked{ConversationID: c.Conversation})
			}
		}
		rows, err := s.d.Past.Talks.Standing(ctx, asked)
		if err != nil {
			return false, err
		}
		p.skipped += len(asked) - len(rows)
		for _, c := range rows {
			if err := s.take(ctx, &p, r, c, agents[c.ID], facts); err != nil {
				return false, err
			}
		}
		if len(p.past) > routing.MaxReplayed {
			return false, routing.ErrPeriodTooBig.New()
		}
		return true, nil
	})
	p.order()
	return p, err
}

// take adds a conversation of the period. One that began before and came back is left out: when it came back is not known.
func (s *Service) take(ctx context.Context, p *period, r routing.Rehearsal, c conversation.Conversation, agent string, facts bool) error {
	if c.CreatedAt.Before(r.From) || !c.CreatedAt.Before(r.To) {
		return nil
	}
	if c.Status == conversation.Merged {
		p.skipped++
		return nil
	}
	one := routing.Past{ID: c.ID, Kind: routing.KindOf(c.ChannelKind), Arrived: c.CreatedAt, Answered: c.FirstReplyAt, Ended: c.ResolvedAt, Agent: agent}
	if facts {
		var err error
		if one.Facts, err = s.d.Past.Facts.AsOf(ctx, c); err != nil {
			return err
		}
	}
	one.Facts.Channel.ID, one.Facts.Channel.Kind = c.ChannelID, c.ChannelKind
	one.Facts.Customer.Level = c.CustomerLevel
	one.Facts.Conversation.Priority, one.Facts.Conversation.Sentiment = string(c.Priority), string(c.Sentiment)
	p.past = append(p.past, one)
	p.talks[c.ID] = c
	return nil
}

// crew is who was there, with what is known of their work today.
func (s *Service) crew(ctx context.Context, r routing.Rehearsal, past []routing.Past) (routing.Crew, int, error) {
	shifts, err := s.d.Store.ShiftsBetween(ctx, r.From.Add(-before), r.To, routing.MaxShifts+1)
	if err != nil {
		return routing.Crew{}, 0, err
	}
	if len(shifts) > routing.MaxShifts {
		return routing.Crew{}, 0, routing.ErrPeriodTooBig.New()
	}
	teams, err := s.d.People.Teams(ctx)
	if err != nil {
		return routing.Crew{}, 0, err
	}
	crew := routing.Crew{Teams: teams}
	known := map[string]bool{}
	for after := ""; ; {
		desks, err := s.d.Desks.AllDesks(ctx, after, deskPage)
		if err != nil {
			return crew, 0, err
		}
		for _, d := range desks {
			known[d.UserID], after = true, d.UserID
			if teams[d.UserID] != nil {
				crew.Desks = append(crew.Desks, d)
			}
		}
		if len(desks) < deskPage {
			break
		}
	}
	for user := range teams {
		if !known[user] {
			crew.Desks = append(crew.Desks, routing.Desk{UserID: user})
		}
	}
	guessed, people := routing.Assume(past, shifts)
	crew.Shifts = append(shifts, guessed...)
	slices.SortStableFunc(crew.Shifts, func(x, y routing.Shift) int { return x.At.Compare(y.At) })
	return crew, people, nil
}

const deskPage = 500

// happened is what really came of it.
func happened(past []routing.Past) routing.Happened {
	var h routing.Happened
	var waits []time.Duration
	var sum time.Duration
	for _, p := range past {
		if p.Answered.IsZero() {
			h.Unanswered++
			continue
		}
		h.Answered++
		waits = append(waits, p.Answered.Sub(p.Arrived))
		sum += p.Answered.Sub(p.Arrived)
	}
	if len(waits) == 0 {
		return h
	}
	slices.Sort(waits)
	h.WaitMean = routing.Seconds(sum / time.Duration(len(waits)) / time.Second)
	h.WaitP90 = routing.Seconds(waits[min(len(waits)*9/10, len(waits)-1)] / time.Second)
	return h
}
