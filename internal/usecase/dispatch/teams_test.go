package dispatch_test

import (
	"context"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/check"
	ct "frontdesk/internal/domain/conversation/conversationtest"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/routing"
)

// Who comes to a team gets its work at once, who leaves it gets no more, and nobody reads all that waits for that.
func TestTeamsThatChange(t *testing.T) {
	t.Parallel()
	o := newOffice(t, routing.Push, func(p *routing.Plan) { p.Queues[0].People, p.Queues[0].Teams = nil, []string{ct.Support} })
	o.begins(t)
	o.begins(t)
	c := o.begins(t)
	check.Equal(t, o.work(t, c).State, routing.Waits) // Cem is full, Bob not of the team
	all := o.sweeps
	change := func(moved bool) {
		o.moved = moved
		check.NoError(t, o.Do(ct.AsSystem(t.Context()), func(ctx context.Context) error {
			return unit.Append(ctx, event.New(ct.Tenant, "user", ct.Bob, identity.EventUserChanged, actor.Ref{}, o.world.Clock.Now(), identity.Happened{}))
		}))
		o.look(t)
	}
	change(true)
	check.Equal(t, o.work(t, c).Agent, ct.Bob)
	change(false)
	check.Equal(t, o.work(t, o.begins(t)).State, routing.Waits)
	check.Equal(t, o.sweeps, all)
}
