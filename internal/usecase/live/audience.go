package live

import (
	"slices"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/personal"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/domain/identity"
)

// Audiences, as they stand behind "live.<tenant>." on the bus.
const (
	// AudienceAll is everybody who may read every conversation.
	AudienceAll = "all"
	// AudiencePeople is everybody of the company: presence.
	AudiencePeople = "people"
)

// AudienceTeam is everybody who reads the conversations of a team; "" are those without a team.
func AudienceTeam(team string) string {
	if team == "" {
		team = "none"
	}
	return "team." + team
}

// AudienceUser is one person who reads only some conversations: those assigned to them.
func AudienceUser(user string) string { return "user." + user }

// AudienceMe is one person's own notices.
func AudienceMe(user string) string { return "me." + user }

// AudienceConversation is everybody of the company who has the conversation open.
func AudienceConversation(id string) string { return "cnv." + id }

// AudiencePublic is the customer's side of a conversation.
func AudiencePublic(id string) string { return "pub." + id }

// AudienceCustomer is all widgets of one customer: a conversation began elsewhere.
func AudienceCustomer(id string) string { return "cus." + id }

// AudienceMasked is the part of an audience that does not see personal data.
func AudienceMasked(audience string) string { return audience + ".masked" }

// DeskAudiences are what a desk joins at once.
func DeskAudiences(a actor.Actor) []string {
	s := a.ScopeOf(conversation.PermRead)
	person := a.Kind != actor.Token // a token hears only what it may ask for
	var out, desks []string
	if person || a.ScopeOf(identity.PermUserRead).Level != actor.None {
		out = append(out, AudiencePeople)
	}
	if person || s.Level != actor.None {
		out = append(out, AudienceMe(a.ID))
	}
	switch s.Level {
	case actor.All:
		desks = append(desks, AudienceAll)
	case actor.Teams:
		desks = append(desks, AudienceUser(a.ID), AudienceTeam(""))
		for _, t := range s.Teams {
			desks = append(desks, AudienceTeam(t))
		}
	case actor.Own:
		desks = append(desks, AudienceUser(a.ID))
	case actor.None:
	}
	if a.ScopeOf(conversation.PermReply).Level != actor.None {
		desks = append(desks, AudienceOffers(a.ID))
	}
	for _, d := range desks {
		if personal.From(a) {
			d = AudienceMasked(d)
		}
		out = append(out, d)
	}
	return out
}

// desksOf are the audiences whose desks list a conversation that stands at p.
func desksOf(p conversation.Place) []string {
	out := []string{AudienceTeam(p.TeamID)}
	if p.AssigneeID != "" {
		out = append(out, AudienceUser(p.AssigneeID))
	}
	return out
}

// left are the audiences that listed it before and do not now.
func left(before, now []string) []string {
	var out []string
	for _, a := range before {
		if !slices.Contains(now, a) {
			out = append(out, a)
		}
	}
	return out
}
