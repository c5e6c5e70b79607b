package dispatch

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/domain/routing"
)

// Consumer is the name under which Observe reads the log.
const Consumer = "routing"

// The promises, one of each kind for a conversation at most.
const (
	JobOffer  = "routing.offer"  // an offer ends without an answer
	JobWrapUp = "routing.wrapup" // points come back
	JobStep   = "routing.step"   // something is done for who still waits
)

// Work is what routing reads and changes of conversations.
type Work struct {
	Talks Talks
	Lines Lines
	Facts Facts
	// Reader gives a conversation to who may read it.
	Reader interface {
		Get(ctx context.Context, id string) (conversation.Conversation, error)
	}
}

// Deps are what the service needs.
type Deps struct {
	Run    unit.Runner
	Clock  clock.Clock
	Log    *slog.Logger
	Store  Store
	Plan   Planning
	Work   Work
	People Crew
	// Each calls do for every number below n, several at a time, and returns when all are done.
	Each func(n int, do func(i int))
}

// Crew are those who take work, and those who watch over it and how they are told.
type Crew struct {
	People
	Supervisors Supervisors
	Notices     Notices
}

// Planning is the plan in force and what reads it.
type Planning struct {
	Plans    Plans
	Language routing.Language
	Hours    Hours
	Centres  Centres
}

// Service brings work to people.
type Service struct {
	d     Deps
	store Store
	talks Talks

	until  atomic.Int64 // until when this node reads the log, in microseconds
	mended atomic.Int64

	mu    sync.Mutex
	halls map[string]*hall // by workspace, on the node that reads the log
	all   bool             // every workspace has a hall
}

// New makes the service.
func New(d Deps) *Service {
	return &Service{d: d, store: d.Store, talks: d.Work.Talks, halls: map[string]*hall{}}
}

// Mended is how much work the slow comparison had to bring into line since the start: more than nothing deserves a look.
func (s *Service) Mended() float64 { return float64(s.mended.Load()) }

// planNow is the plan in force.
func (s *Service) planNow(ctx context.Context) (routing.Published, error) {
	ctx, err := asSystem(ctx)
	if err != nil {
		return routing.Published{}, err
	}
	return s.d.Plan.Plans.Current(ctx)
}

// asSystem acts for the system in the workspace of the context.
func asSystem(ctx context.Context) (context.Context, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return ctx, err
	}
	return actor.With(ctx, actor.SystemFor(tenant)), nil
}

// answering is the person who acts, who must have the right to answer customers.
func answering(ctx context.Context) (actor.Actor, error) {
	return actor.Require(ctx, conversation.PermReply)
}

// rows are these conversations as they stand; those that are gone are left out.
func (s *Service) rows(ctx context.Context, ids []string) (map[string]conversation.Conversation, error) {
	asked := make([]conversation.Asked, len(ids))
	for i, id := range ids {
		asked[i] = conversation.Asked{ConversationID: id}
	}
	ctx, err := asSystem(ctx)
	if err != nil {
		return nil, err
	}
	list, err := s.talks.Standing(ctx, asked)
	out := make(map[string]conversation.Conversation, len(list))
	for _, c := range list {
		out[c.ID] = c
	}
	return out, err
}

// items are the work of these conversations.
func (s *Service) items(ctx context.Context, ids []string) (map[string]routing.Item, error) {
	out := make(map[string]routing.Item, len(ids))
	for part := range slices.Chunk(ids, chunk) {
		list, err := s.store.WorkOfMany(ctx, part)
		if err != nil {
			return nil, err
		}
		for _, it := range list {
			out[it.ID] = it
		}
	}
	return out, nil
}

// itemsBeside are the work of these conversations, of which some is known already.
func (s *Service) itemsBeside(ctx context.Context, ids []string, known map[string]routing.Item) (map[string]routing.Item, error) {
	if len(known) == 0 {
		return s.items(ctx, ids)
	}
	out := make(map[string]routing.Item, len(ids))
	var rest []string
	for _, id := range ids {
		if it, ok := known[id]; ok {
			out[id] = it
		} else {
			rest = append(rest, id)
		}
	}
	read, err := s.items(ctx, rest)
	maps.Copy(out, read)
	return out, err
}

// chunk is how many rows are read by their names at once.
const chunk = 500

// lost reports whether somebody else was faster, or somebody is not there any more: fresh rows say what to do now. Other faults
// are of the house.
func lost(err error) bool {
	for _, def := range []*fault.Def{
		routing.ErrTaken, routing.ErrFull, routing.ErrNoWork, identity.ErrNotThere, conversation.ErrAlreadyAssigned, conversation.ErrNotAssigned,
		conversation.ErrResolved, conversation.ErrMerged, conversation.ErrNotFound, conversation.ErrStale,
	} {
		if fault.Has(err, def) {
			return true
		}
	}
	return false
}

// seconds are whole ones.
func seconds(d time.Duration) int { return max(0, int(d/time.Second)) }

func queueOf(it routing.Item) string {
	if len(it.Queues) == 0 {
		return ""
	}
	return it.Queues[0]
}

// planOf is a queue of the plan; nil when it has none of this name.
func planOf(p routing.Plan, queueID string) *routing.QueuePlan {
	for i := range p.Queues {
		if p.Queues[i].ID == queueID {
			return &p.Queues[i]
		}
	}
	return nil
}
