package channelsql_test

import (
	"testing"

	"frontdesk/internal/domain/channel/channelsql"
	"frontdesk/internal/domain/channel/channeltest"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { channeltest.Suite(t, d, channelsql.New(d)) })
}
