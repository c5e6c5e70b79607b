-- +goose Up
-- Which version of the privacy notice the browser accepted last, and when.
ALTER TABLE customer_visitors ADD COLUMN privacy_version ${INT} NOT NULL DEFAULT 0;
ALTER TABLE customer_visitors ADD COLUMN privacy_at ${INT} NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE customer_visitors DROP COLUMN privacy_at;
ALTER TABLE customer_visitors DROP COLUMN privacy_version;
