-- +goose Up
-- What a notice about a queue says, as JSON: the queue may be gone when it is read.
ALTER TABLE notify_notices ADD COLUMN queue ${TEXT} NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE notify_notices DROP COLUMN queue;
