package searchsql

import (
	"context"

	"frontdesk/internal/domain/search"
	"frontdesk/internal/platform/db"
)

// postgres keeps tokens in a tsvector. Which plan is right depends on how common the words are, and the planner's guess
// for a combination of words, workspace and teams can be far off; so the choice is made here, by looking.
type postgres struct{ d *db.DB }

// How many of the newest documents are looked at before the GIN index is asked: some at first; more, if none of them has the
// words, because a common word may be out of fashion for an hour; and if some have, as many as should fill the page. Where
// words are so common that this works, the GIN index would collect (and sort) hundreds of thousands of rows for nothing;
// where it does not, they are rare enough for GIN.
const (
	firstWindow  = 1000
	secondWindow = 4000
	lastWindow   = 40_000
)

// place has nothing to do: positions need not be unique here.
func (postgres) place(context.Context, string, []search.Cut, map[int64]bool) error { return nil }

func (p postgres) put(ctx context.Context, tenant string, docs []search.Cut) error {
	row := `($,$,$,$,$,$,$,$,array_to_tsvector(string_to_array($::text, ' ')))`
	for part := range portions(docs) {
		var args []any
		for _, d := range part {
			args = append(args, d.Pos, tenant, d.ID, d.Kind, d.ConversationID, d.Seq, d.At, d.Text, d.Words)
		}
		if err := p.d.Exec(ctx, `INSERT INTO search_documents (pos, tenant, id, kind, conversation_id, seq, at, body, tokens)
			VALUES `+rows(row, len(part))+` ON CONFLICT (tenant, id) DO UPDATE SET
			conversation_id=excluded.conversation_id, seq=excluded.seq, body=excluded.body, tokens=excluded.tokens`, args...); err != nil {
			return err
		}
	}
	return nil
}

func (p postgres) remove(ctx context.Context, tenant, column string, values []string) error {
	args := []any{tenant}
	in := db.List(&args, values)
	return p.d.Exec(ctx, `DELETE FROM search_documents WHERE tenant=$1 AND `+column+` IN `+in, args...)
}

func (p postgres) clear(ctx context.Context, tenant string) error {
	return p.d.Exec(ctx, `DELETE FROM search_documents WHERE tenant=$1`, tenant)
}

func (p postgres) find(ctx context.Context, tenant string, c condition, pos int64, id string, n int) ([]found, error) {
	match := c.expression(" & ", " | ", "'")
	for window, last := firstWindow, false; ; {
		rows, err := db.Query(ctx, p.d, scanFound, `SELECT `+foundColumns+` FROM (SELECT * FROM search_documents
			WHERE tenant=$1 AND (pos, id) < ($2, $3) ORDER BY pos DESC, id DESC LIMIT $4) d
			WHERE d.tokens @@ ($5::text)::tsquery ORDER BY d.pos DESC, d.id DESC LIMIT $6`, tenant, pos, id, window, match, n)
		if err != nil || len(rows) >= n {
			return rows, err
		}
		if last || len(rows) == 0 && window >= secondWindow {
			break
		}
		if len(rows) == 0 {
			window = secondWindow
			continue
		}
		window, last = min(2*window*n/len(rows), lastWindow), true
	}
	return db.Query(ctx, p.d, scanFound, `WITH m AS MATERIALIZED (SELECT tenant, pos, id FROM search_documents WHERE tokens @@ ($1::text)::tsquery),
		newest AS (SELECT id FROM m WHERE tenant=$2 AND (pos, id) < ($3, $4) ORDER BY pos DESC, id DESC LIMIT $5)
		SELECT `+foundColumns+` FROM newest JOIN search_documents d ON d.tenant=$2 AND d.id=newest.id ORDER BY d.pos DESC, d.id DESC`,
		match, tenant, pos, id, n)
}
