package knowledge

import (
	"strings"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
)

// Scope says whose a tree is.
type Scope string

// The scopes.
const (
	Personal Scope = "personal"
	Team     Scope = "team"
	Company  Scope = "company"
)

// Tree is one tree of folders and replies: of a person, a team or the company.
type Tree struct {
	Scope   Scope  `json:"scope" enum:"personal,team,company"`
	OwnerID string `json:"ownerId,omitempty" doc:"The user or the team; empty for the company."`
}

// MaxDepth is how many levels of folders a tree has; MaxFolders how many folders a workspace has.
const (
	MaxDepth   = 4
	MaxFolders = 2000
	maxName    = 60
)

// Folder holds replies and folders.
type Folder struct {
	ID string `json:"id"`
	Tree
	ParentID string `json:"parentId,omitempty"`
	Name     string `json:"name"`
	Position int    `json:"position"`
	Version  int64  `json:"version"`
}

func (f Folder) check(c *fault.Checker) {
	c.Text("name", f.Name, 1, maxName)
	c.If(strings.Contains(f.Name, "/"), "name", ErrFolderName) // it separates the names of a path
	c.Range("position", f.Position, 0, MaxFolders)
}

// place checks where the folder goes among all folders of its tree.
func (f Folder) place(all []Folder) error {
	byID := map[string]Folder{}
	for _, one := range all {
		byID[one.ID] = one
	}
	depth := 1
	for at := f.ParentID; at != ""; at = byID[at].ParentID {
		if at == f.ID {
			return ErrLoop.On("parentId")
		}
		if _, ok := byID[at]; !ok {
			return fault.ErrUnknownItem.On("parentId")
		}
		if depth++; depth > MaxDepth {
			return tooDeep()
		}
	}
	if depth+below(all, f.ID) > MaxDepth {
		return tooDeep()
	}
	return nil
}

func tooDeep() error {
	var c fault.Checker
	c.Add("parentId", ErrTooDeep, map[string]any{"max": MaxDepth})
	return c.Err()
}

// below is how many levels of folders stand below one.
func below(all []Folder, id string) int {
	deepest := 0
	for _, one := range all {
		if id != "" && one.ParentID == id {
			deepest = max(deepest, 1+below(all, one.ID))
		}
	}
	return deepest
}

// reads reports whether the actor sees the tree.
func (t Tree) reads(a actor.Actor) bool {
	switch t.Scope {
	case Personal:
		return t.OwnerID == a.ID
	case Team:
		return inTeam(a, t.OwnerID) || a.Can(PermCompany) != actor.None
	case Company:
		return true
	}
	return false
}

// manages reports whether the actor may change the tree.
func (t Tree) manages(a actor.Actor) bool {
	switch t.Scope {
	case Personal:
		return t.OwnerID == a.ID
	case Team:
		return a.Can(PermTeam) != actor.None && t.reads(a)
	case Company:
		return a.Can(PermCompany) != actor.None
	}
	return false
}

func inTeam(a actor.Actor, team string) bool {
	for _, one := range a.Teams {
		if one == team {
			return true
		}
	}
	return false
}
