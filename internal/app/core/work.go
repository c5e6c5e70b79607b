package core

import (
	"context"
	"encoding/json"
	"time"

	"frontdesk/internal/app/contract"
	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/audit"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/integration"
	"frontdesk/internal/domain/knowledge"
	"frontdesk/internal/domain/notify"
	"frontdesk/internal/domain/routing"
	"frontdesk/internal/domain/search"
	"frontdesk/internal/domain/wrapup"
	"frontdesk/internal/platform/jobs"
	"frontdesk/internal/platform/obs"
	"frontdesk/internal/platform/outbox"
	"frontdesk/internal/usecase/attention"
	"frontdesk/internal/usecase/queue"
	"frontdesk/internal/usecase/rehearse"
	"frontdesk/internal/usecase/supervise"
)

// newConsumers are all readers of the event log.
func (c *Core) newConsumers() *outbox.Runner {
	r := outbox.NewRunner(c.DB, c.clock, c.log, outbox.Options{Bell: bell{c.bus, contract.SubjectWake}})
	s := c.Services
	for _, one := range []outbox.Consumer{
		{Name: "live", Batch: 500, SkipHistory: true, Observe: s.Live.Observe},
		{Name: "grants", SkipHistory: true, Observe: c.revoke},
		{Name: "counts", Batch: 500, Concerns: conversation.Moves, Handle: s.Counter.Handle},
		{Name: "customers", Batch: 500, Concerns: concernsCustomers, Handle: c.follow},
		{Name: wrapup.Consumer, Batch: 500, Concerns: wrapup.Concerns, Handle: s.Summaries.Handle},
		s.Panel.consumer(),
		inspections(s.Quality),
		s.Assistance.consumer(),
		s.Insight.consumer(),
		{Name: audit.Consumer, Batch: 500, Concerns: audit.Concerns, Handle: s.Reveals.Handle},
		{Name: search.Consumer, Batch: 2000, Prepare: s.Search.Prepare},
		{Name: attention.Consumer, Batch: 500, SkipHistory: true, Concerns: attention.Concerns, Prepare: s.Attention.Prepare},
		{Name: attention.Greeter, Batch: 500, SkipHistory: true, Concerns: attention.Begins, Prepare: s.Attention.Greet},
		{Name: notify.Consumer, Batch: 500, Concerns: notify.Concerns, Handle: s.Notices.Handle},
		{Name: "visits", Batch: 500, SkipHistory: true, Concerns: concernsVisitors, Handle: c.ownVisits, After: c.tellTalks},
		{Name: queue.Consumer, Batch: 500, SkipHistory: true, Concerns: queue.Concerns, Observe: s.Queue.Note},
		gives(s.Dispatch),
		{Name: rehearse.Consumer, Batch: 500, Concerns: rehearse.Concerns, Handle: s.Rehearse.Handle},
		{Name: "lists", SkipHistory: true, Concerns: concernsLists, Observe: c.tellLists},
		{Name: integration.Consumer, Batch: 500, Prepare: s.Integration.Prepare},
	} {
		r.Add(one)
	}
	for _, one := range c.gone() {
		r.Add(one)
	}
	return r
}

// newJobs are all promises that can be kept.
func (c *Core) newJobs() *jobs.Runner {
	r := jobs.NewRunner(c.DB, c.clock, c.log, jobs.Options{Bell: bell{c.bus, contract.SubjectJobs}})
	s := c.Services
	r.Handle(conversation.JobUnsnooze, s.Conversations.Ring)
	r.Handle(conversation.JobSendPlanned, s.Planner.Due)
	r.Handle(conversation.JobPurgeFile, s.Files.Purge)
	r.Handle(conversation.JobDropPictures, s.Pictures.Drop)
	r.Handle(knowledge.JobPurgeFile, s.Knowledge.PurgeFile)
	r.Handle(attention.JobWait, s.Attention.Wait)
	r.Handle(attention.JobSilence, s.Attention.Silence)
	r.Handle(attention.JobGreet, s.Attention.Speak)
	r.Handle(attention.JobPart, s.Attention.Speak)
	r.Handle(audit.JobThin, s.Keeper.Thin)
	r.Handle(supervise.JobReturn, s.Supervision.Return)
	c.sample().handle(r)
	promises(r, s.Dispatch)
	r.Handle(rehearse.JobPlay, s.Rehearse.Play)
	r.Handle(routing.JobLearn, s.Lessons.Learn)
	r.Handle(identity.JobPresenceLapse, func(ctx context.Context, j unit.Job) error { return s.Identity.LapsePresence(ctx, j.Subject) })
	return r
}

// newDeliveries are the promises that wait for other machines. They have workers of their own: an address that answers slowly,
// or not at all, must hold up nothing that people wait for.
func (c *Core) newDeliveries() *jobs.Runner {
	r := jobs.NewRunner(c.DB, c.clock, c.log, jobs.Options{Bell: bell{c.bus, contract.SubjectJobs}, Node: c.DB.Node() + "/out"})
	r.Handle(integration.JobDeliver, c.Services.Integration.Deliver)
	return r
}

// newFetches are the pictures of cards that somebody looks at and waits for: webhooks to slow addresses must not hold them up.
func (c *Core) newFetches() *jobs.Runner {
	r := jobs.NewRunner(c.DB, c.clock, c.log, jobs.Options{Bell: bell{c.bus, contract.SubjectJobs}, Node: c.DB.Node() + "/in"})
	r.Handle(conversation.JobFetchPicture, c.Services.Pictures.Fetch)
	return r
}

func concernsCustomers(e event.Event) bool {
	return e.Type == customer.EventUpdated || e.Type == customer.EventMerged
}

