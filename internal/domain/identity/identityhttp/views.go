package identityhttp

import (
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/identity"
)

type reply[T any] struct{ Body T }

type list[T any] struct {
	Items []T `json:"items"`
}

// ByID is the input of operations on one thing. It is exported because the HTTP layer does not look into others.
type ByID struct {
	ID string `path:"id" maxLength:"30"`
}

// UserView is a person as colleagues see them.
type UserView struct {
	ID        string          `json:"id"`
	Email     string          `json:"email"`
	Name      string          `json:"name"`
	Alias     string          `json:"alias" doc:"Number or nickname that customers see instead of the name."`
	AvatarURL string          `json:"avatarUrl" doc:"Path of the picture; empty when there is none."`
	Locale    string          `json:"locale" enum:"zh-CN,en"`
	Timezone  string          `json:"timezone" doc:"Empty: that of the workspace."`
	RoleID    string          `json:"roleId"`
	TeamIDs   []string        `json:"teamIds"`
	Status    identity.Status `json:"status" enum:"active,disabled"`
	CreatedAt time.Time       `json:"createdAt"`
	Version   int64           `json:"version"`
}

// MeView is a person as they see themselves.
type MeView struct {
	UserView
	Preferences identity.Preferences `json:"preferences"`
}

func userOf(u identity.User) UserView {
	v := UserView{
		ID: u.ID, Email: u.Email, Name: u.Name, Alias: u.Alias, Locale: u.Locale, Timezone: u.Timezone, RoleID: u.RoleID,
		TeamIDs: u.TeamIDs, Status: u.Status, CreatedAt: u.CreatedAt, Version: u.Version, AvatarURL: AvatarPath(u.Avatar),
	}
	if v.TeamIDs == nil {
		v.TeamIDs = []string{}
	}
	return v
}

func meOf(u identity.User) MeView { return MeView{UserView: userOf(u), Preferences: u.Preferences} }

// AvatarPath is where the picture with this id is served; empty for none.
func AvatarPath(pictureID string) string {
	if pictureID == "" {
		return ""
	}
	return "/api/v1/avatars/" + pictureID
}

// grantsOf is how grants look on the wire: permission → level.
func grantsOf(g identity.Grants) map[string]string {
	out := make(map[string]string, len(g))
	for p, l := range g {
		out[string(p)] = string(l)
	}
	return out
}

func toGrants(m map[string]string) identity.Grants {
	out := make(identity.Grants, len(m))
	for p, l := range m {
		out[actor.Permission(p)] = actor.Level(l)
	}
	return out
}

// RoleView is a role. Built-in ones have a key and a name in the reader's language.
type RoleView struct {
	ID          string            `json:"id"`
	Key         string            `json:"key" doc:"Of a built-in role; empty for custom ones." enum:",admin,supervisor,agent,viewer"`
	Name        string            `json:"name"`
	Description string            `json:"description"`
	Grants      map[string]string `json:"grants" doc:"Level by permission."`
	Version     int64             `json:"version"`
}

type names struct{ en, zh string }

var builtinNames = map[string]names{
	identity.RoleAdmin:      {"Administrator", "管理员"},
	identity.RoleSupervisor: {"Supervisor", "主管"},
	identity.RoleAgent:      {"Agent", "坐席"},
	identity.RoleViewer:     {"Viewer", "只读成员"},
}

func roleOf(r identity.Role, locale string) RoleView {
	v := RoleView{ID: r.ID, Key: r.Key, Name: r.Name, Description: r.Description, Grants: grantsOf(r.Effective()), Version: r.Version}
	if n, ok := builtinNames[r.Key]; ok {
		v.Name = n.en
		if locale == "zh-CN" {
			v.Name = n.zh
		}
	}
	return v
}

// TeamView is a team with its members.
type TeamView struct {
	ID          string   `json:"id"`
	Name        string   `json:"name"`
	Description string   `json:"description"`
	MemberIDs   []string `json:"memberIds"`
	Version     int64    `json:"version"`
}

func teamOf(t identity.Team) TeamView {
	v := TeamView{ID: t.ID, Name: t.Name, Description: t.Description, MemberIDs: t.MemberIDs, Version: t.Version}
	if v.MemberIDs == nil {
		v.MemberIDs = []string{}
	}
	return v
}

// InviteView is an invitation that waits.
type InviteView struct {
	ID        string    `json:"id"`
	UserID    string    `json:"userId" doc:"Of the person they become; routing can be prepared for it. Empty in invitations of old."`
	Email     string    `json:"email"`
	Name      string    `json:"name"`
	Alias     string    `json:"alias"`
	RoleID    string    `json:"roleId"`
	TeamIDs   []string  `json:"teamIds"`
	InvitedBy string    `json:"invitedBy"`
	CreatedAt time.Time `json:"createdAt"`
	ExpiresAt time.Time `json:"expiresAt"`
}

func inviteOf(i identity.Invite) InviteView {
	v := InviteView{
		ID: i.ID, UserID: i.UserID, Email: i.Email, Name: i.Name, Alias: i.Alias, RoleID: i.RoleID, TeamIDs: i.TeamIDs, InvitedBy: i.InvitedBy,
		CreatedAt: i.CreatedAt, ExpiresAt: i.ExpiresAt,
	}
	if v.TeamIDs == nil {
		v.TeamIDs = []string{}
	}
	return v
}

// PresenceView is whether a person is there.
type PresenceView struct {
	UserID string         `json:"userId"`
	State  identity.State `json:"state" enum:"online,busy,break,offline"`
	Reason string         `json:"reason" doc:"Key of the reason for a break, or auto_away where it began by itself; else empty."`
	Manual bool           `json:"manual" doc:"Chosen by a person; else it follows the open desk."`
	Since  *time.Time     `json:"since,omitempty"`
}

func presenceOf(p identity.Presence) PresenceView {
	return PresenceView{UserID: p.UserID, State: p.State, Reason: p.Reason, Manual: p.Manual, Since: moment(p.Since)}
}

// moment is a time on the wire; the zero time is absent.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// each turns a list into views, never null.
func each[T, V any](all []T, view func(T) V) list[V] {
	out := make([]V, 0, len(all))
	for _, v := range all {
		out = append(out, view(v))
	}
	return list[V]{out}
}
