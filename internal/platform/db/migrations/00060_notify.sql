-- +goose Up
CREATE TABLE notify_notices (
    tenant ${TEXT} NOT NULL,
    id ${TEXT} NOT NULL,
    user_id ${TEXT} NOT NULL,
    kind ${TEXT} NOT NULL,
    conversation_id ${TEXT} NOT NULL,
    seq ${INT} NOT NULL,
    actor_kind ${TEXT} NOT NULL,
    actor_id ${TEXT} NOT NULL,
    times ${INT} NOT NULL,
    created_at ${INT} NOT NULL,
    read_at ${INT} NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};
CREATE INDEX notify_notices_user ON notify_notices (tenant, user_id, created_at DESC, id DESC);
CREATE INDEX notify_notices_about ON notify_notices (tenant, user_id, kind, conversation_id, seq);
-- One unread notice for each user, kind and conversation: more of the same only raise its count.
CREATE UNIQUE INDEX notify_notices_unread ON notify_notices (tenant, user_id, kind, conversation_id) WHERE read_at = 0;

-- +goose Down
DROP TABLE notify_notices;
