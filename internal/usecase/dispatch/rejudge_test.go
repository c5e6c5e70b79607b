package dispatch_test

import (
	"testing"
	"time"

	"frontdesk/internal/check"
	"frontdesk/internal/domain/conversation"
	ct "frontdesk/internal/domain/conversation/conversationtest"
	"frontdesk/internal/domain/routing"
)

// TestWhatBecomesPressingOvertakes: a priority that is changed while the customer waits counts at once, and a mood by the rules.
func TestWhatBecomesPressingOvertakes(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Pull, func(p *routing.Plan) {
		p.Priorities = map[string]routing.Seconds{"urgent": 600}
		p.Rules = []routing.Rule{{ID: "rul_1", Name: "Upset", On: true, When: "upset", HeadStart: 1200}}
	})
	first, second, third := o.begins(t), o.begins(t), o.begins(t)
	place := func(id string) int { return check.Must(o.Standing(as(t, ct.Ann), id))(t).Position }
	check.Equal(t, []int{place(first), place(second), place(third)}, []int{1, 2, 3})
	check.Must(o.world.Service.Prioritise(as(t, ct.Ann), second, conversation.Urgent))(t)
	o.look(t)
	check.Equal(t, []int{place(first), place(second), place(third)}, []int{2, 1, 3})
	check.Must(o.world.Service.Feel(as(t, ct.Ann), third, conversation.Negative))(t)
	o.look(t)
	check.Equal(t, []int{place(first), place(second), place(third)}, []int{3, 2, 1})
	check.Equal(t, o.work(t, third).HeadStart, 20*time.Minute)
	check.Must(o.world.Service.Prioritise(as(t, ct.Ann), second, conversation.Normal))(t)
	o.look(t)
	check.Equal(t, []int{place(first), place(second), place(third)}, []int{2, 3, 1})
}
