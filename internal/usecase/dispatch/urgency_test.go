package dispatch_test

import (
	"testing"
	"time"

	"frontdesk/internal/base/page"
	"frontdesk/internal/check"
	ct "frontdesk/internal/domain/conversation/conversationtest"
	"frontdesk/internal/domain/routing"
)

// TestTheNearestTargetIsServedFirst, also after a transfer, and the record says so.
func TestTheNearestTargetIsServedFirst(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Pull, twoQueues, func(p *routing.Plan) {
		p.Priorities, p.Levels = map[string]routing.Seconds{}, map[string]routing.Seconds{}
		p.Queues[0].Urgent, p.Queues[0].Target.Seconds = true, 600
		p.Queues[1].Urgent, p.Queues[1].Target.Seconds = true, 30
	})
	slow := o.begins(t)
	o.world.Clock.Pass(time.Minute)
	quick := o.begins(t)
	check.Must(o.Transfer(as(t, ct.Ann), quick, spare, ""))(t)
	o.look(t)
	check.Equal(t, o.work(t, quick).HeadStart, 570*time.Second)
	check.Equal(t, check.Must(o.Next(as(t, ct.Bob), ""))(t).ConversationID, quick)
	list := check.Must(o.Decisions(ct.AsSystem(t.Context()), quick, page.Request{}))(t)
	check.Equal(t, list.Items[0].HeadStarts, []routing.Ahead{{From: "target", Name: "Spare", Seconds: 570}})
	check.Equal(t, check.Must(o.Next(as(t, ct.Bob), ""))(t).ConversationID, slow)
}
