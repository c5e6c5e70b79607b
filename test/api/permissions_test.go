package api

import (
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"frontdesk/internal/check"
	"frontdesk/test/kit"
)

// operation is what the description of the API says about one.
type operation struct {
	ID         string `json:"operationId"`
	Permission string `json:"x-permission"`
	Body       any    `json:"requestBody"`
	method     string
	path       string
}

func operations(t *testing.T, c *kit.Client) []operation {
	t.Helper()
	doc := kit.Get[struct {
		Paths map[string]map[string]operation `json:"paths"`
	}](t, c, "/api/openapi.json")
	var all []operation
	for _, path := range slices.Sorted(maps.Keys(doc.Paths)) {
		for _, method := range slices.Sorted(maps.Keys(doc.Paths[path])) {
			op := doc.Paths[path][method]
			op.method, op.path = strings.ToUpper(method), path
			all = append(all, op)
		}
	}
	return all
}

// caller is one column of the matrix.
type caller struct {
	name    string
	client  *kit.Client
	grants  map[string]string
	visitor bool
	signed  bool
	token   bool
}

// may says what the permission of an operation and a caller's grants promise.
func (c caller) may(op operation) bool {
	switch op.Permission {
	case "public":
		return true
	case "visitor":
		return c.visitor
	case "signed_in":
		return c.signed && (!c.token || !slices.Contains(personal, op.ID) && (aboutConversations[op.ID] == "" || c.grants[aboutConversations[op.ID]] != ""))
	default:
		return c.signed && c.grants[op.Permission] != "" && (!c.token || !slices.Contains(personal, op.ID))
	}
}

// TestPermissions asks every operation of the API as everybody: who lacks the right is refused before anything else is
// looked at, and nobody else is.
func TestPermissions(t *testing.T) {
	t.Parallel()
	s := open(t, kit.Options{})
	ops, everybody := operations(t, s.admin.Client), callers(t, s)
	known := map[string]bool{}
	for _, op := range ops {
		known[op.ID] = true
		content, listed := contents[op.ID]
		switch {
		case op.Permission == "":
			t.Errorf("%s names no permission", op.ID)
		case op.Body != nil && !listed:
			t.Errorf("%s is new: give it a line in contents", op.ID)
		case op.ID == "signOut": // it ends the session that the others need
			continue
		}
		for _, c := range everybody {
			// An address of its own for each: wrong credentials are counted by address.
			r := c.client.With("X-Forwarded-For", kit.Path("10.%d.%d.9", len(known)%250, slices.IndexFunc(everybody, func(o caller) bool { return o.name == c.name }))).
				Call(t, op.method, fill(op.path), content)
			if got := !refused(r); got != c.may(op) {
				t.Errorf("%s (%s) as %s: allowed %v, want %v: %d %.200s", op.ID, op.Permission, c.name, got, c.may(op), r.Status, r.Body)
			}
			if r.Status >= http.StatusInternalServerError {
				t.Errorf("%s as %s: %d %s", op.ID, c.name, r.Status, r.Body)
			}
		}
	}
	for id := range contents {
		if !known[id] {
			t.Errorf("contents has a line for %s, which is gone", id)
		}
	}
	check.Equal(t, s.SignIn(t, s.admin.Email).ID, s.admin.ID) // nothing above has harmed anybody
}

func callers(t *testing.T, s *shop) []caller {
	t.Helper()
	grants := map[string]map[string]string{}
	for _, r := range kit.Get[kit.List[struct {
		Key    string
		Grants map[string]string
	}]](t, s.admin.Client, "/roles").Items {
		grants[r.Key] = r.Grants
	}
	narrow := map[string]string{"customer.read": "all", "conversation.read": "own"}
	return []caller{
		{name: "nobody", client: s.Client()},
		{name: "visitor", client: s.Visitor(t, s.channel.WidgetKey).Client, visitor: true},
		{name: "viewer", client: s.admin.Invite(t, "Vera", "viewer").Client, signed: true, grants: grants["viewer"]},
		{name: "agent", client: s.admin.Invite(t, "Anna", "agent").Client, signed: true, grants: grants["agent"]},
		{name: "supervisor", client: s.admin.Invite(t, "Sue", "supervisor").Client, signed: true, grants: grants["supervisor"]},
		{name: "admin", client: s.admin.Client, signed: true, grants: grants["admin"]},
		{name: "narrow token", client: s.admin.Token(t, narrow), signed: true, token: true, grants: narrow},
		{name: "empty token", client: s.admin.Token(t, map[string]string{}), signed: true, token: true},
	}
}

// refusals are the codes of "you may not"; other replies with these statuses are about the content of the request.
var refusals = []string{"unauthenticated", "denied", "identity.session", "identity.token", "widget.token", "http.csrf", "conversation.visitor_only"}

func refused(r kit.Reply) bool {
	if r.Status != http.StatusUnauthorized && r.Status != http.StatusForbidden {
		return false
	}
	return slices.ContainsFunc(refusals, func(code string) bool { return strings.Contains(string(r.Body), `"code":"`+code+`"`) })
}

var inBraces = regexp.MustCompile(`\{(\w+)\}`)

// kinds are the prefixes of ids by the part of the path that stands before them.
var kinds = map[string]string{
	"avatars": "ava", "categories": "wct", "forms": "tem", "blocks": "blk", "words": "wrd", "calendars": "cal", "channels": "chn", "conversations": "cnv", "customers": "cus", "files": "fil",
	"invites": "inv", "presence": "usr", "roles": "rol", "sessions": "ses", "tags": "tag", "teams": "tem", "tokens": "tok",
	"participants": "usr", "agents": "usr", "whispers": "ent", "views": "viw", "fields": "fld", "segments": "seg", "customer-notes": "cnt", "inspections": "qmk", "apps": "app",
	"wallboards": "wbd", "desks": "usr", "offers": "cnv", "work": "cnv", "wrapups": "cnv", "users": "usr", "webhooks": "whk", "setting-versions": "hst", "deliveries": "dlv",
}

// fill puts well-formed ids of nothing into a path.
func fill(path string) string {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		if p == "{resolution}" {
			parts[i] = "0"
		} else if p == "{number}" {
			parts[i] = "1"
		} else if inBraces.MatchString(p) {
			parts[i] = nothing(kinds[parts[i-1]])
		}
	}
	full := strings.Join(parts, "/")
	switch {
	case strings.HasSuffix(full, "/search"):
		full += "?q=lamp"
	case strings.HasSuffix(full, "/widget/config"):
		full += "?key=" + nothing("wgt")
	case strings.HasSuffix(full, "/visitor-report"), strings.HasSuffix(full, "/wrapup/report"), strings.Contains(full, "/wrapup/summaries"):
		full += "?from=2026-01-01&to=2026-01-31"
	case strings.HasSuffix(full, "/routing/draft"):
		full += "?version=0"
	case strings.HasSuffix(full, "/insight/daily/conversations"):
		full += "?from=2026-01-01&to=2026-01-31&figure=received"
	case strings.Contains(full, "/insight/daily"):
		full += "?from=2026-01-01&to=2026-01-31"
	case strings.HasSuffix(full, "/draft"):
		full += "?kind=note"
	}
	return full
}

func nothing(prefix string) string { return prefix + "_01h0000000000000000000000a" }
