package conversationsql_test

import (
	"testing"

	"frontdesk/internal/domain/conversation/conversationsql"
	"frontdesk/internal/domain/conversation/conversationtest"
	"frontdesk/internal/platform/db/dbtest"
)

func TestRewrites(t *testing.T) {
	t.Parallel()
	for _, e := range dbtest.Engines {
		t.Run(string(e), func(t *testing.T) {
			t.Parallel()
			conversationtest.RewriteSuite(t, func(t *testing.T) *conversationtest.World {
				t.Helper()
				d := dbtest.Open(t, e)
				return conversationtest.NewWorld(d, conversationsql.New(d))
			})
		})
	}
}
