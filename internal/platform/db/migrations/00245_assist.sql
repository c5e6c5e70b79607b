-- +goose Up
-- The translation server of a workspace. Its key is sealed.
CREATE TABLE assist_translators (
    tenant     ${TEXT} NOT NULL PRIMARY KEY,
    url        ${TEXT} NOT NULL,
    secret     ${TEXT} NOT NULL,
    enabled    ${INT}  NOT NULL,
    max_chars  ${INT}  NOT NULL,
    per_minute ${INT}  NOT NULL,
    languages  ${TEXT} NOT NULL,
    updated_at ${INT}  NOT NULL,
    version    ${INT}  NOT NULL
) ${STRICT};

-- Translations, by what was translated and into which language; they go with their conversation.
CREATE TABLE assist_translations (
    tenant          ${TEXT} NOT NULL,
    conversation_id ${TEXT} NOT NULL,
    hash            ${TEXT} NOT NULL,
    target          ${TEXT} NOT NULL,
    source          ${TEXT} NOT NULL,
    text            ${TEXT} NOT NULL,
    written         ${INT}  NOT NULL,
    created_at      ${INT}  NOT NULL,
    PRIMARY KEY (tenant, conversation_id, hash, target)
) ${STRICT};
CREATE INDEX assist_translations_at ON assist_translations (tenant, created_at);

-- +goose Down
DROP TABLE assist_translations;
DROP TABLE assist_translators;
