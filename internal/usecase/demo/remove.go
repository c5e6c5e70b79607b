package demo

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/account"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/identity"
)

// JobRemove takes the sample data away.
const JobRemove = "demo.remove"

// Keeper looks after the sample data of a workspace once it is made.
type Keeper struct {
	s     Services
	clock clock.Clock
}

// NewKeeper makes it.
func NewKeeper(s Services, c clock.Clock) *Keeper { return &Keeper{s: s, clock: c} }

type removal struct {
	Keep string `json:"keep"` // the person who asked
}

// Remove promises that the sample data will be gone; asking again is no error. What people made themselves stays, and so
// do settings, teams, channels and the person who asks.
func (k *Keeper) Remove(ctx context.Context) error {
	a, err := actor.Require(ctx, account.PermManage)
	if err != nil {
		return err
	}
	payload, err := json.Marshal(removal{Keep: a.ID})
	if err != nil {
		return fault.ErrInternal.Wrap(err)
	}
	return k.s.Runner.Do(ctx, func(ctx context.Context) error {
		if _, err := k.s.Account.Simulate(ctx, false); err != nil {
			return err
		}
		if err := unit.Cancel(ctx, a.Tenant, JobSimulate, a.Tenant); err != nil {
			return err
		}
		return unit.Schedule(ctx, unit.Job{Tenant: a.Tenant, Kind: JobRemove, Subject: a.Tenant, RunAt: k.clock.Now(), Payload: payload})
	})
}

// Clear is the handler of the job. It works in parts, each a unit of its own, and can be cut short anywhere: what is left
// is found again by its marks. The mark of the workspace goes last.
func (k *Keeper) Clear(ctx context.Context, j unit.Job) error {
	var r removal
	if err := json.Unmarshal(j.Payload, &r); err != nil {
		return fault.ErrInternal.Wrap(err)
	}
	if err := k.clearCustomers(ctx); err != nil {
		return err
	}
	if err := k.clearTags(ctx); err != nil {
		return err
	}
	if err := k.clearViews(ctx, j.Tenant); err != nil {
		return err
	}
	if err := k.clearOutreach(ctx); err != nil {
		return err
	}
	if err := k.clearPeople(ctx, r.Keep); err != nil {
		return err
	}
	return k.s.Account.EndDemo(ctx)
}

func (k *Keeper) clearCustomers(ctx context.Context) error {
	for {
		ids, err := k.s.Customers.Marked(ctx, Mark)
		if err != nil || len(ids) == 0 {
			return err
		}
		for {
			conversations, err := k.s.Conversations.OfCustomers(ctx, ids)
			if err != nil {
				return err
			}
			if len(conversations) == 0 {
				break
			}
			for part := range slices.Chunk(conversations, 20) { // short units: others write meanwhile
				if err := k.s.Conversations.Erase(ctx, part); err != nil {
					return err
				}
			}
		}
		if err := k.s.Moderation.Forget(ctx, ids); err != nil {
			return err
		}
		if err := k.s.Reveals.Forget(ctx, ids); err != nil {
			return err
		}
		if err := k.s.Customers.Erase(ctx, ids); err != nil {
			return err
		}
	}
}

// clearTags removes sample tags that nobody has changed.
func (k *Keeper) clearTags(ctx context.Context) error {
	all, err := k.s.Customers.ListTags(ctx)
	if err != nil {
		return err
	}
	for _, t := range all {
		sample := slices.ContainsFunc(labels(), func(l label) bool { return l.name == t.Name && l.colour == t.Colour })
		if !sample || t.Version > 1 {
			continue
		}
		if err := k.s.Customers.DeleteTag(ctx, t.ID); err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
	}
	return nil
}

// clearViews removes what sample people share and nobody has changed. Their own views go with them.
func (k *Keeper) clearViews(ctx context.Context, tenant string) error {
	people, err := staff(ctx, k.s)
	if err != nil {
		return err
	}
	for _, m := range people {
		ctx := as(ctx, tenant, m.id, m.Role, m.teams)
		views, err := k.s.Views.List(ctx)
		if err != nil {
			return err
		}
		for _, v := range views {
			if v.OwnerID != m.id || v.Scope == conversation.ViewPersonal || v.Version > 1 {
				continue
			}
			if err := k.s.Views.Remove(ctx, v.ID); err != nil && fault.KindOf(err) != fault.NotFound {
				return err
			}
		}
	}
	return nil
}

// clearPeople removes the sample people. Their own open work becomes nobody's; an administrator without whom there would
// be none stays.
func (k *Keeper) clearPeople(ctx context.Context, keep string) error {
	people, err := staff(ctx, k.s)
	if err != nil {
		return err
	}
	for _, m := range people {
		if err := k.s.Moderation.Forget(ctx, []string{m.id}); err != nil {
			return err
		}
		if err := k.s.Visitors.ForgetCounts(ctx, []string{m.id}); err != nil {
			return err
		}
		if m.id == keep {
			continue
		}
		for more := true; more; {
			if more, err = k.s.Conversations.Release(ctx, m.id); err != nil {
				return err
			}
		}
		if err := k.s.Identity.Erase(ctx, m.id); err != nil && !fault.Has(err, identity.ErrLastAdmin) {
			return err
		}
	}
	return nil
}

// settled is how old a notice may be to be new to somebody who signs in for the first time.
const settled = 2 * time.Hour

// Settle is the handler of JobSettle: it marks old notices as read when the log has told of all. behind is how many events
// have not been told yet.
func (k *Keeper) Settle(ctx context.Context, j unit.Job, behind int64) error {
	if behind > 0 {
		return k.s.Runner.Do(ctx, func(ctx context.Context) error {
			j.RunAt = k.clock.Now().Add(time.Second)
			return unit.Schedule(ctx, j)
		})
	}
	people, err := staff(ctx, k.s)
	if err != nil {
		return err
	}
	for _, m := range people {
		if err := k.settle(as(ctx, j.Tenant, m.id, m.Role, nil)); err != nil {
			return err
		}
	}
	return nil
}

func (k *Keeper) settle(ctx context.Context) error {
	for r := (page.Request{Limit: 100}); ; {
		p, err := k.s.Notices.List(ctx, true, r)
		if err != nil {
			return err
		}
		var old []string
		for _, n := range p.Items {
			if k.clock.Now().Sub(n.CreatedAt) > settled {
				old = append(old, n.ID)
			}
		}
		if len(old) > 0 {
			if _, err := k.s.Notices.MarkRead(ctx, false, old); err != nil {
				return err
			}
		}
		if r.Cursor = p.Next; p.Next == "" {
			return nil
		}
	}
}

// SignIns are the people whom the sign-in page offers; none when there is no sample workspace (any more).
func (k *Keeper) SignIns(ctx context.Context) ([]Colleague, error) {
	tenant, err := k.s.workspace(ctx)
	if err != nil || tenant == "" {
		return nil, err
	}
	people, err := staff(actor.With(ctx, actor.SystemFor(tenant)), k.s)
	if err != nil {
		return nil, err
	}
	var out []Colleague
	for _, c := range Colleagues() {
		if c.SignIn && slices.ContainsFunc(people, func(m member) bool { return m.Address == c.Address }) {
			out = append(out, c)
		}
	}
	return out, nil
}
