package identitysql

import (
	"context"

	"frontdesk/internal/base/actor"
)

// EraseUser implements identity.ErasureStore.
func (s *Store) EraseUser(ctx context.Context, userID string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	for _, table := range []string{"credentials", "team_members", "sessions", "tokens", "resets", "presence", "pictures"} {
		if err := s.db.Exec(ctx, `DELETE FROM identity_`+table+` WHERE tenant = $1 AND user_id = $2`, tenant, userID); err != nil {
			return err
		}
	}
	return s.db.Exec(ctx, `DELETE FROM identity_users WHERE tenant = $1 AND id = $2`, tenant, userID)
}
