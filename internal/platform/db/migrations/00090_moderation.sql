-- +goose Up
-- What is kept in memory is compared with these numbers.
CREATE TABLE moderation_versions (
    tenant ${TEXT} NOT NULL,
    words ${INT} NOT NULL,
    blocks ${INT} NOT NULL,
    PRIMARY KEY (tenant)
) ${STRICT};

-- normal is the form in which the word is looked for; a form stands once for each side.
CREATE TABLE moderation_words (
    tenant ${TEXT} NOT NULL,
    id ${TEXT} NOT NULL,
    text ${TEXT} NOT NULL,
    normal ${TEXT} NOT NULL,
    side ${TEXT} NOT NULL,
    action ${TEXT} NOT NULL,
    replacement ${TEXT} NOT NULL,
    note ${TEXT} NOT NULL,
    inside ${INT} NOT NULL,
    enabled ${INT} NOT NULL,
    created_at ${INT} NOT NULL,
    updated_at ${INT} NOT NULL,
    updated_by ${TEXT} NOT NULL,
    version ${INT} NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};
CREATE UNIQUE INDEX moderation_words_normal ON moderation_words (tenant, normal, side);

CREATE TABLE moderation_hits (
    tenant ${TEXT} NOT NULL,
    id ${TEXT} NOT NULL,
    at ${INT} NOT NULL,
    side ${TEXT} NOT NULL,
    action ${TEXT} NOT NULL,
    word_id ${TEXT} NOT NULL,
    word ${TEXT} NOT NULL,
    author_id ${TEXT} NOT NULL,
    conversation_id ${TEXT} NOT NULL,
    entry_id ${TEXT} NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};
CREATE INDEX moderation_hits_at ON moderation_hits (tenant, at DESC, id DESC);

CREATE TABLE moderation_blocks (
    tenant ${TEXT} NOT NULL,
    id ${TEXT} NOT NULL,
    kind ${TEXT} NOT NULL,
    subject ${TEXT} NOT NULL,
    label ${TEXT} NOT NULL,
    status ${TEXT} NOT NULL,
    reason ${TEXT} NOT NULL,
    expires_at ${INT} NOT NULL,
    conversation_id ${TEXT} NOT NULL,
    proposed_by ${TEXT} NOT NULL,
    proposed_at ${INT} NOT NULL,
    decided_by ${TEXT} NOT NULL,
    decided_at ${INT} NOT NULL,
    lifted_by ${TEXT} NOT NULL,
    lifted_at ${INT} NOT NULL,
    version ${INT} NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};
CREATE INDEX moderation_blocks_status ON moderation_blocks (tenant, status, id);
CREATE INDEX moderation_blocks_subject ON moderation_blocks (tenant, subject, id);

-- +goose Down
DROP TABLE moderation_blocks;
DROP TABLE moderation_hits;
DROP TABLE moderation_words;
DROP TABLE moderation_versions;
