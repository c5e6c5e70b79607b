package conversationsql

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/db"
)

const (
	chunk   = 500  // rows read at a time when filters leave rows out
	rareTag = 2000 // a tag with at most this many conversations is looked up from its side
)

// List reads one page of the inbox. A list by last activity is the union of branches that each follow one index exactly
// and stop at the limit, so that its cost does not depend on how many conversations there are.
func (s *Store) List(ctx context.Context, q conversation.Query) (page.Of[conversation.Conversation], error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return page.Of[conversation.Conversation]{}, err
	}
	switch {
	case q.ByMention():
		return s.mentions(ctx, tenant, q)
	case q.Sort == conversation.Waiting:
		return s.waiting(ctx, tenant, q)
	case q.Sort == conversation.Attention:
		return s.attention(ctx, tenant, q)
	default:
		return s.active(ctx, tenant, q)
	}
}

// active lists by last activity, from the side that costs least.
func (s *Store) active(ctx context.Context, tenant string, q conversation.Query) (page.Of[conversation.Conversation], error) {
	if q.Named() {
		return s.byID(ctx, tenant, q)
	}
	if q.ByFollow() {
		return s.byFollow(ctx, tenant, q)
	}
	if tag, ok := conversation.Only(q.Tags); ok {
		rare, err := s.isRare(ctx, tenant, tag)
		if err != nil {
			return page.Of[conversation.Conversation]{}, err
		}
		if rare {
			return s.byTag(ctx, tenant, tag, q)
		}
	}
	return s.newest(ctx, tenant, q)
}

// order is the direction of a list by last activity, and what comes after a place in it.
func order(q conversation.Query) (direction, after string) {
	if q.Sort == conversation.Oldest {
		return "ASC", ">"
	}
	return "DESC", "<"
}

// key is the place of a row in a list.
type key struct {
	at int64
	id string
}

func newestKey(c conversation.Conversation) key { return key{clock.Micros(c.LastEntryAt), c.ID} }

func (k key) cursor() string { return page.Encode(k.at, k.id) }

func decodeKey(cursor string) (key, bool, error) {
	var k key
	ok, err := page.Decode(cursor, &k.at, &k.id)
	return k, ok, err
}

// newest follows the branches; rows that the filters leave out cost a look, up to ScanCap.
func (s *Store) newest(ctx context.Context, tenant string, q conversation.Query) (page.Of[conversation.Conversation], error) {
	return s.scan(ctx, tenant, q, conversation.ScanCap)
}

// scan is newest with a limit of its own for how many rows are looked at.
func (s *Store) scan(ctx context.Context, tenant string, q conversation.Query, most int) (page.Of[conversation.Conversation], error) {
	out := page.Of[conversation.Conversation]{Items: []conversation.Conversation{}}
	branches := branchesOf(q)
	from, resumed, err := decodeKey(q.Page.Cursor)
	if err != nil || len(branches) == 0 {
		return out, err
	}
	size := q.Page.Size()
	read := size + 1
	for scanned := 0; ; {
		rows, err := s.merge(ctx, tenant, q, branches, from, resumed, read)
		if err != nil {
			return out, err
		}
		for _, c := range rows {
			if !q.Filters(c) {
				continue
			}
			if len(out.Items) == size {
				out.Next = newestKey(out.Items[size-1]).cursor()
				return out, nil
			}
			out.Items = append(out.Items, c)
		}
		scanned += len(rows)
		if len(rows) < read {
			return out, nil
		}
		from, resumed, read = newestKey(rows[len(rows)-1]), true, max(read, chunk)
		if scanned >= most {
			out.Next = from.cursor()
			return out, nil
		}
	}
}

// branch is a set of rows that one index holds in the order of the list.
type branch struct {
	where string // over the columns of c, with ? for each argument
	args  []any
}

