-- +goose Up
-- Who looked on unseen, and what supervisors said to those who answer.
CREATE TABLE conversation_watches (
    tenant          ${TEXT} NOT NULL,
    id              ${TEXT} NOT NULL,
    conversation_id ${TEXT} NOT NULL,
    user_id         ${TEXT} NOT NULL,
    started_at      ${INT}  NOT NULL,
    ended_at        ${INT}  NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};
CREATE INDEX conversation_watches_at ON conversation_watches (tenant, started_at DESC, id DESC);
CREATE INDEX conversation_watches_user ON conversation_watches (tenant, user_id, started_at DESC, id DESC);
CREATE INDEX conversation_watches_conversation ON conversation_watches (tenant, conversation_id, started_at DESC, id DESC);

CREATE TABLE conversation_whispers (
    tenant          ${TEXT} NOT NULL,
    conversation_id ${TEXT} NOT NULL,
    entry_id        ${TEXT} NOT NULL,
    from_user       ${TEXT} NOT NULL,
    to_user         ${TEXT} NOT NULL,
    body            ${TEXT} NOT NULL,
    at              ${INT}  NOT NULL,
    PRIMARY KEY (tenant, conversation_id, entry_id)
) ${STRICT};

-- +goose Down
DROP TABLE conversation_whispers;
DROP TABLE conversation_watches;
