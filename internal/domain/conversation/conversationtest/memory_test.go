package conversationtest_test

import (
	"testing"

	"frontdesk/internal/domain/conversation/conversationtest"
)

func TestMemory(t *testing.T) {
	t.Parallel()
	open := func(*testing.T) *conversationtest.World {
		m := conversationtest.NewMemory()
		return conversationtest.NewWorld(m, m)
	}
	conversationtest.Suite(t, open)
	conversationtest.PersonalSuite(t, open)
	conversationtest.PlannedSuite(t, open)
	conversationtest.PictureSuite(t, open)
	conversationtest.MonitorSuite(t, open)
}
