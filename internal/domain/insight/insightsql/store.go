// Package insightsql keeps the roll-up of days in SQL, with the same statements on both engines.
package insightsql

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/insight"
	"frontdesk/internal/platform/db"
)

// Store implements insight.Store.
type Store struct{ d *db.DB }

// New makes the store.
func New(d *db.DB) *Store { return &Store{d: d} }

// Zones implements insight.Ledger.
func (s *Store) Zones(ctx context.Context) (insight.Zones, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return db.Query(ctx, s.d, func(r db.Row) (z insight.ZoneFrom, err error) { return z, r.Scan(&z.From, &z.Zone) },
		`SELECT from_at, zone FROM insight_zones WHERE tenant=$1 ORDER BY from_at`, tenant)
}

type storedTalk struct{ id, state string }

// Talks implements insight.Ledger.
func (s *Store) Talks(ctx context.Context, ids []string) (map[string]*insight.Talk, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil || len(ids) == 0 {
		return map[string]*insight.Talk{}, err
	}
	args := []any{tenant}
	rows, err := db.Query(ctx, s.d, func(r db.Row) (t storedTalk, err error) { return t, r.Scan(&t.id, &t.state) },
		`SELECT conversation_id, state FROM insight_talks WHERE tenant=$1 AND conversation_id IN `+db.List(&args, ids), args...)
	if err != nil {
		return nil, err
	}
	out := make(map[string]*insight.Talk, len(ids))
	for _, r := range rows {
		t := &insight.Talk{}
		if err := json.Unmarshal([]byte(r.state), t); err != nil {
			return nil, fault.ErrInternal.Wrap(err)
		}
		out[r.id] = t
	}
	return out, nil
}

// Spans implements insight.Ledger.
func (s *Store) Spans(ctx context.Context, users []string) (map[string]insight.Span, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	args, where := []any{tenant}, ""
	if len(users) > 0 {
		where = ` AND user_id IN ` + db.List(&args, users)
	}
	rows, err := db.Query(ctx, s.d, func(r db.Row) (p insight.Span, err error) {
		return p, r.Scan(&p.User, &p.State, &p.Reason, &p.Since)
	}, `SELECT user_id, state, reason, since FROM insight_spans WHERE tenant=$1`+where, args...)
	out := make(map[string]insight.Span, len(rows))
	for _, p := range rows {
		out[p.User] = p
	}
	return out, err
}

// Write implements insight.Ledger.
func (s *Store) Write(ctx context.Context, c insight.Change) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	for _, z := range c.Zones {
		err := s.d.Exec(ctx, `INSERT INTO insight_zones (tenant, from_at, zone) VALUES ($1,$2,$3)
			ON CONFLICT (tenant, from_at) DO UPDATE SET zone=excluded.zone`, tenant, z.From, z.Zone)
		if err != nil {
			return err
		}
	}
	if err := s.putTalks(ctx, tenant, c.Talks); err != nil {
		return err
	}
	if err := s.putPresence(ctx, tenant, c); err != nil {
		return err
	}
	if err := s.add(ctx, tenant, c); err != nil || !c.Sweep {
		return err
	}
	return s.sweep(ctx, tenant)
}

