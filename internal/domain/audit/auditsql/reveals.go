package auditsql

import (
	"context"
	"fmt"
	"strings"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/page"
	"frontdesk/internal/base/personal"
	"frontdesk/internal/domain/audit"
	"frontdesk/internal/platform/db"
)

const revealColumns = `id, at, actor_kind, actor_id, kind, subject_id, customer_id, conversation_id, classes, reason`

func scanReveal(r db.Row) (audit.Revealed, error) {
	v := audit.Revealed{Classes: []personal.Class{}}
	var classes string
	err := r.Scan(&v.ID, &v.At, (*string)(&v.By.Kind), &v.By.ID, (*string)(&v.Kind), &v.SubjectID, &v.CustomerID, &v.ConversationID,
		&classes, &v.Reason)
	for _, c := range strings.Fields(classes) {
		v.Classes = append(v.Classes, personal.Class(c))
	}
	return v, err
}

// InsertReveal implements audit.RevealStore.
func (s *Store) InsertReveal(ctx context.Context, r audit.Revealed) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	classes := make([]string, len(r.Classes))
	for i, c := range r.Classes {
		classes[i] = string(c)
	}
	return s.d.Exec(ctx, `INSERT INTO audit_reveals (tenant, `+revealColumns+`) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)`,
		tenant, r.ID, r.At, string(r.By.Kind), r.By.ID, string(r.Kind), r.SubjectID, r.CustomerID, r.ConversationID,
		strings.Join(classes, " "), r.Reason)
}

// ForgetReasons implements audit.RevealStore.
func (s *Store) ForgetReasons(ctx context.Context, customerID string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `UPDATE audit_reveals SET reason='' WHERE tenant=$1 AND customer_id=$2`, tenant, customerID)
}

// ForgetReveals implements audit.RevealStore.
func (s *Store) ForgetReveals(ctx context.Context, customerIDs []string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil || len(customerIDs) == 0 {
		return err
	}
	args := []any{tenant}
	return s.d.Exec(ctx, `DELETE FROM audit_reveals WHERE tenant=$1 AND customer_id IN `+db.List(&args, customerIDs), args...)
}

// Reveals implements audit.RevealStore.
func (s *Store) Reveals(ctx context.Context, f audit.RevealFilter, p page.Request) (page.Of[audit.Revealed], error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return page.Of[audit.Revealed]{}, err
	}
	args := []any{tenant, p.Size() + 1}
	where := ""
	switch {
	case f.PersonID != "":
		args, where = append(args, f.PersonID), " AND actor_id=$3"
	case f.CustomerID != "":
		args, where = append(args, f.CustomerID), " AND customer_id=$3"
	}
	var at int64
	var id string
	if more, err := page.Decode(p.Cursor, &at, &id); err != nil {
		return page.Of[audit.Revealed]{}, err
	} else if more {
		args = append(args, at, id)
		where += fmt.Sprintf(" AND (at, id) < ($%d, $%d)", len(args)-1, len(args))
	}
	rows, err := db.Query(ctx, s.d, scanReveal, `SELECT `+revealColumns+` FROM audit_reveals WHERE tenant=$1`+where+
		` ORDER BY at DESC, id DESC LIMIT $2`, args...)
	return page.Cut(rows, p.Size(), func(r audit.Revealed) []any { return []any{clock.Micros(r.At), r.ID} }), err
}
