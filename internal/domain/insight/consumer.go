package insight

import (
	"context"
	"slices"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/event"
	"frontdesk/internal/base/fault"
)

// Consumer is the name of the reader of the log that feeds the roll-up.
const Consumer = "insight"

// The events that are read, by the names that their domains gave them.
const (
	streamConversation = "conversation"
	conversationErased = "conversation.erased"
	presenceChanged    = "presence.changed"
	workspaceChanged   = "workspace.changed"
	sampleEnded        = "workspace.demo_ended"
	userErased         = "user.erased"
)

// steps are what events of conversations do.
var steps = map[string]func(step){
	"conversation.opened":        func(s step) { s.stands(s.in.After) },
	"conversation.message_added": step.message,
	"conversation.assigned":      step.assigned,
	"conversation.snoozed":       step.snoozed,
	"conversation.unsnoozed":     step.unsnoozed,
	"conversation.resolved":      step.resolved,
	"conversation.reopened":      step.reopened,
	"conversation.rated":         step.rated,
	"conversation.merged":        step.merged,
	"conversation.unmerged":      step.unmerged,
	"conversation.split_off":     step.splitOff,
	"wrapup.summary_written":     step.summarised,
	"wrapup.summary_changed":     step.summarised,
}

// Concerns reports whether an event changes a figure, or where days end.
func Concerns(e event.Event) bool {
	if _, ok := steps[e.Type]; ok {
		return true
	}
	switch e.Type {
	case conversationErased, presenceChanged, workspaceChanged, sampleEnded, userErased:
		return true
	}
	return false
}

// Keeper feeds the roll-up from the log.
type Keeper struct {
	ledger Ledger
	zone   Zone
}

// NewKeeper makes it.
func NewKeeper(l Ledger, z Zone) *Keeper { return &Keeper{ledger: l, zone: z} }

// Prepare is the handler of the consumer: it reads and folds outside the unit; what it returns writes the result.
func (k *Keeper) Prepare(ctx context.Context, batch []event.Recorded) (func(ctx context.Context) error, error) {
	var writes []func(ctx context.Context) error
	var tenants []string
	parts := map[string][]event.Event{}
	for _, e := range batch {
		if !slices.Contains(tenants, e.Tenant) {
			tenants = append(tenants, e.Tenant)
		}
		parts[e.Tenant] = append(parts[e.Tenant], e.Event)
	}
	for _, tenant := range tenants {
		one := actor.With(ctx, actor.SystemFor(tenant))
		change, err := k.fold(one, parts[tenant])
		if err != nil {
			return nil, err
		}
		writes = append(writes, func(ctx context.Context) error {
			return k.ledger.Write(actor.With(ctx, actor.SystemFor(tenant)), change)
		})
	}
	return func(ctx context.Context) error {
		for _, write := range writes {
			if err := write(ctx); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

// fold is what events of one workspace change.
func (k *Keeper) fold(ctx context.Context, events []event.Event) (Change, error) {
	zones, news, err := k.zones(ctx, events)
	if err != nil {
		return Change{}, err
	}
	f := NewFold(zones)
	if err := k.load(ctx, f, events); err != nil {
		return Change{}, err
	}
	for _, e := range events {
		if err := f.Apply(e); err != nil {
			return Change{}, err
		}
	}
	return f.change(news), nil
}

// load reads what the log has told before of the same conversations and people.
func (k *Keeper) load(ctx context.Context, f *Fold, events []event.Event) error {
	var talks, people []string
	for _, e := range events {
		switch e.Type {
		case presenceChanged, userErased:
			people = append(people, e.StreamID)
		case workspaceChanged, sampleEnded:
		default:
			talks = append(talks, e.StreamID)
		}
		if other := otherOf(e); other != "" {
			talks = append(talks, other)
		}
	}
	var err error
	if f.Talks, err = k.ledger.Talks(ctx, distinct(talks)); err != nil {
		return err
	}
	if len(people) > 0 {
		f.Spans, err = k.ledger.Spans(ctx, distinct(people))
	}
	return err
}

func distinct(ids []string) []string { return slices.Compact(slices.Sorted(slices.Values(ids))) }

// zones are those of the workspace, with the ones that the events bring.
func (k *Keeper) zones(ctx context.Context, events []event.Event) (all Zones, news []ZoneFrom, err error) {
	if all, err = k.ledger.Zones(ctx); err != nil {
		return nil, nil, err
	}
	for _, e := range events {
		if len(all) > 0 && e.Type != workspaceChanged {
			continue
		}
		zone, err := k.zone(ctx)
		if fault.KindOf(err) == fault.NotFound {
			return all, news, nil // the workspace is gone
		}
		if err != nil {
			return nil, nil, err
		}
		next := ZoneFrom{Zone: zone.String()}
		if len(all) > 0 {
			if next.Zone == all[len(all)-1].Zone {
				continue
			}
			next.From = e.At.UnixMicro()
		}
		all, news = append(all, next), append(news, next)
	}
	return all, news, nil
}
