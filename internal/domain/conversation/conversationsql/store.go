// Package conversationsql keeps conversations in SQL, with the same statements on both engines.
package conversationsql

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/fault"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/db"
)

// Store implements conversation.Stores.
type Store struct {
	db     *db.DB
	recent *db.Cache[conversation.Conversation]
	fresh  *db.Cache[conversation.Entry]
}

// New makes it.
func New(d *db.DB) *Store {
	return &Store{
		db:     d,
		recent: db.NewCache[conversation.Conversation](d, 10_000, 10*time.Minute),
		fresh:  db.NewCache[conversation.Entry](d, 4000, 10*time.Second),
	}
}

var _ conversation.Stores = (*Store)(nil)

// column is one column of the conversation's row and how the row fills it.
type column struct {
	name  string
	value func(*conversation.Conversation) any
}

// fixed columns are written once; moving ones are written when they change.
var fixed = []column{
	{"id", func(c *conversation.Conversation) any { return c.ID }},
	{"number", func(c *conversation.Conversation) any { return c.Number }},
	{"channel_id", func(c *conversation.Conversation) any { return c.ChannelID }},
	{"channel_kind", func(c *conversation.Conversation) any { return c.ChannelKind }},
	{"customer_id", func(c *conversation.Conversation) any { return c.CustomerID }},
	{"customer_name", func(c *conversation.Conversation) any { return c.CustomerName }},
	{"customer_level", func(c *conversation.Conversation) any { return c.CustomerLevel }},
	{"split_from", func(c *conversation.Conversation) any { return c.SplitFrom }},
	{"created_at", func(c *conversation.Conversation) any { return clock.Micros(c.CreatedAt) }},
}

var moving = []column{
	{"subject", func(c *conversation.Conversation) any { return c.Subject }},
	{"status", func(c *conversation.Conversation) any { return string(c.Status) }},
	{"assignee_id", func(c *conversation.Conversation) any { return c.AssigneeID }},
	{"assigned", func(c *conversation.Conversation) any { return c.AssigneeID != "" }},
	{"team_id", func(c *conversation.Conversation) any { return c.TeamID }},
	{"priority", func(c *conversation.Conversation) any { return string(c.Priority) }},
	{"sentiment", func(c *conversation.Conversation) any { return string(c.Sentiment) }},
	{"tag_ids", func(c *conversation.Conversation) any { return strings.Join(c.TagIDs, ",") }},
	{"participant_ids", func(c *conversation.Conversation) any { return strings.Join(c.ParticipantIDs, ",") }},
	{"seq", func(c *conversation.Conversation) any { return c.Seq }},
	{"public_seq", func(c *conversation.Conversation) any { return c.PublicSeq }},
	{"last_entry_at", func(c *conversation.Conversation) any { return clock.Micros(c.LastEntryAt) }},
	{"message_at", func(c *conversation.Conversation) any { return clock.Micros(c.LastMessageAt) }},
	{"message_preview", func(c *conversation.Conversation) any { return c.LastMessagePreview }},
	{"message_kind", func(c *conversation.Conversation) any { return string(c.LastMessageKind) }},
	{"message_author", func(c *conversation.Conversation) any { return string(c.LastMessageAuthorKind) }},
	{"unread", func(c *conversation.Conversation) any { return int64(c.Unread) }},
	{"waiting_since", func(c *conversation.Conversation) any { return clock.Micros(c.WaitingSince) }},
	{"snoozed_until", func(c *conversation.Conversation) any { return clock.Micros(c.SnoozedUntil) }},
	{"agent_seen_seq", func(c *conversation.Conversation) any { return c.AgentSeenSeq }},
	{"agent_seen_public", func(c *conversation.Conversation) any { return c.AgentSeenPublic }},
	{"customer_seen_seq", func(c *conversation.Conversation) any { return c.CustomerSeenSeq }},
	{"first_reply_at", func(c *conversation.Conversation) any { return clock.Micros(c.FirstReplyAt) }},
	{"resolved_at", func(c *conversation.Conversation) any { return clock.Micros(c.ResolvedAt) }},
	{"resolved_by", func(c *conversation.Conversation) any { return c.ResolvedBy }},
	{"resolutions", func(c *conversation.Conversation) any { return int64(c.Resolutions) }},
	{"merged_into", func(c *conversation.Conversation) any { return c.MergedInto }},
	{"merged", func(c *conversation.Conversation) any { return int64(c.MergedCount) }},
	{"rating_score", func(c *conversation.Conversation) any { return int64(c.RatingScore) }},
	{"rating_asked", func(c *conversation.Conversation) any { return c.RatingAsked }},
	{"callback", func(c *conversation.Conversation) any { return callBackText(c.CallBack) }},
	{"left_message", func(c *conversation.Conversation) any { return c.Left }},
	{"version", func(c *conversation.Conversation) any { return c.Version }},
}

