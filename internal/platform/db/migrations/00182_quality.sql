-- +goose Up
-- Conversations that somebody wants to have looked at.
CREATE TABLE quality_marks (
    tenant          ${TEXT} NOT NULL,
    id              ${TEXT} NOT NULL,
    conversation_id ${TEXT} NOT NULL,
    number          ${INT}  NOT NULL,
    agent_id        ${TEXT} NOT NULL,
    reason          ${TEXT} NOT NULL,
    comment         ${TEXT} NOT NULL,
    state           ${TEXT} NOT NULL,
    verdict         ${TEXT} NOT NULL,
    marked_by       ${TEXT} NOT NULL,
    done_by         ${TEXT} NOT NULL,
    done_at         ${INT}  NOT NULL,
    created_at      ${INT}  NOT NULL,
    version         ${INT}  NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};
CREATE INDEX quality_marks_conversation ON quality_marks (tenant, conversation_id, created_at DESC, id DESC);
CREATE INDEX quality_marks_state ON quality_marks (tenant, state, created_at DESC, id DESC);
CREATE INDEX quality_marks_at ON quality_marks (tenant, created_at DESC, id DESC);

-- +goose Down
DROP TABLE quality_marks;
