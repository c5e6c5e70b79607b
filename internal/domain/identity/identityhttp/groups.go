package identityhttp

import (
	"context"
	"net/http"

	"frontdesk/internal/domain/identity"
	"frontdesk/internal/platform/httpx"
)

// PermissionView is one permission of the catalogue.
type PermissionView struct {
	Permission string   `json:"permission"`
	Group      string   `json:"group" enum:"conversations,customers,people,channels,workspace"`
	Levels     []string `json:"levels" doc:"Levels that can be granted, narrow to wide."`
	En         string   `json:"en"`
	Zh         string   `json:"zh"`
}

func permissionOf(e identity.Entry) PermissionView {
	v := PermissionView{Permission: string(e.Permission), Group: e.Group, En: e.En, Zh: e.Zh, Levels: []string{}}
	for _, l := range e.Levels {
		v.Levels = append(v.Levels, string(l))
	}
	return v
}

type roleInput struct {
	Body struct {
		Name        string            `json:"name" maxLength:"60"`
		Description string            `json:"description,omitempty" maxLength:"300"`
		Grants      map[string]string `json:"grants" doc:"Level by permission."`
	}
}

type changeRoleInput struct {
	ByID
	Body struct {
		Version     int64              `json:"version" doc:"The version that was read; another one is a conflict."`
		Name        *string            `json:"name,omitempty"`
		Description *string            `json:"description,omitempty"`
		Grants      *map[string]string `json:"grants,omitempty"`
	}
}

type teamInput struct {
	Body struct {
		Name        string   `json:"name" maxLength:"60"`
		Description string   `json:"description,omitempty" maxLength:"300"`
		MemberIDs   []string `json:"memberIds,omitempty" maxItems:"2000"`
	}
}

type changeTeamInput struct {
	ByID
	Body struct {
		Version     int64     `json:"version" doc:"The version that was read; another one is a conflict."`
		Name        *string   `json:"name,omitempty"`
		Description *string   `json:"description,omitempty"`
		MemberIDs   *[]string `json:"memberIds,omitempty"`
	}
}

func registerGroups(api *httpx.API, s *identity.Service) {
	registerRoles(api, s)
	registerTeams(api, s)
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/permissions", ID: "listPermissions", Tag: "Roles", Summary: "List all permissions there are",
	}, func(context.Context, *struct{}) (*reply[list[PermissionView]], error) {
		return &reply[list[PermissionView]]{each(identity.Catalogue(), permissionOf)}, nil
	})
}

func registerRoles(api *httpx.API, s *identity.Service) {
	const tag = "Roles"
	view := func(ctx context.Context, r identity.Role, err error) (*reply[RoleView], error) {
		return &reply[RoleView]{roleOf(r, httpx.Locale(ctx))}, err
	}
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/roles", ID: "listRoles", Tag: tag, Summary: "List the roles", Permission: identity.PermUserRead,
	}, func(ctx context.Context, _ *struct{}) (*reply[list[RoleView]], error) {
		all, err := s.Roles(ctx)
		return &reply[list[RoleView]]{each(all, func(r identity.Role) RoleView { return roleOf(r, httpx.Locale(ctx)) })}, err
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/roles/{id}", ID: "getRole", Tag: tag, Summary: "Read a role", Permission: identity.PermUserRead,
		Codes: []string{identity.ErrRoleNotFound.Code},
	}, func(ctx context.Context, in *ByID) (*reply[RoleView], error) {
		r, err := s.Role(ctx, in.ID)
		return view(ctx, r, err)
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/roles", ID: "createRole", Tag: tag, Summary: "Add a role", Status: http.StatusCreated,
		Permission: identity.PermRoleManage, Codes: []string{identity.ErrBeyondOwn.Code, "input.taken", identity.ErrLimit.Code},
		Idempotent: true,
	}, func(ctx context.Context, in *roleInput) (*reply[RoleView], error) {
		r, err := s.CreateRole(ctx, identity.Role{Name: in.Body.Name, Description: in.Body.Description, Grants: toGrants(in.Body.Grants)})
		return view(ctx, r, err)
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPatch, Path: "/roles/{id}", ID: "updateRole", Tag: tag, Summary: "Change a role", Permission: identity.PermRoleManage,
		Codes: []string{identity.ErrRoleNotFound.Code, identity.ErrBuiltinRole.Code, identity.ErrStale.Code, identity.ErrBeyondOwn.Code, "input.taken"},
	}, func(ctx context.Context, in *changeRoleInput) (*reply[RoleView], error) {
		c := identity.ChangeRole{Name: in.Body.Name, Description: in.Body.Description, Version: in.Body.Version}
		if in.Body.Grants != nil {
			g := toGrants(*in.Body.Grants)
			c.Grants = &g
		}
		r, err := s.ChangeRole(ctx, in.ID, c)
		return view(ctx, r, err)
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: "/roles/{id}", ID: "deleteRole", Tag: tag, Summary: "Remove a role that nobody has",
		Status: http.StatusNoContent, Permission: identity.PermRoleManage,
		Codes: []string{identity.ErrRoleNotFound.Code, identity.ErrBuiltinRole.Code, identity.ErrRoleInUse.Code},
	}, func(ctx context.Context, in *ByID) (*struct{}, error) { return nil, s.RemoveRole(ctx, in.ID) })
}

