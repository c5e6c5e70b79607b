-- +goose Up
-- Customers who want to be called, and those who left a message and do not wait in the chat.
ALTER TABLE conversation_conversations ADD COLUMN callback ${TEXT} NOT NULL DEFAULT '';
ALTER TABLE conversation_conversations ADD COLUMN left_message ${INT} NOT NULL DEFAULT 0;
CREATE INDEX conversation_conversations_callback ON conversation_conversations (tenant, status, last_entry_at, id) WHERE callback <> '';

-- +goose Down
DROP INDEX conversation_conversations_callback;
ALTER TABLE conversation_conversations DROP COLUMN left_message;
ALTER TABLE conversation_conversations DROP COLUMN callback;
