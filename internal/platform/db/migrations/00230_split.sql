-- +goose Up
-- Entries that were split off point at the conversation that began with them; they stay where they are, with their numbers.
ALTER TABLE conversation_entries ADD COLUMN moved_to ${TEXT} NOT NULL DEFAULT '';
ALTER TABLE conversation_conversations ADD COLUMN split_from ${TEXT} NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE conversation_conversations DROP COLUMN split_from;
ALTER TABLE conversation_entries DROP COLUMN moved_to;
