// Package knowledgetest holds an in-memory store of quick replies and the suite that every store passes.
package knowledgetest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/knowledge"
)

type key [2]string // tenant, id

type useKey [3]string // tenant, reply, user

// Memory keeps everything in maps.
type Memory struct {
	mu         sync.Mutex
	folders    map[key]knowledge.Folder
	replies    map[key]knowledge.Reply
	uses       map[useKey]knowledge.Use
	favourites map[useKey]bool
}

// NewMemory makes an empty store.
func NewMemory() *Memory {
	return &Memory{
		folders: map[key]knowledge.Folder{}, replies: map[key]knowledge.Reply{}, uses: map[useKey]knowledge.Use{},
		favourites: map[useKey]bool{},
	}
}

func (m *Memory) with(ctx context.Context, fn func(tenant string) error) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return fn(tenant)
}

// InsertFolder implements knowledge.Folders.
func (m *Memory) InsertFolder(ctx context.Context, f knowledge.Folder) error {
	return m.with(ctx, func(t string) error { m.folders[key{t, f.ID}] = f; return nil })
}

// Folder implements knowledge.Folders.
func (m *Memory) Folder(ctx context.Context, id string) (f knowledge.Folder, err error) {
	err = m.with(ctx, func(t string) error {
		var ok bool
		if f, ok = m.folders[key{t, id}]; !ok {
			return knowledge.ErrFolderNotFound.New()
		}
		return nil
	})
	return f, err
}

