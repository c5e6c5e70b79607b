package conversationtest

import (
	"cmp"
	"context"
	"slices"

	"frontdesk/internal/domain/conversation"
)

// Drafted implements conversation.Inbox.
func (m *Memory) Drafted(ctx context.Context, userID string, conversationIDs []string) ([]string, error) {
	return on(ctx, m, func(tenant string, t *tables) ([]string, error) {
		var out []string
		for k := range t.drafts {
			if k[0] == tenant && k[1] == userID && slices.Contains(conversationIDs, k[2]) && !slices.Contains(out, k[2]) {
				out = append(out, k[2])
			}
		}
		return out, nil
	})
}

// Line implements conversation.LineRows.
func (m *Memory) Line(ctx context.Context, limit int) ([]conversation.InLine, error) {
	return on(ctx, m, func(tenant string, t *tables) ([]conversation.InLine, error) {
		var out []conversation.InLine
		for k, c := range t.rows {
			if k[0] == tenant && c.Status == conversation.Open && c.AssigneeID == "" && !c.WaitingSince.IsZero() {
				out = append(out, conversation.InLine{ID: c.ID, ChannelID: c.ChannelID, TeamID: c.TeamID, Since: c.WaitingSince})
			}
		}
		slices.SortFunc(out, func(a, b conversation.InLine) int { return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.ID, b.ID)) })
		return out[:min(len(out), limit)], nil
	})
}

// Drafts implements conversation.Drafts.
func (m *Memory) Drafts(ctx context.Context, conversationID, userID string) ([]conversation.Draft, error) {
	return on(ctx, m, func(tenant string, t *tables) ([]conversation.Draft, error) {
		var out []conversation.Draft
		for k, d := range t.drafts {
			if k[0] == tenant && k[1] == userID && k[2] == conversationID {
				out = append(out, d)
			}
		}
		slices.SortFunc(out, func(a, b conversation.Draft) int { return cmp.Compare(a.Kind, b.Kind) })
		return out, nil
	})
}

// PutDraft implements conversation.Drafts.
func (m *Memory) PutDraft(ctx context.Context, userID string, d conversation.Draft) error {
	return write(ctx, m, func(tenant string, t *tables) error {
		t.drafts[[4]string{tenant, userID, d.ConversationID, string(d.Kind)}] = d
		return nil
	})
}

// DeleteDraft implements conversation.Drafts.
func (m *Memory) DeleteDraft(ctx context.Context, conversationID, userID string, kind conversation.Kind) error {
	return write(ctx, m, func(tenant string, t *tables) error {
		delete(t.drafts, [4]string{tenant, userID, conversationID, string(kind)})
		return nil
	})
}

// Rating implements conversation.Ratings.
func (m *Memory) Rating(ctx context.Context, conversationID string, resolution int) (conversation.Rating, bool, error) {
	r, err := on(ctx, m, func(tenant string, t *tables) (conversation.Rating, error) {
		for _, r := range t.ratings[[2]string{tenant, conversationID}] {
			if r.Resolution == resolution {
				return r, nil
			}
		}
		return conversation.Rating{}, nil
	})
	return r, r.Score > 0, err
}

// PutRating implements conversation.Ratings.
func (m *Memory) PutRating(ctx context.Context, r conversation.Rating) error {
	return write(ctx, m, func(tenant string, t *tables) error {
		k := [2]string{tenant, r.ConversationID}
		others := slices.DeleteFunc(slices.Clone(t.ratings[k]), func(o conversation.Rating) bool { return o.Resolution == r.Resolution })
		t.ratings[k] = append(others, r)
		return nil
	})
}

// LastRating implements conversation.Ratings.
func (m *Memory) LastRating(ctx context.Context, conversationID string) (conversation.Rating, bool, error) {
	r, err := on(ctx, m, func(tenant string, t *tables) (conversation.Rating, error) {
		var last conversation.Rating
		for _, r := range t.ratings[[2]string{tenant, conversationID}] {
			if last.Score == 0 || r.Resolution > last.Resolution {
				last = r
			}
		}
		return last, nil
	})
	return r, r.Score > 0, err
}

// InsertFile implements conversation.FileRows.
func (m *Memory) InsertFile(ctx context.Context, f conversation.File) error {
	return write(ctx, m, func(tenant string, t *tables) error { t.files[[2]string{tenant, f.ID}] = f; return nil })
}

