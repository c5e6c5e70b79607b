package customersql

import (
	"context"
	"encoding/json"
	"fmt"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/platform/db"
)

const noteColumns = `id, customer_id, author_id, body, mentions, created_at, edited_at, version`

func scanNote(r db.Row) (customer.Note, error) {
	var n customer.Note
	var mentions json.RawMessage
	var edited int64
	if err := r.Scan(&n.ID, &n.CustomerID, &n.AuthorID, &n.Body, &mentions, &n.CreatedAt, &edited, &n.Version); err != nil {
		return n, err
	}
	if edited > 0 {
		at := clock.Time(edited)
		n.EditedAt = &at
	}
	return n, json.Unmarshal(mentions, &n.Mentions)
}

// InsertNote implements customer.Notes.
func (s *Store) InsertNote(ctx context.Context, n customer.Note) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	mentions, err := json.Marshal(n.Mentions)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `INSERT INTO customer_notes (tenant, `+noteColumns+`) VALUES ($1,$2,$3,$4,$5,$6,$7,0,$8)`,
		tenant, n.ID, n.CustomerID, n.AuthorID, n.Body, json.RawMessage(mentions), n.CreatedAt, n.Version)
}

// Note implements customer.Notes.
func (s *Store) Note(ctx context.Context, id string) (customer.Note, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return customer.Note{}, err
	}
	n, err := db.One(ctx, s.d, scanNote, `SELECT `+noteColumns+` FROM customer_notes WHERE tenant=$1 AND id=$2`, tenant, id)
	return n, db.NoRow(err, customer.ErrNoteNotFound)
}

// NotesOf implements customer.Notes.
func (s *Store) NotesOf(ctx context.Context, customerID string, p page.Request) (page.Of[customer.Note], error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return page.Of[customer.Note]{}, err
	}
	args := []any{tenant, customerID, p.Size() + 1}
	where := ""
	var at int64
	var id string
	if more, err := page.Decode(p.Cursor, &at, &id); err != nil {
		return page.Of[customer.Note]{}, err
	} else if more {
		args = append(args, at, id)
		where = fmt.Sprintf(" AND (created_at, id) < ($%d, $%d)", len(args)-1, len(args))
	}
	list, err := db.Query(ctx, s.d, scanNote, `SELECT `+noteColumns+` FROM customer_notes WHERE tenant=$1 AND customer_id=$2`+where+
		` ORDER BY created_at DESC, id DESC LIMIT $3`, args...)
	if err != nil {
		return page.Of[customer.Note]{}, err
	}
	return page.Cut(list, p.Size(), func(n customer.Note) []any { return []any{clock.Micros(n.CreatedAt), n.ID} }), nil
}

// UpdateNote implements customer.Notes.
func (s *Store) UpdateNote(ctx context.Context, n customer.Note) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	mentions, err := json.Marshal(n.Mentions)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, fault.ErrConflict.New(), `UPDATE customer_notes SET body=$4, mentions=$5, edited_at=$6, version=version+1
		WHERE tenant=$1 AND id=$2 AND version=$3`, tenant, n.ID, n.Version, n.Body, json.RawMessage(mentions), *n.EditedAt)
}

// DeleteNote implements customer.Notes.
func (s *Store) DeleteNote(ctx context.Context, id string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, customer.ErrNoteNotFound.New(), `DELETE FROM customer_notes WHERE tenant=$1 AND id=$2`, tenant, id)
}
