package conversationsql

import (
	"context"
	"strconv"

	"frontdesk/internal/base/actor"
	"frontdesk/internal/base/clock"
	"frontdesk/internal/base/page"
	"frontdesk/internal/domain/conversation"
	"frontdesk/internal/platform/db"
)

const ratingColumns = `r.conversation_id, r.resolution, r.score, r.comment, r.solved, r.reasons, r.user_id, r.created_at, r.updated_at,
	r.follow_up, r.follow_note, r.follow_by, r.follow_at`

// scanRating reads a rating and, behind it, more columns.
func scanRating(r db.Row, more ...any) (conversation.Rating, error) {
	var v conversation.Rating
	var resolution, score int64
	var solved, reasons, state string
	err := r.Scan(append([]any{
		&v.ConversationID, &resolution, &score, &v.Comment, &solved, &reasons, &v.UserID, &v.CreatedAt, &v.UpdatedAt,
		&state, &v.FollowUp.Note, &v.FollowUp.By, &v.FollowUp.At,
	}, more...)...)
	v.Resolution, v.Score, v.Solved, v.FollowUp.State = int(resolution), int(score), conversation.Solved(solved), conversation.FollowState(state)
	if err != nil {
		return v, err
	}
	return v, decode(reasons, &v.Reasons)
}

// Rating reads the rating of a resolution.
func (s *Store) Rating(ctx context.Context, conversationID string, resolution int) (conversation.Rating, bool, error) {
	return s.rating(ctx, `AND r.resolution = $3`, conversationID, resolution)
}

// LastRating implements conversation.Ratings.
func (s *Store) LastRating(ctx context.Context, conversationID string) (conversation.Rating, bool, error) {
	return s.rating(ctx, `ORDER BY r.resolution DESC LIMIT 1`, conversationID)
}

func (s *Store) rating(ctx context.Context, which string, args ...any) (conversation.Rating, bool, error) {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return conversation.Rating{}, false, err
	}
	found, err := db.Query(ctx, s.db, func(r db.Row) (conversation.Rating, error) { return scanRating(r) },
		`SELECT `+ratingColumns+` FROM conversation_ratings r WHERE r.tenant = $1 AND r.conversation_id = $2 `+which, append([]any{tenant}, args...)...)
	if err != nil || len(found) == 0 {
		return conversation.Rating{}, false, err
	}
	return found[0], true, nil
}

// PutRating stores or replaces the rating of a resolution.
func (s *Store) PutRating(ctx context.Context, r conversation.Rating) error {
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return err
	}
	reasons, err := encode(r.Reasons, len(r.Reasons) == 0)
	if err != nil {
		return err
	}
	return s.db.Exec(ctx, `INSERT INTO conversation_ratings (tenant, conversation_id, resolution, score, comment, solved, reasons, user_id, created_at,
		updated_at, follow_up, follow_note, follow_by, follow_at) VALUES (`+placeholders(14)+`) ON CONFLICT (tenant, conversation_id, resolution)
		DO UPDATE SET score = excluded.score, comment = excluded.comment, solved = excluded.solved, reasons = excluded.reasons, updated_at = excluded.updated_at,
		follow_up = excluded.follow_up, follow_note = excluded.follow_note, follow_by = excluded.follow_by, follow_at = excluded.follow_at`,
		tenant, r.ConversationID, r.Resolution, r.Score, r.Comment, r.Solved, reasons, r.UserID, r.CreatedAt, r.UpdatedAt,
		r.FollowUp.State, r.FollowUp.Note, r.FollowUp.By, r.FollowUp.At)
}

// Ratings implements conversation.Ratings. The list follows one index, by state or by time; the other filters leave rows out.
func (s *Store) Ratings(ctx context.Context, q conversation.RatingQuery) (page.Of[conversation.Rated], error) {
	out := page.Of[conversation.Rated]{Items: []conversation.Rated{}}
	tenant, err := actor.Tenant(ctx)
	if err != nil {
		return out, err
	}
	from, resumed, err := decodeKey(q.Page.Cursor)
	if err != nil {
		return out, err
	}
	args := []any{tenant}
	where := `r.tenant = $1`
	and := func(condition string, value any) {
		args = append(args, value)
		where += ` AND ` + condition + `$` + strconv.Itoa(len(args))
	}
	for _, f := range []struct{ column, value string }{
		{`r.follow_up = `, string(q.State)}, {`c.team_id = `, q.TeamID}, {`c.channel_id = `, q.ChannelID}, {`r.user_id = `, q.UserID},
	} {
		if f.value != "" {
			and(f.column, f.value)
		}
	}
	if q.Score > 0 {
		and(`r.score = `, q.Score)
	}
	if !q.From.IsZero() {
		and(`r.created_at >= `, clock.Micros(q.From))
	}
	if !q.To.IsZero() {
		and(`r.created_at < `, clock.Micros(q.To))
	}
	if q.Scope.Level != actor.All {
		args = append(args, q.Scope.User)
		where += ` AND (c.assignee_id = $` + strconv.Itoa(len(args))
		if q.Scope.Level == actor.Teams {
			where += ` OR c.team_id IN ` + db.List(&args, q.Scope.Teams)
		}
		where += `)`
	}
	if resumed {
		args = append(args, from.at, from.id)
		where += ` AND (r.created_at, r.conversation_id) < ($` + strconv.Itoa(len(args)-1) + `, $` + strconv.Itoa(len(args)) + `)`
	}
	size := q.Page.Size()
	args = append(args, size+1)
	out.Items, err = db.Query(ctx, s.db, scanRated, `SELECT `+ratingColumns+`, c.number, c.customer_id, c.customer_name, c.channel_id, c.team_id
		FROM conversation_ratings r JOIN conversation_conversations c ON c.tenant = r.tenant AND c.id = r.conversation_id
		WHERE `+where+` ORDER BY r.created_at DESC, r.conversation_id DESC LIMIT $`+strconv.Itoa(len(args)), args...)
	if len(out.Items) > size {
		last := out.Items[size-1]
		out.Items, out.Next = out.Items[:size], key{clock.Micros(last.CreatedAt), last.ConversationID}.cursor()
	}
	return out, err
}

func scanRated(r db.Row) (conversation.Rated, error) {
	var v conversation.Rated
	var err error
	v.Rating, err = scanRating(r, &v.Number, &v.CustomerID, &v.CustomerName, &v.ChannelID, &v.TeamID)
	return v, err
}
