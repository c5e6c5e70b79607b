package visitortest_test

import (
	"testing"

	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/visitor/visitortest"
)

func TestMemory(t *testing.T) {
	t.Parallel()
	visitortest.Suite(t, &unit.Memory{}, visitortest.NewMemory())
}
