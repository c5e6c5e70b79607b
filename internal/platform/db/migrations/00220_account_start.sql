-- How a workspace began: whether the guide to the first answered chat is open, and the template that was chosen ('' none yet,
-- 'empty' none on purpose). Workspaces that were there before have no guide.
-- +goose Up
ALTER TABLE account_workspaces ADD COLUMN guide ${INT} NOT NULL DEFAULT 0;
ALTER TABLE account_workspaces ADD COLUMN template ${TEXT} NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE account_workspaces DROP COLUMN template;
ALTER TABLE account_workspaces DROP COLUMN guide;
