package qualitysql_test

import (
	"testing"

	"frontdesk/internal/domain/quality/qualitysql"
	"frontdesk/internal/domain/quality/qualitytest"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { qualitytest.Suite(t, d, qualitysql.New(d)) })
}
