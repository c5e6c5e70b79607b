package wrapup

import (
	"slices"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
)

// Outcome is how a conversation ended.
type Outcome string

// The outcomes.
const (
	Resolved   Outcome = "resolved"
	Unresolved Outcome = "unresolved"
	FollowUp   Outcome = "follow_up"
)

// MaxRemark is the longest remark, in characters.
const MaxRemark = 2000

// Input is what somebody says of a resolution. Version is that of the summary they read, 0 when there was none.
type Input struct {
	CategoryID string
	Outcome    Outcome
	Remark     string
	Version    int64
}

// Ended is the conversation that a summary is about, as it stands.
type Ended struct {
	ConversationID string
	Number         int64
	Resolution     int
	TeamID         string
	AssigneeID     string
	Over           bool // this resolution has taken place: the summary is changed afterwards
}

// Summary is what is kept of one resolution of a conversation. Team, agent and day are those it counts for.
type Summary struct {
	ConversationID string    `json:"conversationId"`
	Number         int64     `json:"number" doc:"Number of the conversation."`
	Resolution     int       `json:"resolution" doc:"Which time it was resolved, from 1."`
	CategoryID     string    `json:"categoryId,omitempty"`
	Outcome        Outcome   `json:"outcome" enum:"resolved,unresolved,follow_up"`
	Remark         string    `json:"remark,omitempty" personal:"text"`
	TeamID         string    `json:"teamId,omitempty"`
	AgentID        string    `json:"agentId,omitempty"`
	Day            Day       `json:"day" doc:"In the zone of the workspace."`
	AuthorKind     string    `json:"authorKind" enum:"user,token,bot,job,system"`
	AuthorID       string    `json:"authorId"`
	CreatedAt      time.Time `json:"createdAt"`
	UpdatedAt      time.Time `json:"updatedAt"`
	Version        int64     `json:"version"`
}

// Revision is a summary as somebody left it, for its history.
type Revision struct {
	Version    int64     `json:"version"`
	ByKind     string    `json:"byKind" enum:"user,token,bot,job,system"`
	ByID       string    `json:"byId"`
	At         time.Time `json:"at"`
	CategoryID string    `json:"categoryId,omitempty"`
	Outcome    Outcome   `json:"outcome" enum:"resolved,unresolved,follow_up"`
	Remark     string    `json:"remark,omitempty" personal:"text"`
}

// Told is a summary with its history, the newest state first.
type Told struct {
	Summary
	History []Revision `json:"history"`
}

// clean checks the input against the tree and the form. What an older summary names may stay, whatever became of it.
func (in *Input) clean(t Tree, f Form, before string) error {
	in.Remark = strings.TrimSpace(strings.ReplaceAll(in.Remark, "\r\n", "\n"))
	var c fault.Checker
	c.Choice("outcome", string(in.Outcome), string(Resolved), string(Unresolved), string(FollowUp))
	c.Text("remark", in.Remark, 0, MaxRemark)
	switch {
	case in.CategoryID == "" && t.anyChoosable(f.CategoryIDs):
		c.Add("categoryId", fault.ErrRequired, nil)
	case in.CategoryID == "" || in.CategoryID == before:
	case !t.Choosable(in.CategoryID, f.CategoryIDs):
		c.Add("categoryId", ErrNotChoosable, nil)
	}
	return c.Err()
}

// same reports whether the summary already says what the input says.
func (s Summary) same(in Input) bool {
	return s.Version > 0 && s.CategoryID == in.CategoryID && s.Outcome == in.Outcome && s.Remark == in.Remark
}

// with is the summary after the input. While the conversation goes on it counts for whoever has it now.
func (s Summary) with(in Input, e Ended, by actor.Actor, now time.Time, day Day) Summary {
	if s.Version == 0 || !e.Over {
		s.TeamID, s.AgentID, s.Day = e.TeamID, e.AssigneeID, day
		if s.AgentID == "" && (by.Kind == actor.User || by.Kind == actor.Token) {
			s.AgentID = by.ID
		}
	}
	if s.Version == 0 {
		s.ConversationID, s.Number, s.Resolution, s.CreatedAt = e.ConversationID, e.Number, e.Resolution, now
	}
	s.CategoryID, s.Outcome, s.Remark = in.CategoryID, in.Outcome, in.Remark
	s.AuthorKind, s.AuthorID, s.UpdatedAt = string(by.Kind), by.ID, now
	return s
}

// changed names the fields that differ.
func changed(before, after Summary) []string {
	var out []string
	for name, differs := range map[string]bool{
		"categoryId": before.CategoryID != after.CategoryID, "outcome": before.Outcome != after.Outcome, "remark": before.Remark != after.Remark,
	} {
		if differs {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}
