package knowledgesql

import (
	"context"
	"strconv"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/knowledge"
	"frontdesk/internal/platform/db"
)

// ListReplies implements knowledge.Lists.
func (s *Store) ListReplies(ctx context.Context, f knowledge.Filter, p page.Request) (page.Of[knowledge.Reply], error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return page.Of[knowledge.Reply]{}, err
	}
	where := `tenant=$1 AND scope=$2 AND owner_id=$3`
	args := []any{tenant, f.Scope, f.OwnerID}
	if f.FolderID != "" {
		args = append(args, f.FolderID)
		where += ` AND folder_id=` + mark(len(args))
	}
	if f.State != "" {
		args = append(args, f.State)
		where += ` AND state=` + mark(len(args))
	}
	if f.Query != "" {
		return s.ranked(ctx, f.Query, where, args, p)
	}
	var title, id string
	if more, err := page.Decode(p.Cursor, &title, &id); err != nil {
		return page.Of[knowledge.Reply]{}, err
	} else if more {
		args = append(args, title, id)
		where += ` AND (title_key, id) > (` + mark(len(args)-1) + `, ` + mark(len(args)) + `)`
	}
	args = append(args, p.Size()+1)
	rows, err := db.Query(ctx, s.d, scanReply, `SELECT `+replyColumns+` FROM knowledge_replies WHERE `+where+
		` ORDER BY title_key, id LIMIT `+mark(len(args)), args...)
	return page.Cut(rows, p.Size(), func(r knowledge.Reply) []any { return []any{r.Keys.Title, r.ID} }), err
}

type rankedReply struct {
	knowledge.Reply
	rank int64
}

// ranked reads the rows of one tree, of which a workspace has a limited number: the shortcut itself, then what begins like
// the query, then what holds it; the most used first.
func (s *Store) ranked(ctx context.Context, query, where string, args []any, p page.Request) (page.Of[knowledge.Reply], error) {
	begins, holds := like(query)+"%", "%"+like(query)+"%"
	args = append(args, query, begins, holds)
	n := len(args)
	q, b, h := mark(n-2), mark(n-1), mark(n)
	rank := `CASE WHEN shortcut_key=` + q + ` THEN 0 WHEN shortcut_key LIKE ` + b + ` ESCAPE '\' THEN 1
		WHEN title_key LIKE ` + b + ` ESCAPE '\' THEN 1 WHEN initials LIKE ` + b + ` ESCAPE '\' THEN 2
		WHEN pinyin LIKE ` + b + ` ESCAPE '\' THEN 2 WHEN title_key LIKE ` + h + ` ESCAPE '\' THEN 3 ELSE 4 END`
	outer := ``
	var at, uses int64
	var id string
	if more, err := page.Decode(p.Cursor, &at, &uses, &id); err != nil {
		return page.Of[knowledge.Reply]{}, err
	} else if more {
		args = append(args, at, -uses, id)
		outer = ` WHERE (rank, -uses, id) > (` + mark(n+1) + `, ` + mark(n+2) + `, ` + mark(n+3) + `)`
	}
	args = append(args, p.Size()+1)
	rows, err := db.Query(ctx, s.d, func(r db.Row) (rankedReply, error) {
		var out rankedReply
		x, err := scanReply(with{r, &out.rank})
		out.Reply = x
		return out, err
	}, `SELECT `+replyColumns+`, rank FROM (SELECT `+replyColumns+`, `+rank+` AS rank FROM knowledge_replies WHERE `+where+
		` AND search_key LIKE `+h+` ESCAPE '\') AS found`+outer+` ORDER BY rank, -uses, id LIMIT `+mark(len(args)), args...)
	cut := page.Cut(rows, p.Size(), func(r rankedReply) []any { return []any{r.rank, r.Uses, r.ID} })
	out := page.Of[knowledge.Reply]{Items: make([]knowledge.Reply, 0, len(cut.Items)), Next: cut.Next}
	for _, r := range cut.Items {
		out.Items = append(out.Items, r.Reply)
	}
	return out, err
}

// with scans one more column behind those of a row.
type with struct {
	db.Row
	more any
}

// Scan implements db.Row.
func (w with) Scan(into ...any) error { return w.Row.Scan(append(into, w.more)...) }

// mark is the placeholder of an argument.
func mark(n int) string { return "$" + strconv.Itoa(n) }

// like makes a text mean itself in a pattern.
func like(s string) string { return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s) }

// Usable implements knowledge.Lists.
func (s *Store) Usable(ctx context.Context, user string, trees []knowledge.Tree, now time.Time, p page.Request) (page.Of[knowledge.Usable], error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return page.Of[knowledge.Usable]{}, err
	}
	var id string
	if _, err := page.Decode(p.Cursor, &id); err != nil {
		return page.Of[knowledge.Usable]{}, err
	}
	args := []any{tenant, user, now, id, p.Size() + 1}
	rows, err := db.Query(ctx, s.d, func(r db.Row) (knowledge.Usable, error) { return scanUsable(r, true) },
		`SELECT r.id, r.scope, r.owner_id, r.folder_id, r.title, r.shortcut, r.body, r.lang, r.state, r.reason, r.in_use, r.live,
		r.effective_from, r.effective_until, r.edited_by, r.approved_by, r.uses, r.title_key, r.shortcut_key, r.initials, r.pinyin,
		r.created_at, r.updated_at, r.version, r.files, COALESCE(u.uses, 0), COALESCE(u.favourite, 0)
		FROM knowledge_replies r LEFT JOIN knowledge_uses u ON u.tenant=r.tenant AND u.reply_id=r.id AND u.user_id=$2
		WHERE r.tenant=$1 AND r.id>$4 AND r.in_use=1 AND (r.effective_until=0 OR r.effective_until>$3) AND `+inTrees(&args, "r.", trees)+
			` ORDER BY r.id LIMIT $5`, args...)
	return page.Cut(rows, p.Size(), func(u knowledge.Usable) []any { return []any{u.ID} }), err
}

// Rack implements knowledge.Lists.
func (s *Store) Rack(ctx context.Context, w knowledge.Words) (*knowledge.Rack, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return s.racks.Get(ctx, tenant, func(ctx context.Context) (*knowledge.Rack, error) {
		rows, err := db.Query(ctx, s.d, scanReply, `SELECT `+replyColumns+` FROM knowledge_replies WHERE tenant=$1 AND in_use=1 ORDER BY uses DESC, id LIMIT $2`,
			tenant, knowledge.MaxRack)
		return knowledge.NewRack(rows, w), err
	})
}

// inTrees is the condition that a row belongs to one of the trees.
func inTrees(args *[]any, table string, trees []knowledge.Tree) string {
	owners := map[knowledge.Scope][]string{}
	for _, t := range trees {
		owners[t.Scope] = append(owners[t.Scope], t.OwnerID)
	}
	var either []string
	for _, scope := range []knowledge.Scope{knowledge.Personal, knowledge.Team, knowledge.Company} {
		if len(owners[scope]) > 0 {
			either = append(either, `(`+table+`scope='`+string(scope)+`' AND `+table+`owner_id IN `+db.List(args, owners[scope])+`)`)
		}
	}
	if len(either) == 0 {
		return "1=0"
	}
	return "(" + strings.Join(either, " OR ") + ")"
}
