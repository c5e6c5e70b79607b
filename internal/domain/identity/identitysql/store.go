// Package identitysql keeps people, teams, roles, credentials, sessions, tokens and presence in SQL, on both engines.
package identitysql

import (
	"encoding/json"
	"errors"
	"strings"

	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/identity"
	"frontdesk/internal/platform/db"
)

// Store implements identity.Store.
type Store struct{ db *db.DB }

var _ identity.Store = (*Store)(nil)

// New makes a store on an open, migrated database.
func New(d *db.DB) *Store { return &Store{db: d} }

// orNone turns the absence of a row into the store's own fault.
func orNone(err error, none *fault.Def) error {
	if errors.Is(err, db.ErrNoRows) {
		return none.New()
	}
	return err
}

// text is a JSON column.
func text(v any) (json.RawMessage, error) { return json.Marshal(v) }

// split reads a list that a query put together with commas.
func split(list string) []string {
	if list == "" {
		return []string{}
	}
	return strings.Split(list, ",")
}

func scanString(r db.Row) (s string, err error) {
	err = r.Scan(&s)
	return s, err
}