// branchesOf covers the view within the scope without an overlap: own ones first, then each team with what is nobody's
// and what is somebody else's.
func branchesOf(q conversation.Query) []branch {
	status := string(q.StatusOf())
	own := branch{`c.assignee_id = ? AND c.status = ?`, []any{q.User, status}}
	team := func(id string, assigned int) branch {
		return branch{`c.team_id = ? AND c.assigned = ? AND c.status = ?`, []any{id, assigned, status}}
	}
	if q.View == conversation.ViewMine {
		return []branch{own}
	}
	unassigned := q.View == conversation.ViewUnassigned
	switch q.Scope.Level {
	case actor.All:
		return everything(q, team)
	case actor.Teams:
		var out []branch
		if !unassigned {
			out = append(out, own)
		}
		for _, t := range reachable(q) {
			out = append(out, team(t, 0))
			if !unassigned {
				others := team(t, 1)
				out = append(out, branch{others.where + ` AND c.assignee_id <> ?`, append(others.args, q.User)})
			}
		}
		return out
	case actor.Own:
		if unassigned {
			return nil
		}
		return []branch{own}
	default:
		return nil
	}
}

// everything are the branches of who may read all: the one index that knows most of what is asked for.
func everything(q conversation.Query, team func(string, int) branch) []branch {
	status := string(q.StatusOf())
	of := func(column, value string) []branch {
		return []branch{{`c.` + column + ` = ? AND c.status = ?`, []any{value, status}}}
	}
	theTeam, oneTeam := conversation.Only(q.Teams)
	channel, oneChannel := conversation.Only(q.Channels)
	assignee, oneAssignee := conversation.Only(q.Assignees)
	sentiment, felt := conversation.Only(q.Sentiments)
	felt = felt && sentiment != ""
	unassigned := q.View == conversation.ViewUnassigned
	switch {
	case oneTeam && unassigned:
		return []branch{team(theTeam, 0)}
	case unassigned:
		return of("assignee_id", "")
	case oneAssignee:
		return of("assignee_id", assignee)
	case q.CallBack:
		// Few of all want to be called: that index is the shortest way, whatever else is asked for.
		return []branch{{`c.callback <> '' AND c.status = ?`, []any{status}}}
	case felt:
		// The index holds what was judged only, which the statement must say without an argument.
		return []branch{{`c.sentiment = ? AND c.sentiment <> '' AND c.status = ?`, []any{string(sentiment), status}}}
	case oneTeam:
		return []branch{team(theTeam, 0), team(theTeam, 1)}
	case oneChannel:
		return of("channel_id", channel)
	default:
		return []branch{{`c.status = ?`, []any{status}}}
	}
}

// reachable are the teams of the scope that the query asks for; "" is what has no team.
func reachable(q conversation.Query) []string {
	var out []string
	seen := map[string]bool{}
	for _, t := range append([]string{""}, q.Scope.Teams...) {
		if !seen[t] && (len(q.Teams) == 0 || slices.Contains(q.Teams, t)) {
			out = append(out, t)
		}
		seen[t] = true
	}
	return out
}

// builder numbers the arguments of a statement.
type builder struct{ args []any }

func (b *builder) arg(v any) string {
	b.args = append(b.args, v)
	return "$" + strconv.Itoa(len(b.args))
}

// fill replaces each ? by a numbered argument.
func (b *builder) fill(where string, args []any) string {
	var out strings.Builder
	n := 0
	for _, r := range where {
		if r != '?' {
			out.WriteRune(r)
			continue
		}
		out.WriteString(b.arg(args[n]))
		n++
	}
	return out.String()
}

var bare = strings.ReplaceAll(reading, "c.", "")

// merge reads the first rows of the union of the branches after a place.
func (s *Store) merge(ctx context.Context, tenant string, q conversation.Query, branches []branch, from key, resumed bool, limit int) ([]conversation.Conversation, error) {
	b := &builder{}
	way, beyond := order(q)
	owner, after := b.arg(tenant), ``
	if resumed {
		after = ` AND (c.last_entry_at, c.id) ` + beyond + ` (` + b.arg(from.at) + `, ` + b.arg(from.id) + `)`
	}
	n := b.arg(limit)
	parts := make([]string, 0, len(branches))
	for _, br := range branches {
		parts = append(parts, `SELECT * FROM (SELECT `+reading+` FROM conversation_conversations c WHERE c.tenant = `+owner+` AND `+
			b.fill(br.where, br.args)+after+` ORDER BY c.last_entry_at `+way+`, c.id `+way+` LIMIT `+n+`) b`)
	}
	text := strings.Join(parts, ` UNION ALL `)
	if len(parts) > 1 {
		text = `SELECT ` + bare + ` FROM (` + text + `) u ORDER BY last_entry_at ` + way + `, id ` + way + ` LIMIT ` + n
	}
	return db.Query(ctx, s.db, scan, text, b.args...)
}

