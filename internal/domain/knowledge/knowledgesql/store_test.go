package knowledgesql_test

import (
	"testing"

	"frontdesk/internal/domain/knowledge/knowledgesql"
	"frontdesk/internal/domain/knowledge/knowledgetest"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		knowledgetest.Suite(t, d, knowledgesql.New(d))
		knowledgetest.FAQSuite(t, d, knowledgesql.New(d))
	})
}
