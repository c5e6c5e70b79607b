package core

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"frontdesk/internal/app/contract"
	"frontdesk/internal/app/ports"
	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/domain/visitor"
	"frontdesk/internal/domain/visitor/visitorsql"
	"frontdesk/internal/platform/bus"
	"frontdesk/internal/platform/config"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/geo"
)

// Who is on the sites: every core keeps the same board, fed by announcements.
const (
	sweepVisits  = 2 * time.Second // rules look, and who left is forgotten
	forgetVisits = time.Hour
	lookRegions  = time.Minute // whether the operator has put another file there
)

// News brings what happened to visits to every core.
type News interface {
	Publish(subject string, data []byte) error
}

// visitNews is visitor.Teller.
type visitNews struct {
	frames interface {
		Publish(tenant, audience string, frame []byte) error
	}
	news News
	log  *slog.Logger
}

// Tell tells every core, this one too.
func (v visitNews) Tell(n visitor.News) {
	raw, err := json.Marshal(n)
	if err == nil && v.news != nil {
		err = v.news.Publish(contract.SubjectVisitNews, raw)
	}
	if err != nil {
		v.log.Debug("visit not told", "error", err)
	}
}

// inviteFrame is what a browser hears.
type inviteFrame struct {
	Op     string         `json:"op"`
	Invite visitor.Bubble `json:"invite"`
}

// Show sends an invitation to a browser.
func (v visitNews) Show(tenant, visitorID string, b visitor.Bubble) {
	raw, err := json.Marshal(inviteFrame{Op: "invite", Invite: b})
	if err == nil {
		err = v.frames.Publish(tenant, contract.AudienceVisitor(visitorID), raw)
	}
	if err != nil {
		v.log.Debug("invitation not shown", "error", err)
	}
}

// openRegions opens the operator's file, if there is one.
func openRegions(cfg config.Config) (*geo.File, error) {
	if cfg.Visitors.RegionFile == "" {
		return nil, nil
	}
	return geo.Open(cfg.Visitors.RegionFile)
}

func (s *Services) visitors(p Parts, run unit.Runner) *visitor.Service {
	s.Board = visitor.NewBoard(p.Clock)
	return visitor.New(visitor.Deps{
		Run: run, Clock: p.Clock, Store: visitorsql.New(p.DB), Board: s.Board,
		News:   visitNews{frames: p.Frames, news: p.News, log: p.Log},
		People: ports.Browsers{Customers: s.Customers, Regions: p.Regions},
		Talks: ports.Invitations{
			Customers: s.Customers, Conversations: s.Conversations, Moderation: s.Moderation, Authors: ports.Authors{Identity: s.Identity},
		},
		Duty: ports.OnDuty{
			Account: s.Account, Identity: s.Identity, Channels: s.Channels, Calling: s.Calling, Clock: p.Clock, Free: db.NewCache[bool](p.DB, 1000, 5*time.Second),
		},
	})
}

// hearVisits feeds the board.
func (c *Core) hearVisits() error {
	for subject, fn := range map[string]func(bus.Msg){contract.SubjectVisits: c.visits, contract.SubjectVisitNews: c.visitNews} {
		sub, err := c.bus.Subscribe(subject, "", fn)
		if err != nil {
			return err
		}
		c.subs = append(c.subs, sub)
	}
	return nil
}

func (c *Core) visitNews(m bus.Msg) {
	var n visitor.News
	if err := json.Unmarshal(m.Data, &n); err != nil {
		c.log.Error("unreadable news of a visit", "error", err)
		return
	}
	c.Services.Board.Hear(n)
}

// visits takes a gateway's word. Whom the board does not know is looked up apart: this handler must not wait.
func (c *Core) visits(m bus.Msg) {
	var v contract.Visits
	if err := json.Unmarshal(m.Data, &v); err != nil {
		c.log.Error("unreadable visits", "error", err)
		return
	}
	c.Services.Board.Left(v.Tenant, v.Left)
	if unknown := c.Services.Board.Here(v.Tenant, v.Here); len(unknown) > 0 {
		select {
		case c.strangers <- contract.Visits{Tenant: v.Tenant, Here: unknown}:
		default: // the gateway says it again
		}
	}
}

