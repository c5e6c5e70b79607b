package identitysql_test

import (
	"testing"

	"frontdesk/internal/domain/identity/identitysql"
	"frontdesk/internal/domain/identity/identitytest"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		identitytest.Suite(t, identitysql.New(d), d)
	})
}
