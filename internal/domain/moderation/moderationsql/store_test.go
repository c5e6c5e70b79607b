package moderationsql_test

import (
	"testing"

	"frontdesk/internal/domain/moderation/moderationsql"
	"frontdesk/internal/domain/moderation/moderationtest"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { moderationtest.Suite(t, d, moderationsql.New(d)) })
}
