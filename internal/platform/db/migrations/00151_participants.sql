-- +goose Up
-- People who take part in a conversation besides its assignee: they follow it, or were invited.
ALTER TABLE conversation_conversations ADD COLUMN participant_ids ${TEXT} NOT NULL DEFAULT '';
ALTER TABLE conversation_participants ADD COLUMN joined_at ${INT} NOT NULL DEFAULT 0;
CREATE INDEX conversation_participants_joined ON conversation_participants (tenant, user_id, conversation_id) WHERE joined_at > 0;

-- +goose Down
DROP INDEX conversation_participants_joined;
ALTER TABLE conversation_participants DROP COLUMN joined_at;
ALTER TABLE conversation_conversations DROP COLUMN participant_ids;
