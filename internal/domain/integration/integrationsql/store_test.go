package integrationsql_test

import (
	"testing"

	"frontdesk/internal/domain/integration/integrationsql"
	"frontdesk/internal/domain/integration/integrationtest"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { integrationtest.Suite(t, d, integrationsql.New(d)) })
}
