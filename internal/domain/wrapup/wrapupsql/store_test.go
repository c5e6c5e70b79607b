package wrapupsql_test

import (
	"testing"

	"frontdesk/internal/domain/wrapup/wrapupsql"
	"frontdesk/internal/domain/wrapup/wrapuptest"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { wrapuptest.Suite(t, d, wrapupsql.New(d)) })
}
