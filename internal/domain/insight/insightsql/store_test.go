package insightsql_test

import (
	"testing"

	"frontdesk/internal/domain/insight/insightsql"
	"frontdesk/internal/domain/insight/insighttest"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { insighttest.Suite(t, d, insightsql.New(d)) })
}
