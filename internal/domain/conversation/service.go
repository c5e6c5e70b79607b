package conversation

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/unit"
)

// Stores are what the services of this domain keep; one implementation usually answers for all.
type Stores interface {
	Rows
	Merges
	Splits
	CustomerRows
	Entries
	Inbox
	Drafts
	Ratings
	FileRows
	CountRows
	Bulk
	Erasure
	Rewrites
}

// Service changes conversations and reads them for those who answer and for visitors.
type Service struct {
	runner  unit.Runner
	clock   clock.Clock
	rows    Rows
	merges  Merges
	splits  Splits
	owners  CustomerRows
	entries Entries
	ratings Ratings
	files   FileRows
	inbox   Inbox
	drafts  Drafts
	counts  CountRows
	bulk    Bulk
	erasure Erasure
	history Rewrites
	dir     Directory
	space   Workspace
	closing Closing
	words   Words
	lang    func(string) string
}

// New makes the service. lang names the language of a text ("zh", "en", "" when unsure).
func New(r unit.Runner, c clock.Clock, s Stores, d Directory, w Workspace, cl Closing, words Words, lang func(string) string) *Service {
	return &Service{
		runner: r, clock: c, rows: s, merges: s, splits: s, owners: s, entries: s, ratings: s, files: s, inbox: s, drafts: s, counts: s, bulk: s, erasure: s, history: s, dir: d, space: w, closing: cl, words: words, lang: lang,
	}
}

// Result is what a change answers: the conversation after it and the entries it added. Repeated says that the client had
// sent this before and the entry is the first one.
type Result struct {
	Conversation Conversation `json:"conversation"`
	Entries      []Entry      `json:"entries"`
	Repeated     bool         `json:"-"`
}

// Entry is the last of the entries: the message, when the change was one.
func (r Result) Entry() Entry {
	if len(r.Entries) == 0 {
		return Entry{}
	}
	return r.Entries[len(r.Entries)-1]
}

type lockKey struct{}

// Run runs fn as a unit. When another unit changed the same conversation after fn had read it, fn runs once more and reads
// it under a lock: the common case costs no lock and the contended one is decided by the second attempt. Inside a running
// unit it joins, and the one who began decides.
func Run(ctx context.Context, r unit.Runner, fn func(ctx context.Context) error) error {
	if _, ok := unit.Running(ctx); ok {
		return fn(ctx)
	}
	err := r.Do(ctx, fn)
	for range 3 {
		if !fault.Has(err, ErrStale) {
			return err
		}
		err = r.Do(context.WithValue(ctx, lockKey{}, true), fn)
	}
	return err
}

// contended reports whether an attempt before this one found out that somebody else was faster.
func contended(ctx context.Context) bool {
	locks, _ := ctx.Value(lockKey{}).(bool)
	return locks
}

// load reads the conversation the way this attempt needs it.
func (s *Service) load(ctx context.Context, id string) (Conversation, error) {
	if contended(ctx) {
		return s.rows.Lock(ctx, id)
	}
	return s.rows.Get(ctx, id)
}

// turn runs one change of one conversation that the actor may make by permission p.
func (s *Service) turn(ctx context.Context, id string, p actor.Permission, change func(ctx context.Context, t *Turn) error) (Result, error) {
	a, err := actor.Require(ctx, p)
	if err != nil {
		return Result{}, err
	}
	return s.turnAs(ctx, a, id, func(ctx context.Context, c Conversation) error {
		return s.within(ctx, a, p, c)
	}, change)
}

// turnAs is turn for an actor whose right to this conversation allow decides.
func (s *Service) turnAs(ctx context.Context, a actor.Actor, id string, allow func(context.Context, Conversation) error, change func(ctx context.Context, t *Turn) error) (Result, error) {
	var t *Turn
	err := Run(ctx, s.runner, func(ctx context.Context) error {
		c, err := s.load(ctx, id)
		if err != nil {
			return err
		}
		if err := allow(ctx, c); err != nil {
			return err
		}
		if c.Status == Merged && (a.Kind == actor.User || a.Kind == actor.Token) {
			return ErrMerged.New()
		}
		t = Begin(c, a, s.clock.Now())
		if err := change(ctx, t); err != nil {
			return err
		}
		return s.store(ctx, t)
	})
	if err != nil {
		return Result{}, err
	}
	return Result{Conversation: t.Row, Entries: t.Entries}, nil
}

