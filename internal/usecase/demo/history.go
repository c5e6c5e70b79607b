package demo

import (
	"bytes"
	"context"
	"slices"
	"strings"
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
		if said := comments[t.Script.Lang][t.Script.Rating]; len(said) > 0 && i%2 == 0 {
			past.Comment = said[i/2%len(said)]
		}
		stored, err := s.Conversations.Import(ctx, past)
		if err != nil {
			return err
		}
		if c.id = stored.ID; stored.Status == conversation.Open {
			s.open = append(s.open, c)
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
	agent, boss := actor.Actor{Kind: actor.User, ID: c.agent.id}, actor.Actor{Kind: actor.User, ID: s.one("supervisor").id}
	var out []conversation.Act
	add := func(by actor.Actor, at time.Time, do func(*conversation.Turn) error) {
		out = append(out, conversation.Act{By: by, At: at, Do: do})
	}
	answered := false
	for _, l := range t.Lines {
		if l.By == Agent && !answered {
			answered = true
			if i%4 == 0 {
				add(boss, l.At.Add(-8*time.Second), give(c.agent.id))
			}
			add(agent, l.At, classify(t.Script, s.tags))
		}
		switch l.By {
		case Customer:
			add(visitor, l.At, says(l.Text, t.Script.Lang))
		case Agent:
			add(agent, l.At, answers(l.Text, t.Script.Lang))
		case Note:
			add(agent, l.At, s.notes(i, l.Text, c))
		}
	}
	return append(out, s.ending(i, c, visitor, agent)...)
}

func says(text, lang string) func(*conversation.Turn) error {
	return func(t *conversation.Turn) error { t.Speak(conversation.Entry{Body: text, Lang: lang}); return nil }
}

func answers(text, lang string) func(*conversation.Turn) error {
	return func(t *conversation.Turn) error {
		t.Reply(conversation.Entry{Body: text, Lang: lang}, true)
		return nil
	}
}

func give(user string) func(*conversation.Turn) error {
	return func(t *conversation.Turn) error { return t.Assign(conversation.Assignment{Assignee: &user}) }
}

// classify is what an agent does first: tag and prioritise.
func classify(s Script, tags map[string]string) func(*conversation.Turn) error {
	return func(t *conversation.Turn) error {
		t.Prioritise(conversation.Priority(s.Priority))
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
		if t.Script.Rating > 0 && i%3 != 2 {
			out = append(out, conversation.Act{By: visitor, At: t.RatedAt, Do: func(turn *conversation.Turn) error {
				turn.Rate(t.Script.Rating)
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

// maxPictures is how many customers send one.
const maxPictures = 6

// pictures lets some customers send one, as their last message so far.
func (s *shop) pictures(ctx context.Context) error {
	seen, sent := 0, 0
	for i, c := range slices.Backward(s.open) {
		kind, name := pictureOf(c.talk.Script)
		if kind == "" || sent == maxPictures {
			continue
		}
		if seen++; seen%3 != 1 { // one in three, so that the list shows words
			continue
		}
		sent++
		visitor := actor.With(ctx, actor.Actor{
			Tenant: s.tenant, Kind: actor.Visitor, ID: c.guest.visitor, OnBehalfOf: c.guest.id, Via: s.channel,
		})
		raw, err := Picture(kind, uint64(i)) //nolint:gosec // an index
		if err != nil {
			return err
		}
		f, err := s.Files.Upload(visitor, name, bytes.NewReader(raw))
		if err != nil {
			return err
		}
		s.clock.to(c.talk.Lines[len(c.talk.Lines)-1].At.Add(25 * time.Second))
		_, err = s.Conversations.Receive(visitor, conversation.Incoming{
			Customer: c.guest.customer, ChannelID: s.channel, ConversationID: c.id,
			Text: conversation.Text{ClientID: "picture", FileIDs: []string{f.ID}},
		})
		s.clock.to(time.Time{})
		if err != nil {
			return err
		}
	}
	return nil
}

func pictureOf(s Script) (kind, name string) {
	switch {
	case strings.Contains("物流 Shipping", s.Tag):
		return "parcel", "IMG_2041.png"
	case strings.Contains("发票 Billing", s.Tag):
		return "invoice", "invoice.png"
	case strings.Contains("产品 Product 维修", s.Tag):
		return "plate", "IMG_0187.png"
	default:
		return "", ""
	}
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