// within is the scope and the view as a condition, for the lists whose rows are few before it applies.
func within(b *builder, q conversation.Query) string {
	var and []string
	and = append(and, `c.status = `+b.arg(string(q.StatusOf())))
	switch q.View {
	case conversation.ViewMine:
		and = append(and, `c.assignee_id = `+b.arg(q.User))
	case conversation.ViewUnassigned:
		and = append(and, `c.assignee_id = ''`)
	default:
	}
	and = append(and, filtered(b, q)...)
	if !q.ByFollow() {
		and = append(and, scoped(b, q.Scope))
	}
	return strings.Join(and, ` AND `)
}

// scoped is the scope as a condition.
func scoped(b *builder, s actor.Scope) string {
	switch s.Level {
	case actor.All:
		return `1 = 1`
	case actor.Teams:
		user := b.arg(s.User)
		return `(c.assignee_id = ` + user + ` OR c.team_id = '' OR c.team_id IN ` + db.List(&b.args, s.Teams) + `)`
	case actor.Own:
		return `c.assignee_id = ` + b.arg(s.User)
	default:
		return `1 = 0`
	}
}

// waiting lists who waits for an answer, the longest first.
func (s *Store) waiting(ctx context.Context, tenant string, q conversation.Query) (page.Of[conversation.Conversation], error) {
	b := &builder{}
	text := selectRow + `WHERE c.tenant = ` + b.arg(tenant) + ` AND c.waiting_since > 0 AND ` + within(b, q)
	from, resumed, err := decodeKey(q.Page.Cursor)
	if err != nil {
		return page.Of[conversation.Conversation]{}, err
	}
	if resumed {
		text += ` AND (c.waiting_since, c.id) > (` + b.arg(from.at) + `, ` + b.arg(from.id) + `)`
	}
	rows, err := db.Query(ctx, s.db, scan, text+` ORDER BY c.waiting_since, c.id LIMIT `+b.arg(q.Page.Size()+1), b.args...)
	if err != nil {
		return page.Of[conversation.Conversation]{}, err
	}
	return page.Cut(rows, q.Page.Size(), func(c conversation.Conversation) []any { return []any{clock.Micros(c.WaitingSince), c.ID} }), nil
}

func (s *Store) isRare(ctx context.Context, tenant, tag string) (bool, error) {
	n, err := db.One(ctx, s.db, func(r db.Row) (n int64, err error) { return n, r.Scan(&n) },
		`SELECT COUNT(*) FROM (SELECT 1 AS one FROM conversation_tag_links WHERE tenant = $1 AND tag_id = $2 LIMIT $3) l`,
		tenant, tag, rareTag+1)
	return n <= rareTag, err
}

// byTag starts from the few conversations that carry the tag.
func (s *Store) byTag(ctx context.Context, tenant, tag string, q conversation.Query) (page.Of[conversation.Conversation], error) {
	b := &builder{}
	text := `SELECT ` + reading + ` FROM conversation_tag_links l
		JOIN conversation_conversations c ON c.tenant = l.tenant AND c.id = l.conversation_id
		WHERE l.tenant = ` + b.arg(tenant) + ` AND l.tag_id = ` + b.arg(tag) + ` AND ` + within(b, q)
	from, resumed, err := decodeKey(q.Page.Cursor)
	if err != nil {
		return page.Of[conversation.Conversation]{}, err
	}
	way, beyond := order(q)
	if resumed {
		text += ` AND (c.last_entry_at, c.id) ` + beyond + ` (` + b.arg(from.at) + `, ` + b.arg(from.id) + `)`
	}
	rows, err := db.Query(ctx, s.db, scan, text+` ORDER BY c.last_entry_at `+way+`, c.id `+way+` LIMIT `+b.arg(q.Page.Size()+1), b.args...)
	if err != nil {
		return page.Of[conversation.Conversation]{}, err
	}
	return page.Cut(rows, q.Page.Size(), func(c conversation.Conversation) []any { return []any{clock.Micros(c.LastEntryAt), c.ID} }), nil
}

