package core

import (
	"context"
	"sync"
	"time"

	"frontdesk/internal/app/ports"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/conversation/conversationsql"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/routing/routingsql"
	"frontdesk/internal/domain/visitor"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/jobs"
	"frontdesk/internal/platform/outbox"
	"frontdesk/internal/usecase/dispatch"
)

// dispatch brings work to people. It needs nearly everybody, so it is made late.
func (s *Services) dispatch(p Parts, people *ports.People) *dispatch.Service {
	return dispatch.New(dispatch.Deps{
		Run: p.DB, Clock: p.Clock, Log: p.Log, Store: routingsql.New(p.DB),
		Plan: dispatch.Planning{
			Plans: s.Routing, Language: ports.Expressions{},
			Hours: ports.RoutingHours{OpenHours: ports.OpenHours{Account: s.Account}, Clock: p.Clock}, Centres: centres(p),
		},
		Work: dispatch.Work{
			Talks: s.Conversations, Reader: s.Conversations, Lines: conversation.NewLines(conversationsql.New(p.DB)),
			Facts: s.facts(p),
		},
		People: dispatch.Crew{People: ports.Crew{Service: s.Identity, Known: people}, Supervisors: s.supervisors(p), Notices: s.Notices}, Each: atOnce,
	})
}

// supervisors are those who are told of what goes wrong.
func (s *Services) supervisors(p Parts) ports.Supervisors {
	return ports.Supervisors{Identity: s.Identity, Known: db.NewCache[[]identity.User](p.DB, 1000, 30*time.Second)}
}

// facts are what conditions on work ask about.
func (s *Services) facts(p Parts) ports.RoutingFacts {
	return ports.RoutingFacts{
		Account: s.Account, Customers: s.Customers, Fields: s.Panel.Fields, Talks: s.Conversations, Clock: p.Clock,
		Visits: func() *visitor.Service { return s.Visitors },
	}
}

// mostAtOnce is how many things are done at once that wait for the database.
const mostAtOnce = 256

// atOnce calls do for every number below n and returns when all are done.
func atOnce(n int, do func(i int)) {
	if n == 1 {
		do(0)
		return
	}
	var all sync.WaitGroup
	next := make(chan int)
	for range min(n, mostAtOnce) {
		all.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	all.Wait()
}

// gives is the reader of the log that keeps work in step with conversations and people. What it does for a batch takes two commits
// whatever its length, so batches are long.
func gives(s *dispatch.Service) outbox.Consumer {
	return outbox.Consumer{Name: dispatch.Consumer, Batch: 2000, SkipHistory: true, Concerns: dispatch.Concerns, Observe: s.Observe, Lease: s.Lease}
}

// promises are those about offers, wrap-ups and the steps of queues.
func promises(r *jobs.Runner, s *dispatch.Service) {
	r.Handle(dispatch.JobOffer, s.TimeOut)
	r.Handle(dispatch.JobWrapUp, s.WrapUp)
	r.Handle(dispatch.JobStep, s.Step)
}

// dispatchEvery is how often is looked whether something is due by itself.
const dispatchEvery = 500 * time.Millisecond

// watchWork lets happen what only time brings, until the context ends.
func (c *Core) watchWork(ctx context.Context) error {
	tick := time.NewTicker(dispatchEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			if err := c.Services.Dispatch.Tick(ctx); err != nil && ctx.Err() == nil {
				c.log.WarnContext(ctx, "work not looked at", "error", err.Error())
			}
		}
	}
}
