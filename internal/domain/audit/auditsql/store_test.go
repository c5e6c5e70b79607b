package auditsql_test

import (
	"testing"

	"frontdesk/internal/domain/audit/auditsql"
	"frontdesk/internal/domain/audit/audittest"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { audittest.Suite(t, d, auditsql.New(d)) })
}

func TestReveals(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { audittest.RevealSuite(t, d, auditsql.New(d)) })
}
