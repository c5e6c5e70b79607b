package insightsql

import (
	"context"
	"strings"

	"frontdesk/internal/domain/insight"
	"frontdesk/internal/platform/db"
)

// sweep removes what came from conversations and people that are not remembered, and makes the sums anew from what is left.
func (s *Store) sweep(ctx context.Context, tenant string) error {
	columns := strings.Join(insight.Columns[:], ", ")
	for _, statement := range []string{
		`DELETE FROM insight_presence WHERE tenant=$1 AND user_id NOT IN (SELECT user_id FROM insight_spans WHERE tenant=$1)`,
		`DELETE FROM insight_parts WHERE tenant=$1 AND conversation_id NOT IN (SELECT conversation_id FROM insight_talks WHERE tenant=$1)`,
		`DELETE FROM insight_days WHERE tenant=$1`,
		`DELETE FROM insight_firsts WHERE tenant=$1`,
		`INSERT INTO insight_days (tenant, day, agent_id, team_id, channel_id, ` + columns + `)
			SELECT tenant, day, agent_id, team_id, channel_id, ` + sums + ` FROM insight_parts WHERE tenant=$1
			GROUP BY tenant, day, agent_id, team_id, channel_id`,
	} {
		if err := s.d.Exec(ctx, statement, tenant); err != nil {
			return err
		}
	}
	rows, err := db.Query(ctx, s.d, func(r db.Row) (p insight.Part, err error) {
		return p, r.Scan((*string)(&p.Day), &p.Agent, &p.Team, &p.Channel, &p.Measures[insight.FirstCount], &p.Measures[insight.FirstTime])
	}, `SELECT day, agent_id, team_id, channel_id, first_count, first_time FROM insight_parts WHERE tenant=$1 AND first_count>0`, tenant)
	if err != nil {
		return err
	}
	return s.addFirsts(ctx, tenant, insight.Sketched(rows))
}
