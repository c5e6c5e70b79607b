-- +goose Up
-- Pages of other programs that stand beside a conversation. The secret is sealed.
CREATE TABLE integration_apps (
    tenant     ${TEXT} NOT NULL,
    id         ${TEXT} NOT NULL,
    name       ${TEXT} NOT NULL,
    url        ${TEXT} NOT NULL,
    enabled    ${INT}  NOT NULL,
    secret     ${TEXT} NOT NULL,
    created_at ${INT}  NOT NULL,
    version    ${INT}  NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};

-- +goose Down
DROP TABLE integration_apps;
