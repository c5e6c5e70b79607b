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
	var fresh, known []search.Cut
	for _, d := range docs {
		if d.Known {
			known = append(known, d)
		} else {
			fresh = append(fresh, d)
		}
	}
	const replace = ` ON CONFLICT (tenant, id) DO UPDATE SET conversation_id=excluded.conversation_id, seq=excluded.seq, body=excluded.body`
	if err := s.write(ctx, tenant, fresh, "INSERT", ""); err != nil {
		return err
	}
	return s.write(ctx, tenant, known, "INSERT OR REPLACE", replace)
}

func (s sqlite) write(ctx context.Context, tenant string, docs []search.Cut, verb, conflict string) error {
	slices.SortFunc(docs, func(a, b search.Cut) int { return cmp.Compare(a.Pos, b.Pos) })
	if err := s.texts(ctx, tenant, docs, conflict); err != nil {
		return err
	}
	for _, d := range docs {
		if err := s.d.Exec(ctx, verb+` INTO search_tokens (rowid, tokens) VALUES ($1, $2)`, d.Pos, d.Words); err != nil {
			return err
		}
	}
	return nil
}

// texts writes what is shown of documents. The driver looks for the name of each placeholder, which takes its time where
// there are hundreds: here they have none.
func (s sqlite) texts(ctx context.Context, tenant string, docs []search.Cut, conflict string) error {
	for part := range portions(docs) {
		var args []any
		for _, d := range part {
			args = append(args, d.Pos, tenant, d.ID, d.Kind, d.ConversationID, d.Seq, d.At, d.Text)
		}
		if err := s.d.Exec(ctx, `INSERT INTO search_documents (pos, tenant, id, kind, conversation_id, seq, at, body)
			VALUES `+rows(`(?,?,?,?,?,?,?,?)`, len(part))+conflict, args...); err != nil {
			return err
		}
	}
	return nil
}

// place asks for the documents that are there and for the positions that are used.
func (s sqlite) place(ctx context.Context, tenant string, docs []search.Cut, taken map[int64]bool) error {
	ids, wanted := make([]string, len(docs)), make([]int64, len(docs))
	for i, d := range docs {
		ids[i], wanted[i] = d.ID, d.Pos
	}
	args := []any{tenant}
	have, err := db.Query(ctx, s.d, scanPlace, `SELECT id, pos FROM search_documents WHERE tenant=$1 AND id IN `+db.List(&args, ids), args...)
	if err != nil {
		return err
	}
	known := make(map[string]int64, len(have))
	for _, p := range have {
		known[p.id] = p.pos
	}
	args = nil
	used, err := db.Query(ctx, s.d, scanPlace, `SELECT id, pos FROM search_documents WHERE pos IN `+db.List(&args, wanted), args...)
	if err != nil {
		return err
	}
	for _, p := range used {
		taken[p.pos] = true
	}
	for i := range docs {
		d := &docs[i]
		if pos, ok := known[d.ID]; ok {
			d.Pos, d.Known = pos, true
			continue
		}
		if err := s.free(ctx, d, taken); err != nil {
			return err
		}
	}
	return nil
}

// free moves a document to the next position that nobody has: two in one microsecond with the same ten bits are very rare.
func (s sqlite) free(ctx context.Context, d *search.Cut, taken map[int64]bool) error {
	for taken[d.Pos] {
		d.Pos++
		busy, err := s.busy(ctx, d.Pos)
		if err != nil {
			return err
		}
		if busy {
			taken[d.Pos] = true
		}
	}
	taken[d.Pos] = true
	return nil
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