// watchVisits keeps the board until the context ends: it looks up whom gateways name and nobody knows, forgets who left and
// lets rules invite.
func (c *Core) watchVisits(ctx context.Context) error {
	if err := c.bus.Publish(contract.SubjectVisitsAsk, nil); err != nil {
		c.log.WarnContext(ctx, "visits not asked for", "error", err)
	}
	sweep, forget, regions := time.NewTicker(sweepVisits), time.NewTicker(forgetVisits), time.NewTicker(lookRegions)
	defer sweep.Stop()
	defer forget.Stop()
	defer regions.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case v := <-c.strangers:
			c.recall(ctx, v)
		case <-sweep.C:
			c.Services.Board.Sweep()
			for _, tenant := range c.Services.Board.Tenants() {
				c.tend(ctx, "rules", tenant, c.Services.Visitors.ByRules)
			}
		case <-regions.C:
			c.refreshRegions(ctx)
		case <-forget.C:
			all, err := c.Services.Account.Directory(ctx)
			if err != nil && ctx.Err() == nil {
				c.log.WarnContext(ctx, "workspaces not read", "error", err)
			}
			for _, w := range all {
				c.tend(ctx, "forget", w.ID, c.Services.Visitors.Forget)
			}
		}
	}
}

// refreshRegions takes a new file of regions without a restart. One that cannot be read changes nothing.
func (c *Core) refreshRegions(ctx context.Context) {
	if c.parts.Regions == nil {
		return
	}
	changed, err := c.parts.Regions.Refresh()
	switch {
	case err != nil:
		c.log.WarnContext(ctx, "file of regions not read again", "error", err)
	case changed:
		c.log.InfoContext(ctx, "file of regions read again")
	}
}

// recallAtOnce is how many browsers are looked up in one query.
const recallAtOnce = 500

func (c *Core) recall(ctx context.Context, v contract.Visits) {
	for ids := v.Here; len(ids) > 0; {
		n := min(recallAtOnce, len(ids))
		part := ids[:n]
		c.tend(ctx, "recall", v.Tenant, func(ctx context.Context) error { return c.Services.Visitors.Recall(ctx, part) })
		ids = ids[n:]
	}
	c.Services.Board.Here(v.Tenant, v.Here)
}

func (c *Core) tend(ctx context.Context, trouble, tenant string, fn func(ctx context.Context) error) {
	if err := fn(actor.With(ctx, actor.SystemFor(tenant))); err != nil && ctx.Err() == nil {
		c.log.WarnContext(ctx, "visits not tended", "what", trouble, "error", err)
	}
}

func concernsVisitors(e event.Event) bool {
	switch e.Type {
	case conversation.EventOpened, conversation.EventAssigned, conversation.EventResolved, conversation.EventReopened,
		conversation.EventUnsnoozed, customer.EventMerged, customer.EventErased:
		return true
	}
	return false
}

// ownVisits gives browsers to those who wrote, and removes what must not be kept.
func (c *Core) ownVisits(ctx context.Context, batch []event.Recorded) error {
	for _, e := range batch {
		ctx := actor.With(ctx, actor.SystemFor(e.Tenant))
		var err error
		switch e.Type {
		case conversation.EventOpened:
			var m conversation.Moved
			if json.Unmarshal(e.Data, &m) == nil {
				err = c.Services.Visitors.Own(ctx, m.CustomerID, "", browserOf(e))
			}
		case customer.EventMerged:
			var m customer.Merged
			if json.Unmarshal(e.Data, &m) == nil {
				err = c.Services.Visitors.Own(ctx, m.Into, m.From, "")
			}
		case customer.EventErased:
			err = c.Services.Visitors.Erase(ctx, e.StreamID)
		}
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
	}
	return nil
}

// browserOf is the browser that made the event; empty when somebody else did.
func browserOf(e event.Recorded) string {
	if e.Actor.Kind != actor.Visitor {
		return ""
	}
	return e.Actor.ID
}

// tellTalks shows on the boards who is in a conversation. What gets lost is looked up with the next page.
func (c *Core) tellTalks(ctx context.Context, batch []event.Recorded) {
	for _, e := range batch {
		var m conversation.Moved
		if e.Stream != conversation.Stream || json.Unmarshal(e.Data, &m) != nil || m.CustomerID == "" {
			continue
		}
		t := visitor.Talk{ConversationID: e.StreamID, AssigneeID: m.After.AssigneeID}
		c.tend(ctx, "talks", e.Tenant, func(ctx context.Context) error {
			return c.Services.Visitors.Talking(ctx, m.CustomerID, browserOf(e), t, m.After.Status == conversation.Resolved)
		})
	}
}
