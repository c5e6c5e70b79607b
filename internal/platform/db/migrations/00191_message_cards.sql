-- +goose Up
-- The order or product that a message shows.
ALTER TABLE conversation_entries ADD COLUMN card ${TEXT} NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE conversation_entries DROP COLUMN card;