func registerTeams(api *httpx.API, s *identity.Service) {
	const tag = "Teams"
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/teams", ID: "listTeams", Tag: tag, Summary: "List the teams with their members",
		Permission: identity.PermUserRead,
	}, func(ctx context.Context, _ *struct{}) (*reply[list[TeamView]], error) {
		all, err := s.Teams(ctx)
		return &reply[list[TeamView]]{each(all, teamOf)}, err
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodGet, Path: "/teams/{id}", ID: "getTeam", Tag: tag, Summary: "Read a team", Permission: identity.PermUserRead,
		Codes: []string{identity.ErrTeamNotFound.Code},
	}, func(ctx context.Context, in *ByID) (*reply[TeamView], error) {
		t, err := s.Team(ctx, in.ID)
		return &reply[TeamView]{teamOf(t)}, err
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPost, Path: "/teams", ID: "createTeam", Tag: tag, Summary: "Add a team", Status: http.StatusCreated,
		Permission: identity.PermTeamManage, Codes: []string{"input.taken", "input.unknown", identity.ErrLimit.Code},
		Idempotent: true,
	}, func(ctx context.Context, in *teamInput) (*reply[TeamView], error) {
		t, err := s.CreateTeam(ctx, identity.Team{Name: in.Body.Name, Description: in.Body.Description, MemberIDs: in.Body.MemberIDs})
		return &reply[TeamView]{teamOf(t)}, err
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodPatch, Path: "/teams/{id}", ID: "updateTeam", Tag: tag, Summary: "Change a team and its members",
		Permission: identity.PermTeamManage,
		Codes:      []string{identity.ErrTeamNotFound.Code, identity.ErrStale.Code, "input.taken", "input.unknown"},
	}, func(ctx context.Context, in *changeTeamInput) (*reply[TeamView], error) {
		b := in.Body
		t, err := s.ChangeTeam(ctx, in.ID, identity.ChangeTeam{Name: b.Name, Description: b.Description, MemberIDs: b.MemberIDs, Version: b.Version})
		return &reply[TeamView]{teamOf(t)}, err
	})
	httpx.Register(api, httpx.Op{
		Method: http.MethodDelete, Path: "/teams/{id}", ID: "deleteTeam", Tag: tag, Summary: "Remove a team; its members stay",
		Status: http.StatusNoContent, Permission: identity.PermTeamManage, Codes: []string{identity.ErrTeamNotFound.Code},
	}, func(ctx context.Context, in *ByID) (*struct{}, error) { return nil, s.RemoveTeam(ctx, in.ID) })
}
