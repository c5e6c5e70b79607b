package visitorsql

import (
	"context"
	"encoding/json"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/visitor"
	"frontdesk/internal/platform/db"
)

const inviteColumns = `id, visitor_id, channel_id, user_id, rule_id, body, state, conversation_id, day, at`

func scanInvite(r db.Row) (visitor.Invite, error) {
	var i visitor.Invite
	err := r.Scan(&i.ID, &i.VisitorID, &i.ChannelID, &i.UserID, &i.RuleID, &i.Body, (*string)(&i.State), &i.ConversationID, &i.Day, &i.At)
	return i, err
}

// InsertInvite implements visitor.Invites.
func (s *Store) InsertInvite(ctx context.Context, i visitor.Invite) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `INSERT INTO visitor_invites (tenant, `+inviteColumns+`) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)`,
		tenant, i.ID, i.VisitorID, i.ChannelID, i.UserID, i.RuleID, i.Body, i.State, i.ConversationID, i.Day, i.At)
}

// Invite implements visitor.Invites.
func (s *Store) Invite(ctx context.Context, id string) (visitor.Invite, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return visitor.Invite{}, err
	}
	i, err := db.One(ctx, s.d, scanInvite, `SELECT `+inviteColumns+` FROM visitor_invites WHERE tenant=$1 AND id=$2`, tenant, id)
	return i, db.NoRow(err, visitor.ErrInviteNotFound)
}

// UpdateInvite implements visitor.Invites.
func (s *Store) UpdateInvite(ctx context.Context, i visitor.Invite, from visitor.State) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, fault.ErrConflict.New(), `UPDATE visitor_invites SET state=$4, conversation_id=$5 WHERE tenant=$1 AND id=$2 AND state=$3`,
		tenant, i.ID, from, i.State, i.ConversationID)
}

// Count implements visitor.Invites.
func (s *Store) Count(ctx context.Context, c visitor.Counts) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `INSERT INTO visitor_counts (tenant, day, rule_id, user_id, sent, shown, accepted, refused) VALUES ($1,$2,$3,$4,$5,$6,$7,$8)
		ON CONFLICT (tenant, day, rule_id, user_id) DO UPDATE SET sent=visitor_counts.sent+excluded.sent,
		shown=visitor_counts.shown+excluded.shown, accepted=visitor_counts.accepted+excluded.accepted,
		refused=visitor_counts.refused+excluded.refused`,
		tenant, c.Day, c.RuleID, c.UserID, int64(c.Sent), int64(c.Shown), int64(c.Accepted), int64(c.Refused))
}

// ForgetCounts implements visitor.Invites.
func (s *Store) ForgetCounts(ctx context.Context, ids []string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil || len(ids) == 0 {
		return err
	}
	args := []any{tenant}
	rules, people := db.List(&args, ids), db.List(&args, ids)
	return s.d.Exec(ctx, `DELETE FROM visitor_counts WHERE tenant=$1 AND (rule_id IN `+rules+` OR user_id IN `+people+`)`, args...)
}

// Counts implements visitor.Invites.
func (s *Store) Counts(ctx context.Context, from, to string) ([]visitor.Counts, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, func(r db.Row) (visitor.Counts, error) {
		var c visitor.Counts
		var n [4]int64
		err := r.Scan(&c.RuleID, &c.UserID, &n[0], &n[1], &n[2], &n[3])
		c.Sent, c.Shown, c.Accepted, c.Refused = int(n[0]), int(n[1]), int(n[2]), int(n[3])
		return c, err
	}, `SELECT rule_id, user_id, CAST(SUM(sent) AS BIGINT), CAST(SUM(shown) AS BIGINT), CAST(SUM(accepted) AS BIGINT), CAST(SUM(refused) AS BIGINT)
		FROM visitor_counts WHERE tenant=$1 AND day>=$2 AND day<=$3 GROUP BY rule_id, user_id
		ORDER BY SUM(sent) DESC, rule_id, user_id LIMIT 500`, tenant, from, to)
}

const ruleColumns = `id, name, enabled, position, conditions, message, created_at, version`

func scanRule(r db.Row) (visitor.Rule, error) {
	var x visitor.Rule
	var when, message json.RawMessage
	var position int64
	if err := r.Scan(&x.ID, &x.Name, &x.Enabled, &position, &when, &message, &x.CreatedAt, &x.Version); err != nil {
		return x, err
	}
	x.Position = int(position)
	if err := json.Unmarshal(when, &x.When); err != nil {
		return x, err
	}
	return x, json.Unmarshal(message, &x.Message)
}