// ListFolders implements knowledge.Folders.
func (m *Memory) ListFolders(ctx context.Context, trees []knowledge.Tree) (out []knowledge.Folder, err error) {
	err = m.with(ctx, func(t string) error {
		for k, f := range m.folders {
			if k[0] == t && slices.Contains(trees, f.Tree) {
				out = append(out, f)
			}
		}
		return nil
	})
	slices.SortFunc(out, func(a, b knowledge.Folder) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
	return out, err
}

// UpdateFolder implements knowledge.Folders.
func (m *Memory) UpdateFolder(ctx context.Context, f knowledge.Folder) error {
	return m.with(ctx, func(t string) error {
		if old, ok := m.folders[key{t, f.ID}]; !ok || old.Version != f.Version {
			return fault.ErrConflict.New()
		}
		f.Version++
		m.folders[key{t, f.ID}] = f
		return nil
	})
}

// DeleteFolder implements knowledge.Folders.
func (m *Memory) DeleteFolder(ctx context.Context, id string) error {
	return m.with(ctx, func(t string) error {
		_, ok := m.folders[key{t, id}]
		for k, f := range m.folders {
			ok = ok && (k[0] != t || f.ParentID != id)
		}
		for k, r := range m.replies {
			ok = ok && (k[0] != t || r.FolderID != id)
		}
		if !ok {
			return knowledge.ErrFolderFull.New()
		}
		delete(m.folders, key{t, id})
		return nil
	})
}

// CountFolders implements knowledge.Folders.
func (m *Memory) CountFolders(ctx context.Context) (n int, err error) {
	err = m.with(ctx, func(t string) error {
		for k := range m.folders {
			if k[0] == t {
				n++
			}
		}
		return nil
	})
	return n, err
}

// InsertReply implements knowledge.Replies.
func (m *Memory) InsertReply(ctx context.Context, r knowledge.Reply) error {
	return m.with(ctx, func(t string) error { m.replies[key{t, r.ID}] = r; return nil })
}

// Reply implements knowledge.Replies.
func (m *Memory) Reply(ctx context.Context, id string) (r knowledge.Reply, err error) {
	err = m.with(ctx, func(t string) error {
		var ok bool
		if r, ok = m.replies[key{t, id}]; !ok {
			return knowledge.ErrNotFound.New()
		}
		r = shown(r)
		return nil
	})
	return r, err
}

// shown is a reply without the key that no store gives back.
func shown(r knowledge.Reply) knowledge.Reply {
	r.Keys.Text = ""
	return r
}

// UpdateReply implements knowledge.Replies.
func (m *Memory) UpdateReply(ctx context.Context, r knowledge.Reply) error {
	return m.with(ctx, func(t string) error {
		old, ok := m.replies[key{t, r.ID}]
		if !ok || old.Version != r.Version {
			return fault.ErrConflict.New()
		}
		r.Version, r.Uses = r.Version+1, old.Uses
		m.replies[key{t, r.ID}] = r
		return nil
	})
}

// DeleteReply implements knowledge.Replies.
func (m *Memory) DeleteReply(ctx context.Context, id string) error {
	return m.with(ctx, func(t string) error {
		if _, ok := m.replies[key{t, id}]; !ok {
			return knowledge.ErrNotFound.New()
		}
		delete(m.replies, key{t, id})
		for k := range m.uses {
			if k[0] == t && k[1] == id {
				delete(m.uses, k)
			}
		}
		return nil
	})
}

// Shortcuts implements knowledge.Replies.
func (m *Memory) Shortcuts(ctx context.Context, tree knowledge.Tree) (map[string]string, error) {
	out := map[string]string{}
	err := m.with(ctx, func(t string) error {
		for k, r := range m.replies {
			if k[0] == t && r.Tree == tree && r.Keys.Shortcut != "" {
				out[r.Keys.Shortcut] = r.ID
			}
		}
		return nil
	})
	return out, err
}

// CountReplies implements knowledge.Replies.
func (m *Memory) CountReplies(ctx context.Context) (n int, err error) {
	err = m.with(ctx, func(t string) error {
		for k := range m.replies {
			if k[0] == t {
				n++
			}
		}
		return nil
	})
	return n, err
}

func rank(r knowledge.Reply, q string) int64 {
	switch {
	case q == "":
		return 0
	case r.Keys.Shortcut == q:
		return 0
	case strings.HasPrefix(r.Keys.Shortcut, q), strings.HasPrefix(r.Keys.Title, q):
		return 1
	case strings.HasPrefix(r.Keys.Initials, q), strings.HasPrefix(r.Keys.Pinyin, q):
		return 2
	case strings.Contains(r.Keys.Title, q):
		return 3
	default:
		return 4
	}
}

// ListReplies implements knowledge.Lists.
func (m *Memory) ListReplies(ctx context.Context, f knowledge.Filter, p page.Request) (page.Of[knowledge.Reply], error) {
	var out []knowledge.Reply
	err := m.with(ctx, func(t string) error {
		for k, r := range m.replies {
			if k[0] == t && r.Tree == f.Tree && (f.FolderID == "" || r.FolderID == f.FolderID) && (f.State == "" || r.State == f.State) &&
				strings.Contains(r.Keys.Text, f.Query) {
				out = append(out, shown(r))
			}
		}
		return nil
	})
	order := func(a, b knowledge.Reply) int {
		return cmp.Or(strings.Compare(a.Keys.Title, b.Keys.Title), strings.Compare(a.ID, b.ID))
	}
	if f.Query != "" {
		order = func(a, b knowledge.Reply) int {
			return cmp.Or(cmp.Compare(rank(a, f.Query), rank(b, f.Query)), cmp.Compare(b.Uses, a.Uses), strings.Compare(a.ID, b.ID))
		}
	}
	slices.SortFunc(out, order)
	return after(out, p, func(r knowledge.Reply) string { return r.ID }), err
}

// after goes on behind the row that the cursor names.
func after[T any](all []T, p page.Request, id func(T) string) page.Of[T] {
	var last string
	if more, err := page.Decode(p.Cursor, &last); more && err == nil {
		all = all[1+slices.IndexFunc(all, func(x T) bool { return id(x) == last }):]
	}
	return page.Cut(all, p.Size(), func(x T) []any { return []any{id(x)} })
}

// Usable implements knowledge.Lists.
func (m *Memory) Usable(ctx context.Context, user string, trees []knowledge.Tree, now time.Time, p page.Request) (page.Of[knowledge.Usable], error) {
	var out []knowledge.Usable
	err := m.with(ctx, func(t string) error {
		for k, r := range m.replies {
			if k[0] == t && r.InUse && slices.Contains(trees, r.Tree) && (r.EffectiveUntil == nil || r.EffectiveUntil.After(now)) {
				at := useKey{t, r.ID, user}
				out = append(out, knowledge.Usable{Reply: shown(r), OwnUses: m.uses[at].Uses, Favourite: m.favourites[at]})
			}
		}
		return nil
	})
	slices.SortFunc(out, func(a, b knowledge.Usable) int { return strings.Compare(a.ID, b.ID) })
	return after(out, p, func(u knowledge.Usable) string { return u.ID }), err
}

// Rack implements knowledge.Lists.
func (m *Memory) Rack(ctx context.Context, w knowledge.Words) (*knowledge.Rack, error) {
	var all []knowledge.Reply
	err := m.with(ctx, func(t string) error {
		for k, r := range m.replies {
			if k[0] == t && r.InUse {
				all = append(all, shown(r))
			}
		}
		return nil
	})
	slices.SortFunc(all, func(a, b knowledge.Reply) int {
		return cmp.Or(cmp.Compare(b.Uses, a.Uses), strings.Compare(a.ID, b.ID))
	})
	return knowledge.NewRack(all, w), err
}

// AddUse implements knowledge.Uses.
func (m *Memory) AddUse(ctx context.Context, replyID, user string, at time.Time) error {
	return m.with(ctx, func(t string) error {
		r, ok := m.replies[key{t, replyID}]
		if !ok {
			return knowledge.ErrNotFound.New()
		}
		r.Uses++
		m.replies[key{t, replyID}] = r
		k := useKey{t, replyID, user}
		m.uses[k] = knowledge.Use{UserID: user, Uses: m.uses[k].Uses + 1, LastAt: at}
		return nil
	})
}

// MarkFavourite implements knowledge.Uses.
func (m *Memory) MarkFavourite(ctx context.Context, replyID, user string, on bool) error {
	return m.with(ctx, func(t string) error { m.favourites[useKey{t, replyID, user}] = on; return nil })
}

// UsesOf implements knowledge.Uses.
func (m *Memory) UsesOf(ctx context.Context, replyID string, limit int) (out []knowledge.Use, err error) {
	err = m.with(ctx, func(t string) error {
		for k, u := range m.uses {
			if k[0] == t && k[1] == replyID {
				out = append(out, u)
			}
		}
		return nil
	})
	slices.SortFunc(out, func(a, b knowledge.Use) int {
		return cmp.Or(cmp.Compare(b.Uses, a.Uses), strings.Compare(a.UserID, b.UserID))
	})
	return out[:min(limit, len(out))], err
}
