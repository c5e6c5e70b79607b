-- +goose Up
-- What a message answers, and what became of it.
ALTER TABLE conversation_entries ADD COLUMN quote_id ${TEXT} NOT NULL DEFAULT '';
ALTER TABLE conversation_entries ADD COLUMN quote ${TEXT} NOT NULL DEFAULT '';
ALTER TABLE conversation_entries ADD COLUMN recalled ${INT} NOT NULL DEFAULT 0;
ALTER TABLE conversation_entries ADD COLUMN edited_at ${INT} NOT NULL DEFAULT 0;

-- A file that only recalled entries carry.
ALTER TABLE conversation_files ADD COLUMN withdrawn ${INT} NOT NULL DEFAULT 0;

-- What an entry said before it was edited or recalled.
CREATE TABLE conversation_revisions (
    tenant          ${TEXT} NOT NULL,
    conversation_id ${TEXT} NOT NULL,
    entry_id        ${TEXT} NOT NULL,
    seq             ${INT}  NOT NULL,
    body            ${TEXT} NOT NULL,
    attachments     ${TEXT} NOT NULL,
    mentions        ${TEXT} NOT NULL,
    written_at      ${INT}  NOT NULL,
    PRIMARY KEY (tenant, conversation_id, entry_id, seq)
) ${STRICT};

-- +goose Down
DROP TABLE conversation_revisions;
ALTER TABLE conversation_files DROP COLUMN withdrawn;
ALTER TABLE conversation_entries DROP COLUMN edited_at;
ALTER TABLE conversation_entries DROP COLUMN recalled;
ALTER TABLE conversation_entries DROP COLUMN quote;
ALTER TABLE conversation_entries DROP COLUMN quote_id;