var (
	written = append(slices.Clone(fixed), moving...)
	// reading lists the columns in the order of scan; "assigned" follows from assignee_id.
	reading   = names("c.", slices.DeleteFunc(slices.Clone(written), func(c column) bool { return c.name == "assigned" }))
	insertRow = `INSERT INTO conversation_conversations (tenant, ` + names("", written) + `) VALUES (` + placeholders(len(written)+1) + `)`
	selectRow = `SELECT ` + reading + ` FROM conversation_conversations c `
)

func names(prefix string, cols []column) string {
	var out []string
	for _, c := range cols {
		out = append(out, prefix+c.name)
	}
	return strings.Join(out, ", ")
}

func placeholders(n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("$" + strconv.Itoa(i+1))
	}
	return b.String()
}

func scan(r db.Row) (conversation.Conversation, error) {
	var c conversation.Conversation
	var unread, resolutions, merged, rating int64
	var status, priority, sentiment, tags, people, kind, author, call string
	err := r.Scan(&c.ID, &c.Number, &c.ChannelID, &c.ChannelKind, &c.CustomerID, &c.CustomerName, &c.CustomerLevel, &c.SplitFrom, &c.CreatedAt,
		&c.Subject, &status, &c.AssigneeID, &c.TeamID, &priority, &sentiment, &tags, &people, &c.Seq, &c.PublicSeq, &c.LastEntryAt,
		&c.LastMessageAt, &c.LastMessagePreview, &kind, &author, &unread, &c.WaitingSince, &c.SnoozedUntil,
		&c.AgentSeenSeq, &c.AgentSeenPublic, &c.CustomerSeenSeq, &c.FirstReplyAt, &c.ResolvedAt, &c.ResolvedBy,
		&resolutions, &c.MergedInto, &merged, &rating, &c.RatingAsked, &call, &c.Left, &c.Version)
	c.Status, c.Priority = conversation.Status(status), conversation.Priority(priority)
	c.Sentiment = conversation.Sentiment(sentiment)
	c.LastMessageKind, c.LastMessageAuthorKind = conversation.Content(kind), conversation.AuthorKind(author)
	c.Unread, c.Resolutions, c.RatingScore, c.MergedCount = int(unread), int(resolutions), int(rating), int(merged)
	if err == nil && call != "" {
		err = json.Unmarshal([]byte(call), &c.CallBack)
	}
	c.TagIDs = []string{}
	if tags != "" {
		c.TagIDs = strings.Split(tags, ",")
	}
	if people != "" {
		c.ParticipantIDs = strings.Split(people, ",")
	}
	return c, err
}

// Get reads a conversation.
func (s *Store) Get(ctx context.Context, id string) (conversation.Conversation, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return conversation.Conversation{}, err
	}
	c, err := db.One(ctx, s.db, scan, selectRow+`WHERE c.tenant = $1 AND c.id = $2`, tenant, id)
	return c, orNotFound(err, conversation.ErrNotFound)
}

// Lock reads a conversation and holds its row until the unit ends: an update that changes nothing does so on both engines.
func (s *Store) Lock(ctx context.Context, id string) (conversation.Conversation, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return conversation.Conversation{}, err
	}
	c, err := db.One(ctx, s.db, scan, `UPDATE conversation_conversations AS c SET version = version
		WHERE c.tenant = $1 AND c.id = $2 RETURNING `+strings.ReplaceAll(reading, "c.", ""), tenant, id)
	return c, orNotFound(err, conversation.ErrNotFound)
}

// Insert stores a new conversation and makes it current.
func (s *Store) Insert(ctx context.Context, c conversation.Conversation, previous string) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	err = s.db.ExecOne(ctx, conversation.ErrStale.New(), `INSERT INTO conversation_current (tenant, customer_id, channel_id, conversation_id)
		VALUES ($1, $2, $3, $4) ON CONFLICT (tenant, customer_id, channel_id)
		DO UPDATE SET conversation_id = excluded.conversation_id WHERE conversation_current.conversation_id = $5`,
		tenant, c.CustomerID, c.ChannelID, c.ID, previous)
	if err != nil {
		return err
	}
	args := []any{tenant}
	for _, col := range written {
		args = append(args, col.value(&c))
	}
	if err := s.db.Exec(ctx, insertRow, args...); err != nil {
		return err
	}
	s.learn(ctx, tenant, c)
	if err := s.attend(ctx, tenant, conversation.Conversation{}, c); err != nil {
		return err
	}
	return s.link(ctx, tenant, c.ID, nil, c.TagIDs)
}

