package channel_test

import (
	"testing"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/channel"
)

func TestAnswersToChoices(t *testing.T) {
	t.Parallel()
	both := func(en, zh string) channel.Localised { return channel.Localised{En: en, Zh: zh} }
	options := []channel.LeaveOption{{"order", both("Order", "订单")}, {"bill", both("Invoice", "发票")}, {"other", both("Other", "其他")}}
	s := channel.Settings{Leave: []channel.LeaveField{
		{ID: "topic", Label: both("Topic", "主题"), Kind: channel.LeaveOne, Required: true, Options: options},
		{ID: "parts", Label: both("Parts", "涉及"), Kind: channel.LeaveSeveral, Options: options},
		{ID: "call", Label: both("Call me back", "请回电"), Kind: channel.LeaveTick, Required: true},
		{ID: "number", Label: both("Number", "单号")},
	}}
	for _, c := range []struct {
		name    string
		answers map[string]string
		locale  string
		said    string
		wrong   map[string]*fault.Def
	}{
		{"in English", map[string]string{"topic": "bill", "parts": "other,order", "call": "yes", "number": "A-1"}, "en", "Topic: Invoice\nParts: Order, Other\nCall me back: yes\nNumber: A-1", nil},
		{"in Chinese", map[string]string{"topic": "bill", "parts": "other,order", "call": "yes"}, "zh-CN", "主题：发票\n涉及：订单、其他\n请回电：是", nil},
		{"nothing", nil, "en", "", map[string]*fault.Def{"answers.topic": fault.ErrRequired, "answers.call": fault.ErrRequired}},
		{"what is not offered", map[string]string{"topic": "<b>", "parts": "order,gone", "call": "no"}, "en", "", map[string]*fault.Def{"answers.topic": fault.ErrChoice, "answers.parts": fault.ErrChoice, "answers.call": fault.ErrChoice}},
		{"two of one, one twice", map[string]string{"topic": "order,bill", "parts": "order,order", "call": "yes"}, "en", "", map[string]*fault.Def{"answers.topic": fault.ErrChoice, "answers.parts": fault.ErrChoice}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var checker fault.Checker
			said := s.Answered(&checker, c.answers, c.locale)
			if len(c.wrong) == 0 {
				check.NoError(t, checker.Err())
				check.Equal(t, said, c.said)
			}
			for field, want := range c.wrong {
				check.FieldFault(t, checker.Err(), field, want)
			}
		})
	}
}
