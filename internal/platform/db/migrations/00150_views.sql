-- +goose Up
-- Lists of the inbox that people have put together: their own, and those shared with a team or with everybody.
CREATE TABLE conversation_views (
    tenant     ${TEXT} NOT NULL,
    id         ${TEXT} NOT NULL,
    owner_id   ${TEXT} NOT NULL,
    scope      ${TEXT} NOT NULL,
    team_id    ${TEXT} NOT NULL,
    name       ${TEXT} NOT NULL,
    status     ${TEXT} NOT NULL,
    sort       ${TEXT} NOT NULL,
    filter     ${TEXT} NOT NULL,
    position   ${INT}  NOT NULL,
    created_at ${INT}  NOT NULL,
    version    ${INT}  NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};
CREATE INDEX conversation_views_owner ON conversation_views (tenant, owner_id);
CREATE INDEX conversation_views_scope ON conversation_views (tenant, scope, team_id);

-- +goose Down
DROP TABLE conversation_views;
