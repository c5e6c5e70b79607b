-- +goose Up
-- Who is invited has an id from the beginning, so that levels and teams can be prepared before they come, and what customers call them.
ALTER TABLE identity_invites ADD COLUMN user_id ${TEXT} NOT NULL DEFAULT '';
ALTER TABLE identity_invites ADD COLUMN alias ${TEXT} NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE identity_invites DROP COLUMN user_id;
ALTER TABLE identity_invites DROP COLUMN alias;
