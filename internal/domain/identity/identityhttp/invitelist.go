package identityhttp

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/platform/httpx"
	"frontdesk/internal/platform/sheet"
)

// listLimits are those of a file with people.
var listLimits = sheet.Limits{Bytes: 2 << 20, Rows: identity.MaxInvites + 1, Columns: 30}

// maxInviteProblems is how many bad rows a report names.
const maxInviteProblems = 200

type listedInvite struct {
	InviteView
	Line  int    `json:"line"`
	Again bool   `json:"again" doc:"An older invitation to the address ends."`
	Token string `json:"token" doc:"Goes into the link's fragment: /invite#<token>. Empty in a trial."`
}

type inviteProblem struct {
	Line    int    `json:"line"`
	Text    string `json:"text"`
	Field   string `json:"field" enum:"email,name,alias,role,teams,teamIds"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

// InviteListReport says what came of a list of people.
type InviteListReport struct {
	Done     bool            `json:"done" doc:"False when a row has a problem, nobody was there to invite, or it was only a trial."`
	Invites  []listedInvite  `json:"invites"`
	NewTeams []string        `json:"newTeams" doc:"Teams that rows name and that are made."`
	Bad      int             `json:"bad" doc:"What is wrong with rows, in all."`
	Problems []inviteProblem `json:"problems" doc:"The first 200."`
}

func registerInviteList(api *httpx.API, s *identity.Service) {
	api.HandleRaw(httpx.Op{
		Method: http.MethodPost, Path: "/invites/import", ID: "importInvites", Tag: "Invites", Summary: "Invite many people by a list",
		Description: "The body is text with addresses, one in a line or apart by commas, or a table (CSV or .xlsx) with the columns email, name, alias, teams, role: in this order, or as " +
			"a first row names them in English or Chinese. Several teams stand apart by semicolons. Everybody is invited, or nobody when a row has a problem. The secrets of the links are in this reply and nowhere else.",
		Permission: identity.PermUserManage, Consumes: "text/csv", Reply: InviteListReport{}, MaxBody: listLimits.Bytes, Timeout: time.Minute, RateLimit: httpx.RateUpload, Secret: true,
		Query: map[string]string{
			"roleId": "Role of rows that name none.", "teamIds": "Teams of rows that name none, apart by commas.",
			"makeTeams": "true: make teams that are not there.", "dryRun": "true: only report.",
		},
		Codes: []string{identity.ErrBeyondOwn.Code, sheet.ErrUnreadable.Code, sheet.ErrOldWorkbook.Code, sheet.ErrTooManyRows.Code},
	}, func(w http.ResponseWriter, r *http.Request) error { return importInvites(s, w, r) })
}

func importInvites(s *identity.Service, w http.ResponseWriter, r *http.Request) error {
	if _, err := actor.Require(r.Context(), identity.PermUserManage); err != nil {
		return err
	}
	table, err := sheet.Read(r.Body, listLimits)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	o := identity.InviteList{RoleID: q.Get("roleId"), MakeTeams: q.Get("makeTeams") == "true", DryRun: q.Get("dryRun") == "true"}
	if ids := q.Get("teamIds"); ids != "" {
		o.TeamIDs = strings.Split(ids, ",")
	}
	report, err := s.InviteMany(r.Context(), inviteRows(table), o)
	if err != nil {
		return err
	}
	out := InviteListReport{Done: report.Done, Invites: []listedInvite{}, NewTeams: append([]string{}, report.NewTeams...), Bad: len(report.Problems), Problems: []inviteProblem{}}
	for _, one := range report.Invited {
		out.Invites = append(out.Invites, listedInvite{InviteView: inviteOf(one.Invite), Line: one.Line, Again: one.Again, Token: one.Link})
	}
	lang := httpx.Locale(r.Context())
	for _, p := range report.Problems[:min(len(report.Problems), maxInviteProblems)] {
		out.Problems = append(out.Problems, inviteProblem{Line: p.Line, Text: p.Text, Field: p.Field.Name, Code: p.Field.Def.Code, Message: p.Field.Sentence(lang)})
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	return json.NewEncoder(w).Encode(out)
}

// inviteColumns are the names that the first row may have.
var inviteColumns = map[string]string{
	"email": "email", "e-mail": "email", "mail": "email", "address": "email", "邮箱": "email", "电子邮箱": "email", "邮件": "email", "账号": "email", "邮箱地址": "email",
	"name": "name", "姓名": "name", "名字": "name", "alias": "alias", "nickname": "alias", "工号": "alias", "昵称": "alias", "工号或昵称": "alias", "别名": "alias",
	"team": "teams", "teams": "teams", "技能组": "teams", "小组": "teams", "部门": "teams", "团队": "teams", "role": "role", "角色": "role",
}

// inviteOrder is that of a table without names.
var inviteOrder = []string{"email", "name", "alias", "teams", "role"}

// inviteRows reads a table as people. Text in which a row holds several addresses, or one among angle brackets, is a list of addresses.
func inviteRows(table []sheet.Row) []identity.InviteRow {
	order := inviteOrder
	if len(table) > 0 {
		if named := inviteHead(table[0].Cells); named != nil {
			order, table = named, table[1:]
		}
	}
	var out []identity.InviteRow
	for _, row := range table {
		if several := addresses(row); several != nil {
			out = append(out, several...)
			continue
		}
		one := identity.InviteRow{Line: row.Line}
		for i, cell := range row.Cells {
			if i < len(order) && cell != "" {
				give(&one, order[i], cell)
			}
		}
		out = append(out, one)
	}
	return out
}

func give(row *identity.InviteRow, column, cell string) {
	switch column {
	case "email":
		row.Email = cell
		if name, address, ok := bracketed(cell); ok {
			row.Email = address
			if row.Name == "" {
				row.Name = name
			}
		}
	case "name":
		row.Name = cell
	case "alias":
		row.Alias = cell
	case "teams":
		row.Teams = splitNames(cell)
	case "role":
		row.Role = cell
	}
}

func inviteHead(cells []string) []string {
	out := make([]string, len(cells))
	email := false
	for i, name := range cells {
		out[i] = inviteColumns[strings.ToLower(strings.TrimSpace(name))]
		email = email || out[i] == "email"
	}
	if !email {
		return nil
	}
	return out
}

// addresses are those of a row that holds more than one, or several in one cell; nil for a row of a table.
func addresses(row sheet.Row) []identity.InviteRow {
	var parts []string
	for _, cell := range row.Cells {
		for _, part := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(";；，、,", r) }) {
			if part = strings.TrimSpace(part); strings.Contains(part, "@") {
				parts = append(parts, part)
			}
		}
	}
	if len(parts) < 2 {
		return nil
	}
	var out []identity.InviteRow
	for _, part := range parts {
		one := identity.InviteRow{Line: row.Line}
		give(&one, "email", part)
		out = append(out, one)
	}
	return out
}

// bracketed reads "Anna Li <anna@shop.example>".
func bracketed(cell string) (name, address string, ok bool) {
	name, rest, found := strings.Cut(cell, "<")
	address, after, closed := strings.Cut(rest, ">")
	return strings.Trim(strings.TrimSpace(name), `"`), strings.TrimSpace(address), found && closed && strings.TrimSpace(after) == ""
}

func splitNames(cell string) []string {
	var out []string
	for _, part := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(";；，、,|", r) }) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}
