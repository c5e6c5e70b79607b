package identitytest_test

import (
	"testing"

	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/identity/identitytest"
)

func TestMemoryStore(t *testing.T) {
	t.Parallel()
	identitytest.Suite(t, identitytest.NewStore(), &unit.Memory{})
}
