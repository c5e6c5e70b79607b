-- +goose Up
CREATE TABLE knowledge_categories (
    tenant ${TEXT} NOT NULL,
    id ${TEXT} NOT NULL,
    parent_id ${TEXT} NOT NULL,
    name_zh ${TEXT} NOT NULL,
    name_en ${TEXT} NOT NULL,
    position ${INT} NOT NULL,
    version ${INT} NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};
CREATE INDEX knowledge_categories_order ON knowledge_categories (tenant, position, id);
CREATE INDEX knowledge_categories_parent ON knowledge_categories (tenant, parent_id);

CREATE TABLE knowledge_questions (
    tenant ${TEXT} NOT NULL,
    id ${TEXT} NOT NULL,
    category_id ${TEXT} NOT NULL,
    zh ${TEXT} NOT NULL,
    en ${TEXT} NOT NULL,
    status ${TEXT} NOT NULL,
    hot ${INT} NOT NULL,
    internal ${INT} NOT NULL,
    valid_from ${INT} NOT NULL,
    valid_until ${INT} NOT NULL,
    uses ${INT} NOT NULL,
    helped ${INT} NOT NULL,
    not_helped ${INT} NOT NULL,
    edited_by ${TEXT} NOT NULL,
    created_at ${INT} NOT NULL,
    updated_at ${INT} NOT NULL,
    version ${INT} NOT NULL,
    zh_ask ${TEXT} NOT NULL,
    zh_typed ${TEXT} NOT NULL,
    zh_said ${TEXT} NOT NULL,
    en_ask ${TEXT} NOT NULL,
    en_typed ${TEXT} NOT NULL,
    en_said ${TEXT} NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};
CREATE INDEX knowledge_questions_changed ON knowledge_questions (tenant, updated_at, id);
CREATE INDEX knowledge_questions_category ON knowledge_questions (tenant, category_id, updated_at, id);
CREATE INDEX knowledge_questions_status ON knowledge_questions (tenant, status, updated_at, id);

-- How often what is published has changed: by it the copies in memory know that they are out of date.
CREATE TABLE knowledge_shelves (
    tenant ${TEXT} NOT NULL,
    version ${INT} NOT NULL,
    PRIMARY KEY (tenant)
) ${STRICT};

-- +goose Down
DROP TABLE knowledge_shelves;
DROP TABLE knowledge_questions;
DROP TABLE knowledge_categories;