// store writes a finished turn: the row first, which also takes the numbers of the entries, then entries, events and the
// promise to wake a sleeping conversation.
func (s *Service) store(ctx context.Context, t *Turn) error {
	if !t.Changed() {
		return nil
	}
	if err := s.rows.Save(ctx, t.before, t.Row); err != nil {
		return err
	}
	if err := s.follow(ctx, t); err != nil {
		return err
	}
	return s.storeRest(ctx, t)
}

func (s *Service) storeRest(ctx context.Context, t *Turn) error {
	if len(t.Entries) > 0 {
		if err := s.entries.Add(ctx, t.Entries); err != nil {
			return err
		}
	}
	for _, e := range t.Events {
		if err := unit.Append(ctx, e); err != nil {
			return err
		}
	}
	until, changed := t.wakeAt()
	switch {
	case !changed:
		return nil
	case until.IsZero():
		return unit.Cancel(ctx, t.tenant, JobUnsnooze, t.Row.ID)
	default:
		return unit.Schedule(ctx, unit.Job{Tenant: t.tenant, Kind: JobUnsnooze, Subject: t.Row.ID, RunAt: until})
	}
}

// within reports whether the permission of the actor reaches this conversation. Those whom a note mentions may read it
// and add notes, wherever it stands; participants may answer, too.
func (s *Service) within(ctx context.Context, a actor.Actor, p actor.Permission, c Conversation) error {
	if a.ScopeOf(p).Covers(c.AssigneeID, c.TeamID) {
		return nil
	}
	if c.invited(a, p) {
		return nil
	}
	if c.Status == Merged { // who takes part in the one that goes on reads all of it
		root, err := s.rootOf(ctx, c)
		if err != nil {
			return err
		}
		return s.within(ctx, a, p, root)
	}
	if p == PermRead || p == PermNote {
		ok, err := s.inbox.Mentioned(ctx, c.ID, a.ID)
		if err != nil || ok {
			return err
		}
	}
	if p != PermRead && a.ScopeOf(PermRead).Covers(c.AssigneeID, c.TeamID) {
		return fault.ErrDenied.With("permission", string(p))
	}
	return ErrNotFound.New() // who may not read it does not learn that it exists
}

// covered asks for the permission and whether it reaches this conversation.
func covered(ctx context.Context, p actor.Permission, c Conversation) (actor.Actor, error) {
	a, err := actor.Require(ctx, p)
	if err != nil {
		return a, err
	}
	if !a.ScopeOf(p).Covers(c.AssigneeID, c.TeamID) {
		return a, fault.ErrDenied.With("permission", string(p))
	}
	return a, nil
}

// Get is one conversation.
func (s *Service) Get(ctx context.Context, id string) (Conversation, error) {
	a, err := actor.Require(ctx, PermRead)
	if err != nil {
		return Conversation{}, err
	}
	c, err := s.rows.Get(ctx, id)
	if err != nil {
		return Conversation{}, err
	}
	if err := s.within(ctx, a, PermRead, c); err != nil {
		return Conversation{}, err
	}
	return c, nil
}

// MaxEntries is the most that one call of Timeline gives.
const MaxEntries = 200

// Timeline is a part of the conversation's entries, oldest first.
func (s *Service) Timeline(ctx context.Context, id string, r Range) ([]Entry, error) {
	if _, err := s.Get(ctx, id); err != nil {
		return nil, err
	}
	r.Public = false
	list, err := s.entries.Page(ctx, id, r.bounded())
	if err != nil {
		return nil, err
	}
	return list, s.showChanged(ctx, list)
}

func (r Range) bounded() Range {
	if r.Limit <= 0 {
		r.Limit = 50
	}
	r.Limit = min(r.Limit, MaxEntries)
	return r
}
