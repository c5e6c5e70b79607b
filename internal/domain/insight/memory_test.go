package insight_test

import (
	"testing"

	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/insight/insighttest"
)

func TestMemory(t *testing.T) {
	t.Parallel()
	insighttest.Suite(t, &unit.Memory{}, insighttest.NewMemory())
}
