-- +goose Up
-- Messages that leave at a time to come. The promise to send each of them is a row in jobs.
CREATE TABLE conversation_planned (
    tenant          ${TEXT} NOT NULL,
    id              ${TEXT} NOT NULL,
    conversation_id ${TEXT} NOT NULL,
    author_id       ${TEXT} NOT NULL,
    client_id       ${TEXT} NOT NULL,
    body            ${TEXT} NOT NULL,
    attachments     ${TEXT} NOT NULL,
    quote           ${TEXT} NOT NULL,
    confirmed       ${INT}  NOT NULL,
    only_quiet      ${INT}  NOT NULL,
    send_at         ${INT}  NOT NULL,
    held            ${TEXT} NOT NULL,
    created_at      ${INT}  NOT NULL,
    version         ${INT}  NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};
CREATE UNIQUE INDEX conversation_planned_client ON conversation_planned (tenant, conversation_id, author_id, client_id);

-- +goose Down
DROP TABLE conversation_planned;
