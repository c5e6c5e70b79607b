-- +goose Up
-- Conversations that a person keeps on top.
CREATE TABLE conversation_pins (
    tenant          ${TEXT} NOT NULL,
    user_id         ${TEXT} NOT NULL,
    conversation_id ${TEXT} NOT NULL,
    pinned_at       ${INT}  NOT NULL,
    PRIMARY KEY (tenant, user_id, conversation_id)
) ${STRICT};

-- Views of the inbox that people have put together.
CREATE TABLE conversation_views (
    tenant     ${TEXT} NOT NULL,
    id         ${TEXT} NOT NULL,
    owner_id   ${TEXT} NOT NULL,
    shared     ${INT}  NOT NULL,
    name       ${TEXT} NOT NULL,
    spec       ${TEXT} NOT NULL,
    created_at ${INT}  NOT NULL,
    version    ${INT}  NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};
CREATE INDEX conversation_views_owner ON conversation_views (tenant, owner_id, id);
CREATE INDEX conversation_views_shared ON conversation_views (tenant, id) WHERE shared = 1;

-- The order in which a person has put the views, own and shared ones.
CREATE TABLE conversation_view_orders (
    tenant  ${TEXT} NOT NULL,
    user_id ${TEXT} NOT NULL,
    ids     ${TEXT} NOT NULL,
    PRIMARY KEY (tenant, user_id)
) ${STRICT};

-- Up to when the mentioned person has looked; a mention after it is news.
ALTER TABLE conversation_participants ADD COLUMN seen_at ${INT} NOT NULL DEFAULT 0;
CREATE INDEX conversation_participants_news ON conversation_participants (tenant, user_id) WHERE mentioned_at > seen_at;

-- +goose Down
DROP INDEX conversation_participants_news;
ALTER TABLE conversation_participants DROP COLUMN seen_at;
DROP TABLE conversation_view_orders;
DROP TABLE conversation_views;
DROP TABLE conversation_pins;
