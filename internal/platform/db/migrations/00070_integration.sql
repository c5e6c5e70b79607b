-- +goose Up
CREATE TABLE integration_webhooks (
    tenant ${TEXT} NOT NULL,
    id ${TEXT} NOT NULL,
    url ${TEXT} NOT NULL,
    description ${TEXT} NOT NULL,
    events ${TEXT} NOT NULL,
    enabled ${INT} NOT NULL,
    disabled_reason ${TEXT} NOT NULL,
    failing_since ${INT} NOT NULL,
    secret ${TEXT} NOT NULL,
    secret_previous ${TEXT} NOT NULL,
    previous_until ${INT} NOT NULL,
    created_at ${INT} NOT NULL,
    version ${INT} NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};

CREATE TABLE integration_deliveries (
    tenant ${TEXT} NOT NULL,
    id ${TEXT} NOT NULL,
    webhook_id ${TEXT} NOT NULL,
    event_type ${TEXT} NOT NULL,
    body ${TEXT} NOT NULL,
    status ${TEXT} NOT NULL,
    attempts ${INT} NOT NULL,
    max_attempts ${INT} NOT NULL,
    next_at ${INT} NOT NULL,
    last_status ${INT} NOT NULL,
    last_error ${TEXT} NOT NULL,
    duration_ms ${INT} NOT NULL,
    response ${TEXT} NOT NULL,
    created_at ${INT} NOT NULL,
    finished_at ${INT} NOT NULL,
    PRIMARY KEY (tenant, id)
) ${STRICT};
CREATE INDEX integration_deliveries_webhook ON integration_deliveries (tenant, webhook_id, created_at DESC, id DESC);

-- +goose Down
DROP TABLE integration_deliveries;
DROP TABLE integration_webhooks;