// mentions lists where notes mention the user, the last mention first. Being mentioned is the right to read, so the scope
// does not matter; neither does the status, unless the query asks for one.
func (s *Store) mentions(ctx context.Context, tenant string, q conversation.Query) (page.Of[conversation.Conversation], error) {
	type mention struct {
		at  int64
		row conversation.Conversation
	}
	b := &builder{}
	text := `SELECT k.mentioned_at, ` + reading + ` FROM conversation_participants k
		JOIN conversation_conversations c ON c.tenant = k.tenant AND c.id = k.conversation_id
		WHERE k.tenant = ` + b.arg(tenant) + ` AND k.user_id = ` + b.arg(q.User) + ` AND k.mentioned_at > 0`
	from, resumed, err := decodeKey(q.Page.Cursor)
	if err != nil {
		return page.Of[conversation.Conversation]{}, err
	}
	if resumed {
		text += ` AND (k.mentioned_at, k.conversation_id) < (` + b.arg(from.at) + `, ` + b.arg(from.id) + `)`
	}
	rows, err := db.Query(ctx, s.db, func(r db.Row) (m mention, err error) {
		m.row, err = scan(prefixed{r, &m.at})
		return m, err
	}, text+` ORDER BY k.mentioned_at DESC, k.conversation_id DESC LIMIT `+b.arg(q.Page.Size()+1), b.args...)
	if err != nil {
		return page.Of[conversation.Conversation]{}, err
	}
	cut := page.Cut(rows, q.Page.Size(), func(m mention) []any { return []any{m.at, m.row.ID} })
	out := page.Of[conversation.Conversation]{Items: make([]conversation.Conversation, 0, len(cut.Items)), Next: cut.Next}
	for _, m := range cut.Items {
		if q.Holds(m.row) && q.Filters(m.row) {
			out.Items = append(out.Items, m.row)
		}
	}
	return out, nil
}

// prefixed scans one column more, before the others.
type prefixed struct {
	row   db.Row
	first *int64
}

// Scan puts the first column aside.
func (p prefixed) Scan(dest ...any) error { return p.row.Scan(append([]any{p.first}, dest...)...) }

// OfCustomer reads a customer's conversations, the newest first.
func (s *Store) OfCustomer(ctx context.Context, q conversation.CustomerQuery) (page.Of[conversation.Conversation], error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return page.Of[conversation.Conversation]{}, err
	}
	b := &builder{}
	text := selectRow + `WHERE c.tenant = ` + b.arg(tenant) + ` AND c.customer_id = ` + b.arg(q.CustomerID) + ` AND ` + scoped(b, q.Scope)
	var last string
	resumed, err := page.Decode(q.Page.Cursor, &last)
	if err != nil {
		return page.Of[conversation.Conversation]{}, err
	}
	if resumed {
		text += ` AND c.id < ` + b.arg(last)
	}
	rows, err := db.Query(ctx, s.db, scan, text+` ORDER BY c.id DESC LIMIT `+b.arg(q.Page.Size()+1), b.args...)
	if err != nil {
		return page.Of[conversation.Conversation]{}, err
	}
	return page.Cut(rows, q.Page.Size(), func(c conversation.Conversation) []any { return []any{c.ID} }), nil
}

// Drafted reads in which of the conversations the user has a draft.
func (s *Store) Drafted(ctx context.Context, userID string, conversationIDs []string) ([]string, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil || len(conversationIDs) == 0 {
		return nil, err
	}
	args := []any{tenant, userID}
	return db.Query(ctx, s.db, func(r db.Row) (id string, err error) { return id, r.Scan(&id) },
		`SELECT DISTINCT conversation_id FROM conversation_drafts WHERE tenant = $1 AND user_id = $2 AND conversation_id IN `+
			db.List(&args, conversationIDs), args...)
}
