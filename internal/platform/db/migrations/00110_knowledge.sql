-- +goose Up
CREATE TABLE knowledge_folders (
    tenant ${TEXT} NOT NULL,
    id ${TEXT} NOT NULL,
    scope ${TEXT} NOT NULL,
    owner_id ${TEXT} NOT NULL,
    parent_id ${TEXT} NOT NULL,
    name ${TEXT} NOT NULL,
    position ${INT} NOT NULL,
    version ${INT} NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};
CREATE INDEX knowledge_folders_tree ON knowledge_folders (tenant, scope, owner_id, position, name, id);
CREATE INDEX knowledge_folders_parent ON knowledge_folders (tenant, parent_id);

CREATE TABLE knowledge_replies (
    tenant ${TEXT} NOT NULL,
    id ${TEXT} NOT NULL,
    scope ${TEXT} NOT NULL,
    owner_id ${TEXT} NOT NULL,
    folder_id ${TEXT} NOT NULL,
    title ${TEXT} NOT NULL,
    shortcut ${TEXT} NOT NULL,
    body ${TEXT} NOT NULL,
    lang ${TEXT} NOT NULL,
    state ${TEXT} NOT NULL,
    reason ${TEXT} NOT NULL,
    in_use ${INT} NOT NULL,
    live ${TEXT} NOT NULL,
    effective_from ${INT} NOT NULL,
    effective_until ${INT} NOT NULL,
    edited_by ${TEXT} NOT NULL,
    approved_by ${TEXT} NOT NULL,
    uses ${INT} NOT NULL,
    title_key ${TEXT} NOT NULL,
    shortcut_key ${TEXT} NOT NULL,
    initials ${TEXT} NOT NULL,
    pinyin ${TEXT} NOT NULL,
    search_key ${TEXT} NOT NULL,
    created_at ${INT} NOT NULL,
    updated_at ${INT} NOT NULL,
    version ${INT} NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};
CREATE INDEX knowledge_replies_tree ON knowledge_replies (tenant, scope, owner_id, title_key, id);
CREATE INDEX knowledge_replies_folder ON knowledge_replies (tenant, folder_id, title_key, id);
CREATE INDEX knowledge_replies_shortcut ON knowledge_replies (tenant, scope, owner_id, shortcut_key);
-- What waits for an approval is a handful among many.
CREATE INDEX knowledge_replies_state ON knowledge_replies (tenant, scope, state, title_key, id) WHERE state <> 'approved';

CREATE TABLE knowledge_uses (
    tenant ${TEXT} NOT NULL,
    reply_id ${TEXT} NOT NULL,
    user_id ${TEXT} NOT NULL,
    uses ${INT} NOT NULL,
    favourite ${INT} NOT NULL,
    last_at ${INT} NOT NULL,
    PRIMARY KEY (tenant, reply_id, user_id)
) ${STRICT};

-- +goose Down
DROP TABLE knowledge_uses;
DROP TABLE knowledge_replies;
DROP TABLE knowledge_folders;
