-- +goose Up
CREATE TABLE wrapup_categories (
    tenant    ${TEXT} NOT NULL,
    id        ${TEXT} NOT NULL,
    parent_id ${TEXT} NOT NULL,
    name_zh   ${TEXT} NOT NULL,
    name_en   ${TEXT} NOT NULL,
    position  ${INT}  NOT NULL,
    archived  ${INT}  NOT NULL,
    used      ${INT}  NOT NULL,
    version   ${INT}  NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};

-- One row for each workspace, which whoever changes the tree changes first: no two changes at the same time.
CREATE TABLE wrapup_trees (
    tenant  ${TEXT} NOT NULL,
    changes ${INT}  NOT NULL,
    PRIMARY KEY (tenant)
) ${STRICT};

CREATE TABLE wrapup_forms (
    tenant       ${TEXT} NOT NULL,
    team_id      ${TEXT} NOT NULL,
    mode         ${TEXT} NOT NULL,
    category_ids ${TEXT} NOT NULL,
    version      ${INT}  NOT NULL,
    PRIMARY KEY (tenant, team_id)
) ${STRICT};

CREATE TABLE wrapup_summaries (
    tenant          ${TEXT} NOT NULL,
    conversation_id ${TEXT} NOT NULL,
    resolution      ${INT}  NOT NULL,
    number          ${INT}  NOT NULL,
    category_id     ${TEXT} NOT NULL,
    outcome         ${TEXT} NOT NULL,
    remark          ${TEXT} NOT NULL,
    team_id         ${TEXT} NOT NULL,
    agent_id        ${TEXT} NOT NULL,
    day             ${TEXT} NOT NULL,
    author_kind     ${TEXT} NOT NULL,
    author_id       ${TEXT} NOT NULL,
    created_at      ${INT}  NOT NULL,
    updated_at      ${INT}  NOT NULL,
    version         ${INT}  NOT NULL,
    PRIMARY KEY (tenant, conversation_id, resolution)
) ${STRICT};
CREATE INDEX wrapup_summaries_day ON wrapup_summaries (tenant, day, conversation_id, resolution);
CREATE INDEX wrapup_summaries_author ON wrapup_summaries (tenant, author_id, updated_at);

CREATE TABLE wrapup_revisions (
    tenant          ${TEXT} NOT NULL,
    conversation_id ${TEXT} NOT NULL,
    resolution      ${INT}  NOT NULL,
    version         ${INT}  NOT NULL,
    by_kind         ${TEXT} NOT NULL,
    by_id           ${TEXT} NOT NULL,
    at              ${INT}  NOT NULL,
    category_id     ${TEXT} NOT NULL,
    outcome         ${TEXT} NOT NULL,
    remark          ${TEXT} NOT NULL,
    PRIMARY KEY (tenant, conversation_id, resolution, version)
) ${STRICT};

-- What reports read: kept in the unit that writes a summary.
CREATE TABLE wrapup_counts (
    tenant      ${TEXT} NOT NULL,
    day         ${TEXT} NOT NULL,
    team_id     ${TEXT} NOT NULL,
    agent_id    ${TEXT} NOT NULL,
    category_id ${TEXT} NOT NULL,
    outcome     ${TEXT} NOT NULL,
    n           ${INT}  NOT NULL,
    PRIMARY KEY (tenant, day, team_id, agent_id, category_id, outcome)
) ${STRICT};

-- +goose Down
DROP TABLE wrapup_counts;
DROP TABLE wrapup_revisions;
DROP TABLE wrapup_summaries;
DROP TABLE wrapup_forms;
DROP TABLE wrapup_trees;
DROP TABLE wrapup_categories;