// Save writes the columns that differ. Columns that do not are left out of the statement, so that indexes over them are
// not touched.
func (s *Store) Save(ctx context.Context, before, after conversation.Conversation) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	args := []any{tenant, after.ID, before.Version}
	var set []string
	for _, col := range moving {
		old, value := col.value(&before), col.value(&after)
		if old != value {
			args = append(args, value)
			set = append(set, col.name+" = $"+strconv.Itoa(len(args)))
		}
	}
	if len(set) == 0 {
		return nil
	}
	err = s.db.ExecOne(ctx, conversation.ErrStale.New(), `UPDATE conversation_conversations SET `+strings.Join(set, ", ")+
		` WHERE tenant = $1 AND id = $2 AND version = $3`, args...)
	if err != nil {
		return err
	}
	s.follow(ctx, tenant, after)
	if err := s.attend(ctx, tenant, before, after); err != nil {
		return err
	}
	if slices.Equal(before.TagIDs, after.TagIDs) {
		return nil
	}
	return s.link(ctx, tenant, after.ID, before.TagIDs, after.TagIDs)
}

func (s *Store) link(ctx context.Context, tenant, id string, before, after []string) error {
	for _, tag := range before {
		if !slices.Contains(after, tag) {
			err := s.db.Exec(ctx, `DELETE FROM conversation_tag_links WHERE tenant = $1 AND tag_id = $2 AND conversation_id = $3`, tenant, tag, id)
			if err != nil {
				return err
			}
		}
	}
	for _, tag := range after {
		if !slices.Contains(before, tag) {
			err := s.db.Exec(ctx, `INSERT INTO conversation_tag_links (tenant, tag_id, conversation_id) VALUES ($1, $2, $3)
				ON CONFLICT DO NOTHING`, tenant, tag, id)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// Current reads the conversation that the customer's next message may continue.
func (s *Store) Current(ctx context.Context, customerID, channelID string) (conversation.Conversation, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return conversation.Conversation{}, err
	}
	c, err := db.One(ctx, s.db, scan, `SELECT `+reading+` FROM conversation_current k
		JOIN conversation_conversations c ON c.tenant = k.tenant AND c.id = k.conversation_id
		WHERE k.tenant = $1 AND k.customer_id = $2 AND k.channel_id = $3`, tenant, customerID, channelID)
	if err == nil {
		s.learn(ctx, tenant, c)
	}
	return c, orNotFound(err, conversation.ErrNotFound)
}

// Rename copies the customer's name and level. Like every change of a row it makes a new version.
func (s *Store) Rename(ctx context.Context, c conversation.Customer) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	return s.db.Exec(ctx, `UPDATE conversation_conversations SET customer_name = $3, customer_level = $4, version = version + 1
		WHERE tenant = $1 AND customer_id = $2 AND (customer_name <> $3 OR customer_level <> $4)`, tenant, c.ID, c.Name, c.Level)
}

// Move gives the conversations of one customer to another. Where both have a current one, the other's stays current.
func (s *Store) Move(ctx context.Context, from string, into conversation.Customer) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	err = s.db.Exec(ctx, `UPDATE conversation_conversations SET customer_id = $3, customer_name = $4, customer_level = $5, version = version + 1
		WHERE tenant = $1 AND customer_id = $2`, tenant, from, into.ID, into.Name, into.Level)
	if err != nil {
		return err
	}
	err = s.db.Exec(ctx, `INSERT INTO conversation_current (tenant, customer_id, channel_id, conversation_id)
		SELECT tenant, $3, channel_id, conversation_id FROM conversation_current WHERE tenant = $1 AND customer_id = $2
		ON CONFLICT (tenant, customer_id, channel_id) DO NOTHING`, tenant, from, into.ID)
	if err != nil {
		return err
	}
	return s.db.Exec(ctx, `DELETE FROM conversation_current WHERE tenant = $1 AND customer_id = $2`, tenant, from)
}

// Clear removes everything of the workspace.
func (s *Store) Clear(ctx context.Context) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	for _, table := range []string{
		"user_counts", "counts", "files", "ratings", "drafts", "tag_links", "participants", "pins", "planned", "whispers", "watches", "entries", "current", "views", "conversations",
	} {
		if err := s.db.Exec(ctx, `DELETE FROM conversation_`+table+` WHERE tenant = $1`, tenant); err != nil {
			return err
		}
	}
	return nil
}

// orNotFound makes "no row" the domain's own fault.
func orNotFound(err error, d *fault.Def) error {
	if errors.Is(err, db.ErrNoRows) {
		return d.New()
	}
	return err
}

// encode is the JSON text of a column; empty values are stored as "".
func encode(v any, empty bool) (string, error) {
	if empty {
		return "", nil
	}
	b, err := json.Marshal(v)
	return string(b), err
}

func decode(text string, into any) error {
	if text == "" {
		return nil
	}
	return json.Unmarshal([]byte(text), into)
}
