package customersql

import (
	"context"
	"encoding/json"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/customer"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/text"
)

const fieldColumns = `id, owner, kind, name_zh, name_en, options, required, position, seen_by, edited_by, created_at, version`

func scanField(r db.Row) (customer.Field, error) {
	var f customer.Field
	var options, seen, edited json.RawMessage
	err := r.Scan(&f.ID, (*string)(&f.Of), (*string)(&f.Kind), &f.NameZh, &f.NameEn, &options, &f.Required, &f.Position, &seen, &edited,
		&f.CreatedAt, &f.Version)
	for raw, into := range map[*json.RawMessage]any{&options: &f.Options, &seen: &f.SeenBy, &edited: &f.EditedBy} {
		if err == nil {
			err = json.Unmarshal(*raw, into)
		}
	}
	return f, err
}

// lists are what a field keeps as JSON.
func lists(f customer.Field) (options, seen, edited json.RawMessage, err error) {
	for _, one := range []struct {
		into *json.RawMessage
		v    any
	}{{&options, f.Options}, {&seen, f.SeenBy}, {&edited, f.EditedBy}} {
		if *one.into, err = json.Marshal(one.v); err != nil {
			return nil, nil, nil, err
		}
	}
	return options, seen, edited, nil
}

// Fields implements customer.Definitions.
func (s *Store) Fields(ctx context.Context) ([]customer.Field, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, scanField, `SELECT `+fieldColumns+` FROM customer_fields WHERE tenant=$1 ORDER BY owner DESC, position, id`, tenant)
}

// InsertField implements customer.Definitions.
func (s *Store) InsertField(ctx context.Context, f customer.Field) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	options, seen, edited, err := lists(f)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `INSERT INTO customer_fields (tenant, `+fieldColumns+`) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)`,
		tenant, f.ID, f.Of, f.Kind, f.NameZh, f.NameEn, options, f.Required, f.Position, seen, edited, f.CreatedAt, f.Version)
}

// UpdateField implements customer.Definitions.
func (s *Store) UpdateField(ctx context.Context, f customer.Field) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	options, seen, edited, err := lists(f)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, fault.ErrConflict.New(), `UPDATE customer_fields SET name_zh=$4, name_en=$5, options=$6, required=$7, seen_by=$8, edited_by=$9,
		version=version+1 WHERE tenant=$1 AND id=$2 AND version=$3`, tenant, f.ID, f.Version, f.NameZh, f.NameEn, options, f.Required, seen, edited)
}

// PlaceField implements customer.Definitions.
func (s *Store) PlaceField(ctx context.Context, id string, position int) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `UPDATE customer_fields SET position=$3 WHERE tenant=$1 AND id=$2`, tenant, id, position)
}

// DeleteField implements customer.Definitions.
func (s *Store) DeleteField(ctx context.Context, id string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	if err := s.d.ExecOne(ctx, customer.ErrFieldNotFound.New(), `DELETE FROM customer_fields WHERE tenant=$1 AND id=$2`, tenant, id); err != nil {
		return err
	}
	return s.d.Exec(ctx, `DELETE FROM customer_values WHERE tenant=$1 AND field_id=$2`, tenant, id)
}

type ownedValue struct {
	owner string
	customer.Value
}

func scanValue(r db.Row) (ownedValue, error) {
	var v ownedValue
	err := r.Scan(&v.owner, &v.Field, &v.Slot, &v.Text, &v.Number, &v.Ref)
	return v, err
}

// ValuesOf implements customer.FieldStore.
func (s *Store) ValuesOf(ctx context.Context, owners []string) (map[string][]customer.Value, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil || len(owners) == 0 {
		return nil, err
	}
	args := []any{tenant}
	rows, err := db.Query(ctx, s.d, scanValue, `SELECT owner_id, field_id, slot, text, number, ref FROM customer_values
		WHERE tenant=$1 AND owner_id IN `+db.List(&args, owners)+` ORDER BY owner_id, field_id, slot`, args...)
	out := make(map[string][]customer.Value, len(owners))
	for _, r := range rows {
		out[r.owner] = append(out[r.owner], r.Value)
	}
	return out, err
}

// keyed is how much of a text is compared.
const keyed = 100

// textKey is the form in which texts are compared: folded, and its beginning.
func textKey(s string) string {
	key := []rune(text.Fold(s))
	return string(key[:min(len(key), keyed)])
}

// PutValues implements customer.FieldStore.
func (s *Store) PutValues(ctx context.Context, ownerID, fieldID string, rows []customer.Value) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	if err := s.d.Exec(ctx, `DELETE FROM customer_values WHERE tenant=$1 AND owner_id=$2 AND field_id=$3`, tenant, ownerID, fieldID); err != nil {
		return err
	}
	for _, v := range rows {
		if err := s.d.Exec(ctx, `INSERT INTO customer_values (tenant, owner_id, field_id, slot, text, text_key, number, ref) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)`,
			tenant, ownerID, fieldID, v.Slot, v.Text, textKey(v.Text), v.Number, v.Ref); err != nil {
			return err
		}
	}
	return nil
}

// EraseValues implements customer.FieldStore.
func (s *Store) EraseValues(ctx context.Context, ownerID string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `DELETE FROM customer_values WHERE tenant=$1 AND owner_id=$2`, tenant, ownerID)
}

// MoveBelongings implements customer.FieldStore.
func (s *Store) MoveBelongings(ctx context.Context, from, to string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	for _, sql := range []string{
		`UPDATE customer_notes SET customer_id=$3 WHERE tenant=$1 AND customer_id=$2`,
		`UPDATE customer_values SET owner_id=$3 WHERE tenant=$1 AND owner_id=$2
			AND field_id NOT IN (SELECT field_id FROM customer_values WHERE tenant=$1 AND owner_id=$3)`,
	} {
		if err := s.d.Exec(ctx, sql, tenant, from, to); err != nil {
			return err
		}
	}
	return s.EraseValues(ctx, from)
}
