package assistsql_test

import (
	"testing"

	"frontdesk/internal/domain/assist/assistsql"
	"frontdesk/internal/domain/assist/assisttest"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { assisttest.Suite(t, d, assistsql.New(d)) })
}