// Rules implements visitor.Rules.
func (s *Store) Rules(ctx context.Context) ([]visitor.Rule, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return s.rules.Get(ctx, tenant, func(ctx context.Context) ([]visitor.Rule, error) {
		return db.Query(ctx, s.d, scanRule, `SELECT `+ruleColumns+` FROM visitor_rules WHERE tenant=$1 ORDER BY position, created_at, id`, tenant)
	})
}

// Rule implements visitor.Rules.
func (s *Store) Rule(ctx context.Context, id string) (visitor.Rule, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return visitor.Rule{}, err
	}
	r, err := db.One(ctx, s.d, scanRule, `SELECT `+ruleColumns+` FROM visitor_rules WHERE tenant=$1 AND id=$2`, tenant, id)
	return r, db.NoRow(err, visitor.ErrRuleNotFound)
}

// InsertRule implements visitor.Rules.
func (s *Store) InsertRule(ctx context.Context, r visitor.Rule) error {
	tenant, when, message, err := s.ruleArgs(ctx, r)
	if err != nil {
		return err
	}
	return s.d.Exec(ctx, `INSERT INTO visitor_rules (tenant, `+ruleColumns+`) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)`,
		tenant, r.ID, r.Name, r.Enabled, int64(r.Position), when, message, r.CreatedAt, r.Version)
}

// ruleArgs is what both statements need; the rules at hand are out of date then.
func (s *Store) ruleArgs(ctx context.Context, r visitor.Rule) (tenant string, when, message json.RawMessage, err error) {
	if tenant, err = actor.Tenant(ctx); err != nil {
		return "", nil, nil, err
	}
	if when, err = json.Marshal(r.When); err != nil {
		return "", nil, nil, err
	}
	message, err = json.Marshal(r.Message)
	s.rules.Drop(ctx, tenant)
	return tenant, when, message, err
}

// UpdateRule implements visitor.Rules.
func (s *Store) UpdateRule(ctx context.Context, r visitor.Rule) error {
	tenant, when, message, err := s.ruleArgs(ctx, r)
	if err != nil {
		return err
	}
	return s.d.ExecOne(ctx, fault.ErrConflict.New(), `UPDATE visitor_rules SET name=$4, enabled=$5, position=$6, conditions=$7, message=$8, version=version+1
		WHERE tenant=$1 AND id=$2 AND version=$3`, tenant, r.ID, r.Version, r.Name, r.Enabled, int64(r.Position), when, message)
}

// DeleteRule implements visitor.Rules.
func (s *Store) DeleteRule(ctx context.Context, id string, version int64) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	s.rules.Drop(ctx, tenant)
	return s.d.ExecOne(ctx, fault.ErrConflict.New(), `DELETE FROM visitor_rules WHERE tenant=$1 AND id=$2 AND version=$3`, tenant, id, version)
}

// Settings implements visitor.SettingsStore.
func (s *Store) Settings(ctx context.Context) (visitor.Settings, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return visitor.Settings{}, err
	}
	return s.settings.Get(ctx, tenant, func(ctx context.Context) (visitor.Settings, error) {
		list, err := db.Query(ctx, s.d, func(r db.Row) (visitor.Settings, error) {
			var x visitor.Settings
			var perDay, quiet int64
			err := r.Scan(&x.Watch, &perDay, &quiet, &x.Version)
			x.PerDay, x.QuietDays = int(perDay), int(quiet)
			return x, err
		}, `SELECT watch, per_day, quiet_days, version FROM visitor_settings WHERE tenant=$1`, tenant)
		if err != nil || len(list) == 0 {
			return visitor.DefaultSettings(), err
		}
		return list[0], nil
	})
}

// PutSettings implements visitor.SettingsStore. The first version is written where there is none.
func (s *Store) PutSettings(ctx context.Context, x visitor.Settings) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	s.settings.Drop(ctx, tenant)
	return s.d.ExecOne(ctx, fault.ErrConflict.New(), `INSERT INTO visitor_settings (tenant, watch, per_day, quiet_days, version) VALUES ($1,$2,$3,$4,$5+1)
		ON CONFLICT (tenant) DO UPDATE SET watch=excluded.watch, per_day=excluded.per_day, quiet_days=excluded.quiet_days, version=excluded.version
		WHERE visitor_settings.version=$5`, tenant, x.Watch, int64(x.PerDay), int64(x.QuietDays), x.Version)
}
