package knowledge

import (
	"context"
	"strings"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/unit"
)

// Deps are what the service needs.
type Deps struct {
	Run       unit.Runner
	Clock     clock.Clock
	Store     Store
	Directory Directory
	Words     Words
	Copies    Copies
}

// Service holds the use cases.
type Service struct{ d Deps }

// New makes the service.
func New(d Deps) *Service { return &Service{d: d} }

// trees are those that the actor sees without managing the company.
func trees(a actor.Actor) []Tree {
	out := []Tree{{Personal, a.ID}}
	for _, team := range a.Teams {
		out = append(out, Tree{Team, team})
	}
	return append(out, Tree{Company, ""})
}

// tree checks a tree that somebody named: whose it is, and that it exists. The own tree needs no owner.
func (s *Service) tree(ctx context.Context, a actor.Actor, t Tree, manage bool) (Tree, error) {
	switch {
	case t.Scope == Personal && t.OwnerID == "":
		t.OwnerID = a.ID
	case t.Scope == Company && t.OwnerID != "":
		return t, fault.ErrUnknownItem.On("ownerId")
	}
	if !t.reads(a) {
		return t, fault.ErrDenied.New()
	}
	if manage && !t.manages(a) {
		return t, denied(map[Scope]actor.Permission{Personal: PermUse, Team: PermTeam, Company: PermCompany}[t.Scope])
	}
	if t.Scope == Team {
		ok, err := s.d.Directory.TeamExists(ctx, t.OwnerID)
		if err != nil {
			return t, err
		}
		if !ok {
			return t, fault.ErrUnknownItem.On("ownerId")
		}
	}
	return t, nil
}

// Offer is a page of what the actor may use, in the order of their ids: the desk keeps all of them and searches there.
func (s *Service) Offer(ctx context.Context, p page.Request) (page.Of[Offered], error) {
	a, err := actor.Require(ctx, PermUse)
	if err != nil {
		return page.Of[Offered]{}, err
	}
	found, err := s.d.Store.Usable(ctx, a.ID, trees(a), s.d.Clock.Now(), p)
	out := page.Of[Offered]{Items: make([]Offered, 0, len(found.Items)), Next: found.Next}
	for _, u := range found.Items {
		o := Offered{
			ID: u.ID, Tree: u.Tree, FolderID: u.FolderID, Content: u.Content, Initials: u.Keys.Initials, Pinyin: u.Keys.Pinyin,
			EffectiveFrom: u.EffectiveFrom, EffectiveUntil: u.EffectiveUntil, Uses: u.Uses, OwnUses: u.OwnUses, Favourite: u.Favourite,
		}
		if u.Live != nil {
			o.Content = *u.Live
			o.Pinyin, o.Initials = s.d.Words.Pinyin(o.Title)
		}
		out.Items = append(out.Items, o)
	}
	return out, err
}

// List is a page of a tree.
func (s *Service) List(ctx context.Context, f Filter, p page.Request) (page.Of[Reply], error) {
	a, err := actor.Require(ctx, PermUse)
	if err != nil {
		return page.Of[Reply]{}, err
	}
	if f.Tree, err = s.tree(ctx, a, f.Tree, false); err != nil {
		return page.Of[Reply]{}, err
	}
	f.Query = s.d.Words.Fold(f.Query)
	return s.d.Store.ListReplies(ctx, f, p)
}

// Get is one reply.
func (s *Service) Get(ctx context.Context, replyID string) (Reply, error) {
	_, r, err := s.find(ctx, replyID)
	return r, err
}

func (s *Service) find(ctx context.Context, replyID string) (actor.Actor, Reply, error) {
	a, err := actor.Require(ctx, PermUse)
	if err != nil {
		return a, Reply{}, err
	}
	r, err := s.d.Store.Reply(ctx, replyID)
	if err == nil && !r.reads(a) {
		err = ErrNotFound.New()
	}
	return a, r, err
}

// Create adds a reply. One of the company begins as a draft.
func (s *Service) Create(ctx context.Context, r Reply) (Reply, error) {
	a, err := actor.Require(ctx, PermUse)
	if err != nil {
		return Reply{}, err
	}
	if r.Tree, err = s.tree(ctx, a, r.Tree, true); err != nil {
		return Reply{}, err
	}
	r = s.fresh(a, r)
	if err := s.check(r); err != nil {
		return Reply{}, err
	}
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		if err := s.room(ctx, 1); err != nil {
			return err
		}
		if err := s.fits(ctx, r); err != nil {
			return err
		}
		if err := s.d.Store.InsertReply(ctx, r); err != nil {
			return err
		}
		return s.tell(ctx, a, r, EventCreated)
	})
	return r, err
}

// fresh fills in what a new reply gets from the system.
func (s *Service) fresh(a actor.Actor, r Reply) Reply {
	now := s.d.Clock.Now()
	r.ID, r.Version, r.CreatedAt, r.UpdatedAt, r.EditedBy, r.State = id.At("rpl", now), 1, now, now, a.ID, Approved
	if r.Scope == Company {
		r.State = Draft
	}
	return s.prepare(r)
}

// prepare trims, and makes the keys under which it is found.
func (s *Service) prepare(r Reply) Reply {
	r.Title, r.Shortcut = strings.TrimSpace(r.Title), strings.TrimPrefix(strings.TrimSpace(r.Shortcut), "/")
	if r.Lang == "" {
		r.Lang = Any
	}
	full, initials := s.d.Words.Pinyin(r.Title)
	r.Keys = Keys{Title: s.d.Words.Fold(r.Title), Shortcut: s.d.Words.Fold(r.Shortcut), Initials: initials, Pinyin: full}
	r.Keys.Text = strings.Join([]string{r.Keys.Shortcut, r.Keys.Title, initials, full, s.d.Words.Fold(r.Body)}, "\n")
	r.use()
	return r
}

func (s *Service) check(r Reply) error {
	var c fault.Checker
	r.check(&c)
	return c.Err()
}

func (s *Service) room(ctx context.Context, more int) error {
	n, err := s.d.Store.CountReplies(ctx)
	if err == nil && n+more > MaxReplies {
		err = ErrTooMany.With("max", MaxReplies)
	}
	return err
}

// fits checks a reply against its tree: the folder is one of it, the shortcut belongs to no other.
func (s *Service) fits(ctx context.Context, r Reply) error {
	if r.FolderID != "" {
		f, err := s.d.Store.Folder(ctx, r.FolderID)
		if fault.Has(err, ErrFolderNotFound) || err == nil && f.Tree != r.Tree {
			return fault.ErrUnknownItem.On("folderId")
		}
		if err != nil {
			return err
		}
	}
	if r.Keys.Shortcut == "" {
		return nil
	}
	taken, err := s.d.Store.Shortcuts(ctx, r.Tree)
	if other, ok := taken[r.Keys.Shortcut]; err == nil && ok && other != r.ID {
		return fault.ErrTaken.On("shortcut")
	}
	return err
}
