package searchsql

import (
	"cmp"
	"context"
	"slices"

	"frontdesk/internal/domain/search"
	"frontdesk/internal/platform/db"
)

// sqlite keeps tokens in FTS5. The row id there is the position, so that FTS5 walks newest first by itself and stops
// when the page is full.
type sqlite struct{ d *db.DB }

type place struct {
	id  string
	pos int64
}

func scanPlace(r db.Row) (place, error) {
	var p place
	err := r.Scan(&p.id, &p.pos)
	return p, err
}

// put writes in the order of positions: FTS5 gathers words in memory and must write them out whenever a position is not
// beyond the last one, and before it replaces a document. It also writes them out before each statement that could be undone
// alone, such as one of many rows; so the texts go first, and the words follow row by row.
func (s sqlite) put(ctx context.Context, tenant string, docs []search.Cut) error {
	at, known, err := s.places(ctx, tenant, docs)
	if err != nil {
		return err
	}
	slices.SortFunc(docs, func(a, b search.Cut) int { return cmp.Compare(at[a.ID], at[b.ID]) })
	if err := s.texts(ctx, tenant, docs, at); err != nil {
		return err
	}
	for _, replace := range []bool{false, true} {
		verb := map[bool]string{false: "INSERT", true: "INSERT OR REPLACE"}[replace]
		for _, d := range docs {
			if known[d.ID] != replace {
				continue
			}
			if err := s.d.Exec(ctx, verb+` INTO search_tokens (rowid, tokens) VALUES ($1, $2)`, at[d.ID], d.Words); err != nil {
				return err
			}
		}
	}
	return nil
}

// texts writes what is shown of documents. The driver looks for the name of each placeholder, which takes its time where
// there are hundreds: here they have none.
func (s sqlite) texts(ctx context.Context, tenant string, docs []search.Cut, at map[string]int64) error {
	for part := range portions(docs) {
		var args []any
		for _, d := range part {
			args = append(args, at[d.ID], tenant, d.ID, d.Kind, d.ConversationID, d.Seq, d.At, d.Text)
		}
		if err := s.d.Exec(ctx, `INSERT INTO search_documents (pos, tenant, id, kind, conversation_id, seq, at, body)
			VALUES `+rows(`(?,?,?,?,?,?,?,?)`, len(part))+` ON CONFLICT (tenant, id) DO UPDATE SET conversation_id=excluded.conversation_id,
			seq=excluded.seq, body=excluded.body`, args...); err != nil {
			return err
		}
	}
	return nil
}

// places gives each document the position it has, or a free one at its time; known are those that have one.
func (s sqlite) places(ctx context.Context, tenant string, docs []search.Cut) (at map[string]int64, known map[string]bool, err error) {
	ids, wanted := make([]string, len(docs)), make([]int64, len(docs))
	for i, d := range docs {
		ids[i], wanted[i] = d.ID, position(d.Document)
	}
	args := []any{tenant}
	have, err := db.Query(ctx, s.d, scanPlace, `SELECT id, pos FROM search_documents WHERE tenant=$1 AND id IN `+db.List(&args, ids), args...)
	if err != nil {
		return nil, nil, err
	}
	at, known = make(map[string]int64, len(docs)), make(map[string]bool, len(have))
	for _, p := range have {
		at[p.id], known[p.id] = p.pos, true
	}
	args = nil
	used, err := db.Query(ctx, s.d, scanPlace, `SELECT id, pos FROM search_documents WHERE pos IN `+db.List(&args, wanted), args...)
	if err != nil {
		return nil, nil, err
	}
	taken := make(map[int64]bool, len(used)+len(docs))
	for _, p := range used {
		taken[p.pos] = true
	}
	for i, d := range docs {
		if _, ok := at[d.ID]; ok {
			continue
		}
		pos := wanted[i]
		for taken[pos] { // two documents in one microsecond with the same ten bits: very rare
			pos++
			if busy, err := s.busy(ctx, pos); err != nil {
				return nil, nil, err
			} else if busy {
				taken[pos] = true
			}
		}
		at[d.ID], taken[pos] = pos, true
	}
	return at, known, nil
}

func (s sqlite) busy(ctx context.Context, pos int64) (bool, error) {
	rows, err := db.Query(ctx, s.d, scanPlace, `SELECT id, pos FROM search_documents WHERE pos=$1`, pos)
	return len(rows) > 0, err
}

func (s sqlite) remove(ctx context.Context, tenant, column string, values []string) error {
	args := []any{tenant}
	in := column + ` IN ` + db.List(&args, values)
	if err := s.d.Exec(ctx, `DELETE FROM search_tokens WHERE rowid IN (SELECT pos FROM search_documents WHERE tenant=$1 AND `+in+`)`, args...); err != nil {
		return err
	}
	return s.d.Exec(ctx, `DELETE FROM search_documents WHERE tenant=$1 AND `+in, args...)
}

func (s sqlite) clear(ctx context.Context, tenant string) error {
	if err := s.d.Exec(ctx, `DELETE FROM search_tokens WHERE rowid IN (SELECT pos FROM search_documents WHERE tenant=$1)`, tenant); err != nil {
		return err
	}
	return s.d.Exec(ctx, `DELETE FROM search_documents WHERE tenant=$1`, tenant)
}

// find needs no id: positions are unique here. CROSS JOIN keeps FTS5 outside, where its order serves the query.
func (s sqlite) find(ctx context.Context, tenant string, c condition, pos int64, _ string, n int) ([]found, error) {
	return db.Query(ctx, s.d, scanFound, `SELECT `+foundColumns+` FROM search_tokens CROSS JOIN search_documents d ON d.pos=search_tokens.rowid
		WHERE search_tokens MATCH $1 AND search_tokens.rowid<$2 AND d.tenant=$3 ORDER BY search_tokens.rowid DESC LIMIT $4`,
		c.expression(" AND ", " OR ", `"`), pos, tenant, n)
}
