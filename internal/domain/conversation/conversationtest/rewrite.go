package conversationtest

import (
	"context"
	"slices"
	"strings"

	"frontdesk/internal/domain/conversation"
)

// Replace implements conversation.Rewrites.
func (m *Memory) Replace(ctx context.Context, e conversation.Entry) error {
	return write(ctx, m, func(tenant string, t *tables) error {
		k := [2]string{tenant, e.ConversationID}
		i := slices.IndexFunc(t.entries[k], func(old conversation.Entry) bool { return old.Seq == e.Seq })
		if i < 0 {
			return conversation.ErrEntryNotFound.New()
		}
		t.entries[k] = slices.Clone(t.entries[k])
		t.entries[k][i] = e
		return nil
	})
}

// Quoting implements conversation.Rewrites.
func (m *Memory) Quoting(ctx context.Context, conversationID, entryID string) ([]conversation.Entry, error) {
	return on(ctx, m, func(tenant string, t *tables) (out []conversation.Entry, err error) {
		for _, e := range t.entries[[2]string{tenant, conversationID}] {
			if e.Quote != nil && e.Quote.EntryID == entryID {
				out = append(out, e)
			}
		}
		return out, nil
	})
}

// Carried implements conversation.Rewrites.
func (m *Memory) Carried(ctx context.Context, conversationID, fileID string) (bool, error) {
	return on(ctx, m, func(tenant string, t *tables) (bool, error) {
		return slices.ContainsFunc(t.entries[[2]string{tenant, conversationID}], func(e conversation.Entry) bool {
			return slices.ContainsFunc(e.Attachments, func(a conversation.Attachment) bool { return a.FileID == fileID })
		}), nil
	})
}

// WithdrawFile implements conversation.Rewrites.
func (m *Memory) WithdrawFile(ctx context.Context, id string) error {
	return write(ctx, m, func(tenant string, t *tables) error {
		f := t.files[[2]string{tenant, id}]
		f.Withdrawn = true
		t.files[[2]string{tenant, id}] = f
		return nil
	})
}

func pastKey(tenant, conversationID, entryID string) string {
	return strings.Join([]string{tenant, conversationID, entryID}, "/")
}

// AddRevision implements conversation.Rewrites.
func (m *Memory) AddRevision(ctx context.Context, r conversation.Revision) error {
	return write(ctx, m, func(tenant string, _ *tables) error {
		if m.past == nil {
			m.past = map[string][]conversation.Revision{}
		}
		k := pastKey(tenant, r.ConversationID, r.EntryID)
		m.past[k] = append(m.past[k], r)
		return nil
	})
}

// Revisions implements conversation.Rewrites.
func (m *Memory) Revisions(ctx context.Context, conversationID, entryID string) ([]conversation.Revision, error) {
	return on(ctx, m, func(tenant string, _ *tables) ([]conversation.Revision, error) {
		return slices.Clone(m.past[pastKey(tenant, conversationID, entryID)]), nil
	})
}
