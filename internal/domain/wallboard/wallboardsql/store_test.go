package wallboardsql_test

import (
	"testing"

	"frontdesk/internal/domain/wallboard/wallboardsql"
	"frontdesk/internal/domain/wallboard/wallboardtest"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { wallboardtest.Suite(t, d, wallboardsql.New(d)) })
}