// Files implements conversation.FileRows.
func (m *Memory) Files(ctx context.Context, ids []string) ([]conversation.File, error) {
	return on(ctx, m, func(tenant string, t *tables) ([]conversation.File, error) {
		var out []conversation.File
		for _, id := range slices.Compact(slices.Sorted(slices.Values(ids))) {
			if f, ok := t.files[[2]string{tenant, id}]; ok {
				out = append(out, f)
			}
		}
		return out, nil
	})
}

// AttachFile implements conversation.FileRows.
func (m *Memory) AttachFile(ctx context.Context, id, conversationID string, internal bool) error {
	return write(ctx, m, func(tenant string, t *tables) error {
		f, ok := t.files[[2]string{tenant, id}]
		if !ok || f.ConversationID != "" && f.ConversationID != conversationID {
			return conversation.ErrFileUsed.New()
		}
		f.ConversationID, f.Internal, f.Withdrawn = conversationID, internal, false
		t.files[[2]string{tenant, id}] = f
		return nil
	})
}

// MoveFile implements conversation.FileRows.
func (m *Memory) MoveFile(ctx context.Context, id, conversationID string) error {
	return write(ctx, m, func(tenant string, t *tables) error {
		f, ok := t.files[[2]string{tenant, id}]
		if !ok || !f.Internal {
			return conversation.ErrFileUsed.New()
		}
		f.ConversationID = conversationID
		t.files[[2]string{tenant, id}] = f
		return nil
	})
}

// MarkThumbnail implements conversation.FileRows.
func (m *Memory) MarkThumbnail(ctx context.Context, id string) error {
	return write(ctx, m, func(tenant string, t *tables) error {
		if f, ok := t.files[[2]string{tenant, id}]; ok {
			f.Thumbnail = true
			t.files[[2]string{tenant, id}] = f
		}
		return nil
	})
}

// DeleteFile implements conversation.FileRows.
func (m *Memory) DeleteFile(ctx context.Context, id string) error {
	return write(ctx, m, func(tenant string, t *tables) error {
		k := [2]string{tenant, id}
		if f, ok := t.files[k]; !ok || f.ConversationID != "" {
			return conversation.ErrFileUsed.New()
		}
		delete(t.files, k)
		return nil
	})
}

// Bump implements conversation.CountRows.
func (m *Memory) Bump(ctx context.Context, deltas []conversation.Delta) error {
	return write(ctx, m, func(tenant string, t *tables) error {
		if t.counts[tenant] == nil {
			t.counts[tenant] = map[conversation.Place]int64{}
		}
		for _, d := range deltas {
			t.counts[tenant][d.Place] += d.N
		}
		return nil
	})
}

// Tally implements conversation.CountRows.
func (m *Memory) Tally(ctx context.Context, userID string, teams []string, all bool) (conversation.Tally, error) {
	return on(ctx, m, func(tenant string, t *tables) (conversation.Tally, error) {
		var out conversation.Tally
		for p, n := range t.counts[tenant] {
			if !all && p.AssigneeID != userID && !slices.Contains(teams, p.TeamID) {
				continue
			}
			if p.AssigneeID != "" && p.AssigneeID != userID {
				p.AssigneeID = conversation.AssignedToOther
			}
			out = append(out, conversation.Delta{Place: p, N: n})
		}
		return out, nil
	})
}

// Recount implements conversation.CountRows.
func (m *Memory) Recount(ctx context.Context) error {
	return write(ctx, m, func(tenant string, t *tables) error {
		t.counts[tenant] = map[conversation.Place]int64{}
		for k, c := range t.rows {
			if k[0] == tenant {
				t.counts[tenant][c.Place()]++
			}
		}
		return nil
	})
}

// Some implements conversation.Bulk.
func (m *Memory) Some(ctx context.Context, ids []string) ([]conversation.Conversation, error) {
	return on(ctx, m, func(tenant string, t *tables) (out []conversation.Conversation, err error) {
		for _, id := range slices.Compact(slices.Sorted(slices.Values(ids))) {
			if c, ok := t.rows[[2]string{tenant, id}]; ok {
				out = append(out, c)
			}
		}
		return out, nil
	})
}

// At implements conversation.Bulk.
func (m *Memory) At(ctx context.Context, refs []conversation.EntryRef) ([]conversation.Entry, error) {
	return on(ctx, m, func(tenant string, t *tables) (out []conversation.Entry, err error) {
		for _, r := range refs {
			for _, e := range t.entries[[2]string{tenant, r.ConversationID}] {
				if e.Seq == r.Seq {
					out = append(out, e)
				}
			}
		}
		return out, nil
	})
}
