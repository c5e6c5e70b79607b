package demo

import (
	"context"
	"slices"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/identity"
)

// chat is a talk that was stored.
type chat struct {
	talk  Talk
	id    string
	guest guest
	agent member
}

// talk stores all conversations, the oldest first.
func (s *shop) talk(ctx context.Context) error {
	s.clock.to(time.Time{})
	for i, t := range s.world.Talks {
		team := tier1
		if j := slices.IndexFunc(labels(), func(l label) bool { return l.name == t.Script.Tag }); j >= 0 {
			team = labels()[j].team
		}
		c := chat{talk: t, guest: s.guests[t.Person], agent: s.pick(team, t.Script.Lang, t.Agent)}
		past := conversation.Past{
			Customer: c.guest.customer, ChannelID: s.channel, TeamID: s.teams[team], Subject: t.Script.Subject, Acts: s.acts(i, c),
		}
		past.Said = verdict(i, t)
		stored, err := s.Conversations.Import(ctx, past)
		if err != nil {
			return err
		}
		if c.id = stored.ID; stored.Status == conversation.Open {
			s.open = append(s.open, c)
		} else if stored.Status == conversation.Resolved && t.Taken {
			s.past = append(s.past, c)
		}
		if stored.RatingScore > 0 && stored.RatingScore <= conversation.DefaultLowScore {
			s.low = append(s.low, c)
		}
		if err := s.summarise(ctx, i, c, stored); err != nil {
			return err
		}
	}
	return nil
}

// acts are what everybody did in a talk.
func (s *shop) acts(i int, c chat) []conversation.Act {
	t := c.talk
	visitor := actor.Actor{Kind: actor.Visitor, ID: c.guest.visitor, OnBehalfOf: c.guest.id}
	agent, boss, first := actor.Actor{Kind: actor.User, ID: c.agent.id}, actor.Actor{Kind: actor.User, ID: s.one("supervisor").id}, s.first(c)
	var out []conversation.Act
	add := func(by actor.Actor, at time.Time, do func(*conversation.Turn) error) {
		out = append(out, conversation.Act{By: by, At: at, Do: do})
	}
	answered := false
	for n, l := range t.Lines {
		if l.By == Agent && !answered {
			answered = true
			if i%4 == 0 {
				add(boss, l.At.Add(-8*time.Second), give(c.agent.id))
			}
			add(first, l.At, classify(t.Script, s.tags))
		}
		switch l.By {
		case Customer:
			add(visitor, l.At, says(l.Text, t.Script.Lang))
			if k := shows(i, n, c); k != nil {
				add(visitor, l.At.Add(4*time.Second), says(k.Text(), t.Script.Lang, k))
			}
		case Agent:
			add(first, l.At, answers(l.Text, t.Script.Lang))
			if first.ID != agent.ID {
				add(first, l.At.Add(2*time.Second), give(c.agent.id))
				first = agent
			}
			if k := offers(i, n, t); k != nil {
				add(agent, l.At.Add(5*time.Second), answers(k.Text(), t.Script.Lang, k))
			}
		case Note:
			add(agent, l.At, s.notes(i, l.Text, c))
		}
	}
	return append(out, s.ending(i, c, visitor, agent)...)
}

// first is who answers first: whom the talk was dealt to, or a colleague who hands it on to them.
func (s *shop) first(c chat) actor.Actor {
	who := c.agent
	if other := s.pick(tier1, c.talk.Script.Lang, c.talk.Agent+1); c.talk.Moved {
		who = other
	}
	return actor.Actor{Kind: actor.User, ID: who.id}
}

// missed is how a talk ends in which the customer went before anybody answered: every second was with somebody by then.
func (s *shop) missed(i int, c chat) []conversation.Act {
	boss := actor.Actor{Kind: actor.User, ID: s.one("supervisor").id}
	var out []conversation.Act
	if i%2 == 0 {
		out = append(out, conversation.Act{By: boss, At: c.talk.Started.Add(90 * time.Second), Do: give(c.agent.id)})
	}
	return append(out, conversation.Act{By: boss, At: c.talk.Finished, Do: func(turn *conversation.Turn) error { turn.Resolve(""); return nil }})
}

func says(text, lang string, card ...*conversation.Card) func(*conversation.Turn) error {
	return func(t *conversation.Turn) error { t.Speak(line(text, lang, card)); return nil }
}

func answers(text, lang string, card ...*conversation.Card) func(*conversation.Turn) error {
	return func(t *conversation.Turn) error { t.Reply(line(text, lang, card), true); return nil }
}

func line(text, lang string, card []*conversation.Card) conversation.Entry {
	e := conversation.Entry{Body: text, Lang: lang}
	if len(card) > 0 {
		e.Card = card[0]
	}
	return e
}

