package conversationsql

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/db"
)

// Bump adds to the counts of places, and for assigned ones to those of the person.
func (s *Store) Bump(ctx context.Context, deltas []conversation.Delta) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	for _, d := range deltas {
		err := s.db.Exec(ctx, `INSERT INTO conversation_counts (tenant, status, team_id, channel_id, assigned, n)
			VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant, status, team_id, channel_id, assigned)
			DO UPDATE SET n = conversation_counts.n + excluded.n`,
			tenant, d.Status, d.TeamID, d.ChannelID, d.AssigneeID != "", d.N)
		if err != nil {
			return err
		}
		if d.AssigneeID == "" {
			continue
		}
		err = s.db.Exec(ctx, `INSERT INTO conversation_user_counts (tenant, user_id, status, team_id, channel_id, n)
			VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant, user_id, status, team_id, channel_id)
			DO UPDATE SET n = conversation_user_counts.n + excluded.n`,
			tenant, d.AssigneeID, d.Status, d.TeamID, d.ChannelID, d.N)
		if err != nil {
			return err
		}
	}
	return nil
}

// Tally reads the counts of a scope: all places or those of the teams, in which the person's own are told apart, and the
// own ones elsewhere.
func (s *Store) Tally(ctx context.Context, userID string, teams []string, all bool) (conversation.Tally, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	own, err := db.Query(ctx, s.db, scanDelta(userID), `SELECT status, team_id, channel_id, 1, n FROM conversation_user_counts
		WHERE tenant = $1 AND user_id = $2 AND n <> 0`, tenant, userID)
	if err != nil {
		return nil, err
	}
	if !all && len(teams) == 0 {
		return own, nil
	}
	args := []any{tenant}
	where := ``
	if !all {
		where = ` AND team_id IN ` + db.List(&args, teams)
	}
	shared, err := db.Query(ctx, s.db, scanDelta(conversation.AssignedToOther), `SELECT status, team_id, channel_id, assigned, n
		FROM conversation_counts WHERE tenant = $1`+where+` AND n <> 0`, args...)
	if err != nil {
		return nil, err
	}
	return conversation.Merge(own, shared, userID), nil
}

// scanDelta names the assignee of assigned places.
func scanDelta(assignee string) func(db.Row) (conversation.Delta, error) {
	return func(r db.Row) (conversation.Delta, error) {
		var d conversation.Delta
		var status string
		var assigned int64
		err := r.Scan(&status, &d.TeamID, &d.ChannelID, &assigned, &d.N)
		d.Status = conversation.Status(status)
		if assigned != 0 {
			d.AssigneeID = assignee
		}
		return d, err
	}
}

// Recount makes the counts anew.
func (s *Store) Recount(ctx context.Context) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	for _, text := range []string{
		`DELETE FROM conversation_counts WHERE tenant = $1`,
		`DELETE FROM conversation_user_counts WHERE tenant = $1`,
		`INSERT INTO conversation_counts (tenant, status, team_id, channel_id, assigned, n)
			SELECT tenant, status, team_id, channel_id, assigned, COUNT(*) FROM conversation_conversations WHERE tenant = $1
			GROUP BY tenant, status, team_id, channel_id, assigned`,
		`INSERT INTO conversation_user_counts (tenant, user_id, status, team_id, channel_id, n)
			SELECT tenant, assignee_id, status, team_id, channel_id, COUNT(*) FROM conversation_conversations
			WHERE tenant = $1 AND assigned = 1 GROUP BY tenant, assignee_id, status, team_id, channel_id`,
	} {
		if err := s.db.Exec(ctx, text, tenant); err != nil {
			return err
		}
	}
	return nil
}
