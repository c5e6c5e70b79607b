-- +goose Up
-- Why a customer was content or not, whether it is solved, and what became of a low score.
ALTER TABLE conversation_ratings ADD COLUMN reasons ${TEXT} NOT NULL DEFAULT '';
ALTER TABLE conversation_ratings ADD COLUMN solved ${TEXT} NOT NULL DEFAULT '';
ALTER TABLE conversation_ratings ADD COLUMN follow_up ${TEXT} NOT NULL DEFAULT '';
ALTER TABLE conversation_ratings ADD COLUMN follow_note ${TEXT} NOT NULL DEFAULT '';
ALTER TABLE conversation_ratings ADD COLUMN follow_by ${TEXT} NOT NULL DEFAULT '';
ALTER TABLE conversation_ratings ADD COLUMN follow_at ${INT} NOT NULL DEFAULT 0;
CREATE INDEX conversation_ratings_time ON conversation_ratings (tenant, created_at, conversation_id);
CREATE INDEX conversation_ratings_follow ON conversation_ratings (tenant, follow_up, created_at, conversation_id) WHERE follow_up <> '';
ALTER TABLE conversation_conversations ADD COLUMN rating_asked ${INT} NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE conversation_conversations DROP COLUMN rating_asked;
DROP INDEX conversation_ratings_follow;
DROP INDEX conversation_ratings_time;
ALTER TABLE conversation_ratings DROP COLUMN follow_at;
ALTER TABLE conversation_ratings DROP COLUMN follow_by;
ALTER TABLE conversation_ratings DROP COLUMN follow_note;
ALTER TABLE conversation_ratings DROP COLUMN follow_up;
ALTER TABLE conversation_ratings DROP COLUMN solved;
ALTER TABLE conversation_ratings DROP COLUMN reasons;
