-- +goose Up
CREATE TABLE audit_reveals (
    tenant          ${TEXT} NOT NULL,
    id              ${TEXT} NOT NULL,
    at              ${INT}  NOT NULL,
    actor_kind      ${TEXT} NOT NULL,
    actor_id        ${TEXT} NOT NULL,
    kind            ${TEXT} NOT NULL,
    subject_id      ${TEXT} NOT NULL,
    customer_id     ${TEXT} NOT NULL,
    conversation_id ${TEXT} NOT NULL,
    classes         ${TEXT} NOT NULL,
    reason          ${TEXT} NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};
CREATE INDEX audit_reveals_at ON audit_reveals (tenant, at, id);
CREATE INDEX audit_reveals_actor ON audit_reveals (tenant, actor_id, at, id);
CREATE INDEX audit_reveals_customer ON audit_reveals (tenant, customer_id, at, id);

-- +goose Down
DROP TABLE audit_reveals;
