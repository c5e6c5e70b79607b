package bench

import (
	"testing"

	"frontdesk/internal/check"
	"frontdesk/internal/platform/db"
	"frontdesk/internal/platform/db/dbtest"
)

// TestTheSimulatorKeepsItsPromise plays the same customers, agents and service times through the simulator and through the
// product, with its rows, on both databases: the same people get the same customers in the same order, after the same time.
func TestTheSimulatorKeepsItsPromise(t *testing.T) {
	t.Parallel()
	for _, engine := range dbtest.Engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			o := Options{DB: engine, Dir: t.TempDir()}
			if engine == db.Postgres {
				o.DSN = dbtest.Config(t, engine).DSN
			}
			p := check.Must(newPlace(o))(t)
			t.Cleanup(p.clear)
			if engine == db.SQLite { // there also as the command does it, and as the program looks
				for _, r := range check.Must(measureAgreement(t.Context(), p))(t) {
					if r.OK != nil && !*r.OK {
						t.Errorf("%s: %v, wants %s", r.Name, r.Product, r.Goal)
					}
				}
				return
			}
			got := check.Must(agree(t.Context(), p, 0))(t)
			if where := got.first(); where != "" {
				t.Error(where)
			}
			check.Equal(t, len(got.lived.given), len(got.promised.given))
			check.Equal(t, got.same(), 1)
			check.Equal(t, got.apart(), 0)
			check.Equal(t, got.mended, 0)
		})
	}
}
