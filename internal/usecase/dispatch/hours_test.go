package dispatch_test

import (
	"testing"

	"frontdesk/internal/check"
	"frontdesk/internal/domain/account"
	ct "frontdesk/internal/domain/conversation/conversationtest"
	"frontdesk/internal/domain/routing"
)

// Whoever comes next finds the queue as open or closed as the calendar says now; what waits goes on waiting, and to people.
func TestHoursThatChangeWhileWorkWaits(t *testing.T) {
	t.Parallel()
	mornings := account.Week{Monday: []account.Interval{{From: "06:00", To: "09:00"}}}
	for name, c := range map[string]struct{ closes, opens func(c *account.Calendar) }{
		"the zone":  {func(c *account.Calendar) { c.Timezone = "America/New_York" }, func(c *account.Calendar) { c.Timezone = "Asia/Shanghai" }},
		"the hours": {func(c *account.Calendar) { c.Hours = mornings }, func(c *account.Calendar) { c.Hours = account.StandardWeek() }},
		"a holiday": {
			func(c *account.Calendar) { c.Exceptions = []account.Exception{{Date: "2026-03-02"}} },
			func(c *account.Calendar) { c.Exceptions = nil },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t, routing.Push, func(p *routing.Plan) {
				q := p.Queues[0]
				q.ID, q.Name, q.People = spare, "Spare", []string{ct.Ann} // who is not there
				p.Queues[0].Calendar, p.Queues[0].Closed, p.Queues[0].Spare = "cal_1", routing.ActWiden, spare
				p.Queues = append(p.Queues, q)
			})
			o.hours = &account.Calendar{Timezone: "UTC", Hours: account.StandardWeek()} // it is Monday, nine o'clock
			first, second := o.begins(t), o.begins(t)
			o.begins(t)
			o.begins(t)
			waits := o.begins(t)
			check.Equal(t, o.work(t, waits).State, routing.Waits)

			c.closes(o.hours)
			check.Equal(t, o.work(t, o.begins(t)).Queues, []string{spare})
			check.Equal(t, o.work(t, waits).Queues, []string{shop})
			o.ends(t, first)
			check.Equal(t, o.work(t, waits).State, routing.Offered)

			c.opens(o.hours)
			next := o.begins(t)
			check.Equal(t, o.work(t, next).Queues, []string{shop})
			o.ends(t, second)
			check.Equal(t, o.work(t, next).State, routing.Offered)
		})
	}
}

// ends lets the agent to whom it is offered accept and resolve a conversation.
func (o *office) ends(t *testing.T, id string) {
	t.Helper()
	agent := o.work(t, id).Agent
	check.Must(o.Accept(as(t, agent), id))(t)
	check.Must(o.world.Service.Resolve(as(t, agent), id, "", nil))(t)
	o.look(t)
}
