package accounttest_test

import (
	"testing"

	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/account/accounttest"
)

func TestMemoryStore(t *testing.T) {
	t.Parallel()
	accounttest.Suite(t, accounttest.NewStore(), &unit.Memory{})
}
