package ports

import (
	"strconv"
	"testing"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/check"
	"frontdesk/internal/domain/identity"
)

func TestWhoHearsOfAQueue(t *testing.T) {
	t.Parallel()
	of := func(id string, teams ...string) holder {
		return holder{identity.User{ID: id, TeamIDs: teams}, actor.All}
	}
	all := []holder{of("ann"), of("bob", "tem_1"), of("cem", "tem_2", "tem_1")}
	for team, want := range map[string][]string{"": {"ann", "bob", "cem"}, "tem_1": {"bob", "cem"}, "tem_2": {"cem"}, "tem_gone": {"ann", "bob", "cem"}} {
		check.Equal(t, ofTeam(all, team), want)
	}
	var many []holder
	for i := range 2 * maxSupervisors {
		many = append(many, of(strconv.Itoa(i)))
	}
	check.Equal(t, len(ofTeam(many, "")), maxSupervisors)
	check.Equal(t, len(ofTeam(nil, "tem_1")), 0)
}
