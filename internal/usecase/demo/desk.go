package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/quality"
)

// What colleagues did with conversations beside answering them: so many of each.
const (
	inspected = 14
	planned   = 6
	joined    = 9
	grouped   = 2 // conversations that go on in another one
)

// look lets the supervisor and colleagues mark conversations for inspection; some were looked at.
func (s *shop) look(ctx context.Context) error {
	defer s.clock.to(time.Time{})
	boss := s.one("supervisor")
	reasons := []quality.Reason{quality.Attitude, quality.Good, quality.Accuracy, quality.Complaint, quality.Compliance, quality.Other}
	list := slices.Clone(s.past[max(0, len(s.past)-3*inspected):])
	for n := range min(inspected, len(list)/3) {
		c := list[n*3]
		reason, by := reasons[n%len(reasons)], boss
		if n%3 == 2 { // a colleague asks for it
			by = c.agent
		}
		comment := ""
		if n%4 != 3 || reason == quality.Other {
			comment = marks[c.talk.Script.Lang][reason]
		}
		s.clock.to(c.talk.Finished.Add(time.Duration(3+n) * time.Minute))
		m, err := s.Quality.Mark(s.act(ctx, by), c.id, reason, comment)
		if err != nil {
			return err
		}
		if n%5 > 2 || c.agent.id == boss.id {
			continue
		}
		s.clock.to(c.talk.Finished.Add(time.Duration(16+n) * time.Minute))
		if _, err := s.Quality.Finish(s.act(ctx, boss), m.ID, m.Version, verdicts[c.talk.Script.Lang][n%2]); err != nil {
			return err
		}
	}
	return nil
}

// care follows up on low scores: the newest wait, most of the others were seen to, one was opened again.
func (s *shop) care(ctx context.Context) error {
	defer s.clock.to(time.Time{})
	boss := s.act(ctx, s.one("supervisor"))
	for n, c := range slices.Backward(s.low) {
		from := len(s.low) - 1 - n
		if from < 3 || from%4 == 1 {
			continue
		}
		list := cares[c.talk.Script.Lang]
		s.clock.to(c.talk.RatedAt.Add(time.Duration(20+from*7) * time.Minute))
		if _, err := s.Conversations.FollowUp(boss, c.id, true, list[from%len(list)]); err != nil {
			return err
		}
		if from != 4 {
			continue
		}
		s.clock.to(c.talk.RatedAt.Add(3 * time.Hour))
		if _, err := s.Conversations.FollowUp(boss, c.id, false, list[from%len(list)]); err != nil {
			return err
		}
	}
	return nil
}

// gather lets colleagues take part in conversations of others, and puts together what belongs together.
func (s *shop) gather(ctx context.Context) error {
	defer s.clock.to(time.Time{})
	boss := s.one("supervisor")
	n := 0
	for _, c := range s.taken() {
		if n++; n%2 == 0 || n > 2*joined {
			continue
		}
		who := []member{boss, s.one("grace"), s.one("linwei"), s.one("noah")}[n/2%4]
		if who.id == c.agent.id {
			continue
		}
		s.clock.to(c.last().Add(8 * time.Second))
		if _, err := s.Conversations.Invite(s.act(ctx, boss), c.id, who.id); err != nil {
			return err
		}
	}
	merged := 0
	for _, c := range s.taken() {
		at := slices.IndexFunc(s.past, func(p chat) bool { return p.guest.id == c.guest.id && s.now.Sub(p.talk.Started) < 20*24*time.Hour })
		if at < 0 || merged == grouped {
			continue
		}
		s.clock.to(c.last().Add(12 * time.Second))
		if _, err := s.Conversations.Merge(s.act(ctx, boss), s.past[at].id, c.id); err != nil {
			return err
		}
		merged++
	}
	return nil
}

// plan lets agents write messages that leave tomorrow.
func (s *shop) plan(ctx context.Context) error {
	defer s.clock.to(time.Time{})
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		return err
	}
	today := s.now.In(zone)
	morning := time.Date(today.Year(), today.Month(), today.Day()+1, 9, 30, 0, 0, zone)
	n := 0
	for _, c := range s.taken() {
		list := later[c.talk.Script.Lang]
		if c.talk.Lines[len(c.talk.Lines)-1].By != Agent || n == planned {
			continue
		}
		s.clock.to(c.last().Add(17 * time.Second))
		_, err := s.Planner.Plan(s.act(ctx, c.agent), c.id, conversation.Plan{
			Text:   conversation.Text{ClientID: "later", Body: list[n%len(list)]},
			SendAt: morning.Add(time.Duration(n) * 50 * time.Minute), OnlyIfQuiet: n%2 == 0,
		})
		if err != nil {
			return err
		}
		n++
	}
	return nil
}

