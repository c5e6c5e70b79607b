-- +goose Up
-- When one of a person's desks was last touched: whoever touches none for long is away.
ALTER TABLE identity_presence ADD COLUMN active ${INT} NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE identity_presence DROP COLUMN active;
