package routing_test

import (
	"testing"

	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/routing/routingtest"
)

func TestMemory(t *testing.T) {
	t.Parallel()
	routingtest.Suite(t, &unit.Memory{}, routingtest.NewMemory())
}