func (s *Store) putTalks(ctx context.Context, tenant string, talks map[string]*insight.Talk) error {
	for id, t := range talks {
		if t == nil {
			if err := s.d.Exec(ctx, `DELETE FROM insight_talks WHERE tenant=$1 AND conversation_id=$2`, tenant, id); err != nil {
				return err
			}
			continue
		}
		state, err := json.Marshal(t)
		if err != nil {
			return fault.ErrInternal.Wrap(err)
		}
		err = s.d.Exec(ctx, `INSERT INTO insight_talks (tenant, conversation_id, state) VALUES ($1,$2,$3)
			ON CONFLICT (tenant, conversation_id) DO UPDATE SET state=excluded.state`, tenant, id, string(state))
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) putPresence(ctx context.Context, tenant string, c insight.Change) error {
	for id, p := range c.Spans {
		if p.State == "" {
			if err := s.d.Exec(ctx, `DELETE FROM insight_spans WHERE tenant=$1 AND user_id=$2`, tenant, id); err != nil {
				return err
			}
			continue
		}
		err := s.d.Exec(ctx, `INSERT INTO insight_spans (tenant, user_id, state, reason, since) VALUES ($1,$2,$3,$4,$5)
			ON CONFLICT (tenant, user_id) DO UPDATE SET state=excluded.state, reason=excluded.reason, since=excluded.since`,
			tenant, p.User, p.State, p.Reason, p.Since)
		if err != nil {
			return err
		}
	}
	for k, micros := range c.Present {
		err := s.d.Exec(ctx, `INSERT INTO insight_presence (tenant, day, user_id, state, reason, micros) VALUES ($1,$2,$3,$4,$5,$6)
			ON CONFLICT (tenant, day, user_id, state, reason) DO UPDATE SET micros = insight_presence.micros + excluded.micros`,
			tenant, k.Day, k.User, k.State, k.Reason, micros)
		if err != nil {
			return err
		}
	}
	return nil
}

// What both tables of numbers need, from their columns.
var (
	addToDays = upsert("insight_days", "tenant, day, agent_id, team_id, channel_id")
	addToPart = upsert("insight_parts", "tenant, day, conversation_id, agent_id, team_id, channel_id")
)

func upsert(table, key string) string {
	n := strings.Count(key, ",") + 1
	values, sets := make([]string, 0, n+len(insight.Columns)), make([]string, 0, len(insight.Columns))
	for i := range n + len(insight.Columns) {
		values = append(values, "$"+strconv.Itoa(i+1))
	}
	for _, c := range insight.Columns {
		sets = append(sets, c+"="+table+"."+c+"+excluded."+c)
	}
	return "INSERT INTO " + table + " (" + key + ", " + strings.Join(insight.Columns[:], ", ") + ") VALUES (" + strings.Join(values, ",") +
		") ON CONFLICT (" + key + ") DO UPDATE SET " + strings.Join(sets, ", ")
}

// add writes the numbers of conversations, and their sums once for each key.
func (s *Store) add(ctx context.Context, tenant string, c insight.Change) error {
	days := map[insight.Key]insight.Measures{}
	for at, m := range c.Added {
		if m == (insight.Measures{}) {
			continue
		}
		days[at.Key] = days[at.Key].Plus(m)
		if err := s.d.Exec(ctx, addToPart, with(m, tenant, at.Day, at.Conversation, at.Agent, at.Team, at.Channel)...); err != nil {
			return err
		}
	}
	for k, m := range days {
		if m == (insight.Measures{}) {
			continue
		}
		if err := s.d.Exec(ctx, addToDays, with(m, tenant, k.Day, k.Agent, k.Team, k.Channel)...); err != nil {
			return err
		}
	}
	return s.addFirsts(ctx, tenant, c.Firsts)
}

func (s *Store) addFirsts(ctx context.Context, tenant string, firsts map[insight.KeyBucket]int64) error {
	for k, n := range firsts {
		if n == 0 {
			continue
		}
		err := s.d.Exec(ctx, `INSERT INTO insight_firsts (tenant, day, agent_id, team_id, channel_id, bucket, n) VALUES ($1,$2,$3,$4,$5,$6,$7)
			ON CONFLICT (tenant, day, agent_id, team_id, channel_id, bucket) DO UPDATE SET n = insight_firsts.n + excluded.n`,
			tenant, k.Day, k.Agent, k.Team, k.Channel, k.Bucket, n)
		if err != nil {
			return err
		}
	}
	return nil
}

// with are the values of a key, followed by those of the measures.
func with(m insight.Measures, key ...any) []any {
	out := make([]any, 0, len(key)+len(m))
	out = append(out, key...)
	for _, n := range m {
		out = append(out, n)
	}
	return out
}
