package routing_test

import (
	"testing"

	"frontdesk/internal/base/unit"
	"frontdesk/internal/domain/routing/routingtest"
)

func TestStageInMemory(t *testing.T) {
	t.Parallel()
	routingtest.StageSuite(t, &unit.Memory{}, routingtest.NewStage())
}

func TestSchoolInMemory(t *testing.T) {
	t.Parallel()
	routingtest.SchoolSuite(t, &unit.Memory{}, routingtest.NewMemory())
}
