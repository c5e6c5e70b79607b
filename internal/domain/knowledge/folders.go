package knowledge

import (
	"context"
	"strings"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
)

// Folders are those of all trees that the actor uses, or those of one tree.
func (s *Service) Folders(ctx context.Context, t Tree) ([]Folder, error) {
	a, err := actor.Require(ctx, PermUse)
	if err != nil {
		return nil, err
	}
	of := trees(a)
	if t.Scope != "" {
		if t, err = s.tree(ctx, a, t, false); err != nil {
			return nil, err
		}
		of = []Tree{t}
	}
	return s.d.Store.ListFolders(ctx, of)
}

// CreateFolder adds a folder to a tree.
func (s *Service) CreateFolder(ctx context.Context, t Tree, parentID, name string) (Folder, error) {
	a, err := actor.Require(ctx, PermUse)
	if err != nil {
		return Folder{}, err
	}
	if t, err = s.tree(ctx, a, t, true); err != nil {
		return Folder{}, err
	}
	f := Folder{ID: id.At("fld", s.d.Clock.Now()), Tree: t, ParentID: parentID, Name: strings.TrimSpace(name), Version: 1}
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		n, err := s.d.Store.CountFolders(ctx)
		if err != nil {
			return err
		}
		if n >= MaxFolders {
			return ErrTooManyFolders.With("max", MaxFolders)
		}
		if err := s.placed(ctx, f); err != nil {
			return err
		}
		if err := s.d.Store.InsertFolder(ctx, f); err != nil {
			return err
		}
		return s.tellFolder(ctx, a, f, EventFolderCreated)
	})
	return f, err
}

func (s *Service) placed(ctx context.Context, f Folder) error {
	var c fault.Checker
	f.check(&c)
	if err := c.Err(); err != nil {
		return err
	}
	all, err := s.d.Store.ListFolders(ctx, []Tree{f.Tree})
	if err != nil {
		return err
	}
	return f.place(all)
}

// EditFolder changes a folder; nil leaves a field as it is.
type EditFolder struct {
	Version        int64
	Name, ParentID *string
	Position       *int
}

// UpdateFolder renames, moves or orders a folder.
func (s *Service) UpdateFolder(ctx context.Context, folderID string, e EditFolder) (out Folder, err error) {
	if _, err := actor.Require(ctx, PermUse); err != nil {
		return Folder{}, err
	}
	err = s.d.Run.Do(ctx, func(ctx context.Context) error {
		a, f, err := s.ownFolder(ctx, folderID)
		if err != nil {
			return err
		}
		if f.Version != e.Version {
			return fault.ErrConflict.New()
		}
		if e.Name != nil {
			f.Name = strings.TrimSpace(*e.Name)
		}
		if e.ParentID != nil {
			f.ParentID = *e.ParentID
		}
		if e.Position != nil {
			f.Position = *e.Position
		}
		if err := s.placed(ctx, f); err != nil {
			return err
		}
		if err := s.d.Store.UpdateFolder(ctx, f); err != nil {
			return err
		}
		f.Version++
		out = f
		return s.tellFolder(ctx, a, f, EventFolderUpdated)
	})
	return out, err
}

func (s *Service) ownFolder(ctx context.Context, folderID string) (actor.Actor, Folder, error) {
	a, err := actor.Require(ctx, PermUse)
	if err != nil {
		return a, Folder{}, err
	}
	f, err := s.d.Store.Folder(ctx, folderID)
	if err != nil {
		return a, f, err
	}
	if !f.reads(a) {
		return a, f, ErrFolderNotFound.New()
	}
	if !f.manages(a) {
		return a, f, denied(PermCompany)
	}
	return a, f, nil
}

// DeleteFolder removes an empty folder.
func (s *Service) DeleteFolder(ctx context.Context, folderID string) error {
	if _, err := actor.Require(ctx, PermUse); err != nil {
		return err
	}
	return s.d.Run.Do(ctx, func(ctx context.Context) error {
		a, f, err := s.ownFolder(ctx, folderID)
		if err != nil {
			return err
		}
		if err := s.d.Store.DeleteFolder(ctx, folderID); err != nil {
			return err
		}
		return s.tellFolder(ctx, a, f, EventFolderDeleted)
	})
}
