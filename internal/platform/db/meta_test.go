package db_test

import (
	"testing"

	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

func TestRememberKeepsTheFirstValue(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		for _, value := range []string{"first", "second"} {
			kept, err := d.Remember(t.Context(), "sample", value)
			check.NoError(t, err)
			check.Equal(t, kept, "first")
		}
	})
}
