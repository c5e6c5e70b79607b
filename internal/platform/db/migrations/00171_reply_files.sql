-- +goose Up
ALTER TABLE knowledge_replies ADD COLUMN files ${TEXT} NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE knowledge_replies DROP COLUMN files;
