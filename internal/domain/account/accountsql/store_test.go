package accountsql_test

import (
	"testing"

	"frontdesk/internal/domain/account/accountsql"
	"frontdesk/internal/domain/account/accounttest"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		accounttest.Suite(t, accountsql.New(d), d)
	})
}
