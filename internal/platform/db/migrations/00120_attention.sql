-- +goose Up
-- Conversations that a person keeps on top.
CREATE TABLE conversation_pins (
    tenant          ${TEXT} NOT NULL,
    user_id         ${TEXT} NOT NULL,
    conversation_id ${TEXT} NOT NULL,
    pinned_at       ${INT}  NOT NULL,
    PRIMARY KEY (tenant, user_id, conversation_id)
) ${STRICT};

-- Up to when the mentioned person has looked; a mention after it is news.
ALTER TABLE conversation_participants ADD COLUMN seen_at ${INT} NOT NULL DEFAULT 0;
CREATE INDEX conversation_participants_news ON conversation_participants (tenant, user_id) WHERE mentioned_at > seen_at;

-- +goose Down
DROP INDEX conversation_participants_news;
ALTER TABLE conversation_participants DROP COLUMN seen_at;
DROP TABLE conversation_pins;
