-- Simulated visitors of a workspace with sample data.
-- +goose Up
ALTER TABLE account_workspaces ADD COLUMN simulated ${INT} NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE account_workspaces DROP COLUMN simulated;
