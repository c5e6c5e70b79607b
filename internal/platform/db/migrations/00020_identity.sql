-- +goose Up
CREATE TABLE identity_roles (
    tenant      ${TEXT} NOT NULL,
    id          ${TEXT} NOT NULL,
    key         ${TEXT} NOT NULL,
    name        ${TEXT} NOT NULL,
    name_key    ${TEXT} NOT NULL,
    description ${TEXT} NOT NULL,
    grants      ${TEXT} NOT NULL,
    version     ${INT}  NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};
CREATE UNIQUE INDEX identity_roles_name ON identity_roles (tenant, name_key);

CREATE TABLE identity_users (
    tenant      ${TEXT} NOT NULL,
    id          ${TEXT} NOT NULL,
    email       ${TEXT} NOT NULL,
    email_key   ${TEXT} NOT NULL,
    name        ${TEXT} NOT NULL,
    name_key    ${TEXT} NOT NULL,
    search_key  ${TEXT} NOT NULL,
    alias       ${TEXT} NOT NULL,
    avatar      ${TEXT} NOT NULL,
    locale      ${TEXT} NOT NULL,
    timezone    ${TEXT} NOT NULL,
    role_id     ${TEXT} NOT NULL,
    status      ${TEXT} NOT NULL,
    preferences ${TEXT} NOT NULL,
    created_at  ${INT}  NOT NULL,
    version     ${INT}  NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};
CREATE UNIQUE INDEX identity_users_email ON identity_users (tenant, email_key);
CREATE INDEX identity_users_name ON identity_users (tenant, name_key, id);
CREATE INDEX identity_users_role ON identity_users (tenant, role_id, status);

-- Apart from the people, so that no list ever reads a secret.
CREATE TABLE identity_credentials (
    tenant   ${TEXT} NOT NULL,
    user_id  ${TEXT} NOT NULL,
    password ${TEXT} NOT NULL,
    secret   ${TEXT} NOT NULL,
    pending  ${TEXT} NOT NULL,
    step     ${INT}  NOT NULL,
    recovery ${TEXT} NOT NULL,
    version  ${INT}  NOT NULL,
    PRIMARY KEY (tenant, user_id)
) ${STRICT};

CREATE TABLE identity_teams (
    tenant      ${TEXT} NOT NULL,
    id          ${TEXT} NOT NULL,
    name        ${TEXT} NOT NULL,
    name_key    ${TEXT} NOT NULL,
    description ${TEXT} NOT NULL,
    version     ${INT}  NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};
CREATE UNIQUE INDEX identity_teams_name ON identity_teams (tenant, name_key);

CREATE TABLE identity_team_members (
    tenant  ${TEXT} NOT NULL,
    team_id ${TEXT} NOT NULL,
    user_id ${TEXT} NOT NULL,
    PRIMARY KEY (tenant, team_id, user_id)
) ${STRICT};
CREATE INDEX identity_team_members_user ON identity_team_members (tenant, user_id, team_id);

-- Sessions, tokens, invitations and links are found by a secret before the workspace is known; their fingerprint or
-- look-up id is unique over all workspaces and leads to the tenant.
CREATE TABLE identity_sessions (
    tenant      ${TEXT} NOT NULL,
    id          ${TEXT} NOT NULL,
    fingerprint ${TEXT} NOT NULL,
    user_id     ${TEXT} NOT NULL,
    csrf        ${TEXT} NOT NULL,
    address     ${TEXT} NOT NULL,
    agent       ${TEXT} NOT NULL,
    remember    ${INT}  NOT NULL,
    created_at  ${INT}  NOT NULL,
    seen_at     ${INT}  NOT NULL,
    expires_at  ${INT}  NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};
CREATE UNIQUE INDEX identity_sessions_fingerprint ON identity_sessions (fingerprint);
CREATE INDEX identity_sessions_user ON identity_sessions (tenant, user_id);
CREATE INDEX identity_sessions_end ON identity_sessions (tenant, expires_at);

CREATE TABLE identity_tokens (
    tenant      ${TEXT} NOT NULL,
    id          ${TEXT} NOT NULL,
    lookup      ${TEXT} NOT NULL,
    fingerprint ${TEXT} NOT NULL,
    user_id     ${TEXT} NOT NULL,
    name        ${TEXT} NOT NULL,
    grants      ${TEXT} NOT NULL,
    created_at  ${INT}  NOT NULL,
    expires_at  ${INT}  NOT NULL,
    used_at     ${INT}  NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};
CREATE UNIQUE INDEX identity_tokens_lookup ON identity_tokens (lookup);
CREATE INDEX identity_tokens_user ON identity_tokens (tenant, user_id);

CREATE TABLE identity_invites (
    tenant      ${TEXT} NOT NULL,
    id          ${TEXT} NOT NULL,
    fingerprint ${TEXT} NOT NULL,
    email       ${TEXT} NOT NULL,
    email_key   ${TEXT} NOT NULL,
    name        ${TEXT} NOT NULL,
    role_id     ${TEXT} NOT NULL,
    team_ids    ${TEXT} NOT NULL,
    invited_by  ${TEXT} NOT NULL,
    created_at  ${INT}  NOT NULL,
    expires_at  ${INT}  NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};
CREATE UNIQUE INDEX identity_invites_fingerprint ON identity_invites (fingerprint);
CREATE INDEX identity_invites_email ON identity_invites (tenant, email_key);

CREATE TABLE identity_resets (
    tenant      ${TEXT} NOT NULL,
    user_id     ${TEXT} NOT NULL,
    fingerprint ${TEXT} NOT NULL,
    expires_at  ${INT}  NOT NULL,
    PRIMARY KEY (tenant, user_id)
) ${STRICT};
CREATE UNIQUE INDEX identity_resets_fingerprint ON identity_resets (fingerprint);

CREATE TABLE identity_lockouts (
    tenant   ${TEXT} NOT NULL,
    key      ${TEXT} NOT NULL,
    failures ${INT}  NOT NULL,
    at       ${INT}  NOT NULL,
    PRIMARY KEY (tenant, key)
) ${STRICT};

CREATE TABLE identity_presence (
    tenant  ${TEXT} NOT NULL,
    user_id ${TEXT} NOT NULL,
    state   ${TEXT} NOT NULL,
    reason  ${TEXT} NOT NULL,
    manual  ${INT}  NOT NULL,
    since   ${INT}  NOT NULL,
    lease   ${INT}  NOT NULL,
    PRIMARY KEY (tenant, user_id)
) ${STRICT};

-- Read without a session: the id cannot be guessed, and customers see who answers them.
CREATE TABLE identity_pictures (
    tenant     ${TEXT} NOT NULL,
    id         ${TEXT} NOT NULL,
    user_id    ${TEXT} NOT NULL,
    type       ${TEXT} NOT NULL,
    data       ${BLOB} NOT NULL,
    created_at ${INT}  NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};
CREATE UNIQUE INDEX identity_pictures_id ON identity_pictures (id);

-- +goose Down
DROP TABLE identity_pictures;
DROP TABLE identity_presence;
DROP TABLE identity_lockouts;
DROP TABLE identity_resets;
DROP TABLE identity_invites;
DROP TABLE identity_tokens;
DROP TABLE identity_sessions;
DROP TABLE identity_team_members;
DROP TABLE identity_teams;
DROP TABLE identity_credentials;
DROP TABLE identity_users;
DROP TABLE identity_roles;
