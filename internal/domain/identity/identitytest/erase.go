package identitytest

import (
	"context"
	"maps"
	"slices"
	"testing"

	"frontdesk/internal/check"
	"frontdesk/internal/domain/identity"
)

// EraseUser implements identity.ErasureStore.
func (s *Store) EraseUser(ctx context.Context, userID string) error {
	tenant, unlock, err := s.open(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	for k, t := range s.teams {
		if k[0] == tenant {
			t.MemberIDs = slices.DeleteFunc(slices.Clone(t.MemberIDs), func(id string) bool { return id == userID })
			s.teams[k] = t
		}
	}
	maps.DeleteFunc(s.sessions, func(_ key, v sealed[identity.Session]) bool { return v.tenant == tenant && v.value.UserID == userID })
	maps.DeleteFunc(s.tokens, func(_ key, v sealed[identity.Token]) bool { return v.tenant == tenant && v.value.UserID == userID })
	maps.DeleteFunc(s.resets, func(_ key, v sealed[identity.Reset]) bool { return v.tenant == tenant && v.value.UserID == userID })
	maps.DeleteFunc(s.pictures, func(k key, v identity.Picture) bool { return k[0] == tenant && v.UserID == userID })
	delete(s.credentials, key{tenant, userID})
	delete(s.presences, key{tenant, userID})
	delete(s.users, key{tenant, userID})
	return nil
}

func (s suite) erase(t *testing.T) {
	w, other := s.world(t), s.world(t)
	gone, stays := s.add(t, w, person("gone", w.agent, w.east.ID)), s.add(t, w, person("stays", w.agent, w.east.ID))
	for _, u := range []identity.User{gone, stays} {
		s.do(t, w.ctx, func(ctx context.Context) error {
			return s.store.SaveCredentials(ctx, identity.Credentials{UserID: u.ID, Password: "hash"})
		})
	}
	s.do(t, other.ctx, func(ctx context.Context) error { return s.store.EraseUser(ctx, gone.ID) })
	check.Equal(t, check.Must(s.store.User(w.ctx, gone.ID))(t).TeamIDs, []string{w.east.ID})
	s.do(t, w.ctx, func(ctx context.Context) error { return s.store.EraseUser(ctx, gone.ID) })
	_, err := s.store.User(w.ctx, gone.ID)
	check.Fault(t, err, identity.ErrUserNotFound)
	check.Equal(t, check.Must(s.store.Credentials(w.ctx, gone.ID))(t).Password, "")
	check.Equal(t, check.Must(s.store.Team(w.ctx, w.east.ID))(t).MemberIDs, []string{stays.ID})
	check.Equal(t, check.Must(s.store.Credentials(w.ctx, stays.ID))(t).Password, "hash")
}
