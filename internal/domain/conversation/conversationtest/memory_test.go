package conversationtest_test

import (
	"testing"

	"frontdesk/internal/domain/conversation/conversationtest"
)

func TestMemory(t *testing.T) {
	t.Parallel()
	conversationtest.Suite(t, func(*testing.T) *conversationtest.World {
		m := conversationtest.NewMemory()
		return conversationtest.NewWorld(m, m)
	})
}
