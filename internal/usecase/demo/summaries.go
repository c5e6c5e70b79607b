package demo

import (
	"context"
	"slices"
	"strings"
	"time"

	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/wrapup"
)

// summarisable are the categories that talks of a tag are summarised by, by tag.
type summarisable map[string][]string

// classes makes the tree of categories and the forms of the teams: after-sales may write summaries, the others need not.
func (s *shop) classes(ctx context.Context) error {
	raw, err := content.ReadFile("content/categories.txt")
	if err != nil {
		return err
	}
	s.classesOf = summarisable{}
	var path []string // ids from the root
	for line := range strings.Lines(string(raw)) {
		text := strings.TrimSpace(line)
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		parts := append(strings.Split(text, "|"), "", "")
		level := (len(line) - len(strings.TrimLeft(line, " "))) / 2
		in := wrapup.NewCategory{NameZh: parts[0], NameEn: parts[1]}
		if path = path[:min(level, len(path))]; level > 0 {
			in.ParentID = path[level-1]
		}
		c, err := s.Summaries.CreateCategory(ctx, in)
		if err != nil {
			return err
		}
		path = append(path, c.ID)
		for tag := range strings.FieldsSeq(parts[2]) {
			s.classesOf[tag] = append(s.classesOf[tag], c.ID)
		}
	}
	_, err = s.Summaries.ChangeForm(ctx, wrapup.Form{TeamID: s.teams[afterSales], Mode: wrapup.Optional})
	return err
}

// said is the summary of the i-th talk; ok is false when nobody wrote one.
func (s *shop) said(i int, t Talk) (in wrapup.Input, ok bool) {
	if t.Script.Ending != EndsResolved || !t.Taken || i%9 == 8 {
		return in, false
	}
	fits := s.classesOf[t.Script.Tag]
	if len(fits) == 0 {
		return in, false
	}
	in = wrapup.Input{CategoryID: fits[(i/3)%len(fits)], Outcome: wrapup.Resolved}
	switch {
	case i%13 == 5 || verdict(i, t).Solved == conversation.SolvedNo:
		in.Outcome = wrapup.Unresolved
	case i%7 == 3:
		in.Outcome = wrapup.FollowUp
	}
	if list := summaries[t.Script.Lang][in.Outcome]; i%2 == 0 {
		in.Remark = list[i/2%len(list)]
	}
	return in, true
}

// tells is what the timeline says of a summary.
func tells(in wrapup.Input) func(*conversation.Turn) error {
	return func(t *conversation.Turn) error {
		t.Summarise(conversation.Summarised{Changed: true, ToCategory: in.CategoryID, Outcome: string(in.Outcome)})
		return nil
	}
}

// summarise keeps the summary of a stored talk, at its time.
func (s *shop) summarise(ctx context.Context, i int, c chat, row conversation.Conversation) error {
	in, ok := s.said(i, c.talk)
	if !ok {
		return nil
	}
	s.clock.to(c.talk.Finished)
	defer s.clock.to(time.Time{})
	team := row.TeamID
	if !slices.Contains(c.agent.teams, team) && team != "" {
		c.agent.teams = append(slices.Clone(c.agent.teams), team)
	}
	_, err := s.Keeper.Keep(s.act(ctx, c.agent), wrapup.Ended{
		ConversationID: row.ID, Number: row.Number, Resolution: 1, TeamID: team, AssigneeID: c.agent.id, Over: true,
	}, in)
	return err
}

// summaries are remarks, by language and outcome.
var summaries = map[string]map[wrapup.Outcome][]string{
	"zh": {
		wrapup.Resolved:   {"已说明规则，客户表示理解。", "已为客户登记处理，当场确认。", "发送了操作步骤，客户自行解决。", "已补发，运单号已告知客户。"},
		wrapup.Unresolved: {"客户不接受方案，坚持全额退款。", "暂无现货，客户放弃。"},
		wrapup.FollowUp:   {"等待仓库核实，明天上午回电。", "财务审核中，到账后通知客户。", "已转安装师傅，周五前回访。"},
	},
	"en": {
		wrapup.Resolved:   {"Explained the rules, customer is fine with it.", "Sent the steps; it works again.", "Replacement is on its way, tracking number sent."},
		wrapup.Unresolved: {"Customer wants more than we can offer.", "Out of stock, customer will look elsewhere."},
		wrapup.FollowUp:   {"Waiting for the warehouse, call back tomorrow.", "Finance is checking; tell the customer when it is paid."},
	},
}
