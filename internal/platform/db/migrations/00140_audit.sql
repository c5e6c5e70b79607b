-- +goose Up
CREATE TABLE audit_versions (
    tenant     ${TEXT} NOT NULL,
    kind       ${TEXT} NOT NULL,
    subject_id ${TEXT} NOT NULL,
    version    ${INT}  NOT NULL,
    id         ${TEXT} NOT NULL,
    at         ${INT}  NOT NULL,
    actor_kind ${TEXT} NOT NULL,
    actor_id   ${TEXT} NOT NULL,
    was        ${TEXT} NOT NULL,
    became     ${TEXT} NOT NULL,
    touched    ${TEXT} NOT NULL,
    restored   ${INT}  NOT NULL,
    undone     ${INT}  NOT NULL,
    PRIMARY KEY (tenant, kind, subject_id, version)
) ${STRICT};
CREATE UNIQUE INDEX audit_versions_id ON audit_versions (tenant, id);
CREATE INDEX audit_versions_at ON audit_versions (tenant, at, id);
CREATE INDEX audit_versions_kind ON audit_versions (tenant, kind, at, id);
CREATE INDEX audit_versions_actor ON audit_versions (tenant, actor_id, at, id);

-- +goose Down
DROP TABLE audit_versions;
