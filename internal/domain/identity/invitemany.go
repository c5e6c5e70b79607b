package identity

import (
	"context"
	"slices"
	"strings"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/id"
)

// MaxInvites is how many people a list invites at once.
const MaxInvites = 2000

// InviteRow is a row of a list of people.
type InviteRow struct {
	Line               int
	Email, Name, Alias string
	Role               string   // its name, in English or Chinese if it is built in; "" for that of the list
	Teams              []string // by name; none for those of the list
}

// InviteList says what holds for all rows.
type InviteList struct {
	RoleID    string   // of rows that name none
	TeamIDs   []string // of rows that name none
	MakeTeams bool     // make the teams that rows name and that are not there
	DryRun    bool     // only report
}

// Invited is an invitation with the secret of its link, and the row that it came from.
type Invited struct {
	Line   int
	Link   string // "" in a trial
	Invite Invite
	Again  bool // an older invitation to the address ended
}

// InviteProblem is what is wrong with a row.
type InviteProblem struct {
	Line  int
	Text  string
	Field fault.Field
}

// InviteReport says what came of a list. With problems nobody was invited.
type InviteReport struct {
	Invited  []Invited
	NewTeams []string // by name
	Problems []InviteProblem
	Done     bool
}

// builtinNames are what built-in roles are called in lists.
var builtinNames = map[string]string{
	"administrator": RoleAdmin, "管理员": RoleAdmin, "主管": RoleSupervisor, "坐席": RoleAgent, "客服": RoleAgent, "只读成员": RoleViewer,
}

// InviteMany invites the people of a list: all of them, or nobody when a row has a problem.
func (s *Service) InviteMany(ctx context.Context, rows []InviteRow, o InviteList) (InviteReport, error) {
	a, err := actor.Require(ctx, PermUserManage)
	if err != nil {
		return InviteReport{}, err
	}
	var c fault.Checker
	c.Count("rows", len(rows), MaxInvites)
	c.Count("teamIds", len(o.TeamIDs), MaxTeams)
	if err := c.Err(); err != nil {
		return InviteReport{}, err
	}
	var out InviteReport
	err = s.do(ctx, func(ctx context.Context) error {
		l := inviting{s: s, a: a, o: o, first: map[string]int{}}
		if err := l.read(ctx); err != nil {
			return err
		}
		for _, r := range rows {
			if err := l.row(ctx, r); err != nil {
				return err
			}
		}
		if out = l.out; o.DryRun || len(rows) == 0 || len(out.Problems) > 0 {
			return nil
		}
		out.Done = true
		return l.write(ctx, out.Invited)
	})
	return out, err
}

// inviting is a list on its way in.
type inviting struct {
	s     *Service
	a     actor.Actor
	o     InviteList
	roles []Role
	teams []Team // with those that are to be made, which have no version yet
	first map[string]int
	out   InviteReport
}

func (l *inviting) read(ctx context.Context) (err error) {
	if err := l.s.grantable(ctx, l.a, l.o.RoleID); err != nil {
		return err
	}
	if err := l.s.knownTeams(ctx, l.o.TeamIDs); err != nil {
		return err
	}
	if l.roles, err = l.s.store.Roles(ctx); err != nil {
		return err
	}
	l.teams, err = l.s.store.Teams(ctx)
	return err
}

// row looks at one row and keeps its invitation, or what is wrong with it.
func (l *inviting) row(ctx context.Context, r InviteRow) error {
	in := NewInvite{Email: r.Email, Name: r.Name, Alias: r.Alias, RoleID: l.o.RoleID, TeamIDs: l.o.TeamIDs}
	var c fault.Checker
	if r.Role != "" {
		in.RoleID = l.role(&c, r.Role)
	}
	if len(r.Teams) > 0 {
		in.TeamIDs = l.teamsOf(&c, r.Teams)
	}
	i := l.s.invite(l.a, in)
	i.check(&c)
	key := EmailKey(i.Email)
	if first, twice := l.first[key]; twice && key != "" {
		c.Add("email", ErrInviteTwice, map[string]any{"row": first})
	} else {
		l.first[key] = r.Line
	}
	if c.Err() == nil {
		_, err := l.s.store.UserByEmail(ctx, key)
		if err != nil && !fault.Has(err, ErrUserNotFound) {
			return err
		}
		c.If(err == nil, "email", ErrEmailTaken)
	}
	if f := fault.From(c.Err()); f != nil {
		for _, field := range f.Fields {
			l.out.Problems = append(l.out.Problems, InviteProblem{Line: r.Line, Text: r.Email, Field: field})
		}
		return nil
	}
	_, err := l.s.store.InviteTo(ctx, key)
	if err != nil && !fault.Has(err, ErrInviteNotFound) {
		return err
	}
	l.out.Invited = append(l.out.Invited, Invited{Line: r.Line, Invite: i, Again: err == nil})
	return nil
}

// role finds the role that a row names and that the actor may give.
func (l *inviting) role(c *fault.Checker, name string) string {
	key := SortKey(name)
	at := slices.IndexFunc(l.roles, func(r Role) bool {
		return SortKey(r.Name) == key || r.Key != "" && (r.Key == key || r.Key == builtinNames[key])
	})
	if at < 0 {
		c.Add("role", ErrInviteRole, map[string]any{"name": shortened(name)})
		return ""
	}
	if f := fault.From(within(l.a, l.roles[at].Effective())); f != nil {
		c.Add("role", f.Def, f.Args)
	}
	return l.roles[at].ID
}

// teamsOf finds the teams that a row names; those that are to be made get their id here.
func (l *inviting) teamsOf(c *fault.Checker, names []string) []string {
	var out []string
	for _, name := range names {
		at := slices.IndexFunc(l.teams, func(t Team) bool { return SortKey(t.Name) == SortKey(name) })
		if at >= 0 {
			out = append(out, l.teams[at].ID)
			continue
		}
		t := Team{ID: id.New("tem"), Name: strings.TrimSpace(name), Version: 0}
		if !l.o.MakeTeams || l.a.Can(PermTeamManage) == actor.None || t.check() != nil {
			c.Add("teams", ErrInviteTeam, map[string]any{"name": shortened(name)})
			continue
		}
		if len(l.teams) >= MaxTeams {
			c.Add("teams", ErrLimit, map[string]any{"max": MaxTeams})
			continue
		}
		l.teams, l.out.NewTeams = append(l.teams, t), append(l.out.NewTeams, t.Name)
		out = append(out, t.ID)
	}
	return out
}

// write makes the teams and the invitations.
func (l *inviting) write(ctx context.Context, list []Invited) error {
	for _, t := range l.teams {
		if t.Version > 0 {
			continue
		}
		t.Version = 1
		if err := l.s.addTeam(ctx, l.a, t); err != nil {
			return err
		}
	}
	locked := map[string]bool{l.o.RoleID: true}
	for n := range list {
		i := &list[n].Invite
		if !locked[i.RoleID] {
			locked[i.RoleID] = true
			if err := l.s.grantable(ctx, l.a, i.RoleID); err != nil {
				return err
			}
		}
		list[n].Link = newLinkToken()
		if err := l.s.putInvite(ctx, l.a, list[n].Link, i); err != nil {
			return err
		}
	}
	return nil
}

// shortened is a text of a row as it is repeated in a sentence.
func shortened(text string) string {
	if r := []rune(text); len(r) > MaxName {
		return string(r[:MaxName]) + "…"
	}
	return text
}