func give(user string) func(*conversation.Turn) error {
	return func(t *conversation.Turn) error { return t.Assign(conversation.Assignment{Assignee: &user}) }
}

// classify is what an agent does first: tag and prioritise, and say so where the customer is upset.
func classify(s Script, tags map[string]string) func(*conversation.Turn) error {
	return func(t *conversation.Turn) error {
		t.Prioritise(conversation.Priority(s.Priority))
		if conversation.Priority(s.Priority) == conversation.Urgent {
			t.Feel(conversation.Negative)
		}
		if id := tags[s.Tag]; id != "" {
			t.Tag([]string{id})
		}
		return nil
	}
}

// notes mention the supervisor now and then.
func (s *shop) notes(i int, text string, c chat) func(*conversation.Turn) error {
	e := conversation.Entry{Body: text, Lang: c.talk.Script.Lang}
	mentioned := s.one([]string{"supervisor", "linwei", "noah"}[i%3])
	if i%2 == 0 && mentioned.id != c.agent.id {
		e.Body, e.Mentions = "@"+mentioned.Name+" "+text, []string{mentioned.id}
	}
	return func(t *conversation.Turn) error { t.Note(e); return nil }
}

// ending is what happens after the last line.
func (s *shop) ending(i int, c chat, visitor, agent actor.Actor) []conversation.Act {
	t := c.talk
	last := t.Lines[len(t.Lines)-1]
	seen := func(turn *conversation.Turn) error { turn.CustomerSeen(turn.Row.PublicSeq); return nil }
	read := func(turn *conversation.Turn) error { turn.AgentSeen(turn.Row.Seq, turn.Row.PublicSeq, 0); return nil }
	switch {
	case !t.Taken && t.Script.Ending == EndsResolved:
		return s.missed(i, c)
	case !t.Taken:
		return nil
	case t.Script.Ending == EndsResolved:
		out := []conversation.Act{
			{By: visitor, At: t.Finished, Do: seen},
		}
		if in, ok := s.said(i, t); ok {
			out = append(out, conversation.Act{By: agent, At: t.Finished, Do: tells(in)})
		}
		out = append(out, conversation.Act{By: agent, At: t.Finished, Do: func(turn *conversation.Turn) error { turn.Resolve(""); return nil }})
		if said := verdict(i, t); said.Score > 0 {
			out = append(out, conversation.Act{By: visitor, At: t.RatedAt, Do: func(turn *conversation.Turn) error {
				turn.Rate(said.Score)
				return nil
			}})
		}
		return out
	case t.Script.Ending == EndsSnoozed:
		until := s.now.Add(time.Duration(3+i%40) * time.Hour).Truncate(time.Hour)
		return []conversation.Act{{By: agent, At: t.Finished, Do: func(turn *conversation.Turn) error { return turn.Snooze(until) }}}
	case last.By == Customer && i%2 == 0:
		return []conversation.Act{{By: agent, At: last.At.Add(15 * time.Second), Do: read}}
	case last.By == Agent:
		return []conversation.Act{{By: visitor, At: last.At.Add(5 * time.Second), Do: seen}}
	}
	return nil
}

// begin leaves what people have begun to write.
func (s *shop) begin(ctx context.Context) error {
	texts := map[string]string{
		"linwei": "您好，我已经联系到派送员，他确认包裹在",
		"noah":   "Thanks for waiting! I have just heard back from the courier and",
	}
	for _, name := range []string{"linwei", "noah"} {
		m := s.one(name)
		for _, c := range slices.Backward(s.open) {
			if c.agent.id != m.id || !c.talk.Taken {
				continue
			}
			_, err := s.Conversations.SaveDraft(s.act(ctx, m), c.id, conversation.Message, conversation.Text{Body: texts[name]})
			if err != nil {
				return err
			}
			break
		}
	}
	return nil
}

func (s *shop) act(ctx context.Context, m member) context.Context {
	return as(ctx, s.tenant, m.id, m.Role, m.teams)
}

// Attend makes the sample people present, as far as they are at work: like a heartbeat, it must come again.
func Attend(ctx context.Context, s Services, tenant string) error {
	people, err := staff(ctx, s)
	if err != nil {
		return err
	}
	var there []string
	for _, m := range people {
		if m.State != "" {
			there = append(there, m.id)
		}
	}
	if err := s.Identity.KeepAlive(ctx, there); err != nil {
		return err
	}
	now, err := s.Identity.Presences(ctx)
	if err != nil {
		return err
	}
	for _, m := range people {
		i := slices.IndexFunc(now, func(p identity.Presence) bool { return p.UserID == m.id })
		if m.State == "" || m.State == identity.Online || i < 0 || now[i].Manual {
			continue
		}
		if _, err := s.Identity.ChoosePresence(as(ctx, tenant, m.id, m.Role, nil), m.State, m.Reason); err != nil {
			return err
		}
	}
	return nil
}
