-- +goose Up
CREATE TABLE account_workspaces (
    id         ${TEXT} NOT NULL PRIMARY KEY,
    slug       ${TEXT} NOT NULL,
    name       ${TEXT} NOT NULL,
    locale     ${TEXT} NOT NULL,
    timezone   ${TEXT} NOT NULL,
    settings   ${TEXT} NOT NULL,
    demo       ${INT}  NOT NULL,
    created_at ${INT}  NOT NULL,
    version    ${INT}  NOT NULL
) ${STRICT};
CREATE UNIQUE INDEX account_workspaces_slug ON account_workspaces (slug);

-- One row at most: the guided set-up founds a workspace once, even when two people try together.
CREATE TABLE account_setup (
    claim ${INT} NOT NULL PRIMARY KEY
) ${STRICT};

CREATE TABLE account_counters (
    tenant ${TEXT} NOT NULL,
    name   ${TEXT} NOT NULL,
    n      ${INT}  NOT NULL,
    PRIMARY KEY (tenant, name)
) ${STRICT};

CREATE TABLE account_calendars (
    tenant   ${TEXT} NOT NULL,
    id       ${TEXT} NOT NULL,
    name     ${TEXT} NOT NULL,
    timezone ${TEXT} NOT NULL,
    hours    ${TEXT} NOT NULL,
    holidays ${TEXT} NOT NULL,
    version  ${INT}  NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};

-- +goose Down
DROP TABLE account_calendars;
DROP TABLE account_counters;
DROP TABLE account_setup;
DROP TABLE account_workspaces;
