package notifysql_test

import (
	"testing"

	"frontdesk/internal/domain/notify/notifysql"
	"frontdesk/internal/domain/notify/notifytest"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { notifytest.Suite(t, d, notifysql.New(d)) })
}
