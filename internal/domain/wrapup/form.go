package wrapup

import (
	"slices"

	"frontdesk/internal/base/fault"
)

// Mode says whether a team asks for a summary.
type Mode string

// The modes.
const (
	Off      Mode = "off"
	Optional Mode = "optional"
	Required Mode = "required"
)

// DefaultTeam stands for every team that has no form of its own, and for conversations without a team.
const DefaultTeam = "default"

// MaxRoots is how many parts of the tree a form may name.
const MaxRoots = 50

// Form is how a team ends its conversations.
type Form struct {
	TeamID      string   `json:"teamId" doc:"default: every team without a form of its own."`
	Mode        Mode     `json:"mode" enum:"off,optional,required"`
	CategoryIDs []string `json:"categoryIds" doc:"The parts of the tree to choose from; empty: all."`
	Version     int64    `json:"version" doc:"0 while it was never saved."`
}

func (f *Form) clean(t Tree) error {
	f.CategoryIDs = append([]string{}, slices.Compact(slices.Sorted(slices.Values(f.CategoryIDs)))...)
	var c fault.Checker
	c.Choice("mode", string(f.Mode), string(Off), string(Optional), string(Required))
	c.Count("categoryIds", len(f.CategoryIDs), MaxRoots)
	for _, id := range f.CategoryIDs {
		if _, ok := t.Get(id); !ok {
			c.Add("categoryIds", fault.ErrUnknownItem, nil)
			break
		}
	}
	return c.Err()
}

// formOf is the form that counts for a team.
func formOf(all []Form, team string) Form {
	for _, id := range []string{team, DefaultTeam} {
		if i := slices.IndexFunc(all, func(f Form) bool { return f.TeamID == id }); id != "" && i >= 0 {
			return all[i]
		}
	}
	return Form{TeamID: DefaultTeam, Mode: Off, CategoryIDs: []string{}}
}
