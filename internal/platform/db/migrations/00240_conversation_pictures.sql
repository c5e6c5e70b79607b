-- Pictures of cards that the program has fetched, by the hash of their address: what became of it, and when it was asked for
-- last. The bytes are with the files.
-- +goose Up
CREATE TABLE conversation_pictures (
    tenant   ${TEXT} NOT NULL,
    id       ${TEXT} NOT NULL,
    state    ${TEXT} NOT NULL,
    mime     ${TEXT} NOT NULL DEFAULT '',
    tries    ${INT} NOT NULL DEFAULT 0,
    tried_at ${INT} NOT NULL DEFAULT 0,
    asked_at ${INT} NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};
CREATE INDEX conversation_pictures_asked ON conversation_pictures (tenant, asked_at, id);

-- +goose Down
DROP TABLE conversation_pictures;
