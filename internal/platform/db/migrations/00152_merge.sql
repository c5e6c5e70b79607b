-- +goose Up
-- A merged conversation points at the one that goes on; its own rows stay where they are, so that it can be taken back.
ALTER TABLE conversation_conversations ADD COLUMN merged_into ${TEXT} NOT NULL DEFAULT '';
ALTER TABLE conversation_conversations ADD COLUMN merged ${INT} NOT NULL DEFAULT 0;
CREATE INDEX conversation_conversations_merged ON conversation_conversations (tenant, merged_into) WHERE merged_into <> '';

-- +goose Down
DROP INDEX conversation_conversations_merged;
ALTER TABLE conversation_conversations DROP COLUMN merged;
ALTER TABLE conversation_conversations DROP COLUMN merged_into;
