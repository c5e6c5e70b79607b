package identity

import (
	"maps"
	"slices"
	"strings"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/personal"
)

// Grants are what a role or a token allows: a level for each permission.
type Grants map[actor.Permission]actor.Level

// Keys of the built-in roles. Their grants live in the program, so that a new right reaches them with an upgrade.
const (
	RoleAdmin      = "admin"
	RoleSupervisor = "supervisor"
	RoleAgent      = "agent"
	RoleViewer     = "viewer"
)

// Limits of roles and teams.
const (
	MaxRoles       = 100
	MaxTeams       = 500
	MaxTeamMembers = 2000
	MaxDescription = 300
)

// Role is a named set of grants. Key is set on built-in ones, which cannot be changed.
type Role struct {
	ID          string
	Key         string
	Name        string
	Description string
	Grants      Grants // of custom roles, as stored; Effective is what counts
	Version     int64
}

// BuiltinRoles are the keys of the roles that every workspace has.
func BuiltinRoles() []string { return []string{RoleAdmin, RoleSupervisor, RoleAgent, RoleViewer} }

// Effective are the grants of the role as they work: built-in ones from the program, and what everybody has.
func (r Role) Effective() Grants {
	g := Grants{}
	switch r.Key {
	case RoleAdmin:
		for _, p := range Catalogue() {
			g[p.Permission] = actor.All
		}
	case RoleSupervisor:
		g = conversations(actor.All)
		g["insight.read"] = actor.Teams
		maps.Copy(g, unscoped("moderation.words", "moderation.hits", "moderation.block", "moderation.propose", "conversation.history", "conversation.export", "presence.manage", "team.manage", "quality.mark", "quality.inspect", "routing.read", "routing.manage", "tag.manage", "segment.manage", "customer.read", "customer.edit", "visitor.read", "visitor.invite", "visitor.manage", personal.See, personal.Reveal, "user.read", "channel.read", "report.read", "wrapup.manage", "view.share", "reply.use", "reply.team", "reply.company", "reply.approve", "faq.use", "faq.manage"))
	case RoleAgent:
		g = conversations(actor.Teams)
		g["insight.read"] = actor.Own
		delete(g, "conversation.supervise")
		delete(g, "conversation.monitor")
		delete(g, "conversation.follow_up")
		maps.Copy(g, unscoped("quality.mark", "moderation.propose", "reply.use", "faq.use", "customer.read", "customer.edit", "visitor.read", "visitor.invite", personal.See, personal.Reveal, "user.read", "channel.read"))
	case RoleViewer:
		g["conversation.read"] = actor.All
		maps.Copy(g, unscoped("customer.read", "visitor.read", personal.See, "user.read", "channel.read"))
	default:
		maps.Copy(g, r.Grants)
	}
	g[PermTokenOwn] = actor.All
	return g
}

func conversations(l actor.Level) Grants {
	g := Grants{}
	for _, p := range Catalogue() {
		if p.Scoped() {
			g[p.Permission] = l
		}
	}
	return g
}

func unscoped(ps ...actor.Permission) Grants {
	g := Grants{}
	for _, p := range ps {
		g[p] = actor.All
	}
	return g
}

// clean drops empty levels and what everybody has, and refuses unknown permissions and levels.
func (g Grants) clean(c *fault.Checker, field string) Grants {
	out := Grants{}
	for _, p := range slices.Sorted(maps.Keys(g)) {
		level := g[p]
		entry, ok := find(p)
		switch {
		case !ok:
			c.Add(field, ErrUnknownPermission, map[string]any{"permission": string(p)})
		case level == actor.None || p == PermTokenOwn:
		case !slices.Contains(entry.Levels, level):
			c.Add(field, ErrLevel, map[string]any{"permission": string(p)})
		default:
			out[p] = level
		}
	}
	return out
}

// reach orders levels from narrow to wide.
func reach(l actor.Level) int {
	return slices.Index([]actor.Level{actor.None, actor.Own, actor.Teams, actor.All}, l)
}

// within refuses grants that reach further than the actor's own: nobody gives away what they do not have.
func within(a actor.Actor, g Grants) error {
	for _, p := range slices.Sorted(maps.Keys(g)) {
		if p != PermTokenOwn && reach(g[p]) > reach(a.Can(p)) {
			return ErrBeyondOwn.With("permission", string(p))
		}
	}
	return nil
}

// intersect is what both allow.
func intersect(a, b Grants) Grants {
	out := Grants{}
	for p, l := range a {
		if other := b[p]; reach(other) < reach(l) {
			l = other
		}
		if l != actor.None {
			out[p] = l
		}
	}
	return out
}

func (r *Role) check() error {
	var c fault.Checker
	r.Name, r.Description = strings.TrimSpace(r.Name), strings.TrimSpace(r.Description)
	c.Text("name", r.Name, 1, MaxName)
	c.Text("description", r.Description, 0, MaxDescription)
	r.Grants = r.Grants.clean(&c, "grants")
	return c.Err()
}

// Team is a group of people that work on the same conversations.
type Team struct {
	ID          string
	Name        string
	Description string
	MemberIDs   []string
	Version     int64
}

func (t *Team) check() error {
	var c fault.Checker
	t.Name, t.Description = strings.TrimSpace(t.Name), strings.TrimSpace(t.Description)
	c.Text("name", t.Name, 1, MaxName)
	c.Text("description", t.Description, 0, MaxDescription)
	c.Count("memberIds", len(t.MemberIDs), MaxTeamMembers)
	t.MemberIDs = distinct(t.MemberIDs)
	return c.Err()
}

// distinct is the list sorted and without repetitions, never nil.
func distinct(list []string) []string {
	out := append([]string{}, list...)
	slices.Sort(out)
	return slices.Compact(out)
}
