package visitorsql_test

import (
	"testing"

	"frontdesk/internal/domain/visitor/visitorsql"
	"frontdesk/internal/domain/visitor/visitortest"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { visitortest.Suite(t, d, visitorsql.New(d)) })
}
