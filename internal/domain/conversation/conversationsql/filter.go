package conversationsql

import (
	"context"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/db"
)

// filtered is the filter as conditions.
func filtered(b *builder, q conversation.Query) []string {
	var and []string
	for _, f := range []struct {
		column string
		values []string
	}{{"team_id", q.Teams}, {"channel_id", q.Channels}, {"assignee_id", q.Assignees}, {"priority", texts(q.Priorities)}, {"sentiment", texts(q.Sentiments)}} {
		if len(f.values) > 0 {
			and = append(and, `c.`+f.column+` IN `+db.List(&b.args, f.values))
		}
	}
	if len(q.Tags) > 0 {
		and = append(and, `EXISTS (SELECT 1 FROM conversation_tag_links l WHERE l.tenant = c.tenant AND l.conversation_id = c.id AND l.tag_id IN `+
			db.List(&b.args, q.Tags)+`)`)
	}
	if q.ByFollow() {
		and = append(and, `EXISTS (SELECT 1 FROM conversation_participants f WHERE f.tenant = c.tenant AND f.conversation_id = c.id AND f.user_id = `+
			b.arg(q.User)+` AND f.joined_at > 0)`)
	}
	and = append(and, overseen(b, q.Over)...)
	if q.Answered {
		and = append(and, `c.waiting_since = 0`)
	}
	if q.Waiting {
		and = append(and, `c.waiting_since > 0`)
	}
	if q.CallBack {
		and = append(and, `c.callback <> ''`)
	}
	if q.Unread {
		and = append(and, `c.unread > 0`)
	}
	return and
}

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

// Count counts up to the cap, from the side that costs least, and looks at few rows where filters leave most of them out.
func (s *Store) Count(ctx context.Context, q conversation.Query) (n int, more bool, err error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return 0, false, err
	}
	q.Page = page.Request{Limit: conversation.CountCap}
	p, err := s.countable(ctx, tenant, q)
	return len(p.Items), p.Next != "", err
}

func (s *Store) countable(ctx context.Context, tenant string, q conversation.Query) (page.Of[conversation.Conversation], error) {
	switch {
	case q.ByMention():
		return s.mentions(ctx, tenant, q)
	case q.Waiting || q.Sort == conversation.Waiting:
		return s.waiting(ctx, tenant, q)
	}
	if q.Named() {
		return s.byID(ctx, tenant, q)
	}
	if q.ByFollow() {
		return s.byFollow(ctx, tenant, q)
	}
	if tag, ok := conversation.Only(q.Tags); ok {
		rare, err := s.isRare(ctx, tenant, tag)
		if err != nil {
			return page.Of[conversation.Conversation]{}, err
		}
		if rare {
			return s.byTag(ctx, tenant, tag, q)
		}
	}
	return s.scan(ctx, tenant, q, conversation.CountScan)
}
