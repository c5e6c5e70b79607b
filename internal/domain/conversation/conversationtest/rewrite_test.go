package conversationtest_test

import (
	"testing"

	"frontdesk/internal/domain/conversation/conversationtest"
)

func TestMemoryRewrites(t *testing.T) {
	t.Parallel()
	conversationtest.RewriteSuite(t, func(*testing.T) *conversationtest.World {
		m := conversationtest.NewMemory()
		return conversationtest.NewWorld(m, m)
	})
}