// follow keeps what conversations copy of their customers up to date.
func (c *Core) follow(ctx context.Context, batch []event.Recorded) error {
	for _, e := range batch {
		ctx := actor.With(ctx, actor.SystemFor(e.Tenant))
		var err error
		switch e.Type {
		case customer.EventUpdated:
			err = c.renamed(ctx, e.StreamID)
		case customer.EventMerged:
			var m customer.Merged
			if err = json.Unmarshal(e.Data, &m); err == nil {
				err = c.merged(ctx, m)
			}
		}
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
	}
	return nil
}

func (c *Core) customer(ctx context.Context, id string) (conversation.Customer, error) {
	list, err := c.Services.Customers.Lookup(ctx, []string{id})
	if err != nil {
		return conversation.Customer{}, err
	}
	if len(list) == 0 {
		return conversation.Customer{}, fault.ErrNotFound.New()
	}
	return conversation.Customer{ID: list[0].ID, Name: list[0].Name, Level: string(list[0].Level)}, nil
}

func (c *Core) renamed(ctx context.Context, id string) error {
	who, err := c.customer(ctx, id)
	if err != nil {
		return err
	}
	return c.Services.Conversations.CustomerRenamed(ctx, who)
}

func (c *Core) merged(ctx context.Context, m customer.Merged) error {
	into, err := c.customer(ctx, m.Into)
	if err != nil {
		return err
	}
	if err := c.Services.Moderation.CustomerMerged(ctx, m.From, into.ID); err != nil {
		return err
	}
	return c.Services.Conversations.CustomerMerged(ctx, m.From, into)
}

// revoke tells the gateways to close sockets whose session ended or whose rights changed, and to ask again for a
// conversation that changed hands.
func (c *Core) revoke(_ context.Context, batch []event.Recorded) error {
	for _, e := range batch {
		for _, r := range revoked(e.Event) {
			if err := c.announce(contract.SubjectGrantRevoked, r); err != nil {
				return err
			}
		}
		if changedHands(e.Event) {
			if err := c.announce(contract.SubjectMoved, contract.Moved{Tenant: e.Tenant, Conversation: e.StreamID}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *Core) announce(subject string, payload any) error {
	raw, err := json.Marshal(payload)
	if err != nil {
		return err
	}
	return c.bus.Publish(subject, raw)
}

// changedHands reports whether a conversation went from one team or person to another: who could read it may not any more.
// Out of no team counts, because everybody with a team reads those.
func changedHands(e event.Event) bool {
	if e.Stream != conversation.Stream {
		return false
	}
	if e.Type == conversation.EventLeft {
		return true
	}
	var m conversation.Moved
	if json.Unmarshal(e.Data, &m) != nil || m.Before == nil {
		return false
	}
	return m.Before.TeamID != m.After.TeamID || m.Before.AssigneeID != "" && m.Before.AssigneeID != m.After.AssigneeID
}

// revoked is whose sockets an event closes. Data that cannot be read closes nothing: one odd event must not stop the rest.
func revoked(e event.Event) []contract.Revoked {
	switch e.Type {
	case identity.EventSessionEnded:
		var ended identity.SessionEnded
		_ = json.Unmarshal(e.Data, &ended)
		var out []contract.Revoked
		for _, id := range ended.SessionIDs {
			out = append(out, contract.Revoked{Tenant: e.Tenant, User: e.StreamID, Session: id})
		}
		return out
	case identity.EventTokenRevoked:
		return []contract.Revoked{{Tenant: e.Tenant, Session: e.StreamID}}
	case identity.EventUserDisabled, identity.EventUserErased:
		return []contract.Revoked{{Tenant: e.Tenant, User: e.StreamID}}
	case identity.EventRoleChanged, identity.EventTeamChanged, identity.EventTeamRemoved:
		return []contract.Revoked{{Tenant: e.Tenant}}
	case identity.EventUserChanged:
		var changed identity.Changed
		_ = json.Unmarshal(e.Data, &changed)
		for _, f := range changed.Fields {
			if f == "roleId" || f == "teamIds" {
				return []contract.Revoked{{Tenant: e.Tenant, User: e.StreamID}}
			}
		}
	}
	return nil
}

// requests counts what the API answers.
type requests struct {
	took  obs.Histogram
	total obs.Counter
}

func newRequests(m *obs.Metrics) requests {
	return requests{
		took: m.Histogram("http_request_seconds", "Time to answer a request.",
			[]float64{.001, .005, .01, .025, .05, .1, .25, .5, 1, 5}, "method", "route"),
		total: m.Counter("http_requests_total", "Answered requests.", "method", "route", "status"),
	}
}

// Request counts one.
func (r requests) Request(method, route string, status int, took time.Duration) {
	r.took.Observe(took.Seconds(), method, route)
	r.total.Inc(method, route, statusClass(status))
}

func statusClass(status int) string {
	return [...]string{"1xx", "2xx", "3xx", "4xx", "5xx"}[min(max(status/100, 1), 5)-1]
}

// measure offers the state of the database to the metrics page.
func (c *Core) measure() {
	c.metrics.Watch("db_units_total", "Committed units of work.", func() float64 { return float64(c.DB.Stats().Units) })
	c.metrics.Watch("db_commits_total", "Commits; units that came together share one.", func() float64 { return float64(c.DB.Stats().Commits) })
	c.metrics.Watch("routing_mended_total", "Work that the slow comparison had to bring into line.", c.Services.Dispatch.Mended)
	c.metrics.Watch("db_waiting", "Units of work that wait for the writer.", func() float64 { return float64(c.DB.Stats().Waiting) })
}
