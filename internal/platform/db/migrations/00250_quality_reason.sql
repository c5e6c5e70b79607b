-- +goose Up

CREATE INDEX quality_marks_reason ON quality_marks (tenant, reason, created_at DESC, id DESC);

-- +goose Down
DROP INDEX quality_marks_reason;
