-- +goose Up
-- How the customer of a conversation feels: negative, neutral or positive, empty while nobody knows.
ALTER TABLE conversation_conversations ADD COLUMN sentiment ${TEXT} NOT NULL DEFAULT '';
-- Few are negative, and those are asked for.
CREATE INDEX conversation_conversations_sentiment ON conversation_conversations (tenant, sentiment, status, last_entry_at, id) WHERE sentiment <> '';

-- +goose Down
DROP INDEX conversation_conversations_sentiment;
ALTER TABLE conversation_conversations DROP COLUMN sentiment;
