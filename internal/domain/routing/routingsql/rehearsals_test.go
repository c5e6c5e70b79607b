package routingsql_test

import (
	"testing"

	"frontdesk/internal/domain/routing/routingsql"
	"frontdesk/internal/domain/routing/routingtest"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

func TestStage(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { routingtest.StageSuite(t, d, routingsql.New(d)) })
}

func TestSchool(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { routingtest.SchoolSuite(t, d, routingsql.New(d)) })
}