// arrange is how people have ordered their inbox.
func (s *shop) arrange(ctx context.Context) error {
	s.clock.to(s.now.AddDate(0, 0, -16))
	defer s.clock.to(time.Time{})
	for _, v := range []struct {
		by   string
		view conversation.SavedView
	}{
		{"supervisor", conversation.SavedView{
			Name: "等得最久 Waiting longest", Scope: conversation.ViewCompany, Sort: conversation.Attention, Filter: conversation.Filter{Waiting: true},
		}},
		{"supervisor", conversation.SavedView{
			Name: "物流待认领 Unclaimed deliveries", Scope: conversation.ViewTeam, TeamID: s.teams[logistics], Sort: conversation.Oldest,
			Filter: conversation.Filter{Teams: []string{s.teams[logistics]}, Assignees: []string{conversation.None}},
		}},
		{"linwei", conversation.SavedView{
			Name: "我的紧急件", Sort: conversation.Waiting,
			Filter: conversation.Filter{Assignees: []string{conversation.Me}, Priorities: []conversation.Priority{conversation.Urgent, conversation.High}},
		}},
		{"noah", conversation.SavedView{
			Name: "My urgent ones", Sort: conversation.Waiting,
			Filter: conversation.Filter{Assignees: []string{conversation.Me}, Priorities: []conversation.Priority{conversation.Urgent, conversation.High}},
		}},
		{"supervisor", conversation.SavedView{
			Name: "投诉 Complaints", Sort: conversation.Newest, Filter: conversation.Filter{Tags: []string{s.tags["投诉"], s.tags["Complaint"]}},
		}},
	} {
		if v.view.Status = conversation.Open; v.view.Scope == "" {
			v.view.Scope = conversation.ViewPersonal
		}
		if _, err := s.Views.Create(s.act(ctx, s.one(v.by)), v.view); err != nil {
			return err
		}
	}
	return nil
}

// taken are the open conversations that somebody answers, the newest first.
func (s *shop) taken() []chat {
	var out []chat
	for _, c := range slices.Backward(s.open) {
		if c.talk.Taken {
			out = append(out, c)
		}
	}
	return out
}

// last is when the last word of the script was said.
func (c chat) last() time.Time { return c.talk.Lines[len(c.talk.Lines)-1].At }

// verdict is what the customer of the i-th talk said of it. Some are disappointed, whatever the script promised.
func verdict(i int, t Talk) conversation.Verdict {
	out := conversation.Verdict{Score: t.Script.Rating}
	if out.Score == 0 || i%3 == 2 || t.Script.Ending != EndsResolved || !t.Taken {
		return conversation.Verdict{}
	}
	const oneIn, bad = 12, 3
	switch {
	case i%oneIn == 1:
		out.Score = 1 + i/oneIn%2
	case i%(4*oneIn) == 6:
		out.Score = bad
	}
	if out.Score <= bad {
		said := complaints[t.Script.Lang][i/oneIn%len(complaints[t.Script.Lang])]
		out.Solved, out.Reasons, out.Comment = conversation.SolvedNo, said.Reasons, said.Comment
		return out
	}
	if list := comments[t.Script.Lang][out.Score]; len(list) > 0 && i%2 == 0 {
		out.Comment = list[i/2%len(list)]
	}
	if i%5 != 4 {
		out.Solved = conversation.SolvedYes
	}
	reasons := []string{"fast", "friendly", "expert"}
	if i%4 != 0 {
		out.Reasons = append(out.Reasons, reasons[i/4%len(reasons)])
	}
	if i%7 == 0 {
		out.Reasons = append(out.Reasons, reasons[(i/4+1)%len(reasons)])
	}
	return out
}

// shows is the order that a customer sends with the n-th line, from the page they look at.
func shows(i, n int, c chat) *conversation.Card {
	about := slices.Contains([]string{"物流", "Shipping", "订单", "Order", "退款", "Refund"}, c.talk.Script.Tag)
	if n > 0 || i%4 != 1 || !about || !c.talk.Taken {
		return nil
	}
	k := order(c.talk.Person, c.guest)
	return &conversation.Card{Kind: "order", Title: k.Title, Number: k.Number, Amount: k.Amount, Status: k.Status, Link: k.Link}
}

// offers is the product that an agent sends with the n-th line.
func offers(i, n int, t Talk) *conversation.Card {
	about := slices.Contains([]string{"售前", "Sales", "产品", "Product", "活动"}, t.Script.Tag)
	if n == 0 || n != len(t.Lines)-2 || i%3 != 0 || !about {
		return nil
	}
	g := goods[t.Script.Lang][i%len(goods[t.Script.Lang])]
	return &conversation.Card{
		Kind: "product", Title: g[0], Number: fmt.Sprintf("LH%04d", 1000+i%len(goods["zh"])*7), Amount: g[1], Status: g[2], Link: home + g[3],
	}
}
